//! What verifiers and others see of cases. Read by view functions, never by calls.

use crate::*;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// What a verifier has to do about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum Task {
    /// Find out, and commit to it.
    #[codec(index = 0)]
    Commit,
    /// Wait for the others' commitments.
    #[codec(index = 1)]
    Wait,
    /// Reveal what it committed to.
    #[codec(index = 2)]
    Reveal,
}

/// A case that a verifier sits on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DutyView {
    pub case: CaseId,
    pub kind: Kind,
    pub subject: Subject,
    pub task: Task,
    /// The block before which it must be done; for waiting, the one by which it ends.
    pub until: BlockNumber,
    /// What it has at stake.
    pub ticket: Balance,
    /// What it has committed to.
    pub commitment: Option<Hash>,
}

/// A member as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MemberView<AccountId> {
    pub account: AccountId,
    pub standing: Standing,
    /// What it still has at stake.
    pub ticket: Balance,
}

/// A case as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct CaseView<AccountId> {
    pub kind: Kind,
    pub subject: Subject,
    pub panel: PanelSize,
    pub excluded: Vec<AccountId>,
    pub payer: AccountId,
    pub reward: Balance,
    pub phase: Phase,
    pub members: Vec<MemberView<AccountId>>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn view_duties(who: &T::AccountId) -> Vec<DutyView> {
        let duties = Duties::<T>::get(who);
        duties.into_iter().filter_map(|id| Self::view_duty(id, who)).collect()
    }

    fn view_duty(id: CaseId, who: &T::AccountId) -> Option<DutyView> {
        let case = Cases::<T>::get(id)?;
        let member = case.members.iter().find(|member| member.account == *who)?;
        let (task, commitment) = match (case.phase, member.standing) {
            (Phase::Committing { .. }, Standing::Drawn) => (Task::Commit, None),
            (Phase::Committing { .. }, Standing::Committed(to)) => (Task::Wait, Some(to)),
            (Phase::Revealing { .. }, Standing::Committed(to)) => (Task::Reveal, Some(to)),
            _ => return None,
        };
        Some(DutyView {
            case: id,
            kind: case.kind,
            subject: case.subject,
            task,
            until: case.due(),
            ticket: member.ticket.as_ref().map_or(0, |ticket| ticket.amount),
            commitment,
        })
    }

    pub(crate) fn view_case(id: CaseId) -> Option<CaseView<T::AccountId>> {
        let case = Cases::<T>::get(id)?;
        let members = case.members.into_iter().map(|member| MemberView {
            account: member.account,
            standing: member.standing,
            ticket: member.ticket.map_or(0, |ticket| ticket.amount),
        });
        Some(CaseView {
            kind: case.kind,
            subject: case.subject,
            panel: case.panel,
            excluded: case.excluded.into_inner(),
            payer: case.payer,
            reward: case.reward,
            phase: case.phase,
            members: members.collect(),
        })
    }
}
