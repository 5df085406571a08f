//! Tests by theme over a small runtime: balances, this pallet, and doubles of what is around it.

mod answers;
mod around;
mod assignment;
mod audits;
mod bad_input;
mod candles;
mod disputes;
mod economics;
mod late;
mod ledger;
mod life;
mod pricing;
mod proving;
mod quorum;
mod random;
mod replay;
mod requests;
mod settlement;
mod standing;

use crate::{
    self as pallet_opg_inference,
    life::{End, Phase, Reason},
    pricing::Parts,
    types::Standing,
    *,
};
use around::*;
use codec::{Decode, Encode};
use ledger::{check, log, once};
use opg_primitives::{
    feeds::{Answer, Feeds, Field, Interval, Unfit, Window},
    market::{Assurance, Data, Decline, Finding, OnSettled, Order, Output, Source},
    models::{Ask, Claim, Class, Dim, Dtype, Interface, Servers, Tensor, MAX_RANK},
    panels::{CaseId, Client, Kind, Outcome, Panels, Stakes, Subject, Terms, Verdict},
    proofs::{self, Batch, Declared, Refusal, Rule},
    stake::{OperatorRoles, Role, Roles, Ticket, Tickets},
    token::{EXISTENTIAL_DEPOSIT, MILLI_OPG, OPG},
};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo, Pays},
        parameter_types,
        traits::{
            fungible::{Balanced, Inspect, InspectHold, Mutate},
            tokens::{Fortitude, Precision, Preservation},
            ConstU128, ConstU32, Hooks, Imbalance, OnUnbalanced, Randomness,
        },
        weights::Weight,
        BoundedVec,
    },
    pallet_balances,
    sp_io::{hashing::blake2_256, TestExternalities},
    sp_runtime::{BuildStorage, DispatchError, Perbill, Permill},
    *,
};
use std::{cell::RefCell, collections::BTreeMap, ops::RangeInclusive};

type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// Asks.
pub const ANN: AccountId = 1;
pub const BOB: AccountId = 2;
/// Owns all models.
pub const OWNER: AccountId = 3;
/// Verifiers.
pub const CAT: AccountId = 4;
pub const DAN: AccountId = 5;
/// Neither asks, nor serves, nor verifies.
pub const EVE: AccountId = 6;
/// Has no account.
pub const NOBODY: AccountId = 9;
/// Run models.
pub const SERVERS: RangeInclusive<AccountId> = 11..=18;
/// Sit on panels.
pub const FIRST_JUROR: AccountId = 100;
pub const LAST_JUROR: AccountId = 160;
pub const TREASURY: AccountId = 1_001;
/// Keeps all bonds, and what panels cost.
pub const BONDS: AccountId = 1_002;
pub const POT: AccountId = 1_003;

pub const RICH: Balance = 1_000_000 * OPG;
pub const BOND: Balance = 1_000 * OPG;
/// What all servers ask, and what they have at stake for that.
pub const PRICE: Balance = OPG;
pub const TICKET: Balance = 40 * OPG;
pub const FEE: Balance = 10 * MILLI_OPG;
pub const BUDGET: Balance = 2 * OPG;
pub const TIME: BlockNumber = 30;
pub const WINDOW: BlockNumber = 40;
pub const REVEAL: BlockNumber = 10;
pub const APPEAL: BlockNumber = 15;
pub const RETENTION: BlockNumber = 100;
pub const CAPACITY: u32 = 4;
pub const ROYALTY: Permill = Permill::from_percent(10);
pub const ALWAYS: Permill = Permill::one();

/// An integer model with a key, one in floating point, one of both, and one that nobody vouches for.
pub const EXACT: ModelHash = Hash::repeat_byte(1);
pub const CLOSE: ModelHash = Hash::repeat_byte(2);
pub const MIXED: ModelHash = Hash::repeat_byte(3);
pub const UNKNOWN: ModelHash = Hash::repeat_byte(4);

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Inference: pallet_opg_inference,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
    type AccountStore = System;
}

parameter_types! {
    pub const Treasury: AccountId = TREASURY;
}

impl Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Book;
    type Roles = Operators;
    type Servers = Market;
    type Panels = Drawn;
    type Verifier = Hashes;
    type Randomness = Parent;
    type Entropy = Seen;
    type Feeds = Candles;
    type OnSettled = Listener;
    type OnSlash = ToTreasury;
    type Treasury = Treasury;
    type Rules = Tuned;
    type FullBlock = Full;
    type MaxTime = ConstU32<1_000>;
    type MaxBatch = ConstU32<64>;
    type MaxDue = ConstU32<50>;
    type AgendaWeight = Share;
    type WeightInfo = Each;
}

/// Audits fall on nothing, and asks do not rise, unless a test says so.
pub fn rules() -> Rules {
    Rules {
        fee: FEE,
        cover: 40,
        least_ticket: MILLI_OPG,
        surge: Permill::zero(),
        verifiers: Permill::from_percent(6),
        treasury: Permill::from_percent(2),
        burn: Permill::from_percent(5),
        audit: Permill::zero(),
        again: Permill::zero(),
        juror: OPG,
        verifier_ticket: 20,
        window: WINDOW,
        reveal: REVEAL,
        appeal: APPEAL,
        retention: RETENTION,
        in_flight: 32,
        ..Rules::default()
    }
}

/// Changes what governance tunes.
pub fn tune(with: impl FnOnce(&mut Rules)) {
    Tuned::mutate(with);
}

type Shape = BoundedVec<Dim, ConstU32<MAX_RANK>>;

fn tensor(name: &str, dtype: Dtype, shape: &Shape) -> Tensor {
    let name = name.as_bytes().to_vec().try_into().unwrap();
    Tensor { name, dtype, shape: shape.clone() }
}

/// A key of a circuit of 2^11 rows of 32 terms, for so many inputs.
pub fn key(inputs: u16) -> proofs::Key {
    let [low, high] = inputs.to_le_bytes();
    vec![1, 11, 32, 0, low, high, 7, 7].try_into().unwrap()
}

fn model(class: Class, outputs: &[Dtype], key: Option<proofs::Key>, vouched: bool) -> Model {
    let shape = |dim| -> Shape { vec![dim].try_into().unwrap() };
    let (free, one) = (shape(Dim::Free), shape(Dim::Fixed(1)));
    let output = |(n, dtype): (_, &_)| tensor(&format!("y{n}"), *dtype, &one);
    let outputs: Vec<_> = outputs.iter().enumerate().map(output).collect();
    let interface = Interface {
        inputs: vec![tensor("x", Dtype::U8, &free)].try_into().unwrap(),
        outputs: outputs.try_into().unwrap(),
    };
    let claim = Claim { class, interface, key };
    let (attested, may_slash) = (vouched, vouched);
    Model { owner: OWNER, royalty: ROYALTY, attested, may_slash, open: true, claim }
}

/// A chain on which people are rich and servers offer all models.
pub fn chain() -> TestExternalities {
    let people = [ANN, BOB, OWNER, CAT, DAN, EVE, TREASURY].into_iter();
    let people = people.chain(SERVERS).chain(FIRST_JUROR..LAST_JUROR).map(|who| (who, RICH));
    let operators = SERVERS.count() as u128 + u128::from(LAST_JUROR - FIRST_JUROR);
    let pots = [(BONDS, operators * BOND + OPG), (POT, OPG)];
    let balances = people.chain(pots).collect();
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let mut chain = TestExternalities::new(storage);
    chain.execute_with(|| {
        System::set_block_number(1);
        Tuned::set(rules());
        Full::set(Weight::zero());
        Share::set(Weight::from_parts(1_000_000, 0));
        ledger::begin();
        let loose = Class::Close { abs: 1_000, rel: Perbill::from_percent(1) };
        let models = [
            (EXACT, model(Class::Exact, &[Dtype::U8], Some(key(4)), true)),
            (CLOSE, model(loose, &[Dtype::F32], None, true)),
            (MIXED, model(loose, &[Dtype::F32, Dtype::I64], None, false)),
            (UNKNOWN, model(Class::Exact, &[Dtype::U8], Some(key(4)), false)),
        ];
        Served::set(&models.into_iter().collect());
        let bonds = SERVERS.chain(FIRST_JUROR..LAST_JUROR).map(|who| (who, (BOND, 0)));
        Bonds::set(&bonds.collect());
        for model in [EXACT, CLOSE, MIXED, UNKNOWN] {
            SERVERS.for_each(|who| offer(who, model, PRICE, CAPACITY));
        }
    });
    chain
}

/// Runs `test` on it; afterwards all invariants hold.
pub fn run(test: impl FnOnce()) {
    chain().execute_with(|| {
        test();
        check();
    });
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

pub fn escrow(who: AccountId) -> Balance {
    Balances::balance_on_hold(&HoldReason::Escrow.into(), &who)
}

pub fn free(who: AccountId) -> Balance {
    Balances::balance(&who)
}

pub fn bond(who: AccountId) -> (Balance, Balance) {
    Bonds::get()[&who]
}

pub fn offer(who: AccountId, model: ModelHash, price: Balance, capacity: u32) {
    let offer = Offer { price, latency: 5, capacity, taken: 0 };
    change(Offers::get, Offers::set, |all| all.insert((model, who), offer));
}

/// Only these serve a model.
pub fn only(model: ModelHash, servers: &[AccountId]) {
    change(Offers::get, Offers::set, |all| {
        all.retain(|(of, who), _| *of != model || servers.contains(who));
    });
}

/// A block is over and the next one begins.
pub fn block() {
    Inference::on_finalize(System::block_number());
    System::set_block_number(System::block_number() + 1);
    System::set_block_consumed_resources(Weight::zero(), 0);
    Inference::on_initialize(System::block_number());
    free_verifiers();
}

pub fn blocks(count: u32) {
    (0..count).for_each(|_| block());
}

/// Blocks go by until something is due for a request.
pub fn until_due(id: JobId) {
    let due = job(id).life.phase.due().expect("something falls due");
    blocks(due.saturating_sub(Inference::now()));
}

/// Blocks go by until a request has ended, which is soon.
pub fn until_end(id: JobId) -> Option<End> {
    let most = TIME.max(WINDOW) + APPEAL + docket::PATIENCE;
    for _ in 0..most {
        if end(id).is_some() {
            break;
        }
        block();
    }
    end(id)
}

pub fn bytes<const MOST: u32>(bytes: &[u8]) -> Data<MOST> {
    Data::Inline(bytes.to_vec().try_into().unwrap())
}

pub fn blob<const MOST: u32>(byte: u8) -> Data<MOST> {
    Data::Blob { hash: Hash::repeat_byte(byte), bytes: 1_000_000 }
}

/// An input that a request has with it.
pub fn given(input: &[u8]) -> Source {
    Source::from(bytes(input))
}

/// An input that is to be fetched.
pub fn elsewhere(byte: u8) -> Source {
    Source::from(blob(byte))
}

/// A bonded request that anyone can serve.
pub fn order() -> Order<AccountId> {
    Order {
        model: EXACT,
        input: given(&[1, 2, 3, 4]),
        assurance: Assurance::Bonded,
        max_price: BUDGET,
        time: TIME,
        coverage: None,
        beneficiary: None,
    }
}

/// Ann asks.
pub fn ask(order: Order<AccountId>) -> JobId {
    assert_ok!(Inference::request(signed(ANN), Box::new(order)));
    NextJob::<Test>::get() - 1
}

pub fn job(id: JobId) -> JobOf<Test> {
    Jobs::<Test>::get(id).expect("there is such a request")
}

pub fn phase(id: JobId) -> Phase {
    job(id).life.phase
}

/// How it ended.
pub fn end(id: JobId) -> Option<End> {
    phase(id).end()
}

pub fn refunded(reason: Reason) -> Option<End> {
    Some(End::Refunded(reason))
}

/// Who it was given to last.
pub fn worker(id: JobId) -> AccountId {
    job(id).workers.last().expect("it was given to someone").account
}

pub fn workers(id: JobId) -> Vec<AccountId> {
    job(id).workers.iter().map(|worker| worker.account).collect()
}

pub fn output() -> Output {
    bytes(&[42])
}

pub fn submit(who: AccountId, answers: &[(JobId, Output)]) -> DispatchResultWithPostInfo {
    Inference::submit_answers(signed(who), answers.to_vec().try_into().unwrap())
}

/// Its worker answers.
pub fn answer(id: JobId) -> AccountId {
    let who = worker(id);
    let info = submit(who, &[(id, output())]).unwrap();
    assert_eq!(info.pays_fee, Pays::No, "{:?}", log().last());
    who
}

/// Ann asks, and is answered.
pub fn answered(order: Order<AccountId>) -> (JobId, AccountId) {
    let id = ask(order);
    (id, answer(id))
}

/// The panel that is at a request.
pub fn case_of(id: JobId) -> CaseId {
    Disputes::<Test>::get(id).expect("someone looks at it").case
}

/// The panel that is at a request says this.
pub fn find(id: JobId, finding: Finding) {
    let witness = Disputes::<Test>::get(id).expect("someone looks at it").witness;
    let witness = if finding == Finding::Unverifiable { Hash::zero() } else { witness };
    conclude(case_of(id), Some(finding.verdict(witness)));
}

/// It cannot agree on anything.
pub fn find_nothing(id: JobId) {
    conclude(case_of(id), None);
}

/// Why something failed, whatever else is said of it.
pub trait Why {
    fn why(self) -> DispatchError;
}

impl Why for DispatchError {
    fn why(self) -> DispatchError {
        self
    }
}

impl Why for DispatchErrorWithPostInfo {
    fn why(self) -> DispatchError {
        self.error
    }
}

/// Like `assert_noop!`, for calls whose storage changes are undone by their transaction alone.
macro_rules! refused {
    ($call:expr, $error:expr) => {
        let before = polkadot_sdk::sp_io::storage::root(Default::default());
        let answer = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
            $call.map(|_| ()).map_err(|error| error.why())
        });
        assert_eq!(answer, Err($error.into()));
        let after = polkadot_sdk::sp_io::storage::root(Default::default());
        assert_eq!(before, after, "a refused call changed something");
    };
}
pub(crate) use refused;
