//! How fast this worker is, as measured, and what that means for what it takes on.

use opg_primitives::BlockNumber;
use std::time::Duration;

/// A block takes so long, or longer when nobody makes one.
pub const BLOCK: Duration = Duration::from_secs(3);
/// Blocks that an answer needs from being ready to being in a block: the one that is being made, and one more.
const SAYING: BlockNumber = 2;
/// Of what was measured before, this part counts once more is measured.
const KEPT: u32 = 7;

/// What has taken so many times as long as others is not about to end.
const FAR: u32 = 3;

/// How long models took, the last ones most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace(Option<Duration>);

impl Pace {
    pub fn took(&mut self, time: Duration) {
        let all = |mean: Duration| mean.saturating_mul(KEPT).saturating_add(time);
        self.0 = Some(self.0.map_or(time, |mean| all(mean) / (KEPT + 1)));
    }

    /// Whether one that so many are ahead of, in so many places, is answered within so many blocks. What was
    /// never measured is hoped for.
    pub fn is_in_time(&self, ahead: usize, places: usize, left: BlockNumber) -> bool {
        let Some(mean) = self.0 else { return true };
        let rounds = ahead.checked_div(places).unwrap_or(ahead).saturating_add(1);
        let takes = mean.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
        takes <= BLOCK.saturating_mul(left.saturating_sub(SAYING))
    }

    /// Whether one that has taken so long may be about to end. What was never measured is hoped to end within some time.
    pub fn may_end(&self, elapsed: Duration, hoped: Duration) -> bool {
        let usual = self.0.map_or(hoped, |mean| mean.saturating_mul(FAR));
        elapsed <= usual.max(BLOCK / 2)
    }

    /// Requests at a time, of at most `full`, that are answered within so many blocks: one at least.
    pub fn capacity(&self, places: usize, latency: BlockNumber, full: u32) -> u32 {
        let Some(mean) = self.0 else { return full };
        let blocks = latency.saturating_sub(SAYING).max(1);
        let time = BLOCK.saturating_mul(blocks);
        let rounds = time.as_nanos().checked_div(mean.as_nanos()).unwrap_or(u128::MAX);
        let all = rounds.saturating_mul(places as u128).min(full.into());
        u32::try_from(all).unwrap_or(full).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_should_be_waited_for_as_long_as_others_took_or_some_of_those_and_no_longer() {
        let (mut pace, hoped) = (Pace::default(), BLOCK * 2);
        assert!(
            pace.may_end(hoped, hoped) && !pace.may_end(BLOCK * 3, hoped),
            "nothing was measured"
        );
        pace.took(Duration::from_millis(5));
        assert!(pace.may_end(BLOCK / 2, hoped), "a machine may be busy");
        assert!(!pace.may_end(BLOCK, hoped));
        let mut slow = Pace::default();
        slow.took(Duration::from_secs(8));
        let may_end = |seconds| slow.may_end(Duration::from_secs(seconds), hoped);
        assert!(may_end(24) && !may_end(25));
    }

    #[test]
    fn request_should_be_in_time_if_those_ahead_of_it_leave_time_enough() {
        let mut pace = Pace::default();
        assert!(pace.is_in_time(1_000, 1, 3), "nothing was measured");
        pace.took(Duration::from_secs(3));
        assert!(pace.is_in_time(0, 1, 3));
        assert!(!pace.is_in_time(1, 1, 3));
        assert!(pace.is_in_time(1, 2, 3), "another place is free");
        assert!(!pace.is_in_time(0, 1, 2), "it could not be said any more");
    }

    #[test]
    fn capacity_should_be_what_is_answered_within_what_was_promised() {
        let mut pace = Pace::default();
        assert_eq!(pace.capacity(2, 5, 64), 64);
        pace.took(Duration::from_millis(10));
        assert_eq!(pace.capacity(2, 5, 64), 64);
        for _ in 0..100 {
            pace.took(Duration::from_secs(2));
        }
        // Nine seconds are four times two.
        assert_eq!(pace.capacity(2, 5, 64), 8);
        for _ in 0..100 {
            pace.took(Duration::from_secs(60));
        }
        assert_eq!(pace.capacity(2, 5, 64), 1);
    }
}
