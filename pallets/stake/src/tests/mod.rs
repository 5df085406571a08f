//! Tests by theme over a small runtime: balances, a bags list, this pallet.

mod bad_input;
mod delegating;
mod eras;
mod operating;
mod pools;
mod random;
mod slashing;
mod tickets;

use crate::{self as pallet_opg_stake, *};
use opg_primitives::{stake::Role::*, token::OPG};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl, parameter_types,
        traits::{
            fungible::{Inspect, InspectHold, Mutate},
            tokens::Preservation,
            ConstU128, ConstU32, Hooks, OnUnbalanced,
        },
        weights::Weight,
        PalletId,
    },
    frame_system::EnsureRoot,
    pallet_bags_list, pallet_balances,
    sp_io::TestExternalities,
    sp_runtime::{BuildStorage, DispatchError, DispatchResult},
    *,
};
use std::collections::{BTreeMap, BTreeSet};
use types::Profile;

type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

pub const ANN: AccountId = 1;
pub const BEN: AccountId = 2;
pub const CAT: AccountId = 3;
pub const DAN: AccountId = 4;
/// Has nothing.
pub const NOBODY: AccountId = 99;
/// Pays rewards.
pub const RESERVE: AccountId = 1_000;
/// Receives slashes.
pub const TREASURY: AccountId = 1_001;
pub const RICH: Balance = 1_000_000 * OPG;
pub const MINIMUM: Balance = 100 * OPG;
pub const SESSIONS: u32 = 3;
pub const UNBONDING: u32 = 4;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Ranking: pallet_bags_list,
        Stake: pallet_opg_stake,
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
}

parameter_types! {
    pub const Thresholds: &'static [u64] = &[100, 1_000, 10_000, 100_000];
    pub const StakePallet: PalletId = PalletId(*b"opg/stak");
    pub const Floor: Perbill = Perbill::from_percent(5);
    pub const Step: Perbill = Perbill::from_percent(1);
    pub const Chores: Weight = Weight::from_parts(100, 0);
    pub static Validators: u32 = 3;
    /// What the reserve receives when it is collected.
    pub static Due: Balance = 0;
    /// Accounts without session keys.
    pub static Keyless: BTreeSet<AccountId> = Default::default();
    /// Validators of the session now.
    pub static Current: Vec<AccountId> = Default::default();
    /// Roles and bond of each operator, as the watcher was told.
    pub static Told: BTreeMap<AccountId, (Roles, Balance)> = Default::default();
    /// What is added to the least bond of a validator.
    pub static Raised: Balance = 0;
}

impl pallet_bags_list::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type ScoreProvider = Stake;
    type BagThresholds = Thresholds;
    type MaxAutoRebagPerBlock = ();
    type Score = u64;
}

pub struct Bonds;
impl MinimumBond for Bonds {
    fn of(role: Role) -> Balance {
        match role {
            Validator => 10 * MINIMUM + Raised::get(),
            Inference | Verifier | Data => MINIMUM,
        }
    }
}

pub struct Reserve;
impl RewardSource<AccountId> for Reserve {
    fn account() -> AccountId {
        RESERVE
    }
    fn collect() {
        Balances::mint_into(&RESERVE, Due::take()).unwrap();
    }
}

pub struct Keys;
impl ValidatorRegistry<AccountId> for Keys {
    fn has_keys(who: &AccountId) -> bool {
        !Keyless::get().contains(who)
    }
    fn current() -> Vec<AccountId> {
        Current::get()
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn give_keys(_: &AccountId) {}
    #[cfg(feature = "runtime-benchmarks")]
    fn take_keys(who: &AccountId) {
        Keyless::mutate(|all| all.insert(*who));
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn set_current(validators: Vec<AccountId>) {
        Current::set(validators);
    }
}

/// Remembers what it was told of each operator.
pub struct Watcher;
impl OnOperator<AccountId> for Watcher {
    fn changed(operator: &AccountId, roles: Roles, bond: Balance) {
        Told::mutate(|told| told.insert(*operator, (roles, bond)));
    }
}

pub struct ToTreasury;
impl OnUnbalanced<CreditOf<Test>> for ToTreasury {
    fn on_nonzero_unbalanced(credit: CreditOf<Test>) {
        use polkadot_sdk::frame_support::traits::fungible::Balanced;
        Balances::resolve(&TREASURY, credit).unwrap();
    }
}

impl Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Ranking = Ranking;
    type ScoreUnit = ConstU128<OPG>;
    type Registry = Keys;
    type Rewards = Reserve;
    type OnSlash = ToTreasury;
    type CancelOrigin = EnsureRoot<AccountId>;
    type EraSessions = ConstU32<SESSIONS>;
    type UnbondingEras = ConstU32<UNBONDING>;
    type MinimumBond = Bonds;
    type MinimumDelegation = ConstU128<{ 10 * OPG }>;
    type CommissionStep = Step;
    type SlashFloor = Floor;
    type ValidatorCount = Validators;
    type MaxValidators = ConstU32<100>;
    type MaxChunks = ConstU32<5>;
    type ChoresWeight = Chores;
    type PalletId = StakePallet;
    type OnOperator = Watcher;
    type WeightInfo = ();
}

/// Runs `test` on a chain on which people are rich; afterwards all invariants hold.
pub fn run(test: impl FnOnce()) {
    let people = [ANN, BEN, CAT, DAN].into_iter().map(|who| (who, RICH));
    let accounts = people.chain([(RESERVE, OPG), (TREASURY, OPG)]).collect();
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    pallet_balances::GenesisConfig::<Test> { balances: accounts, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    TestExternalities::new(storage).execute_with(|| {
        System::set_block_number(1);
        Validators::set(3);
        Due::set(0);
        Keyless::set(Default::default());
        Current::set(vec![]);
        Raised::set(0);
        Told::set(Default::default());
        test();
        check();
    });
}

pub fn check() {
    Stake::do_try_state().expect("all invariants hold");
    for (who, (roles, bond)) in Told::get() {
        let operator = Operators::<Test>::get(who).unwrap_or_default();
        // What a validator answers with is kept for less long than it takes to hear of it.
        let kept = operator.bond - bond;
        assert_eq!(roles, operator.roles, "{who} changed unheard");
        assert!([0, 10 * MINIMUM, operator.bond].contains(&kept), "{who} changed unheard");
        assert!(kept > 0 || !roles.has(Validator), "what a validator answers with backs no work");
    }
    for who in Operators::<Test>::iter_keys() {
        assert!(Told::get().contains_key(&who), "{who} came unheard");
    }
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

/// `who` becomes an operator with `roles` and a bond.
pub fn register(who: AccountId, roles: &[Role], bond: Balance) {
    assert_ok!(Stake::register(
        signed(who),
        Roles::of(roles.iter().copied()),
        bond,
        Perbill::from_percent(10),
        Profile::default(),
    ));
}

pub fn operator(who: AccountId) -> OperatorOf<Test> {
    Operators::<Test>::get(who).expect("it is an operator")
}

/// Does the chores of a block, as often as it takes until none waits.
pub fn settle() {
    while Chore::ALL.into_iter().any(Stake::waits) {
        Stake::on_initialize(System::block_number());
    }
}

/// Begins the next `count` eras, in which `authors` made a block each, and pays them.
pub fn eras(count: u32, authors: &[AccountId]) {
    for _ in 0..count {
        authors.iter().for_each(Stake::note_author);
        Stake::start_session((CurrentEra::<Test>::get() + 1) * SESSIONS);
        settle();
        check();
    }
}

/// What a delegation is worth that is not leaving.
pub fn worth(who: AccountId, id: AccountId) -> Balance {
    let view = Stake::stake_of(who);
    let delegation = view.delegations.into_iter().find(|view| view.operator == id);
    delegation.map_or(0, |view| view.earning + view.joining)
}

pub fn leaving(who: AccountId, id: AccountId) -> Balance {
    let view = Stake::stake_of(who);
    let delegation = view.delegations.into_iter().find(|view| view.operator == id);
    delegation.map_or(0, |view| view.leaving.iter().map(|chunk| chunk.amount).sum())
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
