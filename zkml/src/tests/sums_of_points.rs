//! Sums of points are those that the definition and the crate give.

use super::Random;
use crate::msm::{several, sum, sum_on, Table};
use ff::{Field, PrimeField};
use group::{Curve, Group};
use halo2_proofs::arithmetic::best_multiexp;
use pasta_curves::{Eq, EqAffine, Fp};

fn number(random: &mut Random) -> Fp {
    let mut number = Fp::ZERO;
    for _ in 0..4 {
        number = number * Fp::from_u128(1 << 64) + Fp::from(random.next());
    }
    number
}

/// Points without a pattern.
fn points(random: &mut Random, count: usize) -> Vec<EqAffine> {
    let mut point = Eq::generator() * number(random);
    let step = Eq::generator() * number(random);
    let all: Vec<Eq> = (0..count)
        .map(|_| {
            point = point.double() + step;
            point
        })
        .collect();
    let mut affine = vec![EqAffine::default(); count];
    Eq::batch_normalize(&all, &mut affine);
    affine
}

/// Numbers of all kinds: none, small ones, ones around powers of two, below zero, large ones.
fn any_number(random: &mut Random) -> Fp {
    let sign = if random.below(2) == 0 { Fp::ONE } else { -Fp::ONE };
    sign * match random.below(8) {
        0 => Fp::ZERO,
        1 => Fp::ONE,
        2 => Fp::from(random.below(256)),
        3 => Fp::from(2).pow_vartime([random.below(256)]) - Fp::from(random.below(3)),
        4 => Fp::TWO_INV,
        5 => Fp::from(random.next()),
        _ => number(random),
    }
}

fn naive(scalars: &[Fp], points: &[EqAffine]) -> Eq {
    scalars.iter().zip(points).map(|(scalar, point)| *point * scalar).sum()
}

fn check(scalars: &[Fp], points: &[EqAffine]) {
    let expected = best_multiexp(scalars, points);
    if scalars.len() <= 100 {
        assert_eq!(expected, naive(scalars, points));
    }
    assert_eq!(sum(scalars, points), expected);
    let table = Table::of(2, points);
    for threads in [1, 2, 3, 7, 100] {
        assert_eq!(sum_on(threads, scalars, points), expected, "on {threads} threads");
        assert_eq!(table.sum(threads, scalars), expected, "by table, on {threads} threads");
    }
}

#[test]
fn sums_should_be_those_of_the_definition() {
    let mut random = Random(11);
    for size in [0, 1, 2, 3, 4, 5, 31, 100, 700, 5000] {
        let points = points(&mut random, size);
        let numbers = |make: &mut dyn FnMut() -> Fp| (0..size).map(|_| make()).collect::<Vec<_>>();
        check(&numbers(&mut || number(&mut random)), &points);
        check(&numbers(&mut || any_number(&mut random)), &points);
        check(&numbers(&mut || Fp::from(random.below(256))), &points);
        check(&numbers(&mut || Fp::from(random.below(2))), &points);
        for same in [Fp::ZERO, Fp::ONE, -Fp::ONE, Fp::TWO_INV, -Fp::from(128), Fp::from(256)] {
            check(&vec![same; size], &points);
        }
    }
}

#[test]
fn points_that_are_equal_or_opposite_or_none_should_be_added_up_too() {
    let mut random = Random(12);
    for size in [1, 2, 3, 100, 3000] {
        let few = points(&mut random, 3);
        let pick = |random: &mut Random| match random.below(4) {
            0 => EqAffine::default(),
            1 => few[random.below(3) as usize],
            2 => -few[random.below(3) as usize],
            _ => few[0],
        };
        let mixed: Vec<EqAffine> = (0..size).map(|_| pick(&mut random)).collect();
        let numbers: Vec<Fp> = (0..size).map(|_| any_number(&mut random)).collect();
        for points in [mixed, vec![few[0]; size], vec![EqAffine::default(); size]] {
            check(&numbers, &points);
            check(&vec![Fp::ONE; size], &points);
            check(&[-Fp::from(3), Fp::from(3)].repeat(size)[..size], &points);
        }
        let opposite: Vec<EqAffine> =
            (0..size).map(|at| if at % 2 == 0 { few[1] } else { -few[1] }).collect();
        check(&vec![Fp::from(77); size], &opposite);
        let turned = opposite.iter().map(|point| -*point).collect();
        let nothing = [opposite, turned].concat();
        assert_eq!(sum(&vec![Fp::ONE; 2 * size], &nothing), Eq::identity());
    }
}

#[test]
fn several_sums_should_be_those_that_they_are_one_by_one() {
    let mut random = Random(13);
    for (count, sums) in [(0, 0), (1, 1), (2, 1), (3, 5), (16, 40)] {
        for same in [false, true] {
            let mut points = points(&mut random, count * sums);
            if same {
                let first = points.first().copied().unwrap_or_default();
                points.iter_mut().step_by(2).for_each(|point| *point = first);
                points.iter_mut().step_by(3).for_each(|point| *point = -first);
                points.iter_mut().step_by(5).for_each(|point| *point = EqAffine::default());
            }
            let rows: Vec<&[EqAffine]> = points.chunks(sums.max(1)).collect();
            for _ in 0..10 {
                let numbers: Vec<Fp> = (0..count).map(|_| any_number(&mut random)).collect();
                let made = several(&numbers, &rows);
                assert_eq!(made.len(), sums);
                for (at, sum) in made.into_iter().enumerate() {
                    let own: Vec<EqAffine> = rows.iter().map(|row| row[at]).collect();
                    assert_eq!(Eq::from(sum), naive(&numbers, &own));
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "each point has its number")]
fn points_without_numbers_should_not_be_left_out() {
    sum(&[Fp::ONE], &[EqAffine::default(); 2]);
}
