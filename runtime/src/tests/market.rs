//! The market over real bonds, panels, models and measured weights.

use super::chain::{block_by, blocks, blocks_to, on, signed, validate, LongChain};
use crate::{extensions::MARKET, *};
use codec::Encode;
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    traits::{
        fungible::{Inspect, InspectHold, Mutate},
        Get,
    },
};
use opg_primitives::{
    agenda::SPILL,
    market::{Assurance, Data, JobId, Order, Output, Source},
    models::{Ask, Claim, Class, Dim, Dtype, Interface, ModelHash, Servers, Tensor},
    panels::{Kind, PanelSize},
    stake::{Role, Roles},
    time::DAYS,
    token::OPG,
};
use pallet_opg_inference::{
    life::{bound, End, Life, Phase, Times, TRIES},
    types::Rules,
    Earnings, Error, Event, Jobs, NextJob, WeightInfo as _,
};
use pallet_opg_models::types::{Attestation, Sayings};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave, Eve};
use sp_runtime::{
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    Permill,
};
use std::time::{Duration, Instant};

pub const MODEL: ModelHash = Hash::repeat_byte(7);
pub const PRICE: Balance = OPG;

/// Someone with money, by number.
pub fn someone(kind: u8, index: u8) -> AccountId {
    let who = AccountId::from([[kind, index]; 16].concat().try_into().unwrap_or([0; 32]));
    Balances::set_balance(&who, 1_000_000 * OPG);
    who
}

/// Makes someone an operator in these roles.
pub fn operator(who: &AccountId, roles: Roles, bond: Balance) {
    let origin = RuntimeOrigin::signed(who.clone());
    assert_ok!(Stake::register(origin, roles, bond, Default::default(), Default::default()));
}

pub fn claim() -> Claim {
    let tensor = |name: &[u8]| Tensor {
        name: name.to_vec().try_into().unwrap(),
        dtype: Dtype::U8,
        shape: vec![Dim::Fixed(4)].try_into().unwrap(),
    };
    let tensors = |name| vec![tensor(name)].try_into().unwrap();
    Claim {
        class: Class::Exact,
        interface: Interface { inputs: tensors(b"in"), outputs: tensors(b"out") },
        key: None,
    }
}

/// Registers a model for `owner`, of which everyone believes what its owner says.
pub fn model(hash: ModelHash, owner: &AccountId) {
    let origin = || RuntimeOrigin::signed(owner.clone());
    let salt = [1; 32];
    let parts = (b"opg/model", owner, hash, salt).encode();
    let commitment = Hash::from(sp_io::hashing::blake2_256(&parts));
    assert_ok!(Models::commit(origin(), commitment));
    blocks(10);
    let royalty = Permill::from_percent(10);
    assert_ok!(Models::register(origin(), hash, 100, Box::new(claim()), royalty, salt));
    pallet_opg_models::Models::<Runtime>::mutate(hash, |stored| {
        stored.as_mut().unwrap().attestation = Attestation::Attested;
    });
    let said = vec![(owner.clone(), Some(claim().verdict(&hash, 100)))].try_into().unwrap();
    pallet_opg_models::LastSaid::<Runtime>::insert(hash, Sayings { case: 0, said });
}

pub fn offer(who: &AccountId, hash: ModelHash, price: Balance, capacity: u32) {
    let ask = Ask { price, latency: 1 };
    assert_ok!(Models::offer(RuntimeOrigin::signed(who.clone()), hash, ask, capacity));
}

pub fn order(assurance: Assurance) -> Order<AccountId> {
    let input = Source::Inline(vec![1, 2, 3, 4].try_into().unwrap());
    Order {
        model: MODEL,
        input,
        assurance,
        max_price: 3 * OPG,
        time: 20,
        coverage: None,
        beneficiary: None,
    }
}

pub fn output(value: u8) -> Output {
    Data::Inline(vec![value; 4].try_into().unwrap())
}

fn request(order: Order<AccountId>) -> RuntimeCall {
    pallet_opg_inference::Call::request { order: Box::new(order) }.into()
}

fn answer(id: JobId) -> RuntimeCall {
    let answers = vec![(id, output(9))].try_into().unwrap();
    pallet_opg_inference::Call::submit_answers { answers }.into()
}

/// Sets what governance tunes.
pub fn rules(change: impl FnOnce(&mut Rules)) {
    use configs::parameters::{dynamic::market, RuntimeParameters};
    let mut rules = Inference::rules();
    change(&mut rules);
    let parameter = market::Parameters::Rules(market::Rules, Some(rules));
    let parameter = RuntimeParameters::Market(parameter);
    assert_ok!(Parameters::set_parameter(RuntimeOrigin::root(), parameter));
}

/// Dave serves Alice's model. Nothing is audited.
fn served() {
    blocks_to(1);
    rules(|rules| rules.audit = Permill::zero());
    model(MODEL, &Alice.to_account_id());
    operator(&Dave.to_account_id(), Roles::of([Role::Inference]), 5_000 * OPG);
    offer(&Dave.to_account_id(), MODEL, PRICE, 100);
}

fn held(who: &AccountId) -> Balance {
    Balances::balance_on_hold(
        &RuntimeHoldReason::Inference(pallet_opg_inference::HoldReason::Escrow),
        who,
    )
}

#[test]
fn answer_should_be_paid_to_all_whose_it_is_and_cost_its_worker_nothing() {
    on("development", || {
        served();
        let before = Balances::free_balance(Dave.to_account_id());
        assert_eq!(block_by(0, vec![signed(Eve, request(order(Assurance::Bonded)))]), [Ok(Ok(()))]);
        assert_eq!(held(&Eve.to_account_id()), 3 * OPG + Inference::rules().fee);
        assert_eq!(block_by(0, vec![signed(Dave, answer(0))]), [Ok(Ok(()))]);
        assert_eq!(Balances::free_balance(Dave.to_account_id()), before, "answers are free");
        blocks(30);
        let ended = Jobs::<Runtime>::get(0).unwrap().life.phase.end();
        assert_eq!(ended, Some(End::Settled));
        assert_eq!(held(&Eve.to_account_id()), 0);

        let [alice, dave] = [Alice, Dave].map(|who| Balances::free_balance(who.to_account_id()));
        let issued = Balances::total_issuance();
        let price = Earnings::<Runtime>::get(Dave.to_account_id(), MODEL).unwrap().parts.sum();
        let origin = RuntimeOrigin::signed(Eve.to_account_id());
        assert_ok!(Inference::pay_out(origin, Dave.to_account_id(), MODEL));
        // One of a hundred slots was in use.
        let price = price - Inference::rules().fee;
        assert_eq!(price, PRICE);
        assert_eq!(Balances::free_balance(Dave.to_account_id()), dave + price * 77 / 100);
        assert_eq!(Balances::free_balance(Alice.to_account_id()), alice + price / 10);
        assert_eq!(Balances::total_issuance(), issued - price / 20, "a twentieth is burned");
        assert_eq!(held(&Dave.to_account_id()), 0);
    });
}

#[test]
fn what_is_bound_to_be_refused_should_not_enter_the_pool() {
    let refused = |error: Error<Runtime>| {
        let number = MARKET + error.encode()[0];
        Err(TransactionValidityError::from(InvalidTransaction::Custom(number)))
    };
    on("development", || {
        served();
        let ask = |order| validate(signed(Eve, request(order))).map(|_| ());
        assert_eq!(ask(order(Assurance::Bonded)), Ok(()));
        let poor = Order { max_price: 0, ..order(Assurance::Bonded) };
        assert_eq!(ask(poor), refused(Error::NoBudget));
        assert_eq!(ask(order(Assurance::Proven)), refused(Error::NotOffered));
        let unknown = Order { model: Hash::zero(), ..order(Assurance::Bonded) };
        assert_eq!(ask(unknown), refused(Error::ModelClosed));

        assert_eq!(block_by(0, vec![signed(Eve, request(order(Assurance::Bonded)))]), [Ok(Ok(()))]);
        assert_eq!(validate(signed(Dave, answer(0))).map(|_| ()), Ok(()));
        assert_eq!(validate(signed(Bob, answer(0))).map(|_| ()), refused(Error::NotYours));
        assert_eq!(validate(signed(Dave, answer(1))).map(|_| ()), refused(Error::NoSuchJob));
        assert_eq!(block_by(0, vec![signed(Dave, answer(0))]), [Ok(Ok(()))]);
        assert!(validate(signed(Dave, answer(0))).is_err(), "it was answered");

        // All that is offered is taken.
        offer(&Dave.to_account_id(), MODEL, PRICE, 1);
        assert_eq!(block_by(0, vec![signed(Eve, request(order(Assurance::Bonded)))]), [Ok(Ok(()))]);
        assert_eq!(ask(order(Assurance::Bonded)), refused(Error::NoCapacity));
    });
}

#[test]
fn claims_should_rest_for_as_long_as_answers_to_them_may_be_doubted() {
    let Rules { window, reveal, appeal, retention, .. } = Rules::default();
    let times = Times { window, reveal, appeal, retention };
    // Drawn, silent, replaced, and late by as much as the agenda may be.
    let slack = 100;
    let panel = |kind| {
        let PanelSize { commit, reveal, .. } = pallet_opg_panels::default_size(kind);
        (commit + reveal) * 2 + slack
    };
    let longest = Life::new(Assurance::Bonded, DAYS);
    let tries = longest.time * u32::from(TRIES);
    let all = bound(&longest, &times, panel(Kind::Jury), panel(Kind::Appeal), slack);
    let rest = DAYS * pallet_opg_models::REST;
    assert!(all - tries < rest, "{} of {rest}", all - tries);
    on("testnet", || {
        type Challenge = <Runtime as pallet_opg_models::Config>::ChallengePeriod;
        type Longest = <Runtime as pallet_opg_inference::Config>::MaxTime;
        let (challenge, longest): (BlockNumber, BlockNumber) = (Challenge::get(), Longest::get());
        assert_eq!([challenge, longest], [DAYS; 2]);
    });
}

/// Weights of the whole life of a request, from its transaction on.
#[test]
fn whole_life_of_a_bonded_request_should_weigh_no_more_than_four_transfers() {
    type Market = <Runtime as pallet_opg_inference::Config>::WeightInfo;
    let base = |call: &RuntimeCall| {
        let extension = immortal_extension(0, 0);
        let weight =
            <TxExtension as sp_runtime::traits::TransactionExtension<_>>::weight(&extension, call);
        let base = weights::ExtrinsicBaseWeight::get();
        call.get_dispatch_info().call_weight.saturating_add(weight).saturating_add(base)
    };
    on("development", || {
        let dest = Alice.to_account_id().into();
        let transfer: RuntimeCall =
            pallet_balances::Call::transfer_keep_alive { dest, value: 1 }.into();
        let call = request(order(Assurance::Bonded));
        // The first server that is drawn suits: what others would have weighed is given back.
        let vain = Market::request(3, 4).saturating_sub(Market::request(0, 4));
        // And the block in which it falls due has room.
        let full = <Runtime as frame_system::Config>::DbWeight::get().reads(SPILL.into());
        let request = base(&call).saturating_sub(vain).saturating_sub(full);
        // Answers come in batches: of sixty-four, say.
        let answers = (0..64).map(|id| (id, output(1))).collect::<Vec<_>>().try_into().unwrap();
        let batch: RuntimeCall = pallet_opg_inference::Call::submit_answers { answers }.into();
        // All of one model, and its offer stays.
        let leaving = <Models as Servers<AccountId>>::leaving().saturating_mul(64);
        let answer = base(&batch).saturating_sub(leaving).saturating_div(64);
        // Its time is long enough for all doubts: it comes up once, to be settled, and has to be forgotten.
        let agenda = Market::settle().saturating_add(Market::place());
        let parts = [base(&transfer), request, answer, agenda].map(|part| part.ref_time() / 1_000);
        let whole = request.saturating_add(answer).saturating_add(agenda);
        let ratio = whole.ref_time() as f64 / base(&transfer).ref_time() as f64;
        println!("transfer, request, answer, agenda in ns: {parts:?}; ratio {ratio:.2}");
        assert!(ratio <= 4.0, "a request weighs {ratio:.2} transfers");
    });
}

/// Many serve a model, with enough of a bond for many requests.
fn widely_served() {
    blocks_to(1);
    rules(|rules| (rules.audit, rules.in_flight) = (Permill::zero(), u32::MAX));
    model(MODEL, &someone(1, 0));
    for index in 0..100 {
        let who = someone(2, index);
        operator(&who, Roles::of([Role::Inference]), 900_000 * OPG);
        offer(&who, MODEL, OPG / 100, 1_000);
    }
}

/// So many requests (`OPG_DEADLINES`) whose time is over in as few blocks as the
/// agenda has room for: each of them ends once, and no block weighs too much.
#[test]
fn deadlines_of_many_should_all_be_met_by_blocks_within_their_weight() {
    let count: u64 = std::env::var("OPG_DEADLINES").map_or(5_000, |text| text.parse().unwrap());
    let mut chain = LongChain::new("development");
    chain.part(widely_served);
    let asks = chain.part(|| someone(3, 0));
    let held_before = chain.part(|| Balances::total_balance(&asks));
    chain.part(|| {
        for _ in 0..count {
            let origin = RuntimeOrigin::signed(asks.clone());
            let order = Order { max_price: OPG / 10, ..order(Assurance::Bonded) };
            assert_ok!(Inference::request(origin, Box::new(order)));
        }
        assert_eq!(NextJob::<Runtime>::get(), count);
        System::reset_events();
    });
    let most = configs::system::RuntimeBlockWeights::get().max_block;
    let (mut missed, mut ended, mut made, mut slowest) = (0, 0, 0, Duration::ZERO);
    while ended < count {
        let began = Instant::now();
        chain.part(|| {
            block_by(0, Vec::new());
            let happened = |event: &dyn Fn(&RuntimeEvent) -> bool| {
                System::read_events_no_consensus().filter(|record| event(&record.event)).count()
            };
            let turns = happened(&|event| matches!(event, RuntimeEvent::Session(_))) > 0;
            let used = System::block_weight().total();
            assert!(turns || used.all_lte(most), "{used:?} of {most:?}");
            missed +=
                happened(&|event| matches!(event, RuntimeEvent::Inference(Event::Missed { .. })));
            let refunded =
                happened(&|event| matches!(event, RuntimeEvent::Inference(Event::Refunded { .. })));
            ended += refunded as u64;
        });
        made += 1;
        slowest = slowest.max(began.elapsed());
        assert!(made < 20_000, "{ended} have ended");
    }
    println!(
        "{count} requests, {missed} deadlines missed, all ended in {made} blocks, \
         the slowest of which took {slowest:?}"
    );
    assert_eq!(ended, count);
    assert!(missed as u64 >= count, "each was given to someone who let its time pass");
    chain.part(|| {
        assert_eq!(held(&asks), 0);
        let fee = Inference::rules().fee * Balance::from(count);
        assert!(Balances::total_balance(&asks) >= held_before - fee, "late workers paid");
        let open = Jobs::<Runtime>::iter_values()
            .filter(|job| !matches!(job.life.phase, Phase::Done { .. }))
            .count();
        assert_eq!(open, 0);
    });
    chain.end();
}
