//! How long proving and verifying will take on this machine, told before anything is proven.
//!
//! Both mostly add up points. How fast this machine does that is measured; how often a circuit asks for it
//! was measured once, on circuits of 2^11 and 2^14 rows (docs/performance.md).

use crate::{choice, generators::Basis, key::Shape, msm};
use pasta_curves::Fp;
use std::{hint::black_box, time::Instant};

/// Points that are added up to see how fast this machine is.
const SAMPLE: usize = 1 << 11;
/// What a cell of a circuit takes to prove, in points added up.
const POINTS_PER_CELL: f64 = 0.75;
/// What a point of a proof or key takes to read, in points added up.
const READING: f64 = 1.0;

/// Seconds.
pub struct Predicted {
    pub prove: f64,
    pub verify: f64,
}

/// For circuits of this shape, proven on so many threads and verified on one.
pub fn times(shape: &Shape, threads: usize) -> Predicted {
    let point = seconds_per_point();
    let rows = 1usize << shape.k;
    let cells = choice::cost(shape) as f64;
    let brought = shape.proof_points() + shape.fixed() + shape.tied();
    let added = rows as f64 + (1.0 + READING) * brought as f64;
    Predicted { prove: point * POINTS_PER_CELL * cells / threads as f64, verify: point * added }
}

/// The best of three, since whatever else runs only adds to it.
fn seconds_per_point() -> f64 {
    let points = Basis::new(SAMPLE.ilog2()).coefficients;
    // As long as numbers get, and all different.
    let numbers: Vec<Fp> =
        std::iter::successors(Some(-Fp::from(3).square()), |number| Some(number.square()))
            .take(SAMPLE)
            .collect();
    let times = (0..3).map(|_| {
        let begun = Instant::now();
        black_box(msm::sum(&numbers, &points));
        begun.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min) / SAMPLE as f64
}
