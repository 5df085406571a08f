//! A chain of balances and pots, on which each file here tests one theme.

mod allocation;
mod chains;
mod genesis;
mod invariants;
mod redirect;
mod release;
mod schedule;
mod views;

use crate as pallet_opg_release;
use crate::*;
use polkadot_sdk::{
    frame_support::{
        assert_ok, derive_impl,
        dispatch::DispatchResult,
        parameter_types,
        traits::{tokens::Preservation, ConstU128, ConstU32},
        PalletId,
    },
    frame_system::{self, mocking::MockBlockU32, EnsureRoot},
    pallet_balances, sp_io,
    sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage},
};

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(2)]
    pub type Release = pallet_opg_release;
}

type Block = MockBlockU32<Test>;
type AccountId = AccountId32;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
    type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<ED>;
    type AccountStore = System;
}

parameter_types! {
    pub const ReleaseId: PalletId = PalletId(*b"opg/rlse");
}

impl Config for Test {
    type Currency = Balances;
    type RedirectOrigin = EnsureRoot<AccountId>;
    type PalletId = ReleaseId;
    type MaxPots = ConstU32<8>;
    type WeightInfo = ();
}

/// The least an account may hold.
const ED: Balance = 10;
/// What the donor starts with: all the money that is in no pot.
const GIFTS: Balance = 1_000_000;

const ALICE: AccountId = AccountId::new([1; 32]);
const BOB: AccountId = AccountId::new([2; 32]);
const ANYONE: AccountId = AccountId::new([3; 32]);
const DONOR: AccountId = AccountId::new([4; 32]);

/// Builds a chain whose genesis has these pots.
#[derive(Default)]
pub struct ExtBuilder {
    pots: Vec<GenesisPotOf<Test>>,
}

impl ExtBuilder {
    fn pot(mut self, pot: GenesisPotOf<Test>) -> Self {
        self.pots.push(pot);
        self
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let balances =
            pallet_balances::GenesisConfig { balances: vec![(DONOR, GIFTS)], ..Default::default() };
        let release = GenesisConfig { pots: self.pots };
        let genesis = RuntimeGenesisConfig { system: Default::default(), balances, release };
        genesis.build_storage().unwrap().into()
    }

    /// Runs `test`, and the invariants after it.
    fn build_and_execute(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            assert_ok!(Release::do_try_state());
        });
    }
}

/// A chain with one pot.
fn with_pot(pot: GenesisPotOf<Test>) -> ExtBuilder {
    ExtBuilder::default().pot(pot)
}

/// Root's pot 1: `total` to Alice, from block 10 on for 100 blocks.
fn a_pot(total: Balance) -> GenesisPotOf<Test> {
    GenesisPot {
        id: 1,
        total,
        start: 10,
        duration: 100,
        destination: Destination::Account(ALICE),
        controller: Controller::Root,
    }
}

/// The same, but Alice's own.
fn alices_pot(total: Balance) -> GenesisPotOf<Test> {
    GenesisPot { controller: Controller::Beneficiary, ..a_pot(total) }
}

/// Moves to a block.
fn at(block: u32) {
    System::set_block_number(block);
}

/// Has anyone release a pot.
fn release(id: PotId) -> DispatchResult {
    Release::release(RuntimeOrigin::signed(ANYONE), id)
}

fn stored(id: PotId) -> PotOf<Test> {
    Pots::<Test>::get(id).unwrap()
}

/// What the account of a pot holds.
fn held(id: PotId) -> Balance {
    Balances::free_balance(Release::account(id))
}

/// Gives some of the donor's money away.
fn donate(to: &AccountId, amount: Balance) {
    assert_ok!(<Balances as Mutate<_>>::transfer(&DONOR, to, amount, Preservation::Preserve));
}

/// The same numbers on every run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One of `0..limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Any amount, small ones as likely as large ones.
    fn amount(&mut self) -> Balance {
        let bits = (Balance::from(self.next()) << 64) | Balance::from(self.next());
        bits >> self.below(128)
    }
}
