//! Models that end the processes which run them: each time, the next try is later.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Models that are remembered.
const MOST: usize = 1024;
/// How long a model is not tried, at first and at most.
const FIRST: Duration = Duration::from_secs(4);
const LONGEST: Duration = Duration::from_secs(300);

/// One crash may be anyone's: the second in a row is the model's.
const FORGIVEN: u32 = 1;

#[derive(Default)]
pub struct Strikes(HashMap<[u8; 32], Strike>);

struct Strike {
    count: u32,
    until: Instant,
}

impl Strikes {
    /// How long a model is not tried yet.
    pub fn wait(&self, model: &[u8; 32], now: Instant) -> Option<Duration> {
        let left = self.0.get(model)?.until.checked_duration_since(now)?;
        (!left.is_zero()).then_some(left)
    }

    /// Whether the last thing that it did was to end its process.
    pub fn has(&self, model: &[u8; 32]) -> bool {
        self.0.contains_key(model)
    }

    /// It answered.
    pub fn forgive(&mut self, model: &[u8; 32]) {
        self.0.remove(model);
    }

    /// It ended its process.
    pub fn strike(&mut self, model: &[u8; 32], now: Instant) {
        if self.0.len() >= MOST && !self.0.contains_key(model) {
            self.forget(now);
        }
        let strike = self.0.entry(*model).or_insert(Strike { count: 0, until: now });
        strike.count = strike.count.saturating_add(1);
        let wait = match strike.count.saturating_sub(FORGIVEN) {
            0 => Duration::ZERO,
            more => FIRST.saturating_mul(2u32.saturating_pow(more.saturating_sub(1))).min(LONGEST),
        };
        strike.until = now.checked_add(wait).unwrap_or(now);
    }

    /// Makes room: what may be tried again, and if there is none, what may be tried soonest.
    fn forget(&mut self, now: Instant) {
        self.0.retain(|_, strike| strike.until > now);
        if self.0.len() >= MOST {
            let soonest =
                self.0.iter().min_by_key(|(_, strike)| strike.until).map(|(model, _)| *model);
            soonest.map(|model| self.0.remove(&model));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_should_wait_longer_after_each_crash_and_not_at_all_after_an_answer() {
        let (mut strikes, now, model) = (Strikes::default(), Instant::now(), [1; 32]);
        let mut waits = Vec::new();
        for _ in 0..12 {
            strikes.strike(&model, now);
            waits.push(strikes.wait(&model, now).map_or(0, |wait| wait.as_secs()));
        }
        assert_eq!(waits, [0, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
        assert_eq!(strikes.wait(&model, now + LONGEST), None);
        assert_eq!(strikes.wait(&[2; 32], now), None);
        strikes.forgive(&model);
        assert_eq!(strikes.wait(&model, now), None);
    }

    #[test]
    fn no_more_models_should_be_remembered_than_there_is_room_for() {
        let (mut strikes, now) = (Strikes::default(), Instant::now());
        for number in 0..5000u32 {
            let mut model = [0; 32];
            model[..4].copy_from_slice(&number.to_le_bytes());
            strikes.strike(&model, now);
            strikes.strike(&model, now);
            assert!(strikes.0.len() <= MOST);
        }
    }
}
