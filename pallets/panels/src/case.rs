//! A case and its members. Pure: who may say what when, and what follows. Whoever holds the case sees to
//! money, tickets and lots.

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use opg_primitives::{
    panels::{commitment, CaseId, Excluded, Kind, PanelSize, Salt, Subject, Verdict, MAX_DRAWN},
    stake::Ticket,
    Balance, BlockNumber, Hash,
};
use polkadot_sdk::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// What a member has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Standing {
    /// Nothing yet.
    #[codec(index = 0)]
    Drawn,
    /// Committed to a verdict.
    #[codec(index = 1)]
    Committed(Hash),
    /// Said what it had committed to.
    #[codec(index = 2)]
    Revealed(Verdict),
    /// Kept silent when it was its turn.
    #[codec(index = 3)]
    Silent,
}

/// Someone who was drawn.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Member<AccountId> {
    pub account: AccountId,
    /// What it loses if it keeps silent, until it is given back or taken.
    pub ticket: Option<Ticket<AccountId>>,
    pub standing: Standing,
}

/// What a case waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Phase {
    /// Randomness that nobody knew when it was opened: that of the block before this one.
    #[codec(index = 0)]
    Drawing { at: BlockNumber },
    /// Commitments, before this block. Those who were silent once have been replaced, or not yet.
    #[codec(index = 1)]
    Committing { until: BlockNumber, replaced: bool },
    /// Verdicts, before this block.
    #[codec(index = 2)]
    Revealing { until: BlockNumber },
    /// Nothing but proof, before this block, that the verdict is false.
    #[codec(index = 3)]
    Answering { until: BlockNumber, verdict: Verdict },
}

/// What is to be done with a case whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this block.
    Wait,
    /// Draw its members.
    Draw,
    /// Have those who did not commit replaced.
    Replace,
    /// Go on to the verdicts.
    Open,
    /// Count.
    Conclude,
    /// Give the last tickets back.
    Close,
}

/// Why a member's word is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such case, or none any more.
    NoSuchCase,
    /// It is not on the panel.
    NotAMember,
    /// The panel has not been drawn, or not all have committed.
    TooEarly,
    /// The time for it is over.
    TooLate,
    /// It has committed before.
    Committed,
    /// It has not committed.
    NotCommitted,
    /// It has revealed before.
    Revealed,
    /// It committed to something else.
    Different,
    /// The client takes no such verdict.
    BadVerdict,
    /// It has revealed this salt before.
    SaltReused,
}

/// A question to a panel.
#[derive(Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Case<AccountId> {
    pub kind: Kind,
    pub subject: Subject,
    /// How many members it has, and how long they have.
    pub panel: PanelSize,
    /// Kept off the panel.
    pub excluded: Excluded<AccountId>,
    /// Whose money is held for the members.
    pub payer: AccountId,
    /// What each of them gets.
    pub reward: Balance,
    /// What each of them puts at stake.
    pub ticket: Balance,
    /// Blocks for which they answer for their verdict.
    pub answerable: BlockNumber,
    pub phase: Phase,
    pub members: BoundedVec<Member<AccountId>, ConstU32<MAX_DRAWN>>,
}

impl<AccountId: PartialEq + Encode> Case<AccountId> {
    /// Whether a verdict may still come.
    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Answering { .. })
    }

    /// What is still held for its members.
    pub fn held(&self) -> Balance {
        match self.is_open() {
            true => self.reward.saturating_mul(self.panel.members.into()),
            false => 0,
        }
    }

    /// When something has to be done with it, if nobody does anything before.
    pub fn due(&self) -> BlockNumber {
        match self.phase {
            Phase::Drawing { at } => at,
            Phase::Committing { until, .. }
            | Phase::Revealing { until }
            | Phase::Answering { until, .. } => until,
        }
    }

    /// What is to be done with it now.
    pub fn step(&self, now: BlockNumber) -> Step {
        if now < self.due() {
            return Step::Wait;
        }
        match self.phase {
            Phase::Drawing { .. } => Step::Draw,
            Phase::Committing { replaced: false, .. } if self.vacant() > 0 => Step::Replace,
            Phase::Committing { .. } if self.committed() == 0 => Step::Conclude,
            Phase::Committing { .. } => Step::Open,
            Phase::Revealing { .. } => Step::Conclude,
            Phase::Answering { .. } => Step::Close,
        }
    }

    /// Members who have committed.
    fn committed(&self) -> u32 {
        let has = |member: &&Member<_>| matches!(member.standing, Standing::Committed(_));
        self.members.iter().filter(has).count() as u32
    }

    /// Places whose member has not committed, or for which nobody was found.
    pub fn vacant(&self) -> u32 {
        self.panel.members.saturating_sub(self.committed())
    }

    fn member(&mut self, who: &AccountId) -> Result<&mut Member<AccountId>, Fault> {
        self.members.iter_mut().find(|member| member.account == *who).ok_or(Fault::NotAMember)
    }

    /// Goes on to commitments.
    pub fn begin_commitments(&mut self, now: BlockNumber, replaced: bool) {
        let until = now.saturating_add(self.panel.commit);
        self.phase = Phase::Committing { until, replaced };
    }

    /// Goes on to verdicts. Answers until when they are taken.
    pub fn begin_verdicts(&mut self, now: BlockNumber) -> BlockNumber {
        let until = now.saturating_add(self.panel.reveal);
        self.phase = Phase::Revealing { until };
        until
    }

    /// A member commits. Answers whether it was the last one.
    pub fn commit(&mut self, who: &AccountId, hash: Hash, now: BlockNumber) -> Result<bool, Fault> {
        let phase = self.phase;
        let member = self.member(who)?;
        match (phase, member.standing) {
            (Phase::Drawing { .. }, _) => return Err(Fault::TooEarly),
            (_, Standing::Committed(_) | Standing::Revealed(_)) => return Err(Fault::Committed),
            // Whoever was replaced is late, too.
            (Phase::Committing { until, .. }, Standing::Drawn) if now < until => {},
            _ => return Err(Fault::TooLate),
        }
        member.standing = Standing::Committed(hash);
        Ok(self.vacant() == 0)
    }

    /// A member says what it had committed to. Answers whether it was the last one.
    pub fn reveal(
        &mut self,
        case: CaseId,
        who: &AccountId,
        salt: &Salt,
        verdict: Verdict,
        now: BlockNumber,
    ) -> Result<bool, Fault> {
        let phase = self.phase;
        let member = self.member(who)?;
        let committed = match member.standing {
            Standing::Committed(committed) => committed,
            Standing::Revealed(_) => return Err(Fault::Revealed),
            Standing::Drawn | Standing::Silent => return Err(Fault::NotCommitted),
        };
        match phase {
            Phase::Revealing { until } if now < until => {},
            Phase::Drawing { .. } | Phase::Committing { .. } => return Err(Fault::TooEarly),
            Phase::Revealing { .. } | Phase::Answering { .. } => return Err(Fault::TooLate),
        }
        if commitment(case, who, salt, &verdict) != committed {
            return Err(Fault::Different);
        }
        member.standing = Standing::Revealed(verdict);
        Ok(self.committed() == 0)
    }

    /// What enough members said.
    pub fn verdict(&self) -> Option<Verdict> {
        let mut votes = BTreeMap::<Verdict, u32>::new();
        for verdict in self.members.iter().filter_map(Member::said) {
            let count = votes.entry(verdict).or_default();
            *count = count.saturating_add(1);
        }
        // More than half: there is one at most.
        votes.into_iter().find(|(_, count)| *count >= self.panel.threshold).map(|(said, _)| said)
    }

    /// What each member said.
    pub fn said(&self) -> Vec<(AccountId, Option<Verdict>)>
    where
        AccountId: Clone,
    {
        self.members.iter().map(|member| (member.account.clone(), member.said())).collect()
    }
}

impl<AccountId> Member<AccountId> {
    /// What it said, if it did.
    pub fn said(&self) -> Option<Verdict> {
        match self.standing {
            Standing::Revealed(verdict) => Some(verdict),
            _ => None,
        }
    }
}
