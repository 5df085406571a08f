//! Many rows at a time, as one value.

use crate::gates::Value;
use ff::Field;
use pasta_curves::Fp;
use std::ops::{Add, Mul, Sub};

/// What something is at some rows.
#[derive(Clone)]
pub enum Rows<'a> {
    /// The same at all of them.
    Same(Fp),
    Lent(&'a [Fp]),
    Own(Vec<Fp>),
}

impl<'a> Rows<'a> {
    /// What a column is at `count` rows from one on, each moved by so many; the first row follows the
    /// last one. A column that was left out is zero.
    pub fn of(column: &'a [Fp], from: usize, count: usize, moved: isize) -> Self {
        if column.is_empty() {
            return Self::Same(Fp::ZERO);
        }
        let from = (from as isize + moved).rem_euclid(column.len() as isize) as usize;
        match column.get(from..from + count) {
            Some(rows) => Self::Lent(rows),
            None => Self::Own(column.iter().cycle().skip(from).take(count).copied().collect()),
        }
    }

    /// So many of these.
    pub fn into_vec(self, count: usize) -> Vec<Fp> {
        match self {
            Self::Same(value) => vec![value; count],
            Self::Lent(values) => values.to_vec(),
            Self::Own(values) => values,
        }
    }

    /// Changes each on its own.
    fn each(self, change: impl Fn(&Fp) -> Fp) -> Self {
        match self {
            Self::Same(value) => Self::Same(change(&value)),
            Self::Lent(values) => Self::Own(values.iter().map(change).collect()),
            Self::Own(mut values) => {
                values.iter_mut().for_each(|value| *value = change(value));
                Self::Own(values)
            },
        }
    }

    /// Makes one of two, row by row, in memory that one of them has already if that can be.
    fn with(self, other: Self, make: impl Fn(&Fp, &Fp) -> Fp) -> Self {
        match (self, other) {
            (Self::Same(left), right) => right.each(|right| make(&left, right)),
            (left, Self::Same(right)) => left.each(|left| make(left, &right)),
            (Self::Lent(left), Self::Lent(right)) => {
                Self::Own(left.iter().zip(right).map(|(left, right)| make(left, right)).collect())
            },
            (Self::Own(mut left), Self::Lent(right)) => {
                left.iter_mut().zip(right).for_each(|(left, right)| *left = make(left, right));
                Self::Own(left)
            },
            (Self::Own(mut left), Self::Own(right)) => {
                left.iter_mut().zip(&right).for_each(|(left, right)| *left = make(left, right));
                Self::Own(left)
            },
            (Self::Lent(left), Self::Own(mut right)) => {
                left.iter().zip(&mut right).for_each(|(left, right)| *right = make(left, right));
                Self::Own(right)
            },
        }
    }
}

impl Add for Rows<'_> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.with(other, |left, right| left + right)
    }
}

impl Sub for Rows<'_> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.with(other, |left, right| left - right)
    }
}

impl Mul for Rows<'_> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        self.with(other, |left, right| left * right)
    }
}

impl Mul<Fp> for Rows<'_> {
    type Output = Self;

    fn mul(self, factor: Fp) -> Self {
        self.each(|value| value * factor)
    }
}

impl Value for Rows<'_> {
    fn constant(value: Fp) -> Self {
        Self::Same(value)
    }
}
