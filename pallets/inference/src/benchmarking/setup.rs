//! What benchmarks begin with: servers that are looked at in vain, requests in every phase.

use super::{BenchmarkHelper as _, *};
use crate::{
    life::{End, Phase},
    types::{Keep, Kept, OrderId, OrderPhase, Plan},
};
use alloc::{vec, vec::Vec};
use opg_primitives::{
    market::{
        commitment, Assurance, Data, Finding, Order, Output, Source, MAX_INPUT, MAX_OUTPUT,
        MAX_QUORUM,
    },
    models::{Dim, Dtype, Servers, Tensor, Tensors, MAX_RANK, MAX_TENSORS},
    panels::Salt,
    proofs::MAX_PUBLIC,
    stake::{Role, Tickets},
    token::OPG,
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{traits::Get, BoundedVec},
    frame_system::RawOrigin,
    sp_runtime::traits::Zero,
};

pub(super) const MODEL: ModelHash = Hash::repeat_byte(9);
pub(super) const SALT: Salt = [7; 32];
/// Inputs of the model, in bytes.
pub(super) const INPUTS: u32 = MAX_PUBLIC;
/// Servers that are drawn in vain.
pub(super) const VAIN: u32 = LOOKS - 1;

pub(super) fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who = account(name, index, 0);
    T::BenchmarkHelper::fund(&who);
    who
}

pub(super) fn requester<T: Config>() -> T::AccountId {
    funded::<T>("requester", 0)
}

/// So many who serve the model, and as many more as a draw looks at in vain: their bonds are locked.
pub(super) fn servers<T: Config>(count: u32) -> Vec<T::AccountId> {
    let all: Vec<T::AccountId> =
        (0..count + VAIN).map(|index| funded::<T>("worker", index)).collect();
    all.iter().for_each(T::BenchmarkHelper::operator);
    // It pays for audits.
    T::BenchmarkHelper::fund(&T::Treasury::get());
    T::BenchmarkHelper::serve(MODEL, &funded::<T>("owner", 0), INPUTS as u16, &all);
    all
}

/// Has those that are drawn first for the next request, or the next try of one, be looked at in vain.
pub(super) fn exhaust<T: Config>(id: JobId, tries: u8) {
    exhaust_first::<T>(id, tries, VAIN);
}

/// The same, of so many.
pub(super) fn exhaust_first<T: Config>(id: JobId, tries: u8, vain: u32) {
    let mut order = Vec::new();
    let seed = Pallet::<T>::seed(id, tries, 0);
    T::Servers::take(&MODEL, seed, LOOKS, |who, _, _| {
        order.push(who.clone());
        false
    });
    for who in order.iter().take(vain as usize) {
        let left = T::Tickets::lockable(who, Role::Inference);
        let _ = T::Tickets::lock(who, Role::Inference, left).expect("it is lockable");
    }
}

pub(super) fn order<T: Config>(assurance: Assurance, bytes: u32) -> Order<T::AccountId> {
    let input = Source::Inline(BoundedVec::truncate_from(vec![1; bytes as usize]));
    Order {
        model: MODEL,
        input,
        assurance,
        max_price: 50 * OPG,
        time: 20,
        coverage: Some(OPG),
        beneficiary: Some(funded::<T>("beneficiary", 0)),
    }
}

pub(super) fn set_block<T: Config>(at: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(at.into());
}

/// A request that was made.
pub(super) fn requested<T: Config>(assurance: Assurance) -> Result<JobId, BenchmarkError> {
    let bytes = if assurance == Assurance::Proven { INPUTS } else { MAX_INPUT };
    Ok(Pallet::<T>::do_request(requester::<T>(), order::<T>(assurance, bytes))?.0)
}

pub(super) fn job<T: Config>(id: JobId) -> JobOf<T> {
    Jobs::<T>::get(id).expect("it was requested")
}

pub(super) fn worker_of<T: Config>(id: JobId) -> T::AccountId {
    job::<T>(id).workers.last().expect("it was assigned").account.clone()
}

pub(super) fn output(bytes: u32) -> Output {
    Data::Inline(BoundedVec::truncate_from(vec![2; bytes as usize]))
}

/// A bonded request that was answered.
pub(super) fn answered<T: Config>() -> Result<JobId, BenchmarkError> {
    let id = requested::<T>(Assurance::Bonded)?;
    let worker = worker_of::<T>(id);
    let answers = BoundedVec::truncate_from(vec![(id, output(MAX_OUTPUT))]);
    Pallet::<T>::submit_answers(RawOrigin::Signed(worker).into(), answers)
        .map_err(|error| error.error)?;
    assert!(matches!(job::<T>(id).life.phase, Phase::Answered { .. }));
    Ok(id)
}

/// So many requests, of one worker each, made by others.
pub(super) fn of_one<T: Config>(
    count: u32,
    assurance: Assurance,
) -> Result<Vec<JobId>, BenchmarkError> {
    let rules = T::Rules::get();
    let bytes = if assurance == Assurance::Proven { INPUTS } else { MAX_INPUT };
    let mut ids = Vec::new();
    for index in 0..count {
        let who = funded::<T>("requester", index / rules.in_flight.max(1));
        ids.push(Pallet::<T>::do_request(who, order::<T>(assurance, bytes))?.0);
    }
    Ok(ids)
}

/// So many requests, of the same three workers each.
pub(super) fn of_one_quorum<T: Config>(count: u32) -> Result<Vec<JobId>, BenchmarkError> {
    of_one::<T>(count, Assurance::Quorum(3))
}

/// A request whose time has come.
pub(super) fn due<T: Config>(id: JobId) {
    set_block::<T>(job::<T>(id).life.phase.due().expect("something falls due"));
}

/// A quorum all of whom but the last have revealed.
pub(super) fn revealing<T: Config>() -> Result<(JobId, T::AccountId, Output), BenchmarkError> {
    servers::<T>(MAX_QUORUM.into());
    T::BenchmarkHelper::make_verifiers();
    let id = requested::<T>(Assurance::Quorum(MAX_QUORUM))?;
    let workers: Vec<_> = job::<T>(id).workers.iter().map(|one| one.account.clone()).collect();
    let said = |index: usize| output(if index == 0 { 1 } else { MAX_OUTPUT });
    for (index, who) in workers.iter().enumerate() {
        let hash = commitment(id, who, &SALT, &said(index));
        Pallet::<T>::commit_answers(
            RawOrigin::Signed(who.clone()).into(),
            BoundedVec::truncate_from(vec![(id, hash)]),
        )
        .map_err(|error| error.error)?;
    }
    let last = workers.len() - 1;
    for (index, who) in workers.iter().enumerate().take(last) {
        reveal::<T>(id, who, said(index))?;
    }
    Ok((id, workers.last().expect("there are seven").clone(), said(last)))
}

pub(super) fn reveal<T: Config>(
    id: JobId,
    who: &T::AccountId,
    output: Output,
) -> Result<(), BenchmarkError> {
    let answers = BoundedVec::truncate_from(vec![(id, SALT, output)]);
    let origin = RawOrigin::Signed(who.clone()).into();
    Pallet::<T>::reveal_answers(origin, answers).map_err(|error| error.error)?;
    Ok(())
}

/// Rules under which no audit falls on a request by chance, so that its worker is looked at.
pub(super) fn unaudited<T: Config>() -> Rules {
    Rules { audit: Zero::zero(), ..T::Rules::get() }
}

/// Has a request be in this phase, without chance having a say.
pub(super) fn put<T: Config>(id: JobId, phase: Phase) -> JobOf<T> {
    let mut job = job::<T>(id);
    job.life.phase = phase;
    job
}

/// A plan for many runs, of which as much is kept as can be.
pub(super) fn plan<T: Config>(assurance: Assurance, bytes: u32) -> Plan<T::AccountId> {
    let keep = Keep { results: MAX_KEPT, bytes: MAX_OUTPUT };
    Plan { request: order::<T>(assurance, bytes), period: LEAST_PERIOD, runs: 1_000, keep }
}

pub(super) fn placed<T: Config>(
    assurance: Assurance,
    bytes: u32,
) -> Result<OrderId, BenchmarkError> {
    Pallet::<T>::do_place_order(requester::<T>(), plan::<T>(assurance, bytes))?;
    Ok(0)
}

pub(super) fn longest_result() -> Kept {
    Kept {
        job: 0,
        at: 0,
        end: End::Settled,
        output: Some(Hash::zero()),
        bytes: Some(BoundedVec::truncate_from(vec![1; MAX_OUTPUT as usize])),
    }
}

/// A standing order in this phase, whose time has come.
pub(super) fn in_phase<T: Config>(id: OrderId, phase: OrderPhase) {
    Orders::<T>::mutate(id, |order| order.as_mut().expect("it was placed").phase = phase);
    set_block::<T>(phase.due());
}

/// Settles a request. All is read that decides whether it is audited, when its time has come.
pub(super) fn settled<T: Config>(id: JobId) {
    let rules = unaudited::<T>();
    assert!(!Pallet::<T>::is_audited(id, &job::<T>(id), &rules));
    let mut job = put::<T>(id, Phase::Done { end: End::Settled, until: 1_000 });
    Pallet::<T>::end(id, &mut job, &rules);
    Jobs::<T>::insert(id, job);
}

/// An answer that a jury found right.
pub(super) fn judged<T: Config>() -> Result<(JobId, T::AccountId), BenchmarkError> {
    servers::<T>(1);
    T::BenchmarkHelper::make_verifiers();
    let id = answered::<T>()?;
    let who = requester::<T>();
    Pallet::<T>::do_challenge(&who, id)?;
    let case = Disputes::<T>::get(id).expect("it was challenged").case;
    T::BenchmarkHelper::conclude(case, Finding::Right.verdict(Hash::zero()));
    assert!(matches!(job::<T>(id).life.phase, Phase::Judged { .. }));
    Ok((id, who))
}

/// As many outputs as a model may have, in the smallest elements, of as many dimensions as there can be: the
/// first one of the length that an answer says.
pub(super) fn many_outputs() -> Tensors {
    let shape = BoundedVec::truncate_from(vec![Dim::Free; MAX_RANK as usize]);
    let output = Tensor { name: Default::default(), dtype: Dtype::F16, shape };
    BoundedVec::truncate_from(vec![output; MAX_TENSORS as usize])
}

/// So many bytes of an answer with these outputs, whose elements begin with these bits.
pub(super) fn numbers(outputs: &Tensors, bytes: u32, bits: u16) -> Vec<u8> {
    let lengths = outputs.len() as u32 * MAX_RANK * 4;
    let each = (bytes - lengths) / (outputs.len() as u32 * 2);
    let mut answer = Vec::new();
    for _ in 0..outputs.len() {
        let shape = core::iter::once(each).chain((1..MAX_RANK).map(|_| 1));
        answer.extend(shape.flat_map(u32::to_le_bytes));
        answer.extend((0..each).flat_map(|nth| (bits | (nth % 512) as u16).to_le_bytes()));
    }
    answer
}
