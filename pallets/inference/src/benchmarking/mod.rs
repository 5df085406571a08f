//! What calls, and what falls due, cost at their worst.

// Runs on benchmarking machines, never in a block.
#![allow(clippy::arithmetic_side_effects)]

mod setup;

use super::*;
use crate::{
    docket::Docket,
    life::{End, Phase, Reason},
    proving::{Proof, Shape},
    types::{OrderPhase, Standing},
};
use alloc::{vec, vec::Vec};
use opg_primitives::{
    agenda::{self, Slots, PAGE},
    closeness,
    market::{commitment, Assurance, Decline, Finding, MAX_INPUT, MAX_OUTPUT, MAX_QUORUM},
    models::{Class, Servers, MAX_ABSOLUTE, MAX_RELATIVE},
    panels::Verdict,
    proofs::MAX_PUBLIC,
    token::OPG,
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{traits::Get, BoundedVec},
    frame_system::RawOrigin,
};
use setup::*;

/// What benchmarks need of the pallets around.
pub trait BenchmarkHelper<AccountId> {
    /// Gives an account money.
    fn fund(who: &AccountId);
    /// Makes an account, which has money, run models and check what others ran, with a bond that backs much.
    fn operator(who: &AccountId);
    /// Has an attested model, answers of which can be proven from `inputs` bytes, be offered by these, for
    /// one OPG and at once, with much capacity: each on a page of its own.
    fn serve(model: ModelHash, owner: &AccountId, inputs: u16, workers: &[AccountId]);
    /// Has as many verifiers as the largest panels need.
    fn make_verifiers();
    /// Has the panel of a case that was just opened be drawn and give this verdict, all of them.
    fn conclude(case: opg_primitives::panels::CaseId, verdict: Verdict);
}

#[benchmarks]
mod benches {
    use super::*;

    #[benchmark]
    fn request(v: Linear<0, VAIN>, b: Linear<0, MAX_INPUT>) -> Result<(), BenchmarkError> {
        servers::<T>(1);
        exhaust_first::<T>(0, 0, v);
        let who = requester::<T>();
        let order = alloc::boxed::Box::new(order::<T>(Assurance::Bonded, b));
        #[extrinsic_call]
        _(RawOrigin::Signed(who), order);
        assert!(Jobs::<T>::contains_key(0));
        Ok(())
    }

    #[benchmark]
    fn request_quorum(n: Linear<3, 7>, b: Linear<0, MAX_INPUT>) -> Result<(), BenchmarkError> {
        servers::<T>(MAX_QUORUM.into());
        // There are odd numbers of workers only: an even one costs what the next one does.
        let quorum = Assurance::Quorum(n as u8 | 1);
        let (who, order) = (requester::<T>(), order::<T>(quorum, b));
        #[block]
        {
            Pallet::<T>::do_request(who, order)?;
        }
        assert!(job::<T>(0).workers.len() >= 3);
        Ok(())
    }

    #[benchmark]
    fn submit_answers(
        n: Linear<1, 256>,
        b: Linear<0, { 256 * MAX_OUTPUT }>,
    ) -> Result<(), BenchmarkError> {
        servers::<T>(1);
        exhaust::<T>(0, 0);
        let ids = of_one::<T>(n, Assurance::Bonded)?;
        let worker = worker_of::<T>(0);
        let each = (b / n).min(MAX_OUTPUT);
        let answers: Vec<_> = ids.into_iter().map(|id| (id, output(each))).collect();
        #[extrinsic_call]
        _(RawOrigin::Signed(worker), BoundedVec::truncate_from(answers));
        assert!(matches!(job::<T>(0).life.phase, Phase::Answered { .. }));
        Ok(())
    }

    #[benchmark]
    fn decline() -> Result<(), BenchmarkError> {
        servers::<T>(2);
        let id = requested::<T>(Assurance::Bonded)?;
        exhaust::<T>(id, 1);
        let worker = worker_of::<T>(id);
        #[extrinsic_call]
        _(RawOrigin::Signed(worker), id, Decline::BadInput);
        Ok(())
    }

    #[benchmark]
    fn commit_answers(n: Linear<1, 256>) -> Result<(), BenchmarkError> {
        let workers = servers::<T>(0);
        let ids = of_one_quorum::<T>(n)?;
        let worker = workers.first().expect("there are three").clone();
        let hashes = ids.into_iter().map(|id| (id, Hash::repeat_byte(1))).collect();
        #[extrinsic_call]
        _(RawOrigin::Signed(worker), BoundedVec::truncate_from(hashes));
        Ok(())
    }

    #[benchmark]
    fn reveal_answers(
        n: Linear<1, 256>,
        b: Linear<0, { 256 * MAX_OUTPUT }>,
    ) -> Result<(), BenchmarkError> {
        let workers = servers::<T>(0);
        let ids = of_one_quorum::<T>(n)?;
        let each = (b / n).min(MAX_OUTPUT);
        for who in &workers {
            let hash = |id: &JobId| (*id, commitment(*id, who, &SALT, &output(each)));
            let hashes = BoundedVec::truncate_from(ids.iter().map(hash).collect());
            Pallet::<T>::commit_answers(RawOrigin::Signed(who.clone()).into(), hashes)
                .map_err(|error| error.error)?;
        }
        let worker = workers.first().expect("there are three").clone();
        let answers = ids.into_iter().map(|id| (id, SALT, output(each))).collect();
        #[extrinsic_call]
        _(RawOrigin::Signed(worker), BoundedVec::truncate_from(answers));
        Ok(())
    }

    #[benchmark]
    fn count() -> Result<(), BenchmarkError> {
        let (id, who, output) = revealing::<T>()?;
        #[block]
        {
            reveal::<T>(id, &who, output)?;
        }
        assert_eq!(job::<T>(id).life.phase, Phase::Disputed);
        Ok(())
    }

    #[benchmark]
    fn prove_answers(n: Linear<1, 256>) -> Result<(), BenchmarkError> {
        servers::<T>(1);
        exhaust::<T>(0, 0);
        let ids = of_one::<T>(n, Assurance::Proven)?;
        let worker = worker_of::<T>(0);
        let values = BoundedVec::truncate_from(vec![1; MAX_PUBLIC as usize]);
        let proof =
            |job| Proof { job, model: 0, output: values.clone(), proof: Default::default() };
        let proofs: Vec<_> = ids.into_iter().map(proof).collect();
        let shape = Shape { rows: 11, width: u16::MAX };
        let rules = T::Rules::get();
        #[block]
        {
            let (_, jobs) = Pallet::<T>::proven_claims(&worker, shape, &[MODEL], proofs, &rules)?;
            Pallet::<T>::take_proven(&worker, jobs, &rules);
        }
        assert_eq!(job::<T>(0).life.phase.end(), Some(End::Settled));
        Ok(())
    }

    #[benchmark]
    fn challenge() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        T::BenchmarkHelper::make_verifiers();
        let id = answered::<T>()?;
        #[extrinsic_call]
        _(RawOrigin::Signed(requester::<T>()), id);
        assert_eq!(job::<T>(id).life.phase, Phase::Disputed);
        Ok(())
    }

    #[benchmark]
    fn appeal() -> Result<(), BenchmarkError> {
        let (id, who) = judged::<T>()?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), id);
        assert_eq!(job::<T>(id).life.phase, Phase::Appealed);
        Ok(())
    }

    #[benchmark]
    fn pay_out() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = answered::<T>()?;
        settled::<T>(id);
        let worker = worker_of::<T>(id);
        #[extrinsic_call]
        _(RawOrigin::Signed(requester::<T>()), worker.clone(), MODEL);
        assert!(!Earnings::<T>::contains_key(&worker, MODEL));
        Ok(())
    }

    #[benchmark]
    fn check_request() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let (who, order) = (requester::<T>(), order::<T>(Assurance::Bonded, MAX_INPUT));
        let claim;
        #[block]
        {
            Pallet::<T>::may_request(&who, &order).map_err(|_| "it may")?;
            // What one of a feed's candles would be held against.
            claim = T::Servers::claim(&MODEL);
        }
        assert!(claim.is_some());
        Ok(())
    }

    #[benchmark]
    fn check() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        exhaust::<T>(0, 0);
        let ids = of_one::<T>(pool::TRIED as u32, Assurance::Proven)?;
        let worker = worker_of::<T>(0);
        let proof = |job| Proof {
            job,
            model: 0,
            output: BoundedVec::truncate_from(vec![1]),
            proof: Default::default(),
        };
        let proofs: Vec<_> = ids.into_iter().map(proof).collect();
        let shape = Shape { rows: 11, width: u16::MAX };
        #[block]
        {
            Pallet::<T>::may_prove(&worker, &shape, &[MODEL], &proofs).map_err(|_| "it may")?;
        }
        Ok(())
    }

    #[benchmark]
    fn note_full() {
        #[block]
        {
            Pallet::<T>::note_full();
            LastFull::<T>::put(7);
        }
    }

    #[benchmark]
    fn slot(n: Linear<1, PAGE>) {
        for id in 0..n {
            Docket::<T>::push(5, Entry::Job(id.into())).expect("there is room");
        }
        #[block]
        {
            let entries = Docket::<T>::take(5);
            Docket::<T>::put(5, entries);
            Docket::<T>::set_first(5);
        }
    }

    #[benchmark]
    fn place() {
        for id in 1..PAGE {
            Docket::<T>::push(5, Entry::Job(id.into())).expect("there is room");
        }
        let placed;
        #[block]
        {
            placed = agenda::schedule::<Docket<T>>(Entry::Job(0), 5, 1);
        }
        assert_eq!(placed, Ok(5));
    }

    #[benchmark]
    fn compare(b: Linear<1_024, MAX_OUTPUT>) {
        // As many outputs, dimensions and elements as there can be, all of these apart.
        let outputs = many_outputs();
        let (one, other) = (numbers(&outputs, b, 0x3c00), numbers(&outputs, b, 0x3e00));
        let class = Class::Close { abs: MAX_ABSOLUTE, rel: MAX_RELATIVE };
        let agreed;
        #[block]
        {
            agreed = closeness::outputs_agree(&one, &other, &outputs, class);
        }
        assert!(agreed);
    }

    #[benchmark]
    fn look() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = answered::<T>()?;
        #[block]
        {
            Pallet::<T>::do_job(id, Jobs::<T>::get(id), &T::Rules::get());
        }
        Ok(())
    }

    #[benchmark]
    fn retry() -> Result<(), BenchmarkError> {
        servers::<T>(2);
        let id = requested::<T>(Assurance::Bonded)?;
        exhaust::<T>(id, 1);
        due::<T>(id);
        #[block]
        {
            Pallet::<T>::do_job(id, Jobs::<T>::get(id), &T::Rules::get());
        }
        assert!(Jobs::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn audit() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        T::BenchmarkHelper::make_verifiers();
        let id = answered::<T>()?;
        due::<T>(id);
        let rules = unaudited::<T>();
        #[block]
        {
            Pallet::<T>::is_audited(id, &job::<T>(id), &rules);
            let mut job = put::<T>(id, Phase::Audited { again: false });
            Pallet::<T>::call_auditor(id, &mut job, &rules);
            Jobs::<T>::insert(id, job);
        }
        assert!(Disputes::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn settle() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = answered::<T>()?;
        due::<T>(id);
        #[block]
        {
            settled::<T>(id);
        }
        assert_eq!(job::<T>(id).life.phase.end(), Some(End::Settled));
        Ok(())
    }

    #[benchmark]
    fn settle_and_pay_out() -> Result<(), BenchmarkError> {
        servers::<T>(MAX_QUORUM.into());
        let id = requested::<T>(Assurance::Quorum(MAX_QUORUM))?;
        let mut all = job::<T>(id);
        for worker in all.workers.iter_mut() {
            T::Servers::give_back(&MODEL, &worker.account);
            worker.standing = Standing::Answered { output: Hash::zero(), agrees: true };
            let accrued = Accrued { answers: PAID_EVERY - 1, ..Default::default() };
            Earnings::<T>::insert(&worker.account, MODEL, accrued);
        }
        Jobs::<T>::insert(id, all);
        #[block]
        {
            settled::<T>(id);
        }
        assert_eq!(Earnings::<T>::iter().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn convict() -> Result<(), BenchmarkError> {
        servers::<T>(MAX_QUORUM.into());
        T::BenchmarkHelper::make_verifiers();
        let id = requested::<T>(Assurance::Quorum(MAX_QUORUM))?;
        let mut all = job::<T>(id);
        for worker in all.workers.iter_mut() {
            T::Servers::give_back(&MODEL, &worker.account);
            worker.standing = Standing::Answered { output: Hash::zero(), agrees: true };
        }
        all.life.phase = Phase::Disputed;
        let rules = T::Rules::get();
        Pallet::<T>::call_jury(id, &mut all, &rules);
        Jobs::<T>::insert(id, &all);
        // A jury finds the answer right, and nobody else does.
        let case = Disputes::<T>::get(id).expect("a jury was called").case;
        T::BenchmarkHelper::conclude(case, Finding::Right.verdict(Hash::zero()));
        let mut dispute = Disputes::<T>::get(id).expect("it is disputed");
        dispute.judged = Some(Finding::Wrong.verdict(Hash::zero()));
        dispute.appellant = Some(requester::<T>());
        dispute.appeal_paid = OPG;
        dispute.challenger = Some((funded::<T>("challenger", 0), 0));
        dispute.spent = OPG;
        Disputes::<T>::insert(id, dispute);
        #[block]
        {
            let end = End::Refunded(Reason::WrongAnswer);
            let mut job = put::<T>(id, Phase::Done { end, until: 1_000 });
            Pallet::<T>::end(id, &mut job, &rules);
            Jobs::<T>::insert(id, job);
        }
        assert!(!Disputes::<T>::contains_key(id));
        assert_eq!(Convicted::<T>::iter().count(), usize::from(MAX_QUORUM));
        Ok(())
    }

    #[benchmark]
    fn place_order(b: Linear<0, MAX_INPUT>) -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let plan = alloc::boxed::Box::new(plan::<T>(Assurance::Bonded, b));
        #[extrinsic_call]
        _(RawOrigin::Signed(requester::<T>()), plan);
        assert!(Orders::<T>::contains_key(0));
        Ok(())
    }

    #[benchmark]
    fn cancel_order() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = placed::<T>(Assurance::Bonded, MAX_INPUT)?;
        // It is forgotten earlier than it would have come up.
        let next = T::Rules::get().retention.saturating_mul(10);
        in_phase::<T>(id, OrderPhase::Active { next });
        set_block::<T>(10);
        #[extrinsic_call]
        _(RawOrigin::Signed(requester::<T>()), id);
        Ok(())
    }

    #[benchmark]
    fn resume_order() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = placed::<T>(Assurance::Bonded, MAX_INPUT)?;
        in_phase::<T>(id, OrderPhase::Suspended { until: 100 });
        set_block::<T>(10);
        #[extrinsic_call]
        _(RawOrigin::Signed(requester::<T>()), id);
        Ok(())
    }

    #[benchmark]
    fn standing_run(n: Linear<1, 7>, b: Linear<0, MAX_INPUT>) -> Result<(), BenchmarkError> {
        servers::<T>(MAX_QUORUM.into());
        let assurance = match n as u8 | 1 {
            1 => Assurance::Bonded,
            workers => Assurance::Quorum(workers),
        };
        let id = placed::<T>(assurance, b)?;
        // Others before it were missed.
        set_block::<T>(LEAST_PERIOD * 3);
        #[block]
        {
            Pallet::<T>::do_standing(id, 0, &T::Rules::get());
        }
        assert!(Jobs::<T>::contains_key(0));
        Ok(())
    }

    #[benchmark]
    fn end_order() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = placed::<T>(Assurance::Bonded, MAX_INPUT)?;
        in_phase::<T>(id, OrderPhase::Suspended { until: 100 });
        #[block]
        {
            Pallet::<T>::do_standing(id, 0, &T::Rules::get());
        }
        Ok(())
    }

    #[benchmark]
    fn forget_order(r: Linear<0, { MAX_KEPT as u32 }>) -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let id = placed::<T>(Assurance::Bonded, MAX_INPUT)?;
        Orders::<T>::mutate(id, |order| {
            order.as_mut().expect("it was placed").keep.results = r as u8;
        });
        for nth in 0..r as u8 {
            Results::<T>::insert(id, nth, longest_result());
        }
        in_phase::<T>(id, OrderPhase::Ended { until: 100 });
        #[block]
        {
            Pallet::<T>::do_standing(id, 0, &T::Rules::get());
        }
        assert!(!Orders::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn run_ended() -> Result<(), BenchmarkError> {
        servers::<T>(1);
        let order = placed::<T>(Assurance::Bonded, MAX_INPUT)?;
        let id = answered::<T>()?;
        let job = job::<T>(id);
        #[block]
        {
            Pallet::<T>::run_ended(order, id, &job, End::Settled);
        }
        assert!(Results::<T>::contains_key(order, 0));
        Ok(())
    }

    #[benchmark]
    fn forget(n: Linear<1, 7>) -> Result<(), BenchmarkError> {
        servers::<T>(MAX_QUORUM.into());
        let id = match n as u8 | 1 {
            1 => answered::<T>()?,
            workers => requested::<T>(Assurance::Quorum(workers))?,
        };
        // There are odd numbers of workers only: an even one costs what the next one does.
        for nth in 0..n as u8 | 1 {
            Outputs::<T>::insert(id, nth, output(MAX_OUTPUT));
        }
        for worker in job::<T>(id).workers {
            T::Servers::give_back(&MODEL, &worker.account);
        }
        settled::<T>(id);
        due::<T>(id);
        #[block]
        {
            Pallet::<T>::do_job(id, Jobs::<T>::get(id), &T::Rules::get());
        }
        assert!(!Jobs::<T>::contains_key(id));
        Ok(())
    }
}
