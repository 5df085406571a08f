//! How often a host is asked, and by how many of us at a time: no more than we allow ourselves, and not before it
//! wants to be. A host that hangs holds up only those who ask it.

use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, time::Instant};

/// Hosts that are remembered before those that are at rest are forgotten.
const MANY: usize = 1024;
/// The longest that a host is left alone because it said so.
const LONGEST_REST: Duration = Duration::from_secs(3600);

/// How often one host may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rate {
    /// Requests a minute in the long run.
    pub per_minute: u32,
    /// Requests at once after a pause.
    pub burst: u32,
    /// Requests that may be unanswered at a time.
    pub at_a_time: u32,
}

impl Default for Rate {
    fn default() -> Self {
        Self { per_minute: 600, burst: 20, at_a_time: 8 }
    }
}

/// Why a host is not asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotNow {
    /// It said so.
    Resting(Duration),
    /// We allow ourselves no more.
    Turn(Duration),
}

/// All hosts that were asked lately.
pub(crate) struct Hosts {
    rate: Rate,
    known: Mutex<HashMap<String, Host>>,
}

struct Host {
    places: Arc<Semaphore>,
    /// When the next request would be due if they came evenly.
    due: Instant,
    rests_until: Instant,
}

impl Host {
    fn new(rate: Rate, now: Instant) -> Self {
        let places = Arc::new(Semaphore::new(rate.at_a_time.max(1) as usize));
        Self { places, due: now, rests_until: now }
    }

    fn is_at_rest(&self, now: Instant) -> bool {
        self.due.max(self.rests_until) <= now && Arc::strong_count(&self.places) == 1
    }
}

impl Hosts {
    pub fn new(rate: Rate) -> Self {
        Self { rate, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever asks a host is to hold one of its places until it is answered.
    pub fn places(&self, host: &str) -> Arc<Semaphore> {
        let now = Instant::now();
        let mut known = self.known();
        if known.len() > MANY {
            known.retain(|_, host| !host.is_at_rest(now));
        }
        let host = known.entry(host.into()).or_insert_with(|| Host::new(self.rate, now));
        Arc::clone(&host.places)
    }

    /// Takes a turn; it comes after the time returned. None is taken that comes later than `within`.
    pub fn turn(&self, host: &str, now: Instant, within: Duration) -> Result<Duration, NotNow> {
        let between = Duration::from_secs(60) / self.rate.per_minute.max(1);
        let ahead = between * self.rate.burst.max(1).saturating_sub(1);
        let mut known = self.known();
        let host = known.entry(host.into()).or_insert_with(|| Host::new(self.rate, now));
        if host.rests_until > now {
            return Err(NotNow::Resting(host.rests_until - now));
        }
        let due = host.due.max(now);
        let wait = due.saturating_duration_since(now).saturating_sub(ahead);
        if wait > within {
            return Err(NotNow::Turn(wait));
        }
        host.due = due + between;
        Ok(wait)
    }

    /// Leaves a host alone for so long.
    pub fn rest(&self, host: &str, now: Instant, pause: Duration) {
        let until = now + pause.min(LONGEST_REST);
        let mut known = self.known();
        let host = known.entry(host.into()).or_insert_with(|| Host::new(self.rate, now));
        host.rests_until = host.rests_until.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(1000);

    #[test]
    fn a_host_should_be_asked_at_its_rate_after_a_burst() {
        let hosts = Hosts::new(Rate { per_minute: 60, burst: 3, ..Rate::default() });
        let now = Instant::now();
        let waits: Vec<_> = (0..5).map(|_| hosts.turn("a", now, LONG).unwrap().as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2]);
        // Another one is another matter.
        assert_eq!(hosts.turn("b", now, LONG), Ok(Duration::ZERO));
        // What is not used comes back, as far as the burst.
        let later = now + LONG;
        assert_eq!(hosts.turn("a", later, LONG), Ok(Duration::ZERO));
    }

    #[test]
    fn a_turn_that_comes_too_late_should_not_be_taken() {
        let hosts = Hosts::new(Rate { per_minute: 60, burst: 1, ..Rate::default() });
        let now = Instant::now();
        assert!(hosts.turn("a", now, LONG).is_ok());
        let wait = Duration::from_secs(1);
        for _ in 0..3 {
            assert_eq!(hosts.turn("a", now, Duration::ZERO), Err(NotNow::Turn(wait)));
        }
        assert_eq!(hosts.turn("a", now, LONG), Ok(wait));
    }

    #[test]
    fn a_host_that_wants_to_rest_should_be_left_alone_and_not_for_ever() {
        let hosts = Hosts::new(Rate::default());
        let now = Instant::now();
        hosts.rest("a", now, Duration::from_secs(10));
        // A shorter rest afterwards does not end the longer one.
        hosts.rest("a", now, Duration::from_secs(1));
        assert_eq!(hosts.turn("a", now, LONG), Err(NotNow::Resting(Duration::from_secs(10))));
        assert!(hosts.turn("a", now + Duration::from_secs(10), LONG).is_ok());
        hosts.rest("a", now, Duration::MAX);
        assert!(hosts.turn("a", now + LONGEST_REST, LONG).is_ok());
    }

    #[test]
    fn hosts_at_rest_should_be_forgotten() {
        let hosts = Hosts::new(Rate::default());
        let held = hosts.places("held");
        for at in 0..10_000u32 {
            hosts.places(&at.to_string());
        }
        assert!(hosts.known().len() <= MANY + 1);
        // Who is being asked is not.
        assert!(Arc::ptr_eq(&held, &hosts.places("held")));
    }
}
