//! Checking answers: audits, challenges, juries and appeals. What calls 6 and 7 do, what panels answer, and
//! what follows for those who have something at stake.

use crate::{
    life::{self, Effect, End, Phase, Reason},
    pricing::{self, Penalty},
    settle::Ended,
    types::{Standing, Worker},
    *,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use opg_primitives::{
    market::Finding,
    models::{Class, Servers},
    panels::{CaseId, Client, Excluded, Kind, Outcome, Panels, Stakes, Subject, Terms, Verdict},
    stake::{OperatorRoles, Role, Tickets},
};
use polkadot_sdk::{
    frame_support::{
        ensure,
        traits::{
            fungible::{BalancedHold, MutateHold},
            tokens::Precision,
            Get, Imbalance, OnUnbalanced,
        },
        weights::Weight,
    },
    sp_io::hashing::blake2_256,
    sp_runtime::{DispatchError, DispatchResult, Permill},
};

/// Blocks for which a verifier answers for its verdict when nobody doubts it.
const ANSWERABLE: BlockNumber = 20;

impl<T: Config> Pallet<T> {
    /// Whether an audit falls on an answer whose window is over.
    pub(crate) fn is_audited(id: JobId, job: &JobOf<T>, rules: &Rules) -> bool {
        let Phase::Answered { until } = job.life.phase else { return false };
        if !job.may_slash || Self::now() < until {
            return false;
        }
        let answered = until.saturating_sub(rules.window.max(job.life.time));
        Self::falls_on(b"opg/audit", id, rules.audit)
            || job.workers.last().is_some_and(|worker| {
                Convicted::<T>::get(&worker.account).is_some_and(|when| when >= answered)
            })
    }

    /// Whether a request is one of this part of all, as decided by what authors of blocks have added.
    fn falls_on(what: &[u8; 9], id: JobId, part: Permill) -> bool {
        let hash = blake2_256(&(what, T::Entropy::get(), id).encode());
        let number = u32::decode(&mut &hash[..]).unwrap_or(0);
        // That a million does not divide 2^32 matters to nobody.
        number.checked_rem(Permill::one().deconstruct()).unwrap_or(0) < part.deconstruct()
    }

    /// What verifiers of an answer get, and have at stake: by what it costs, not by what others would have
    /// cost who did not answer.
    fn stakes(kind: Kind, job: &JobOf<T>, rules: &Rules) -> Stakes {
        let answered = |worker: &&Worker<_>| matches!(worker.standing, Standing::Answered { .. });
        let prices = job.workers.iter().filter(answered).map(|worker| worker.price);
        let price = prices.max().unwrap_or(0);
        let reward = match kind {
            Kind::Audit => pricing::auditor(price, rules),
            _ => pricing::juror(price, rules),
        };
        let usual = T::Panels::usual().ticket;
        let ticket = reward.saturating_mul(rules.verifier_ticket.into()).max(usual);
        Stakes { reward, ticket }
    }

    /// Who must not sit on a panel about a request.
    fn parties(job: &JobOf<T>, dispute: &DisputeOf<T>) -> Excluded<T::AccountId> {
        let mut all = Vec::new();
        all.push(job.requester.clone());
        all.extend(job.beneficiary.clone());
        all.extend(T::Servers::served(&job.model).map(|served| served.owner));
        all.extend(job.workers.iter().map(|worker| worker.account.clone()));
        all.extend(dispute.challenger.iter().map(|(who, _)| who.clone()));
        all.extend(dispute.appellant.clone());
        all.extend(dispute.met.iter().cloned());
        Excluded::truncate_from(all)
    }

    fn open(
        id: JobId,
        kind: Kind,
        payer: T::AccountId,
        job: &JobOf<T>,
        dispute: &DisputeOf<T>,
        rules: &Rules,
    ) -> Result<CaseId, DispatchError> {
        T::Panels::open(Terms {
            kind,
            subject: match kind {
                Kind::Audit => Subject::Audit(id),
                _ => Subject::Answer(id),
            },
            excluded: Self::parties(job, dispute),
            payer,
            stakes: Self::stakes(kind, job, rules),
            answerable: ANSWERABLE,
        })
    }

    /// What auditors are to say of the insides of the model, on its input. Nothing where machines differ.
    fn witness(id: JobId, job: &JobOf<T>) -> Hash {
        match T::Servers::served(&job.model) {
            Some(served) if served.class == Class::Exact => {
                blake2_256(&(b"opg/witness", T::Entropy::get(), id).encode()).into()
            },
            _ => Hash::zero(),
        }
    }

    fn new_dispute(witness: Hash) -> DisputeOf<T> {
        Dispute {
            case: 0,
            witness,
            said: Default::default(),
            met: Default::default(),
            challenger: None,
            spent: 0,
            judged: None,
            appellant: None,
            appeal_paid: 0,
        }
    }

    /// Has a verifier look at an answer, or another one look again. Answers how the request ended, if it did
    /// because there is none to be had.
    pub(crate) fn call_auditor(id: JobId, job: &mut JobOf<T>, rules: &Rules) -> Option<Ended> {
        let dispute = Disputes::<T>::get(id);
        let dispute = dispute.unwrap_or_else(|| Self::new_dispute(Self::witness(id, job)));
        Self::call(id, Kind::Audit, job, dispute, rules)
    }

    /// Has a jury look at an answer that the chain doubts.
    pub(crate) fn call_jury(id: JobId, job: &mut JobOf<T>, rules: &Rules) {
        let dispute = Disputes::<T>::get(id);
        let dispute = dispute.unwrap_or_else(|| Self::new_dispute(Hash::zero()));
        Self::call(id, Kind::Jury, job, dispute, rules);
    }

    /// Calls a panel that the chain, or the challenger's bond, pays for. If there is none to be had the
    /// request ends: answers how.
    fn call(
        id: JobId,
        kind: Kind,
        job: &mut JobOf<T>,
        mut dispute: DisputeOf<T>,
        rules: &Rules,
    ) -> Option<Ended> {
        let payer = match &mut dispute.challenger {
            Some((who, bond)) => {
                // What the larger jury costs was held for it.
                let _ = T::Currency::release(
                    &HoldReason::Challenge.into(),
                    who,
                    *bond,
                    Precision::BestEffort,
                );
                *bond = 0;
                who.clone()
            },
            None => T::Treasury::get(),
        };
        match Self::open(id, kind, payer, job, &dispute, rules) {
            Ok(case) => {
                dispute.case = case;
                Disputes::<T>::insert(id, dispute);
                Self::deposit_event(match kind {
                    Kind::Appeal => Event::Appealed { job: id, case, appellant: None },
                    Kind::Audit => Event::Audited { job: id, case },
                    _ => Event::Disputed { job: id, case, challenger: None, bond: 0 },
                });
                None
            },
            Err(_) => {
                Disputes::<T>::insert(id, dispute);
                let _ = Self::step(job, life::Event::NoPanel, rules);
                Some(Self::end(id, job, rules))
            },
        }
    }

    pub(crate) fn do_challenge(who: &T::AccountId, id: JobId) -> DispatchResult {
        let rules = T::Rules::get();
        let mut job = Self::job_of(id)?;
        let may = *who == job.requester || T::Roles::roles(who).has(Role::Verifier);
        let works = job.workers.iter().any(|worker| worker.account == *who);
        ensure!(may && !works, Error::<T>::MayNotChallenge);
        Self::step(&mut job, life::Event::Challenged, &rules)?;

        let mut dispute = Self::new_dispute(Hash::zero());
        let reward = Self::stakes(Kind::Jury, &job, &rules).reward;
        let jury = T::Panels::cost(Kind::Jury, reward);
        let both = jury.saturating_add(T::Panels::cost(Kind::Appeal, reward));
        let bond = both.max(job.price()).saturating_sub(jury);
        Self::ensure_free(who, bond.saturating_add(jury))?;
        T::Currency::hold(&HoldReason::Challenge.into(), who, bond)?;
        dispute.challenger = Some((who.clone(), bond));
        let case = Self::open(id, Kind::Jury, who.clone(), &job, &dispute, &rules)?;
        dispute.case = case;
        Disputes::<T>::insert(id, dispute);
        Jobs::<T>::insert(id, job);
        let challenger = Some(who.clone());
        Self::deposit_event(Event::Disputed { job: id, case, challenger, bond });
        Ok(())
    }

    pub(crate) fn do_appeal(who: &T::AccountId, id: JobId) -> DispatchResult {
        let rules = T::Rules::get();
        let mut job = Self::job_of(id)?;
        ensure!(job.life.phase.end().is_none(), Error::<T>::Ended);
        let mut dispute = Disputes::<T>::get(id).ok_or(Error::<T>::TooEarly)?;
        ensure!(Self::loses(who, &job, &dispute), Error::<T>::MayNotAppeal);
        Self::step(&mut job, life::Event::Appealed, &rules)?;
        dispute.appellant = Some(who.clone());
        let case = Self::open(id, Kind::Appeal, who.clone(), &job, &dispute, &rules)?;
        dispute.case = case;
        Disputes::<T>::insert(id, dispute);
        Jobs::<T>::insert(id, job);
        Self::deposit_event(Event::Appealed { job: id, case, appellant: Some(who.clone()) });
        Ok(())
    }

    /// Whether an account loses by what a jury found.
    fn loses(who: &T::AccountId, job: &JobOf<T>, dispute: &DisputeOf<T>) -> bool {
        let finding = match job.life.phase {
            Phase::Judged { finding, .. } => finding,
            // It is refused for its time.
            _ => Finding::Unverifiable,
        };
        let asked = *who == job.requester
            || dispute.challenger.as_ref().is_some_and(|(challenger, _)| challenger == who);
        let mine = job.workers.iter().find(|worker| worker.account == *who);
        match finding {
            Finding::Right => asked || mine.is_some_and(|worker| worker.dissents()),
            Finding::Wrong => mine.is_some_and(|worker| worker.agrees()),
            Finding::Unverifiable => asked || mine.is_some_and(|worker| worker.agrees()),
        }
    }

    /// A panel is done.
    fn told(id: JobId, audit: bool, case: CaseId, outcome: Outcome<T::AccountId>) {
        let (Some(mut job), Some(mut dispute)) = (Jobs::<T>::get(id), Disputes::<T>::get(id))
        else {
            return;
        };
        if dispute.case != case {
            return;
        }
        let rules = T::Rules::get();
        let finding = outcome.verdict.as_ref().and_then(Finding::of);
        for (member, _) in outcome.said {
            // There is room for the members of all panels but the last.
            let _ = dispute.met.try_push(member);
        }
        if let Some(verdict) = outcome.verdict {
            let _ = dispute.said.try_push((case, verdict));
        }
        let event = if audit {
            let mut said = dispute.said.iter().map(|(_, verdict)| verdict);
            let (first, second) = (said.next(), said.next());
            let (found, same) = together(first, second.filter(|_| finding.is_some()), finding);
            let again = Self::falls_on(b"opg/again", id, rules.again);
            life::Event::Audit { found, again, same }
        } else {
            dispute.judged = outcome.verdict;
            if dispute.appellant.is_some() {
                dispute.appeal_paid = outcome.paid;
            } else {
                dispute.spent = dispute.spent.saturating_add(outcome.paid);
            }
            life::Event::Verdict(finding)
        };
        let effect = job.life.step(event, Self::now(), &Self::times(&rules));
        let until = job.life.phase.due().filter(|_| job.life.phase.end().is_none());
        Self::deposit_event(Event::Found { job: id, case, finding, until });
        Disputes::<T>::insert(id, &dispute);
        match effect {
            Ok(Effect::Audit) => {
                Self::call_auditor(id, &mut job, &rules);
            },
            Ok(Effect::Jury) => Self::call_jury(id, &mut job, &rules),
            Ok(Effect::Appeal) => {
                Self::call(id, Kind::Appeal, &mut job, dispute, &rules);
            },
            Ok(Effect::End) => {
                Self::end(id, &mut job, &rules);
            },
            _ => {},
        }
        Jobs::<T>::insert(id, job);
    }

    /// A request that was checked has ended: those who said what is not so pay, and those who doubted
    /// rightly get their own back, and more.
    pub(crate) fn close_dispute(id: JobId, job: &mut JobOf<T>, end: End) {
        let Some(dispute) = Disputes::<T>::take(id) else { return };
        Self::overturn(id, &dispute);
        let guilty = |standing| match (end, standing) {
            (End::Settled, Standing::Answered { agrees, .. }) => !agrees,
            (End::Refunded(Reason::WrongAnswer), Standing::Answered { agrees, .. }) => agrees,
            _ => false,
        };
        let (now, price) = (Self::now(), job.price());
        let mut taken = CreditOf::<T>::default();
        for worker in job.workers.iter_mut().filter(|worker| guilty(worker.standing)) {
            if !job.may_slash {
                Self::free(id, worker);
                continue;
            }
            let Some(ticket) = worker.ticket.take() else { continue };
            let amount = ticket.amount;
            let slashed = T::Tickets::slash(ticket, amount);
            Convicted::<T>::insert(&worker.account, now);
            let account = worker.account.clone();
            let amount = slashed.peek();
            Self::deposit_event(Event::Slashed { job: id, worker: account, amount });
            taken = taken.merge(slashed);
        }
        let wronged = (end != End::Settled).then(|| job.payee().clone());
        Self::divide(id, taken, &dispute, price, wronged);
        Self::end_challenge(id, &dispute, end);
    }

    /// Divides what liars lost.
    fn divide(
        id: JobId,
        mut taken: CreditOf<T>,
        dispute: &DisputeOf<T>,
        price: Balance,
        wronged: Option<T::AccountId>,
    ) {
        let challenger = dispute.challenger.as_ref().map(|(who, _)| who);
        let Penalty { jury, challenger: reward, wronged: harm, .. } =
            pricing::penalty(taken.peek(), dispute.spent, price, challenger.is_some());
        let jury = taken.extract(jury);
        match challenger {
            Some(who) => {
                let reward = taken.extract(reward);
                Self::give(id, who, jury.merge(reward));
            },
            None => T::OnSlash::on_unbalanced(jury),
        }
        if let Some(who) = wronged {
            Self::give(id, &who, taken.extract(harm));
        }
        let amount = taken.peek();
        // What is dropped is burned.
        drop(taken);
        if amount > 0 {
            Self::deposit_event(Event::Burned { job: id, amount });
        }
    }

    /// What a challenger has at stake is its own again, or, if the answer was right, not.
    fn end_challenge(id: JobId, dispute: &DisputeOf<T>, end: End) {
        let Some((challenger, bond)) = dispute.challenger.clone() else { return };
        let (mut returned, mut taken) = (0, 0);
        if end == End::Settled {
            let (money, _) = T::Currency::slash(&HoldReason::Challenge.into(), &challenger, bond);
            taken = money.peek();
            T::OnSlash::on_unbalanced(money);
        } else {
            returned = T::Currency::release(
                &HoldReason::Challenge.into(),
                &challenger,
                bond,
                Precision::BestEffort,
            )
            .unwrap_or(0);
        }
        Self::deposit_event(Event::ChallengeEnded { job: id, challenger, returned, taken });
    }

    /// Verifiers that have said what is not so lose their tickets. What an appeal cost is paid back of them.
    fn overturn(id: JobId, dispute: &DisputeOf<T>) {
        let Some(judged) = dispute.judged else { return };
        let mut taken = CreditOf::<T>::default();
        for (case, verdict) in &dispute.said {
            if contradicts(verdict, &judged) {
                taken = taken.merge(T::Panels::overturn(*case));
            }
        }
        if let Some(appellant) = &dispute.appellant {
            Self::give(id, appellant, taken.extract(dispute.appeal_paid));
        }
        T::OnSlash::on_unbalanced(taken);
    }
}

/// What an auditor found, or two found together: who cannot say leaves it to the other one. And whether
/// neither contradicts the other.
fn together(
    first: Option<&Verdict>,
    second: Option<&Verdict>,
    finding: Option<Finding>,
) -> (Option<Finding>, bool) {
    let (Some(first), Some(second)) = (first, second) else { return (finding, false) };
    match (Finding::of(first), Finding::of(second)) {
        (found, Some(Finding::Unverifiable)) | (Some(Finding::Unverifiable), found) => {
            (found, true)
        },
        (_, found) => (found, first == second),
    }
}

/// Whether what a verifier said is proven false by what a jury said. Whoever could not tell did not lie.
fn contradicts(said: &Verdict, judged: &Verdict) -> bool {
    let known = |verdict| matches!(Finding::of(verdict), Some(Finding::Right | Finding::Wrong));
    known(said) && known(judged) && said != judged
}

impl<T: Config> Client<T::AccountId> for Pallet<T> {
    /// A finding, and nothing else where no witness is asked for.
    fn accepts(subject: &Subject, verdict: &Verdict) -> bool {
        let witness = match subject {
            Subject::Audit(id) | Subject::Answer(id) => {
                Disputes::<T>::get(id).map(|dispute| dispute.witness).unwrap_or_default()
            },
            Subject::Model(_) => return false,
        };
        match Finding::of(verdict) {
            None => false,
            Some(Finding::Unverifiable) => *verdict == Finding::Unverifiable.verdict(Hash::zero()),
            Some(finding) => !witness.is_zero() || *verdict == finding.verdict(Hash::zero()),
        }
    }

    /// A verifier answers for what it said as long as someone may say otherwise.
    fn matters(_: &Subject, verdict: &Verdict) -> bool {
        matches!(Finding::of(verdict), Some(Finding::Right | Finding::Wrong))
    }

    /// The chain pays for a finding that says something, and for nothing else: whoever withholds what is needed
    /// for one, or sees to it that there is none, does not have the treasury pay its friends. Those who doubt an
    /// answer pay whoever looked.
    fn earns(subject: &Subject, verdict: Option<&Verdict>) -> bool {
        let finding = verdict.and_then(Finding::of);
        let says = matches!(finding, Some(Finding::Right | Finding::Wrong));
        let doubted = match subject {
            Subject::Answer(id) => Disputes::<T>::get(id)
                .is_some_and(|dispute| dispute.challenger.is_some() || dispute.appellant.is_some()),
            _ => false,
        };
        says || doubted
    }

    fn concluded(case: CaseId, subject: Subject, outcome: Outcome<T::AccountId>) {
        match subject {
            Subject::Audit(id) => Self::told(id, true, case, outcome),
            Subject::Answer(id) => Self::told(id, false, case, outcome),
            Subject::Model(_) => {},
        }
    }

    fn doubts(case: CaseId, subject: &Subject) -> bool {
        let (Subject::Audit(id) | Subject::Answer(id)) = subject else { return false };
        Disputes::<T>::get(id)
            .is_some_and(|dispute| dispute.said.iter().any(|(said, _)| *said == case))
    }

    fn weight() -> Weight {
        Self::end_weight().saturating_add(T::WeightInfo::audit())
    }
}
