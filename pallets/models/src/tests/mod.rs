//! Tests by theme over a small runtime: balances, this pallet, and doubles of what is around it.

mod attesting;
mod bad_input;
mod names;
mod offers;
mod registering;
mod replay;
mod squatting;
mod views;

use crate::{self as pallet_opg_models, types::*, *};
use codec::Encode;
use opg_primitives::{
    models::{Ask, Class, Dim, Dtype, Interface, Servers, Tensor, Tensors},
    panels::{CaseId, Client, Kind, Outcome, Panels, Salt, Stakes, Subject, Terms, Verdict},
    stake::{OperatorRoles, Role, Roles},
    token::{storage_deposit, OPG},
};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl, parameter_types,
        traits::{
            fungible::{Balanced, Inspect, InspectHold, Mutate},
            tokens::{Fortitude, Precision, Preservation},
            ConstU128, ConstU32, ConstU64, Footprint, OnUnbalanced,
        },
    },
    frame_system::EnsureRoot,
    pallet_balances,
    sp_io::TestExternalities,
    sp_runtime::{
        traits::Convert, BuildStorage, DispatchError, DispatchResult, Perbill, Permill, TokenError,
    },
    *,
};
use std::collections::{BTreeMap, BTreeSet};

type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

pub const ANN: AccountId = 1;
pub const BEN: AccountId = 2;
pub const CAT: AccountId = 3;
pub const EVE: AccountId = 5;
/// Receives slashes.
pub const TREASURY: AccountId = 1_001;
/// Keeps what panels cost.
pub const PANELS: AccountId = 1_002;
/// Keeps what verifiers have at stake.
pub const TICKETS: AccountId = 1_003;
pub const RICH: Balance = 1_000_000 * OPG;
pub const AGE: BlockNumber = 10;
pub const CHALLENGE: BlockNumber = 100;
pub const MOST_RELEASES: u32 = 6;
pub const MOST_CAPACITY: u32 = 64;
pub const MOST_LATENCY: BlockNumber = 1_000;
pub const MOST_BYTES: u64 = 1 << 32;
/// What an attestation costs, and an appeal.
pub const COSTS: [Balance; 2] = [70 * OPG, 210 * OPG];
/// What those who vouch lose together.
pub const LOSS: Balance = 1_210 * OPG;
pub const ENOUGH: u32 = 28;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Models: pallet_opg_models,
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
    type ExistentialDeposit = ConstU128<OPG>;
    type AccountStore = System;
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxFreezes = ConstU32<1>;
}

parameter_types! {
    pub const CommitmentReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Commitment);
    pub const ModelReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Model);
    pub const NameReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Name);
    pub const SeriesReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Series);
    pub const OfferReason: RuntimeHoldReason = RuntimeHoldReason::Models(HoldReason::Offer);
    /// Verifiers that there are.
    pub static Verifiers: u32 = ENOUGH;
    /// Cases that were opened, in order, and those that were overturned.
    pub static Cases: Vec<Terms<AccountId>> = vec![];
    pub static Overturned: Vec<CaseId> = vec![];
    /// What an overturned case gives.
    pub static Slash: Balance = LOSS;
    /// Accounts without the role of running models.
    pub static Idle: BTreeSet<AccountId> = Default::default();
    /// By what deposits are multiplied.
    pub static Dearer: Balance = 1;
}

/// As the runtime prices storage.
pub struct Price;
impl Convert<Footprint, Balance> for Price {
    fn convert(footprint: Footprint) -> Balance {
        storage_deposit(footprint.count as u32, footprint.size as u32) * Dearer::get()
    }
}

/// Everyone runs models but those who do not.
pub struct Operators;
impl OperatorRoles<AccountId> for Operators {
    fn roles(who: &AccountId) -> Roles {
        let runs = !Idle::get().contains(who);
        Roles::of([Role::Verifier].into_iter().chain(runs.then_some(Role::Inference)))
    }
}

/// Panels that say what the test has them say.
pub struct Drawn;
impl Panels<AccountId> for Drawn {
    type Slashed = CreditOf<Test>;

    fn open(terms: Terms<AccountId>) -> Result<CaseId, DispatchError> {
        let cost = Self::cost(terms.kind, terms.stakes.reward);
        Balances::transfer(&terms.payer, &PANELS, cost, Preservation::Preserve)?;
        Cases::mutate(|all| all.push(terms));
        Ok(Cases::get().len() as CaseId)
    }

    fn usual() -> Stakes {
        Stakes { reward: 10 * OPG, ticket: 50 * OPG }
    }

    fn cost(kind: Kind, reward: Balance) -> Balance {
        assert_eq!(reward, 10 * OPG, "the usual");
        COSTS[usize::from(kind == Kind::Appeal)]
    }

    fn verifiers() -> u32 {
        Verifiers::get()
    }

    fn members(kind: Kind) -> u32 {
        if kind == Kind::Appeal {
            21
        } else {
            7
        }
    }

    fn overturn(case: CaseId) -> CreditOf<Test> {
        Overturned::mutate(|all| all.push(case));
        let amount = Slash::get();
        let keep = Preservation::Preserve;
        Balances::withdraw(&TICKETS, amount, Precision::Exact, keep, Fortitude::Polite).unwrap()
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId> for Drawn {
    fn set_inference(who: &AccountId, runs: bool) {
        Idle::mutate(|idle| if runs { idle.remove(who) } else { idle.insert(*who) });
    }
    fn make_verifiers() {
        Verifiers::set(ENOUGH);
    }
    fn conclude(case: CaseId, verdict: Verdict) {
        conclude(case, Some(verdict));
    }
}

pub struct ToTreasury;
impl OnUnbalanced<CreditOf<Test>> for ToTreasury {
    fn on_nonzero_unbalanced(credit: CreditOf<Test>) {
        Balances::resolve(&TREASURY, credit).unwrap();
    }
}

impl Config for Test {
    type Currency = Balances;
    type CommitmentDeposit = Deposit<AccountId, Balances, CommitmentReason, Price>;
    type ModelDeposit = Deposit<AccountId, Balances, ModelReason, Price>;
    type NameDeposit = Deposit<AccountId, Balances, NameReason, Price>;
    type SeriesDeposit = Deposit<AccountId, Balances, SeriesReason, Price>;
    type OfferDeposit = Deposit<AccountId, Balances, OfferReason, Price>;
    type Operators = Operators;
    type Panels = Drawn;
    type OnSlash = ToTreasury;
    type ModerationOrigin = EnsureRoot<AccountId>;
    type CommitmentAge = ConstU32<AGE>;
    type MaxModelBytes = ConstU64<MOST_BYTES>;
    type MaxReleases = ConstU32<MOST_RELEASES>;
    type MaxCapacity = ConstU32<MOST_CAPACITY>;
    type MaxLatency = ConstU32<MOST_LATENCY>;
    type ChallengePeriod = ConstU32<CHALLENGE>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = Drawn;
    type WeightInfo = ();
}

/// A chain on which people are rich.
pub fn chain() -> TestExternalities {
    let people = [ANN, BEN, CAT, EVE, TICKETS].into_iter().map(|who| (who, RICH));
    let balances = people.chain([(TREASURY, OPG), (PANELS, OPG)]).collect();
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let mut chain = TestExternalities::new(storage);
    chain.execute_with(|| {
        System::set_block_number(1);
        Verifiers::set(ENOUGH);
        Cases::set(vec![]);
        Overturned::set(vec![]);
        Slash::set(LOSS);
        Idle::set(Default::default());
        Dearer::set(1);
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

/// All invariants, and those that can be told only by who knows what deposits are made of.
pub fn check() {
    Models::do_try_state().expect("all invariants hold");
    let mut held = BTreeMap::<(AccountId, u8), Balance>::new();
    let mut add = |who, reason: HoldReason, amount| {
        *held.entry((who, reason as u8)).or_default() += amount;
    };
    for (who, _, it) in Commitments::<Test>::iter() {
        add(who, HoldReason::Commitment, it.ticket.amount());
    }
    for it in crate::Models::<Test>::iter_values() {
        add(it.owner, HoldReason::Model, it.ticket.amount());
    }
    for it in Names::<Test>::iter_values() {
        add(it.account, HoldReason::Name, it.ticket.amount());
    }
    for ((owner, _, _), it) in Releases::<Test>::iter() {
        let who = Names::<Test>::get(owner).unwrap().account;
        add(who, HoldReason::Series, it.ticket.amount());
    }
    for (who, _, it) in Offers::<Test>::iter() {
        add(who, HoldReason::Offer, it.ticket.amount());
    }
    for who in frame_system::Account::<Test>::iter_keys() {
        let reasons = [
            HoldReason::Commitment,
            HoldReason::Model,
            HoldReason::Name,
            HoldReason::Series,
            HoldReason::Offer,
        ];
        for reason in reasons {
            let there = Balances::balance_on_hold(&RuntimeHoldReason::Models(reason), &who);
            let due = held.remove(&(who, reason as u8)).unwrap_or(0);
            assert_eq!(there, due, "held of {who} for {reason:?}");
        }
    }
    assert!(held.is_empty(), "deposits of accounts that are gone");
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

/// The hash of the model with this number.
pub fn hash(number: u64) -> ModelHash {
    Hash::from_low_u64_be(number)
}

pub fn tensor(name: &str, dtype: Dtype, shape: &[Dim]) -> Tensor {
    Tensor {
        name: name.as_bytes().to_vec().try_into().unwrap(),
        dtype,
        shape: shape.to_vec().try_into().unwrap(),
    }
}

pub fn tensors(list: &[Tensor]) -> Tensors {
    list.to_vec().try_into().unwrap()
}

/// Of a model that sorts pictures, with a key.
pub fn exact() -> Claim {
    let picture = [Dim::Free, Dim::Fixed(784)];
    Claim {
        class: Class::Exact,
        interface: Interface {
            inputs: tensors(&[tensor("picture", Dtype::U8, &picture)]),
            outputs: tensors(&[tensor("scores", Dtype::I8, &[Dim::Free, Dim::Fixed(10)])]),
        },
        key: Some(key::sample(32)),
    }
}

/// Of a model in floating point.
pub fn close() -> Claim {
    Claim {
        class: Class::Close { abs: 1_000, rel: Perbill::from_percent(1) },
        interface: Interface {
            inputs: tensors(&[tensor("x", Dtype::F32, &[Dim::Free])]),
            outputs: tensors(&[tensor("y", Dtype::F32, &[Dim::Free])]),
        },
        key: None,
    }
}

pub const SALT: Salt = [7; 32];
pub const ROYALTY: Permill = Permill::from_percent(5);
pub const SIZE: u64 = 1_000_000;

pub fn later(blocks: BlockNumber) {
    System::set_block_number(System::block_number() + u64::from(blocks));
}

pub fn commit(who: AccountId, model: ModelHash) -> Hash {
    let commitment = Models::commitment(&who, &model, &SALT);
    assert_ok!(Models::commit(signed(who), commitment));
    commitment
}

pub fn register_call(model: ModelHash, claim: Claim) -> Call<Test> {
    Call::register { model, bytes: SIZE, claim: Box::new(claim), royalty: ROYALTY, salt: SALT }
}

/// `who` commits, waits and registers.
pub fn register(who: AccountId, model: ModelHash, claim: Claim) {
    commit(who, model);
    later(AGE);
    assert_ok!(Models::register(signed(who), model, SIZE, Box::new(claim), ROYALTY, SALT));
}

pub fn model(hash: ModelHash) -> ModelOf<Test> {
    crate::Models::<Test>::get(hash).expect("it is registered")
}

pub fn name(text: &str) -> Name {
    text.as_bytes().to_vec().try_into().unwrap()
}

pub fn ask(price: Balance) -> Ask {
    Ask { price, latency: 20 }
}

pub fn offer(who: AccountId, model: ModelHash, capacity: u32) {
    assert_ok!(Models::offer(signed(who), model, ask(OPG), capacity));
}

/// What is free of an offer, and what is in use.
pub fn units(who: AccountId, model: ModelHash) -> (u64, u64) {
    let view = Models::offers_of(who).into_iter().find(|view| view.model == model);
    view.map_or((0, 0), |view| (view.free, view.in_use))
}

/// Whether someone may lose money for a wrong answer now.
pub fn may_slash(model: &ModelHash) -> bool {
    <Models as Servers<_>>::served(model).is_some_and(|served| served.may_slash)
}

/// Whether answers may be proven now.
pub fn may_prove(model: &ModelHash) -> bool {
    let exact = <Models as Servers<_>>::served(model)
        .is_some_and(|served| served.attested && served.class == Class::Exact);
    exact && Models::claim(model).is_some_and(|claim| claim.key.is_some())
}

/// Takes a slot of any server.
pub fn take(model: ModelHash, seed: u64) -> Option<AccountId> {
    let taken = <Models as Servers<_>>::take(&model, hash(seed), 4, |_, _, _| true);
    taken.map(|(operator, _)| operator)
}

pub fn give_back(model: ModelHash, operator: AccountId) {
    <Models as Servers<_>>::give_back(&model, &operator);
}

/// What verifiers say who find that all is as the owner says.
pub fn right(model: ModelHash) -> Verdict {
    Models::attestation(model).expect("it is registered").expected
}

/// The members of a case's panel.
pub fn members(case: CaseId) -> Vec<AccountId> {
    let kind = Cases::get()[case as usize - 1].kind;
    (0..Drawn::members(kind).into()).map(|index| 10_000 * case + index).collect()
}

/// A case ends: all of its panel but the last said this, or nobody agreed with anybody.
pub fn conclude(case: CaseId, verdict: Option<Verdict>) {
    let Terms { subject, .. } = Cases::get()[case as usize - 1].clone();
    let say =
        |(index, member): (u64, AccountId)| (member, verdict.or(Some(hash(1_000_000 + index))));
    let mut said: Vec<_> = (0u64..).zip(members(case)).map(say).collect();
    said.last_mut().unwrap().1 = None;
    let paid = COSTS[usize::from(Cases::get()[case as usize - 1].kind == Kind::Appeal)];
    <Models as Client<_>>::concluded(case, subject, Outcome { verdict, said, paid });
}

/// Like `assert_noop!`, for calls whose storage changes are undone by their transaction alone.
macro_rules! refused {
    ($call:expr, $error:expr) => {
        let before = polkadot_sdk::sp_io::storage::root(Default::default());
        let answer = polkadot_sdk::frame_support::storage::with_storage_layer(|| $call);
        assert_eq!(answer, Err($error.into()));
        let after = polkadot_sdk::sp_io::storage::root(Default::default());
        assert_eq!(before, after, "a refused call changed something");
    };
}
pub(crate) use refused;
