//! Blocks of the best chain that were heard.

use std::collections::VecDeque;
use subxt::utils::H256;

/// More are not remembered.
const MOST: usize = 512;

/// Their hashes, oldest first. Only what is on the best chain is known: what left it and is there again is heard anew.
#[derive(Debug, Default)]
pub struct Seen(VecDeque<H256>);

impl Seen {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, block: H256) -> bool {
        self.0.contains(&block)
    }

    pub fn remember(&mut self, block: H256) {
        self.0.push_back(block);
        if self.0.len() > MOST {
            self.0.pop_front();
        }
    }

    /// What comes after this block is none of the best chain any more.
    pub fn back_to(&mut self, block: Option<H256>) {
        let place = self.0.iter().rposition(|hash| Some(*hash) == block);
        self.0.truncate(place.map_or(0, |place| place.saturating_add(1)));
    }

    pub fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_left_the_best_chain_should_be_heard_anew_if_they_come_back() {
        let [before, one, other, child] = [1, 2, 3, 4].map(H256::repeat_byte);
        let mut seen = Seen::default();
        [before, one].into_iter().for_each(|block| seen.remember(block));
        // Another one takes the place of the second.
        seen.back_to(Some(before));
        seen.remember(other);
        assert!(seen.has(before) && seen.has(other) && !seen.has(one));
        // The first one is back, with a child.
        seen.back_to(Some(before));
        [one, child].into_iter().for_each(|block| seen.remember(block));
        assert!(seen.has(one) && seen.has(child) && !seen.has(other));
        seen.back_to(None);
        assert!(seen.is_empty());
    }

    #[test]
    fn no_more_should_be_remembered_than_a_reorganisation_is_deep() {
        let mut seen = Seen::default();
        (0..1_000u64).for_each(|number| seen.remember(H256::from_low_u64_be(number)));
        assert!(!seen.has(H256::from_low_u64_be(0)) && seen.has(H256::from_low_u64_be(999)));
        assert_eq!(seen.0.len(), MOST);
    }
}
