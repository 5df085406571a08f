//! A ring of slots in memory that parent and child both map: small jobs, several on their way at once.
//!
//! ```text
//!            parent          child           child             parent
//!   empty ──────────▶ asked ──────▶ taken ──────────▶ answered ──────▶ empty
//!                       │ parent                          ▲
//!                       └──────▶ withdrawn ───────────────┘ child
//! ```
//!
//! Slots are used one after the other, and answered in that order. A slot has a half for the request,
//! which only the parent writes to, and one for the reply. A half begins with a message, as it would go
//! over the socket, and tensors follow. Whoever is about to sleep says so, looks once more, and is woken
//! over the socket; who is awake is not.
//!
//! A hostile child can write anything here at any time: see [`Memory`] for what the parent makes of that.

use crate::{
    memory::{empty, file, used, Memory},
    shared::KEPT,
};
use std::{
    fs::File,
    io,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
};

/// Jobs that can be on their way.
pub const SLOTS: usize = 16;
/// Bytes of tensors that a half of a slot holds, and of a message. There is memory for what is used of it.
pub const ROOM: usize = (4 << 20) + (64 << 10);
pub const MESSAGE: usize = TENSORS - 4;
/// Where in a half tensors begin: a message and its length come before.
const TENSORS: usize = 4 << 10;
const HALF: usize = TENSORS + ROOM;
/// The words of the ring are each in a line of their own of the processor's cache.
const LINE: usize = 64;
const WORDS: usize = 4 << 10;
const SIZE: usize = WORDS + SLOTS * 2 * HALF;

/// What a slot is.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum State {
    Empty = 0,
    Asked,
    Taken,
    Withdrawn,
    Answered,
}

/// The two at a ring.
#[derive(Clone, Copy)]
pub enum End {
    Parent,
    Child,
}

/// The two halves of a slot.
#[derive(Clone, Copy)]
pub enum Half {
    Request,
    Reply,
}

pub struct Ring {
    memory: Memory,
    file: File,
}

impl Ring {
    /// A new ring at which the child sleeps.
    pub fn create() -> io::Result<Self> {
        let file = file("opg-engine-ring")?;
        let ring = Self { memory: Memory::grow(&file, SIZE as u64)?, file };
        ring.doze(End::Child);
        Ok(ring)
    }

    /// The same ring in another process.
    pub fn map(file: File) -> io::Result<Self> {
        Ok(Self { memory: Memory::map(&file, SIZE)?, file })
    }

    pub fn file(&self) -> &File {
        &self.file
    }

    /// Gives memory back, if much is in use. Nothing is on its way.
    pub fn release(&self) -> io::Result<()> {
        match used(&self.file)? > KEPT {
            true => empty(&self.file, WORDS as u64, (SIZE - WORDS) as u64),
            false => Ok(()),
        }
    }

    /// Begins with the first slot again, whose memory is there and most likely in the cache. Nothing is on
    /// its way.
    pub fn restart(&self) {
        self.restarting().store(1, SeqCst);
    }

    /// For the child, which finds nothing where it is: whether it has to look at the first slot.
    pub fn is_restarted(&self) -> bool {
        self.restarting().swap(0, SeqCst) != 0
    }

    pub fn after(slot: usize) -> usize {
        (slot + 1) % SLOTS
    }

    pub fn is(&self, slot: usize, state: State) -> bool {
        self.state(slot).load(SeqCst) == state as u32
    }

    /// Makes a slot that is in one state be in another; false if it is not in it.
    pub fn turn(&self, slot: usize, from: State, to: State) -> bool {
        self.state(slot).compare_exchange(from as u32, to as u32, SeqCst, SeqCst).is_ok()
    }

    /// Makes a slot be in a state whatever it was in.
    pub fn set(&self, slot: usize, state: State) {
        self.state(slot).store(state as u32, SeqCst);
    }

    /// Says that this end is about to sleep: it has to look once more after that.
    pub fn doze(&self, end: End) {
        self.asleep(end).store(1, SeqCst);
    }

    /// Says that an end is awake, and whether it was asleep until then.
    pub fn rouse(&self, end: End) -> bool {
        self.asleep(end).swap(0, SeqCst) != 0
    }

    /// Writes a message; false if there is no room for it.
    pub fn write_message(&self, slot: usize, half: Half, message: &[u8]) -> bool {
        let Ok(length) = u32::try_from(message.len()) else { return false };
        message.len() <= MESSAGE
            && self.write(slot, half, 4, message)
            && self.write(slot, half, 0, &length.to_le_bytes())
    }

    /// Copies a message out; nothing if its length is not one that it can have.
    pub fn read_message(&self, slot: usize, half: Half) -> Option<Vec<u8>> {
        let length = self.read(slot, half, 0, 4)?;
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        (length <= MESSAGE).then(|| self.read(slot, half, 4, length))?
    }

    /// Writes to where tensors are; false if that is beyond it.
    pub fn write_data(&self, slot: usize, half: Half, at: u64, data: &[u8]) -> bool {
        usize::try_from(at)
            .ok()
            .and_then(|at| at.checked_add(TENSORS))
            .is_some_and(|at| self.write(slot, half, at, data))
    }

    /// Copies out of where tensors are; nothing if that is beyond it.
    pub fn read_data(&self, slot: usize, half: Half, at: u64, length: u64) -> Option<Vec<u8>> {
        let at = usize::try_from(at).ok()?.checked_add(TENSORS)?;
        self.read(slot, half, at, usize::try_from(length).ok()?)
    }

    /// For the child, which has taken the slot and trusts its parent: where the inputs are, and where the
    /// outputs go.
    pub fn tensors(&mut self, slot: usize) -> (&[u8], &mut [u8]) {
        let place = |half| (Self::place(slot, half, TENSORS, ROOM).unwrap_or(SIZE), ROOM);
        self.memory.parts(place(Half::Request), place(Half::Reply))
    }

    fn write(&self, slot: usize, half: Half, at: usize, bytes: &[u8]) -> bool {
        Self::place(slot, half, at, bytes.len()).is_some_and(|at| self.memory.write(at, bytes))
    }

    fn read(&self, slot: usize, half: Half, at: usize, length: usize) -> Option<Vec<u8>> {
        self.memory.read(Self::place(slot, half, at, length)?, length)
    }

    /// Where a part of a half is, if it is within it.
    fn place(slot: usize, half: Half, at: usize, length: usize) -> Option<usize> {
        let within = slot < SLOTS && at.checked_add(length).is_some_and(|end| end <= HALF);
        within.then(|| WORDS + (slot * 2 + half as usize) * HALF + at)
    }

    fn asleep(&self, end: End) -> &AtomicU32 {
        self.word(end as usize)
    }

    fn restarting(&self) -> &AtomicU32 {
        self.word(2 + SLOTS)
    }

    fn state(&self, slot: usize) -> &AtomicU32 {
        self.word(2 + slot % SLOTS)
    }

    fn word(&self, line: usize) -> &AtomicU32 {
        self.memory.word(line * LINE)
    }
}

const _: () = assert!((3 + SLOTS) * LINE <= WORDS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_beyond_a_half_should_be_read_or_written() {
        let ring = Ring::create().unwrap();
        let last = SLOTS - 1;
        assert!(ring.write_data(last, Half::Reply, ROOM as u64 - 2, &[1, 2]));
        assert_eq!(ring.read_data(last, Half::Reply, ROOM as u64 - 2, 2), Some(vec![1, 2]));
        for at in [ROOM as u64 - 1, ROOM as u64 + 1, u64::MAX, u64::MAX - TENSORS as u64] {
            assert!(!ring.write_data(last, Half::Reply, at, &[1, 2]), "{at}");
            assert_eq!(ring.read_data(last, Half::Reply, at, 2), None, "{at}");
        }
        assert_eq!(ring.read_data(0, Half::Reply, 0, u64::MAX), None);
        assert!(!ring.write_data(SLOTS, Half::Request, 0, &[1]));
        assert!(!ring.write_message(0, Half::Request, &[0; MESSAGE + 1]));
        assert!(ring.write_message(0, Half::Request, &[7; MESSAGE]));
        assert_eq!(ring.read_message(0, Half::Request), Some(vec![7; MESSAGE]));
        assert_eq!(ring.read_message(0, Half::Reply), Some(vec![]));
        // A length that is a lie.
        for length in [MESSAGE as u32 + 1, u32::MAX] {
            assert!(ring.write(0, Half::Reply, 0, &length.to_le_bytes()));
            assert_eq!(ring.read_message(0, Half::Reply), None);
        }
    }

    #[test]
    fn both_ends_should_see_the_same_ring() {
        let parent = Ring::create().unwrap();
        let mut child = Ring::map(parent.file().try_clone().unwrap()).unwrap();
        assert!(parent.write_message(3, Half::Request, b"hm"));
        assert!(parent.write_data(3, Half::Request, 64, &[5]));
        assert!(parent.turn(3, State::Empty, State::Asked));
        assert!(child.turn(3, State::Asked, State::Taken));
        assert!(!parent.turn(3, State::Asked, State::Withdrawn));
        assert_eq!(child.read_message(3, Half::Request), Some(b"hm".to_vec()));
        let (inputs, outputs) = child.tensors(3);
        outputs[0] = inputs[64];
        assert_eq!(parent.read_data(3, Half::Reply, 0, 1), Some(vec![5]));
    }

    #[test]
    fn much_memory_should_be_given_back_and_what_the_ends_know_should_stay() {
        let ring = Ring::create().unwrap();
        ring.set(3, State::Answered);
        for slot in 0..SLOTS {
            assert!(ring.write_data(slot, Half::Request, 0, &vec![1; ROOM]));
        }
        assert!(used(ring.file()).unwrap() > KEPT);
        ring.release().unwrap();
        assert!(used(ring.file()).unwrap() < 1 << 20);
        assert!(ring.is(3, State::Answered) && ring.rouse(End::Child));
        ring.restart();
        assert!(ring.is_restarted() && !ring.is_restarted());
    }

    #[test]
    fn who_sleeps_should_be_roused_once() {
        let ring = Ring::create().unwrap();
        assert!(ring.rouse(End::Child) && !ring.rouse(End::Child));
        assert!(!ring.rouse(End::Parent));
        ring.doze(End::Parent);
        assert!(ring.rouse(End::Parent) && !ring.rouse(End::Child));
    }
}
