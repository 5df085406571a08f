//! What the runtime answers to reporters, by the names of its fields. Fields that nobody reads here are left out.

use opg_feeds::schedule;
use opg_primitives::{feeds, BlockNumber};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// Millionths in a basis point.
const PPM: u32 = 100;

/// What a feed is like.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Terms {
    pub name: Vec<u8>,
    pub faulty: u8,
    pub decimals: u8,
    pub min: i64,
    pub max: i64,
    /// Basis points.
    pub deviation: u16,
}

/// How the last round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Latest {
    pub value: i64,
}

/// `OracleApi.duties`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Duty {
    pub feed: u32,
    pub terms: Terms,
    pub round: u32,
    pub running: bool,
    pub done: bool,
    pub late: Option<(u32, BlockNumber)>,
    pub due: bool,
    pub latest: Option<Latest>,
    pub can_answer: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Seat {
    pub reporter: AccountId32,
}

/// `OracleApi.feeds`.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Feed {
    pub id: u32,
    pub terms: Terms,
    pub seats: Vec<Seat>,
    /// Who is kept out, and from which block on it may come back.
    pub kept_out: Vec<(AccountId32, BlockNumber)>,
}

/// `Oracle.Refused`, of what a report said.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Refused {
    pub reporter: AccountId32,
    pub observation: Observation,
    pub error: DispatchError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Observation {
    pub feed: u32,
    pub round: u32,
}

/// A pallet's own; the oracle has no others against an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum DispatchError {
    Module(ModuleError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ModuleError {
    /// The first is which of the pallet's errors it is.
    pub error: [u8; 4],
}

impl Terms {
    /// In the schedule's units.
    pub fn for_schedule(&self) -> schedule::Terms {
        schedule::Terms {
            deviation_ppm: u32::from(self.deviation).saturating_mul(PPM),
            reporters: u16::from(self.faulty).saturating_mul(3).saturating_add(1),
        }
    }

    pub fn name(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }
}

impl Duty {
    /// As the schedule sees it; `on_its_way` says for which rounds a report is.
    pub fn for_schedule(&self, on_its_way: impl Fn(feeds::Round) -> bool) -> schedule::Round {
        schedule::Round {
            number: self.round,
            running: self.running,
            done: self.done || on_its_way(self.round),
            late: self.late.filter(|(round, _)| !on_its_way(*round)),
            due: self.due,
            can_answer: self.can_answer,
            latest: self.latest.map(|latest| latest.value.into()),
        }
    }

    /// Whether the chain has this reporter's word in a round, or wants it no more.
    pub fn has_heard(&self, round: feeds::Round) -> bool {
        let wanted =
            (self.round == round && !self.done) || self.late.is_some_and(|(late, _)| late == round);
        !wanted
    }
}
