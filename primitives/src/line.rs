//! # The line: changes that wait as long as a draw does
//!
//! Whoever is drawn by lot is drawn from weights, and weights change: operators bond more, or give a role up. One
//! who makes the last block before a draw knows all that decides it, and could still have another outcome by
//! changing weights. So a change is written down when it is asked for, and made as many blocks later as it takes
//! for others to add to what decides.
//!
//! - Changes are made in the order in which they were asked for.
//! - A change says what will be. Nothing is looked up when it is made, so nothing that happens meanwhile can slip
//!   into it; whoever asks again adds a change, which is last in line, and leaves those before it where they are.
//! - How many are made in a block depends on what its owner's meter allows, and should not depend on what else is
//!   in the block: its author could otherwise choose which weights the next draw finds.

use crate::BlockNumber;
use codec::{Decode, Encode, FullCodec, MaxEncodedLen};
use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::storage::{StorageMap, StorageValue},
    sp_weights::{Weight, WeightMeter},
};
use scale_info::TypeInfo;

/// What an account is to weigh.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Change<AccountId> {
    pub who: AccountId,
    pub weight: u64,
    /// The block at which it is made, or as soon after it as its turn comes.
    pub due: BlockNumber,
}

/// The changes that wait, by number: from the first on, up to the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Line {
    pub first: u64,
    pub end: u64,
}

/// A line whose owner keeps its ends in `Ends` and what waits in `Changes`.
pub struct Waiting<Ends, Changes, AccountId>(PhantomData<(Ends, Changes, AccountId)>);

impl<Ends, Changes, AccountId> Waiting<Ends, Changes, AccountId>
where
    AccountId: FullCodec,
    Ends: StorageValue<Line, Query = Line>,
    Changes: StorageMap<u64, Change<AccountId>, Query = Option<Change<AccountId>>>,
{
    /// Adds a change.
    pub fn add(change: Change<AccountId>) {
        let mut line = Ends::get();
        Changes::insert(line.end, change);
        line.end = line.end.saturating_add(1);
        Ends::put(line);
    }

    /// Makes the changes that are due, as far as the meter allows. Looking whether there are any weighs `look`,
    /// making one weighs `each`.
    pub fn make(
        now: BlockNumber,
        meter: &mut WeightMeter,
        look: Weight,
        each: Weight,
        mut make: impl FnMut(AccountId, u64),
    ) {
        let before = Ends::get();
        let mut line = before;
        meter.consume(look);
        while meter.can_consume(each) {
            let Some(change) = Changes::get(line.first).filter(|change| change.due <= now) else {
                break;
            };
            meter.consume(each);
            Changes::remove(line.first);
            line.first = line.first.saturating_add(1);
            make(change.who, change.weight);
        }
        if line != before {
            Ends::put(line);
        }
    }
}
