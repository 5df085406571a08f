//! Points in time that neither a sleeping machine nor a clock that is put right makes younger than they are.

use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Stands still while the machine sleeps.
    steady: Instant,
    /// Jumps when it is put right.
    wall: SystemTime,
}

impl Moment {
    /// This one.
    pub fn now() -> Self {
        Self { steady: Instant::now(), wall: SystemTime::now() }
    }

    /// How long ago it was, by whichever clock says more.
    pub fn age(&self) -> Duration {
        self.steady.elapsed().max(self.wall.elapsed().unwrap_or_default())
    }

    pub(crate) fn steady(&self) -> Instant {
        self.steady
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_that_says_more_should_be_believed() {
        let (now, hour) = (Moment::now(), Duration::from_secs(3600));
        assert!(now.age() < hour);
        assert!(Moment { wall: now.wall - hour, ..now }.age() >= hour);
        assert!(Moment { wall: now.wall + hour, ..now }.age() < hour);
    }
}
