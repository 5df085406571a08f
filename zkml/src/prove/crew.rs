//! Threads that share work out among themselves, and the one who may call it off.

use super::Unproven;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// So many threads, for as long as someone wants the work to go on.
pub struct Crew<'a> {
    threads: usize,
    goes_on: &'a mut dyn FnMut(f32) -> bool,
    /// Which part of all work is done.
    pub done: f32,
}

impl<'a> Crew<'a> {
    pub fn new(threads: usize, goes_on: &'a mut dyn FnMut(f32) -> bool) -> Self {
        Self { threads: threads.max(1), goes_on, done: 0.0 }
    }

    /// Threads for each of so many pieces of work that are done at once.
    pub fn threads_for_each(&self, count: usize) -> usize {
        (self.threads / count.max(1)).max(1)
    }

    /// Does `count` pieces of work, each on the next thread that is free; what they give, in order.
    pub fn each<T: Send>(
        &mut self,
        count: usize,
        work: impl Fn(usize) -> T + Sync,
    ) -> Result<Vec<T>, Unproven> {
        let (next, called_off) = (AtomicUsize::new(0), AtomicBool::new(false));
        let take = || {
            let index = next.fetch_add(1, Relaxed);
            (index < count && !called_off.load(Relaxed)).then(|| (index, work(index)))
        };
        let mut done = Vec::with_capacity(count);
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..self.threads.min(count))
                .map(|_| scope.spawn(|| std::iter::from_fn(take).collect::<Vec<_>>()))
                .collect();
            while let Some(piece) = take() {
                done.push(piece);
                called_off.store(!(self.goes_on)(self.done), Relaxed);
            }
            for other in others {
                done.extend(other.join().expect("a piece of work does not panic"));
            }
        });
        if called_off.into_inner() {
            return Err(Unproven::CalledOff);
        }
        done.sort_unstable_by_key(|(index, _)| *index);
        Ok(done.into_iter().map(|(_, piece)| piece).collect())
    }
}
