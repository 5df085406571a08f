//! # Tracks: how long a decision takes, and how many must agree
//!
//! A referendum goes through four periods. It **prepares**, so that people hear of it. It is
//! **decided**: as soon as enough agree, it **confirms**, and if enough agree until that period ends,
//! it is approved. Then its call waits for **enactment**, so that whoever disagrees can prepare.
//! When nothing is confirmed by the end of the deciding, it is rejected.
//!
//! "Enough" is two shares, which both fall while the deciding goes on. **Approval** is the part of
//! the votes that say aye, each multiplied by its conviction. **Support** is the part of all active
//! tokens that stands behind an aye, without conviction. Few aye votes can carry a decision only
//! late, when everybody had the time to say nay.
//!
//! Every period is a part of the voting period, a value of the genesis block. The shares, the
//! deposits and these parts are the same on every chain.

use crate::*;
use alloc::borrow::Cow;
use opg_primitives::token::OPG;
use origins::Origin;
use pallet_opg_clocks::VotingBlocks;
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use sp_runtime::{str_array, Perbill};

/// The rules of one track.
pub struct Plan {
    /// What a referendum names its track by. There are gaps for tracks to come.
    pub id: u16,
    /// What people call it.
    pub name: &'static str,
    /// What the call of an approved referendum acts as.
    pub origin: OriginCaller,
    /// Most referenda decided at the same time; others queue, those with most ayes first.
    pub max_deciding: u32,
    /// Reserved while the referendum is decided, from whoever wants it decided.
    pub decision_deposit: Balance,
    /// How many times each period fits into the voting period: 14 is a fourteenth.
    pub parts: Parts,
    /// The part of the votes that must say aye.
    pub approval: Curve,
    /// The part of the active tokens that must stand behind an aye.
    pub support: Curve,
}

/// The voting period divided by each of these, rounded up, is a period of the track.
pub struct Parts {
    /// From submission until the deciding may start.
    pub prepare: u32,
    /// In which enough must agree.
    pub decide: u32,
    /// In which enough must go on agreeing.
    pub confirm: u32,
    /// From approval until the call is made, at least.
    pub enact: u32,
}

impl Parts {
    /// One after the other, as a referendum goes through them.
    pub fn all(&self) -> [u32; 4] {
        [self.prepare, self.decide, self.confirm, self.enact]
    }
}

/// A threshold that falls in a straight line from `start` to `end`, in thousandths, while a
/// referendum is decided. A straight line because a voter can see from two numbers where it stands.
const fn falling(start: u32, end: u32) -> Curve {
    Curve::LinearDecreasing {
        length: Perbill::one(),
        ceil: Perbill::from_perthousand(start),
        floor: Perbill::from_perthousand(end),
    }
}

/// All tracks, by id.
pub const PLANS: &[Plan] = &[
    // Everything, so everyone gets the full time; one at a time, so everyone looks at the same one.
    Plan {
        id: 0,
        name: "root",
        origin: OriginCaller::system(frame_system::RawOrigin::Root),
        max_deciding: 1,
        decision_deposit: 100_000 * OPG,
        parts: Parts { prepare: 14, decide: 1, confirm: 14, enact: 14 },
        approval: falling(1_000, 500),
        support: falling(500, 50),
    },
    // A repair cannot wait for the full time. The speed is paid for with agreement: at its very end
    // it still asks for five times the support that Root does.
    Plan {
        id: 1,
        name: "fast_upgrade",
        origin: OriginCaller::Origins(Origin::FastUpgrade),
        max_deciding: 3,
        decision_deposit: 50_000 * OPG,
        parts: Parts { prepare: 168, decide: 7, confirm: 56, enact: 168 },
        approval: falling(1_000, 700),
        support: falling(600, 250),
    },
    // A price can be set back as it was set, so half the time and less support will do.
    Plan {
        id: 10,
        name: "parameters",
        origin: OriginCaller::Origins(Origin::Parameters),
        max_deciding: 5,
        decision_deposit: 10_000 * OPG,
        parts: Parts { prepare: 28, decide: 2, confirm: 28, enact: 28 },
        approval: falling(1_000, 500),
        support: falling(250, 20),
    },
    // Small money: few people care, so few must come, but half the time is there to object.
    Plan {
        id: 20,
        name: "small_treasurer",
        origin: OriginCaller::Origins(Origin::SmallTreasurer),
        max_deciding: 10,
        decision_deposit: 1_000 * OPG,
        parts: Parts { prepare: 28, decide: 2, confirm: 28, enact: 28 },
        approval: falling(1_000, 500),
        support: falling(100, 5),
    },
    // Ten times the money, twice the time and support.
    Plan {
        id: 21,
        name: "medium_treasurer",
        origin: OriginCaller::Origins(Origin::MediumTreasurer),
        max_deciding: 5,
        decision_deposit: 10_000 * OPG,
        parts: Parts { prepare: 28, decide: 1, confirm: 14, enact: 28 },
        approval: falling(1_000, 500),
        support: falling(200, 10),
    },
    // A thousandth of all there is: nearly the support of Root, and long to confirm, so that no late
    // rush of votes takes it.
    Plan {
        id: 22,
        name: "large_treasurer",
        origin: OriginCaller::Origins(Origin::LargeTreasurer),
        max_deciding: 3,
        decision_deposit: 50_000 * OPG,
        parts: Parts { prepare: 14, decide: 1, confirm: 7, enact: 14 },
        approval: falling(1_000, 500),
        support: falling(400, 30),
    },
    // Concerns one model at a time and has to keep up with them; a minority may not silence one.
    Plan {
        id: 30,
        name: "model_moderation",
        origin: OriginCaller::Origins(Origin::ModelModeration),
        max_deciding: 10,
        decision_deposit: 2_000 * OPG,
        parts: Parts { prepare: 56, decide: 4, confirm: 56, enact: 168 },
        approval: falling(1_000, 600),
        support: falling(100, 10),
    },
    // Over within half the delay of a slash, so that half is left to notice one. More than a plain
    // majority, since accomplices vote too.
    Plan {
        id: 40,
        name: "slash_canceller",
        origin: OriginCaller::Origins(Origin::SlashCanceller),
        max_deciding: 10,
        decision_deposit: 5_000 * OPG,
        parts: Parts { prepare: 56, decide: 7, confirm: 56, enact: 336 },
        approval: falling(1_000, 600),
        support: falling(200, 20),
    },
    // Two hours on the main network if half the token agrees at once; near unanimity, since a pause
    // takes something from everyone.
    Plan {
        id: 50,
        name: "emergency",
        origin: OriginCaller::Origins(Origin::Emergency),
        max_deciding: 10,
        decision_deposit: 20_000 * OPG,
        parts: Parts { prepare: 336, decide: 14, confirm: 336, enact: 4_032 },
        approval: falling(1_000, 800),
        support: falling(500, 200),
    },
];

impl Plan {
    /// The track where a voting period lasts `voting` blocks. No period is shorter than a block.
    pub fn track(&self, voting: BlockNumber) -> Track<u16, Balance, BlockNumber> {
        let period = |part: u32| voting.div_ceil(part.max(1)).max(1);
        Track {
            id: self.id,
            info: TrackInfo {
                name: str_array(self.name),
                max_deciding: self.max_deciding,
                decision_deposit: self.decision_deposit,
                prepare_period: period(self.parts.prepare),
                decision_period: period(self.parts.decide),
                confirm_period: period(self.parts.confirm),
                min_enactment_period: period(self.parts.enact),
                min_approval: self.approval.clone(),
                min_support: self.support.clone(),
            },
        }
    }
}

/// The tracks of this chain: the plans over the voting period of its clocks.
pub struct Tracks;

impl TracksInfo<Balance, BlockNumber> for Tracks {
    type Id = u16;
    type RuntimeOrigin = OriginCaller;

    fn tracks() -> impl Iterator<Item = Cow<'static, Track<Self::Id, Balance, BlockNumber>>> {
        let voting = VotingBlocks::<Runtime>::get();
        PLANS.iter().map(move |plan| Cow::Owned(plan.track(voting)))
    }

    fn track_for(origin: &Self::RuntimeOrigin) -> Result<Self::Id, ()> {
        PLANS.iter().find(|plan| plan.origin == *origin).map(|plan| plan.id).ok_or(())
    }

    /// Without storage: asked for whenever an account's locks are read.
    fn track_ids() -> impl Iterator<Item = Self::Id> {
        PLANS.iter().map(|plan| plan.id)
    }

    fn info(id: Self::Id) -> Option<Cow<'static, TrackInfo<Balance, BlockNumber>>> {
        let plan = PLANS.iter().find(|plan| plan.id == id)?;
        Some(Cow::Owned(plan.track(VotingBlocks::<Runtime>::get()).info))
    }

    /// Checks the plans, not the tracks: this runs where there are no clocks to read.
    fn check_integrity() -> Result<(), &'static str> {
        if !PLANS.iter().zip(PLANS.iter().skip(1)).all(|(plan, next)| plan.id < next.id) {
            return Err("the tracks are not in the order of their ids");
        }
        if !PLANS.iter().all(|plan| plan.parts.all().into_iter().all(|part| part > 0)) {
            return Err("a track's period is the voting period divided by nothing");
        }
        Ok(())
    }
}
