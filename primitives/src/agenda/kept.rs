//! An agenda in a pallet's storage.

use super::Slots;
use crate::BlockNumber;
use alloc::vec::Vec;
use codec::{Decode, Encode, FullCodec, MaxEncodedLen};
use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{
        storage::{StorageDoubleMap, StorageMap, StorageValue},
        traits::Get,
    },
    sp_core::{bounded::BoundedVec, ConstU32},
};
use scale_info::TypeInfo;

/// Entries on a page.
pub const PAGE: u32 = 128;
/// Some entries of a block.
pub type Page<Entry> = BoundedVec<Entry, ConstU32<PAGE>>;

/// Which pages a block has: those from `taken` on that were begun when `pushed` entries had been added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Span {
    /// Pages that were taken.
    pub taken: u32,
    /// Entries that were added.
    pub pushed: u32,
}

impl Span {
    /// Whether this page may be there.
    pub const fn has(&self, page: u32) -> bool {
        self.taken <= page && page.saturating_mul(PAGE) < self.pushed
    }
}

/// An agenda whose owner keeps its first block in `First`, the [`Span`] of each block in `Spans`, and in
/// `Pages` the entries. At most `Most` fall due at a block, but for those that were let in before.
///
/// No entry is added to a block that has come: pages are full but for the last one, until they are taken.
pub struct Kept<First, Spans, Pages, Entry, Most>(PhantomData<(First, Spans, Pages, Entry, Most)>);

impl<First, Spans, Pages, Entry, Most> Kept<First, Spans, Pages, Entry, Most>
where
    Entry: FullCodec,
    Spans: StorageMap<BlockNumber, Span, Query = Span>,
    Pages: StorageDoubleMap<BlockNumber, u32, Page<Entry>, Query = Page<Entry>>,
{
    fn add(at: BlockNumber, mut span: Span, entry: Entry) {
        let number = span.pushed / PAGE;
        let mut page = Pages::get(at, number);
        // Pages are begun when those before are full.
        let added = page.try_push(entry);
        debug_assert!(added.is_ok(), "a page holds more than was added to it");
        Pages::insert(at, number, page);
        span.pushed = span.pushed.saturating_add(1);
        Spans::insert(at, span);
    }
}

impl<First, Spans, Pages, Entry, Most> Slots for Kept<First, Spans, Pages, Entry, Most>
where
    Entry: FullCodec,
    First: StorageValue<BlockNumber, Query = Option<BlockNumber>>,
    Spans: StorageMap<BlockNumber, Span, Query = Span>,
    Pages: StorageDoubleMap<BlockNumber, u32, Page<Entry>, Query = Page<Entry>>,
    Most: Get<u32>,
{
    type Entry = Entry;

    fn first() -> Option<BlockNumber> {
        First::get()
    }

    fn set_first(at: BlockNumber) {
        First::put(at);
    }

    fn push(at: BlockNumber, entry: Entry) -> Result<(), Entry> {
        let span = Spans::get(at);
        if span.pushed >= Most::get() {
            return Err(entry);
        }
        Self::add(at, span, entry);
        Ok(())
    }

    fn push_over(at: BlockNumber, entry: Entry) {
        Self::add(at, Spans::get(at), entry);
    }

    fn take(at: BlockNumber) -> Vec<Entry> {
        let mut span = Spans::get(at);
        if !span.has(span.taken) {
            Spans::remove(at);
            return Vec::new();
        }
        let page = Pages::take(at, span.taken);
        span.taken = span.taken.saturating_add(1);
        Spans::insert(at, span);
        page.into_inner()
    }

    fn put(at: BlockNumber, entries: Vec<Entry>) {
        let mut span = Spans::get(at);
        span.taken = span.taken.saturating_sub(1);
        Pages::insert(at, span.taken, Page::truncate_from(entries));
        Spans::insert(at, span);
    }
}
