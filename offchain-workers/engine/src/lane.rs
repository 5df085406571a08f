//! Small jobs of quick models: several of them at once on their way to one child, through its ring. Small is
//! what a slot of the ring holds, quick is what others can wait behind.
//!
//! A job between processes takes a wake-up there and one back, which is longer than a small model computes,
//! and a child that waits for its next input computes nothing.
//! So while a child is at small jobs, its lane is *open*: whoever has another one lays it into the ring
//! beside those that are there. The child does them in that order, one at a time, and sleeps when there
//! is none; a task drives the lane, hands answers out, and closes it when nothing came for a while or
//! others wait for the child.
//!
//! - Only jobs of models that the child has in memory and that were seen to be quick get in.
//! - The oldest job is the one that the child is at, as far as the parent can tell: its time runs. When it
//!   takes long, those behind it are withdrawn and run elsewhere, and its model counts as slow.
//! - If a child ends with one job, that job's model has ended it. If it ends with several, nobody knows
//!   whose fault it was: each is run again, alone, and only what ends a child alone is blamed.

use crate::{
    config::Limits,
    process::{cpu_seconds, died, Broken},
    protocol::{frame, parse, place, Placed, Reply, Request, Run},
    refusal::Refusal,
    ring::{End, Half, Ring, State, MESSAGE, ROOM, SLOTS},
    shared::{checked, could_hold},
    tensor::Tensor,
};
use codec::Encode;
use std::{
    collections::{HashMap, VecDeque},
    process::ExitStatus,
    sync::{
        atomic::{AtomicUsize, Ordering::Relaxed},
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
    },
    time::{Duration, Instant},
};
use tokio::{
    net::unix::OwnedWriteHalf,
    sync::{oneshot, Notify},
};

/// What a job may take that others wait behind, and how much longer it is waited for before they do not.
pub const QUICK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_millis(100);
/// How long a lane stays open without a job, and with jobs if others wait for the child.
const LINGER: Duration = Duration::from_millis(5);
const TURN: Duration = Duration::from_millis(5);
/// Models that a child is remembered to have loaded.
const REMEMBERED: usize = 1024;

/// Whether a slot of the ring may hold a job's inputs.
pub fn is_small(inputs: &[Tensor]) -> bool {
    inputs.iter().map(|input| input.data.len()).sum::<usize>() <= ROOM
}

/// What became of a job in a lane.
pub enum Answer {
    Done(Result<Vec<Tensor>, Refusal>),
    /// Nothing that it would be to blame for: it has to be run alone.
    Alone,
}

/// A job on its way.
struct Flying {
    model: [u8; 32],
    limits: Limits,
    /// Nothing if it was withdrawn.
    answer: Option<oneshot::Sender<Answer>>,
}

impl Flying {
    fn tell(&mut self, answer: Answer) {
        // Whoever is not there any more does not want to know.
        let _ = self.answer.take().map(|waiting| waiting.send(answer));
    }

    fn is_moot(&self) -> bool {
        self.answer.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

/// What the driver of a lane does next.
pub enum Step {
    /// Waits until the child has answered, someone stirs, or this time has come.
    Wait(Instant),
    /// Gives the child back, which may be worn.
    Close { worn: bool },
    /// Ends the child, whose oldest job takes too long or is not wanted any more.
    End,
}

/// A child's ring, and the jobs in it.
pub struct Lane {
    ring: Ring,
    bell: Arc<OwnedWriteHalf>,
    /// Of a job.
    threads: u32,
    /// Others wait for the child.
    pub stir: Notify,
    /// Models that the child has loaded, and whether they are quick.
    known: RwLock<HashMap<[u8; 32], bool>>,
    /// Jobs on their way, or more than there can be if none gets in.
    load: AtomicUsize,
    inner: Mutex<Inner>,
}

struct Inner {
    open: bool,
    /// No more jobs get in.
    closing: bool,
    worn: bool,
    /// The slot of the oldest job, or of the next one.
    first: usize,
    /// Oldest first.
    flying: VecDeque<Flying>,
    /// Since when the oldest job is the oldest, or there is none.
    since: Instant,
    /// Since when others wait.
    contended: Option<Instant>,
}

impl Lane {
    pub fn new(ring: Ring, bell: Arc<OwnedWriteHalf>, threads: u32) -> Self {
        let inner = Inner {
            open: false,
            closing: false,
            worn: false,
            first: 0,
            flying: VecDeque::new(),
            since: Instant::now(),
            contended: None,
        };
        Self {
            ring,
            bell,
            threads,
            stir: Notify::new(),
            known: RwLock::default(),
            load: AtomicUsize::new(usize::MAX),
            inner: Mutex::new(inner),
        }
    }

    /// Whether the child was seen to load a model.
    pub fn knows(&self, model: &[u8; 32]) -> bool {
        self.known().contains_key(model)
    }

    /// Whether the child has a model and it is quick.
    pub fn is_quick(&self, model: &[u8; 32]) -> bool {
        self.known().get(model) == Some(&true)
    }

    pub fn models(&self) -> usize {
        self.known().len()
    }

    pub fn learn(&self, model: [u8; 32], quick: bool) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < REMEMBERED || known.contains_key(&model) {
            known.insert(model, quick);
        }
    }

    pub fn forget(&self, model: &[u8; 32]) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(model);
    }

    fn known(&self) -> RwLockReadGuard<'_, HashMap<[u8; 32], bool>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn open(&self) {
        let mut inner = self.inner();
        (inner.open, inner.closing, inner.worn) = (true, false, false);
        (inner.since, inner.contended) = (Instant::now(), None);
        self.weigh(&inner);
    }

    /// How many jobs are on their way, if another one of this model most likely could be.
    pub fn load(&self, model: &[u8; 32]) -> Option<usize> {
        Some(self.load.load(Relaxed)).filter(|load| *load < SLOTS && self.is_quick(model))
    }

    fn weigh(&self, inner: &Inner) {
        let load = if inner.open && !inner.closing { inner.flying.len() } else { usize::MAX };
        self.load.store(load, Relaxed);
    }

    /// Lays a job into the ring, if there is room for it.
    pub fn push(
        &self,
        model: &[u8; 32],
        inputs: &[Tensor],
        limits: Limits,
    ) -> Option<oneshot::Receiver<Answer>> {
        let (places, end) = place(inputs)?;
        if end > ROOM as u64 || !self.is_quick(model) {
            return None;
        }
        let run = Run {
            sha256: *model,
            has_file: false,
            cpu_seconds: cpu_seconds(limits.time, self.threads),
            output_limit: limits.output_bytes.min(ROOM as u64),
            input_size: 0,
            output_size: 0,
            inputs: places,
        };
        let message = run.encode();
        if message.len() > MESSAGE {
            return None;
        }
        let mut inner = self.inner();
        if !inner.open || inner.closing || inner.flying.len() >= SLOTS {
            return None;
        }
        if inner.flying.is_empty() && inner.first != 0 {
            inner.first = 0;
            self.ring.restart();
        }
        let slot = (inner.first + inner.flying.len()) % SLOTS;
        let (answer, waiting) = oneshot::channel();
        if inner.flying.is_empty() {
            inner.since = Instant::now();
        }
        inner.flying.push_back(Flying { model: *model, limits, answer: Some(answer) });
        self.weigh(&inner);
        drop(inner);
        // The slot is this job's, and the child comes to it when it is asked.
        for (place, input) in run.inputs.iter().zip(inputs) {
            self.ring.write_data(slot, Half::Request, place.at, &input.data);
        }
        self.ring.write_message(slot, Half::Request, &message);
        self.ring.set(slot, State::Asked);
        if self.ring.rouse(End::Child) {
            self.ring_bell();
        }
        Some(waiting)
    }

    fn ring_bell(&self) {
        // If there is no room for it, the child has not read those before: it is roused or out of order.
        let _ = frame(&Request::Look).map(|frame| self.bell.try_write(&frame));
    }

    /// Hands out what was answered, and says what to do next.
    pub fn step(&self, contended: bool) -> Result<Step, Broken> {
        while let Some((mut job, answer)) = self.collect()? {
            job.tell(answer);
        }
        let mut inner = self.inner();
        let step = self.next(&mut inner, contended);
        self.weigh(&inner);
        Ok(step)
    }

    fn next(&self, inner: &mut Inner, contended: bool) -> Step {
        let now = Instant::now();
        inner.contended = contended.then(|| inner.contended.unwrap_or(now));
        let turn = inner.contended.map(|since| since + TURN);
        inner.closing |= turn.is_some_and(|turn| turn <= now);
        self.withdraw(inner, Flying::is_moot);
        let since = inner.since;
        let Some(oldest) = inner.flying.front() else {
            let idle = since + LINGER;
            if contended || inner.closing || idle <= now {
                inner.open = false;
                // If it cannot be given back it stays for the next jobs.
                let _ = self.ring.release();
                return Step::Close { worn: inner.worn };
            }
            return Step::Wait(idle);
        };
        // As good as never, if it is longer than can be counted.
        let end = since.checked_add(oldest.limits.time).unwrap_or(now + PATIENCE);
        if end <= now {
            return Step::End;
        }
        if since + PATIENCE > now {
            let until = end.min(since + PATIENCE);
            let turn = turn.filter(|_| !inner.closing);
            return Step::Wait(turn.map_or(until, |turn| turn.min(until)));
        }
        if oldest.is_moot() {
            return Step::End;
        }
        self.learn(oldest.model, false);
        inner.closing = true;
        self.withdraw(inner, |_| true);
        Step::Wait(end.min(now + PATIENCE))
    }

    /// Whether there is nothing to hand out: from now on the child wakes the parent up.
    pub fn may_sleep(&self) -> bool {
        self.ring.doze(End::Parent);
        let inner = self.inner();
        let answered = !inner.flying.is_empty() && self.ring.is(inner.first, State::Answered);
        if answered {
            self.ring.rouse(End::Parent);
        }
        !answered
    }

    /// Takes jobs back that the child has not begun: they are to be run elsewhere, if anyone still wants them.
    fn withdraw(&self, inner: &mut Inner, which: impl Fn(&Flying) -> bool) {
        let mut slot = inner.first;
        for job in inner.flying.iter_mut().skip(1) {
            slot = Ring::after(slot);
            if which(job) && self.ring.turn(slot, State::Asked, State::Withdrawn) {
                job.tell(Answer::Alone);
            }
        }
    }

    /// The oldest job, if it is answered. One that was withdrawn has nobody to be told.
    fn collect(&self) -> Result<Option<(Flying, Answer)>, Broken> {
        // Only here are jobs taken out, so the oldest stays the oldest while its answer is copied.
        let (slot, job) = {
            let inner = self.inner();
            let job = inner.flying.front();
            (inner.first, job.map(|job| (job.model, job.limits, job.answer.is_some())))
        };
        let Some((model, limits, waiting)) = job.filter(|_| self.ring.is(slot, State::Answered))
        else {
            return Ok(None);
        };
        // A child that makes no sense ends with all that are still flying, this one too.
        let (answer, worn) = match waiting {
            true => self.answer(slot, model, limits)?,
            false => (Answer::Alone, false),
        };
        self.ring.set(slot, State::Empty);
        let mut inner = self.inner();
        inner.worn |= worn;
        inner.closing |= worn;
        inner.first = Ring::after(slot);
        inner.since = Instant::now();
        Ok(inner.flying.pop_front().map(|job| (job, answer)))
    }

    fn answer(
        &self,
        slot: usize,
        model: [u8; 32],
        limits: Limits,
    ) -> Result<(Answer, bool), Broken> {
        let message = self.ring.read_message(slot, Half::Reply);
        let reply = message.and_then(|message| parse(&message));
        Ok(match reply.ok_or(Broken::Nonsense("a reply that is none"))? {
            Reply::Done { outputs, worn } => {
                (Answer::Done(checked(self.outputs(slot, outputs, limits)?)), worn)
            },
            Reply::NeedsFile => {
                self.forget(&model);
                (Answer::Alone, false)
            },
            Reply::Larger => {
                self.learn(model, false);
                (Answer::Alone, false)
            },
            Reply::Refused { why: Refusal::OutputTooLarge { .. }, worn }
                if limits.output_bytes > ROOM as u64 =>
            {
                self.learn(model, false);
                (Answer::Alone, worn)
            },
            Reply::Refused { why, worn } => (Answer::Done(Err(why)), worn),
            _ => return Err(Broken::Nonsense("no outputs")),
        })
    }

    fn outputs(
        &self,
        slot: usize,
        places: Vec<Placed>,
        limits: Limits,
    ) -> Result<Vec<Tensor>, Broken> {
        let nonsense = Broken::Nonsense("outputs where none can be");
        if !could_hold(ROOM as u64, &places, limits.output_bytes) {
            return Err(nonsense);
        }
        let read = |Placed { dtype, shape, at, length }| {
            let data = self.ring.read_data(slot, Half::Reply, at, length)?;
            Some(Tensor { dtype, shape, data })
        };
        places.into_iter().map(read).collect::<Option<_>>().ok_or(nonsense)
    }

    /// The oldest job's time is over: it ends with the child, and the others are run elsewhere.
    pub fn time_is_over(&self) {
        let mut inner = self.inner();
        inner.open = false;
        self.weigh(&inner);
        let slow = inner.flying.front().map(|job| Refusal::slow(job.limits.time));
        let answers = slow.into_iter().map(|slow| Answer::Done(Err(slow)));
        let answers = answers.chain(std::iter::repeat_with(|| Answer::Alone));
        inner.flying.drain(..).zip(answers).for_each(|(mut job, answer)| job.tell(answer));
    }

    /// The child is gone, or of no more use.
    pub fn is_broken(&self, status: Option<ExitStatus>, broken: &Broken) {
        let mut inner = self.inner();
        inner.open = false;
        self.weigh(&inner);
        let is = |state| self.ring.is(inner.first, state);
        let begun = !is(State::Empty) && !is(State::Asked);
        let mut jobs: Vec<_> = inner.flying.drain(..).collect();
        match jobs.as_mut_slice() {
            [job] if begun => job.tell(Answer::Done(Err(died(status, broken, job.limits.time)))),
            several => several.iter_mut().for_each(|job| job.tell(Answer::Alone)),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
