//! Tests by theme over a small runtime: balances, this pallet, and bonds that are kept in mind.

mod attacks;
mod bad_input;
mod consuming;
mod liars;
mod load;
mod owners;
mod random;
mod replay;
mod rounds;
mod seats;

use crate::{self as pallet_opg_oracle, *};
use opg_primitives::{
    feeds::{Status, Value, MIN_HEARTBEAT},
    stake::{OnOperator, Role, Roles, Ticket, Tickets},
    time::SLOT_MILLIS,
    token::{MILLI_OPG, OPG},
};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo, Pays},
        parameter_types,
        traits::{
            fungible::{Balanced, Inspect, InspectHold, Mutate},
            ConstU128, ConstU32, Hooks, OnUnbalanced,
        },
        weights::Weight,
    },
    frame_system::EnsureRoot,
    pallet_balances,
    sp_io::TestExternalities,
    sp_runtime::{BuildStorage, DispatchError},
    *,
};
use std::collections::BTreeMap;

type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// Has feeds of its own.
pub const OWNER: AccountId = 1;
/// Owns the feeds of governance, and receives what is slashed.
pub const TREASURY: AccountId = 2;
pub const NOBODY: AccountId = 3;
/// Reporters are accounts from here on.
pub const FIRST: AccountId = 100;
pub const RICH: Balance = 1_000_000 * OPG;
pub const BOND: Balance = 1_000 * OPG;
pub const REWARD: Balance = MILLI_OPG;
/// What a round of a feed costs besides that is not governance's.
pub const FEE: Balance = 2 * MILLI_OPG;
pub const FUNDS: Balance = 10_000 * OPG;
/// The last round that a feed had is over by then, and so is its grace.
pub const LONG: u64 = 3 * 60 * 60 / 3;
/// A block in which a heartbeat is over.
pub const HEARTBEAT: u64 = 20;

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Oracle: pallet_opg_oracle,
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
    pub static Share: Weight = Weight::from_parts(1_000, 0);
    pub static Room: Weight = Weight::from_parts(1_000, 0);
    pub static Set: Rules = rules();
    pub const Treasury: AccountId = TREASURY;
    /// Bond and what of it is locked, by operator.
    pub static Backing: BTreeMap<AccountId, (Balance, Balance)> = Default::default();
    /// What decides draws, besides the block.
    pub static Stirred: u8 = 0;
    /// How far the clock is behind the slots.
    pub static Behind: Moment = 0;
}

pub struct Stir;
impl polkadot_sdk::frame_support::traits::Get<Hash> for Stir {
    fn get() -> Hash {
        Hash::repeat_byte(Stirred::get())
    }
}

/// A block is a slot.
pub struct Clocks;
impl Time for Clocks {
    type Moment = Moment;
    fn now() -> Moment {
        BEGIN + System::block_number() * SLOT_MILLIS - Behind::get()
    }
}
/// An hour begins.
pub const BEGIN: Moment = 472_222 * 3_600_000;

/// Bonds that are kept in mind.
pub struct Book;

impl Tickets<AccountId> for Book {
    type Slashed = CreditOf<Test>;

    fn lockable(operator: &AccountId, _: Role) -> Balance {
        Backing::get().get(operator).map_or(0, |(bond, locked)| bond - locked)
    }
    fn lock(
        operator: &AccountId,
        role: Role,
        amount: Balance,
    ) -> Result<Ticket<AccountId>, DispatchError> {
        assert_eq!(role, Role::Data);
        if Self::lockable(operator, role) < amount {
            return Err(DispatchError::Other("locked"));
        }
        Backing::mutate(|all| all.get_mut(operator).unwrap().1 += amount);
        Ok(Ticket { operator: *operator, amount })
    }
    fn release(ticket: Ticket<AccountId>) {
        Backing::mutate(|all| all.get_mut(&ticket.operator).unwrap().1 -= ticket.amount);
    }
    fn slash(ticket: Ticket<AccountId>, amount: Balance) -> CreditOf<Test> {
        assert!(amount <= ticket.amount, "no more than it stands for");
        let bond = Backing::mutate(|all| {
            let (bond, locked) = all.get_mut(&ticket.operator).unwrap();
            *bond -= amount;
            *locked -= ticket.amount;
            *bond
        });
        Oracle::changed(&ticket.operator, data(), bond);
        Balances::issue(amount)
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
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Book;
    type Time = Clocks;
    type Entropy = Stir;
    type GovernanceOrigin = EnsureRoot<AccountId>;
    type Treasury = Treasury;
    type OnSlash = ToTreasury;
    type Rules = Set;
    type BondUnit = ConstU128<OPG>;
    type DrawDelay = ConstU32<2>;
    type MaxReport = ConstU32<100>;
    type MaxDue = ConstU32<100>;
    type AgendaWeight = Share;
    type ChangesWeight = Room;
    type WeightInfo = ();
}

pub fn rules() -> Rules {
    Rules {
        ticket: 5 * OPG,
        absence: MILLI_OPG,
        absences: 50,
        strike: 3,
        strikes: 9,
        chill: 50,
        grace: 60_000,
        round: 10,
        late: 4,
        rotation: 200,
        request: MILLI_OPG,
        reward: REWARD / 2,
        fee: FEE,
    }
}

/// Runs `test` on a chain with so many reporters, of equal bond; afterwards all invariants hold.
pub fn run(reporters: u64, test: impl FnOnce()) {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let people = [OWNER, TREASURY, NOBODY].into_iter().chain(FIRST..FIRST + reporters);
    pallet_balances::GenesisConfig::<Test> {
        balances: people.map(|who| (who, RICH)).collect(),
        ..Default::default()
    }
    .assimilate_storage(&mut storage)
    .unwrap();
    TestExternalities::new(storage).execute_with(|| {
        Backing::set(Default::default());
        Stirred::set(0);
        Behind::set(0);
        Set::set(rules());
        Share::set(Weight::from_parts(1_000, 0));
        Room::set(Weight::from_parts(1_000, 0));
        for who in FIRST..FIRST + reporters {
            bond(who, BOND);
        }
        System::set_block_number(1);
        test();
        check();
    });
}

pub fn check() {
    Oracle::do_try_state().expect("all invariants hold");
    // What is locked is what tickets say.
    let mut locked = BTreeMap::<AccountId, Balance>::new();
    for feed in Feeds::<Test>::iter_values() {
        for seat in &feed.seats {
            *locked.entry(seat.ticket.operator).or_default() += seat.ticket.amount;
        }
    }
    for (who, (_, there)) in Backing::get() {
        assert_eq!(locked.remove(&who).unwrap_or(0), there, "{who} has another amount locked");
    }
}

pub fn data() -> Roles {
    Roles::of([Role::Data])
}

/// `who` is a reporter with this bond from now on, and in the lot as soon as that counts.
pub fn bond(who: AccountId, amount: Balance) {
    Backing::mutate(|all| all.entry(who).or_default().0 = amount);
    Oracle::changed(&who, data(), amount);
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// Two may lie and two be silent; half a percent is worth a round, and so is a minute.
pub fn terms() -> Terms {
    Terms {
        name: b"btc-usd".to_vec().try_into().unwrap(),
        faulty: 2,
        decimals: 2,
        min: 1,
        max: 100_000_000,
        deviation: 50,
        spread: 200,
        heartbeat: (HEARTBEAT * 3) as u32,
        reward: REWARD,
    }
}

/// Blocks go by.
pub fn blocks(count: u64) {
    for _ in 0..count {
        System::set_block_number(System::block_number() + 1);
        Oracle::on_initialize(System::block_number());
        check();
    }
}

/// The same of the feed `0` of [`OWNER`].
pub fn feed_of_owner(terms: Terms) -> FeedId {
    assert_ok!(Oracle::create_feed(signed(OWNER), terms));
    assert_ok!(Oracle::fund(signed(OWNER), 0, OPG));
    blocks(10);
    0
}

/// A feed of governance with these terms, funded, whose seats are taken.
pub fn feed_of(terms: Terms) -> FeedId {
    let id = NextFeed::<Test>::get();
    let seats = terms.seats() as usize;
    assert_ok!(Oracle::create_feed(root(), terms));
    assert_ok!(Oracle::fund(root(), id, FUNDS));
    blocks(10);
    assert_eq!(reporters(id).len(), seats);
    id
}

pub fn feed() -> FeedId {
    feed_of(terms())
}

/// Who sits in a feed.
pub fn reporters(id: FeedId) -> Vec<AccountId> {
    stored(id).seats.iter().map(|seat| seat.ticket.operator).collect()
}

pub fn stored(id: FeedId) -> FeedOf<Test> {
    Feeds::<Test>::get(id).expect("there is such a feed")
}

/// The round that takes observations now.
pub fn round(id: FeedId) -> Round {
    Oracle::feed(id).unwrap().round
}

/// One reporter says one thing. What becomes of it is in the events, and in what it answers.
pub fn say(who: AccountId, feed: FeedId, value: Value) -> Result<(), DispatchError> {
    say_in(who, feed, round(feed), value)
}

pub fn say_in(
    who: AccountId,
    feed: FeedId,
    round: Round,
    value: Value,
) -> Result<(), DispatchError> {
    let before = System::events().len();
    assert_ok!(report(who, vec![Observation { feed, round, value }]));
    let refused = System::events().into_iter().skip(before).find_map(|record| match record.event {
        RuntimeEvent::Oracle(Event::Refused { error, .. }) => Some(error),
        _ => None,
    });
    refused.map_or(Ok(()), Err)
}

pub fn report(who: AccountId, observations: Vec<Observation>) -> DispatchResultWithPostInfo {
    Oracle::report(signed(who), observations.try_into().unwrap())
}

/// The first reporters say this, one each, all in the round that takes observations now.
pub fn answer(id: FeedId, values: &[Value]) {
    let round = round(id);
    for (who, value) in reporters(id).into_iter().zip(values) {
        assert_ok!(say_in(who, id, round, *value));
    }
}

/// All events of this pallet so far.
pub fn events() -> Vec<Event<Test>> {
    let all = System::events().into_iter();
    all.filter_map(|record| match record.event {
        RuntimeEvent::Oracle(event) => Some(event),
        _ => None,
    })
    .collect()
}

pub fn status(id: FeedId) -> Status {
    Oracle::feed(id).unwrap().status
}

pub fn bond_of(who: AccountId) -> (Balance, Balance) {
    Backing::get()[&who]
}

/// Why something failed, whatever else is said of it.
pub trait Reason {
    fn reason(self) -> DispatchError;
}

impl Reason for DispatchError {
    fn reason(self) -> DispatchError {
        self
    }
}

impl Reason for DispatchErrorWithPostInfo {
    fn reason(self) -> DispatchError {
        self.error
    }
}

/// Like `assert_noop!`, for calls whose storage changes are undone by their transaction alone.
macro_rules! refused {
    ($call:expr, $error:expr) => {
        let before = polkadot_sdk::sp_io::storage::root(Default::default());
        let answer = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
            $call.map(|_| ()).map_err(|error| error.reason())
        });
        assert_eq!(answer, Err($error.into()));
        let after = polkadot_sdk::sp_io::storage::root(Default::default());
        assert_eq!(before, after, "something was written");
    };
}
pub(crate) use refused;
