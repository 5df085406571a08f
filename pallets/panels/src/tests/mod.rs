//! Tests by theme over a small runtime: balances, this pallet, bonds and a client that are kept in mind.

mod bad_input;
mod changes;
mod drawing;
mod duties;
mod life;
mod random;
mod replay;

use crate::{self as pallet_opg_panels, *};
use opg_primitives::{
    panels::{commitment, Client, Excluded, Outcome, Panels as _, Terms},
    stake::{OnOperator, Role, Roles, Ticket, Tickets},
    token::OPG,
};
use polkadot_sdk::{
    frame_support::{
        assert_ok, construct_runtime, derive_impl,
        dispatch::DispatchErrorWithPostInfo,
        parameter_types,
        traits::{
            fungible::{Balanced, Inspect, InspectHold, Mutate},
            ConstU128, ConstU32, Hooks, OnUnbalanced, Randomness,
        },
        weights::Weight,
    },
    pallet_balances,
    sp_io::{hashing::blake2_256, TestExternalities},
    sp_runtime::{BuildStorage, DispatchError},
    *,
};
use std::collections::BTreeMap;

type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// Asks for panels and pays for them.
pub const PAYER: AccountId = 1;
/// Receives what is slashed.
pub const TREASURY: AccountId = 2;
pub const NOBODY: AccountId = 3;
/// Verifiers are accounts from here on.
pub const FIRST: AccountId = 100;
pub const RICH: Balance = 1_000_000 * OPG;
pub const BOND: Balance = 1_000 * OPG;
pub const TICKET: Balance = 50 * OPG;
pub const REWARD: Balance = 2 * OPG;
pub const RIGHT: Verdict = Hash::repeat_byte(7);
pub const WRONG: Verdict = Hash::repeat_byte(8);
/// What the client does not pay for.
pub const UNPAID: Verdict = Hash::repeat_byte(6);
/// What the client does not take.
pub const NONSENSE: Verdict = Hash::zero();
pub const SUBJECT: Subject = Subject::Model(Hash::repeat_byte(9));

construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Panels: pallet_opg_panels,
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
    /// Bond and what of it is locked, by operator.
    pub static Backing: BTreeMap<AccountId, (Balance, Balance)> = Default::default();
    /// What the author of a block adds, where it matters.
    pub static Added: BTreeMap<u64, u8> = Default::default();
    /// The case whose verdict the client doubts.
    pub static Doubted: Option<CaseId> = None;
    /// Cases that ended, as the client was told.
    pub static Told: Vec<(CaseId, Subject, Outcome<AccountId>)> = Default::default();
}

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
        assert_eq!(role, Role::Verifier);
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
        assert_eq!(ticket.amount, amount, "all of it");
        let bond = Backing::mutate(|all| {
            let (bond, locked) = all.get_mut(&ticket.operator).unwrap();
            *bond -= amount;
            *locked -= amount;
            *bond
        });
        Panels::changed(&ticket.operator, verifier(), bond);
        Balances::issue(amount)
    }
}

pub struct TestClient;

impl Client<AccountId> for TestClient {
    fn accepts(_: &Subject, verdict: &Verdict) -> bool {
        *verdict != NONSENSE
    }
    fn concluded(case: CaseId, subject: Subject, outcome: Outcome<AccountId>) {
        Told::mutate(|told| told.push((case, subject, outcome)));
    }
    fn matters(_: &Subject, verdict: &Verdict) -> bool {
        *verdict == RIGHT
    }
    fn earns(_: &Subject, verdict: Option<&Verdict>) -> bool {
        verdict != Some(&UNPAID)
    }
    fn doubts(case: CaseId, subject: &Subject) -> bool {
        assert_eq!(*subject, SUBJECT);
        Doubted::get() == Some(case)
    }
    fn weight() -> Weight {
        Weight::from_parts(1, 0)
    }
}

pub struct ToTreasury;
impl OnUnbalanced<CreditOf<Test>> for ToTreasury {
    fn on_nonzero_unbalanced(credit: CreditOf<Test>) {
        Balances::resolve(&TREASURY, credit).unwrap();
    }
}

/// What the block before gives.
pub struct Parent;
impl Randomness<Hash, u64> for Parent {
    fn random(subject: &[u8]) -> (Hash, u64) {
        let parent = System::block_number() - 1;
        let added = Added::get().get(&parent).copied();
        ((subject, parent, added).using_encoded(blake2_256).into(), parent)
    }
}

use codec::Encode;

impl Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Tickets = Book;
    type Clients = TestClient;
    type Randomness = Parent;
    type OnSlash = ToTreasury;
    type Ticket = ConstU128<TICKET>;
    type Reward = ConstU128<REWARD>;
    type BondUnit = ConstU128<OPG>;
    type DrawDelay = ConstU32<2>;
    type MaxDuties = ConstU32<20>;
    type MaxDue = ConstU32<100>;
    type AgendaWeight = Share;
    type ChangesWeight = Room;
    type WeightInfo = ();
}

/// Runs `test` on a chain with so many verifiers, of equal bond; afterwards all invariants hold.
pub fn run(verifiers: u64, test: impl FnOnce()) {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let people = [PAYER, TREASURY, NOBODY].into_iter().chain(FIRST..FIRST + verifiers);
    pallet_balances::GenesisConfig::<Test> {
        balances: people.map(|who| (who, RICH)).collect(),
        ..Default::default()
    }
    .assimilate_storage(&mut storage)
    .unwrap();
    let sizes = vec![
        (Kind::Attestation, PanelSize { members: 7, threshold: 5, commit: 20, reveal: 10 }),
        (Kind::Audit, PanelSize { members: 1, threshold: 1, commit: 20, reveal: 10 }),
    ];
    pallet_opg_panels::GenesisConfig::<Test> { sizes, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    TestExternalities::new(storage).execute_with(|| {
        Backing::set(Default::default());
        Told::set(vec![]);
        Added::set(Default::default());
        Doubted::set(None);
        Share::set(Weight::from_parts(1_000, 0));
        Room::set(Weight::from_parts(1_000, 0));
        for who in FIRST..FIRST + verifiers {
            bond(who, BOND);
        }
        System::set_block_number(1);
        test();
        check();
    });
}

pub fn check() {
    Panels::do_try_state().expect("all invariants hold");
    // What is locked is what tickets say.
    let mut locked = BTreeMap::<AccountId, Balance>::new();
    for case in Cases::<Test>::iter_values() {
        for ticket in case.members.iter().filter_map(|member| member.ticket.as_ref()) {
            *locked.entry(ticket.operator).or_default() += ticket.amount;
        }
    }
    for (who, (_, there)) in Backing::get() {
        assert_eq!(locked.remove(&who).unwrap_or(0), there, "{who} has another amount locked");
    }
}

pub fn verifier() -> Roles {
    Roles::of([Role::Verifier])
}

/// `who` is a verifier with this bond from now on, and in the lot as soon as that [counts](settle).
pub fn bond(who: AccountId, amount: Balance) {
    Backing::mutate(|all| all.entry(who).or_default().0 = amount);
    Panels::changed(&who, verifier(), amount);
}

/// Has all changes of bonds so far count in the lot.
pub fn settle() {
    blocks(2);
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

pub fn terms(kind: Kind) -> Terms<AccountId> {
    Terms {
        kind,
        subject: SUBJECT,
        excluded: Excluded::default(),
        payer: PAYER,
        stakes: Panels::usual(),
        answerable: 0,
    }
}

/// Opens a case of seven.
pub fn open() -> CaseId {
    Panels::open(terms(Kind::Attestation)).unwrap()
}

/// The same, its members answering for so many blocks.
pub fn open_answerable(answerable: u32) -> CaseId {
    Panels::open(Terms { answerable, ..terms(Kind::Attestation) }).unwrap()
}

/// Blocks go by.
pub fn blocks(count: u64) {
    for _ in 0..count {
        System::set_block_number(System::block_number() + 1);
        Panels::on_initialize(System::block_number());
        check();
    }
}

pub fn case(id: CaseId) -> CaseOf<Test> {
    Cases::<Test>::get(id).expect("there is such a case")
}

/// Its members who have not been silent.
pub fn members(id: CaseId) -> Vec<AccountId> {
    let case = case(id);
    let sits = |member: &&Member<AccountId>| member.standing != Standing::Silent;
    case.members.iter().filter(sits).map(|member| member.account).collect()
}

/// A salt of a member's own for a case.
pub fn salt(id: CaseId, who: AccountId) -> Salt {
    (id, who).using_encoded(blake2_256)
}

pub fn commit(id: CaseId, who: AccountId, verdict: Verdict) {
    let hash = commitment(id, &who, &salt(id, who), &verdict);
    assert_ok!(Panels::commit(signed(who), id, hash));
}

pub fn reveal(id: CaseId, who: AccountId, verdict: Verdict) {
    assert_ok!(Panels::reveal(signed(who), id, salt(id, who), verdict));
}

/// Draws a case's members.
pub fn drawn(id: CaseId) -> Vec<AccountId> {
    blocks(2);
    members(id)
}

/// Has a case's members say this, all at once. Answers who they are.
pub fn say(id: CaseId, verdicts: &[Verdict]) -> Vec<AccountId> {
    let members = drawn(id);
    for (who, verdict) in members.iter().zip(verdicts) {
        commit(id, *who, *verdict);
    }
    for (who, verdict) in members.iter().zip(verdicts) {
        reveal(id, *who, *verdict);
    }
    members
}

/// What the client was told last.
pub fn told() -> Outcome<AccountId> {
    Told::get().pop().expect("it was told").2
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
