//! What governance has set, and small things that are stored or told.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use opg_primitives::{
    feeds::{FeedId, Observation},
    time::{HOURS, MINUTES},
    token::{MILLI_OPG, OPG},
    Balance, BlockNumber, Moment,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What governance has set.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rules {
    /// What of its bond a reporter has at stake in each feed it reports to.
    pub ticket: Balance,
    /// What of that it loses each time it is absent.
    pub absence: Balance,
    /// So often absent in a row, and it is chilled.
    pub absences: u16,
    /// How many strikes an observation out of line counts. One that is in line takes one away.
    pub strike: u16,
    /// So many strikes, and it is chilled.
    pub strikes: u16,
    /// Blocks before one who is chilled, or has left, may come back.
    pub chill: BlockNumber,
    /// Milliseconds that an answer is good for after it should have been renewed.
    pub grace: Moment,
    /// Blocks in which a round finds its quorum, or has failed.
    pub round: BlockNumber,
    /// Blocks after a round in which a reporter may show that it was there; at most
    /// [`MAX_CLOSED`](crate::feed::MAX_CLOSED).
    pub late: BlockNumber,
    /// Blocks after which the reporter of a feed who was drawn first is replaced by another.
    pub rotation: BlockNumber,
    /// What asking for a round costs at least.
    pub request: Balance,
    /// Least that an observation is paid, but in feeds of governance: more than the fee of a report of one that was
    /// not taken, which is about 1.4 milli-OPG when blocks are not full.
    pub reward: Balance,
    /// What each round of a feed costs its owner besides, but in feeds of governance: reports are free of charge,
    /// and take room in blocks. The treasury's.
    pub fee: Balance,
}

/// What a chain begins with.
impl Default for Rules {
    fn default() -> Self {
        Self {
            ticket: 5 * OPG,
            absence: 5 * MILLI_OPG,
            absences: 600,
            strike: 3,
            strikes: 30,
            chill: 6 * HOURS,
            grace: 60_000,
            round: 10,
            late: 4,
            rotation: 10 * MINUTES,
            request: 10 * MILLI_OPG,
            reward: 2 * MILLI_OPG,
            fee: 2 * MILLI_OPG,
        }
    }
}

/// An observation that was taken.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Noted {
    pub observation: Observation,
    /// The round had its answer.
    pub late: bool,
}

/// An account's place in the lot, and the weight it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Place {
    pub place: opg_primitives::urn::Place,
    pub weight: u64,
}

/// An observation that would be taken. Of reports that are let in for the same one, one is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands {
    pub feed: FeedId,
    pub round: opg_primitives::feeds::Round,
    /// When it cannot stand any more.
    pub until: BlockNumber,
}
