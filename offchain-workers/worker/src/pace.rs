//! How fast this worker is, as measured, and what that means for what it takes on.

use opg_primitives::BlockNumber;
use std::{cmp::Reverse, collections::BinaryHeap, time::Duration};

/// A block takes so long, or longer when nobody makes one.
pub const BLOCK: Duration = Duration::from_secs(3);
/// Blocks that an answer needs from being ready to being in a block: the one that is being made, and one more.
const SAYING: BlockNumber = 2;
/// Of what was measured before, this part counts once more is measured.
const KEPT: u32 = 7;

/// How long models took, the last ones most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace(Option<Duration>);

impl Pace {
    pub fn took(&mut self, time: Duration) {
        let all = |mean: Duration| mean.saturating_mul(KEPT).saturating_add(time);
        self.0 = Some(self.0.map_or(time, |mean| all(mean) / (KEPT + 1)));
    }

    /// How long one takes, if any was measured.
    pub fn usual(&self) -> Option<Duration> {
        self.0
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

/// When one of so many places is free for the next, if what is in them goes on for so long and what waits before
/// it takes so long.
pub fn free_in(places: usize, running: &[Duration], ahead: &[Duration]) -> Duration {
    let empty = places.max(1).saturating_sub(running.len());
    let idle = std::iter::repeat_n(Duration::ZERO, empty);
    let mut free: BinaryHeap<_> = running.iter().copied().chain(idle).map(Reverse).collect();
    for takes in ahead {
        // The place that is free first is taken.
        let Some(Reverse(at)) = free.pop() else { break };
        free.push(Reverse(at.saturating_add(*takes)));
    }
    free.peek().map_or(Duration::ZERO, |first| first.0)
}

/// Whether what is answered after some time is in a block within so many blocks.
pub fn is_in_time(takes: Duration, left: BlockNumber) -> bool {
    takes <= BLOCK.saturating_mul(left.saturating_sub(SAYING))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds<const N: usize>(all: [u64; N]) -> [Duration; N] {
        all.map(Duration::from_secs)
    }

    #[test]
    fn next_should_have_a_place_when_those_before_it_are_done() {
        let free = |places, running: &[Duration], ahead: &[Duration]| {
            free_in(places, running, ahead).as_secs()
        };
        assert_eq!(free(2, &[], &[]), 0);
        assert_eq!(free(2, &seconds([9]), &[]), 0, "one is free");
        assert_eq!(free(2, &seconds([9, 4]), &[]), 4);
        assert_eq!(free(2, &seconds([9, 4]), &seconds([2])), 6);
        assert_eq!(free(2, &seconds([9, 4]), &seconds([7])), 9);
        assert_eq!(free(1, &seconds([3]), &seconds([10, 10, 10])), 33);
        assert_eq!(free(2, &seconds([3, 3]), &seconds([10; 6])), 33);
        assert_eq!(free(0, &[], &seconds([5])), 5, "there is one at least");
        let endless = [Duration::MAX; 2];
        assert_eq!(free_in(1, &endless[..1], &endless), Duration::MAX);
    }

    #[test]
    fn answer_should_be_in_time_if_two_blocks_are_left_to_say_it() {
        assert!(is_in_time(BLOCK, 3));
        assert!(!is_in_time(BLOCK * 2, 3));
        assert!(!is_in_time(BLOCK, 2), "it could not be said any more");
        assert!(is_in_time(Duration::ZERO, 0), "it is tried all the same");
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
