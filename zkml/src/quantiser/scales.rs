//! Which powers of two suit the numbers that flow.

use super::net::{Floats, Layer, Net};

/// Numbers remembered of each tensor.
const REMEMBERED: usize = 20_000;

/// Scale and zero point of a tensor of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantum {
    pub exponent: i32,
    pub zero: u8,
}

/// What was seen of each tensor.
pub struct Scales {
    seen: Vec<Seen>,
    /// From which tensor each takes its quantum: itself, unless it only moves or chooses.
    same_as: Vec<usize>,
}

#[derive(Default)]
struct Seen {
    shape: Vec<usize>,
    some: Vec<f32>,
    count: usize,
    least: f32,
    most: f32,
}

impl Scales {
    pub fn new(net: &Net) -> Self {
        let mut same_as = vec![0];
        for (index, step) in net.steps.iter().enumerate() {
            let keeps = matches!(step.layer, Layer::MaxPool(_) | Layer::Move(..));
            let from = step.reads.first().filter(|_| keeps);
            same_as.push(from.map_or(index + 1, |from| same_as[*from]));
        }
        Self { seen: same_as.iter().map(|_| Seen::default()).collect(), same_as }
    }

    /// Notes what flowed for a sample.
    pub fn see(&mut self, flow: &[Floats]) {
        for (seen, floats) in self.seen.iter_mut().zip(flow) {
            seen.shape.clone_from(&floats.shape);
            for real in floats.values.iter().filter(|real| real.is_finite()) {
                seen.note(*real);
            }
        }
    }

    /// The shape of each tensor; nothing before a sample was seen.
    pub fn shapes(&self) -> Option<Vec<Vec<usize>>> {
        let seen = self.seen.first().is_some_and(|seen| seen.count > 0);
        seen.then(|| self.seen.iter().map(|seen| seen.shape.clone()).collect())
    }

    /// From which tensor a tensor takes its quantum.
    pub fn source(&self, place: usize) -> usize {
        self.same_as[place]
    }

    /// What suits a tensor.
    pub fn quantum(&self, place: usize) -> Quantum {
        self.seen[self.same_as[place]].quantum()
    }
}

impl Seen {
    fn note(&mut self, real: f32) {
        self.least = self.least.min(real);
        self.most = self.most.max(real);
        // The same numbers every time, spread over all: each block of them is thinned out alike.
        if self.some.len() < REMEMBERED {
            self.some.push(real);
        } else {
            let place = (self.count as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
            if place as usize % (self.count + 1) < REMEMBERED {
                let place = place as usize % REMEMBERED;
                self.some[place] = real;
            }
        }
        self.count += 1;
    }

    fn quantum(&self) -> Quantum {
        let zero = if self.least < 0.0 { 128 } else { 0 };
        let reach = if zero == 0 { self.most / 255.0 } else { self.most.max(-self.least) / 127.0 };
        let widest = exponent_for(reach);
        // A finer scale cuts off the few that are far out.
        let candidates = [widest, widest - 1, widest - 2];
        let best = candidates
            .into_iter()
            .min_by(|a, b| self.error(*a, zero).total_cmp(&self.error(*b, zero)));
        Quantum { exponent: best.unwrap_or(widest), zero }
    }

    /// How far bytes are from what they stand for, squared and summed.
    fn error(&self, exponent: i32, zero: u8) -> f64 {
        let unit = f64::from(exponent).exp2();
        let (least, most) = (-f64::from(zero), 255.0 - f64::from(zero));
        self.some
            .iter()
            .map(|real| {
                let real = f64::from(*real);
                (real - (real / unit).round_ties_even().clamp(least, most) * unit).powi(2)
            })
            .sum()
    }
}

/// The least power of two that is no less.
pub fn exponent_for(reach: f32) -> i32 {
    if reach > 0.0 {
        (reach.log2().ceil() as i32).clamp(-24, 24)
    } else {
        -8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_should_fit_what_was_seen() {
        let mut seen = Seen::default();
        (0..=255).for_each(|real| seen.note(real as f32));
        assert_eq!(seen.quantum(), Quantum { exponent: 0, zero: 0 });
        let mut seen = Seen::default();
        (-127..=127).for_each(|real| seen.note(real as f32 / 8.0));
        assert_eq!(seen.quantum(), Quantum { exponent: -3, zero: 128 });
    }

    #[test]
    fn few_that_are_far_out_should_be_cut_off() {
        let mut seen = Seen::default();
        (0..10_000).for_each(|real| seen.note((real % 255) as f32 / 256.0));
        seen.note(1.1);
        assert_eq!(seen.quantum().exponent, -8);
    }
}
