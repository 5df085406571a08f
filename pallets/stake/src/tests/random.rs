//! Operations in any order: no invariant breaks, and no planck is made or lost.

use super::*;
use opg_primitives::random::Random;
use opg_primitives::stake::{Ticket, Tickets};

const PEOPLE: [AccountId; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// A chain on which people do random things, and what they should add up to.
struct World {
    random: Random,
    tickets: Vec<Ticket<AccountId>>,
    issuance: Balance,
    session: u32,
    /// Calls that succeeded, by name.
    done: std::collections::BTreeMap<&'static str, u32>,
}

impl World {
    fn new(seed: u64) -> Self {
        for who in PEOPLE {
            Balances::set_balance(&who, RICH);
        }
        let issuance = Balances::total_issuance();
        Self {
            random: Random(seed),
            tickets: vec![],
            issuance,
            session: 0,
            done: Default::default(),
        }
    }

    fn step(&mut self) {
        let who = self.random.one_of(&PEOPLE);
        let other = self.random.one_of(&PEOPLE);
        let amount = self.amount();
        let (name, succeeded) = match self.random.below(20) {
            0 => ("register", self.register(who)),
            1 => ("bond", call(|| Stake::bond(signed(who), amount))),
            2 => ("unbond", call(|| Stake::unbond(signed(who), amount))),
            3 => ("withdraw", call(|| Stake::withdraw(signed(who)))),
            4 => ("roles", self.set_roles(who)),
            5 => ("commission", self.set_commission(who)),
            6..=8 => ("delegate", call(|| Stake::delegate(signed(who), other, amount))),
            9..=10 => ("undelegate", call(|| Stake::undelegate(signed(who), other, amount))),
            11 => ("get back", call(|| Stake::withdraw_delegation(signed(who), other))),
            12 => ("kick", self.random.below(4) == 0 && call(|| Stake::kick(signed(who), other))),
            13 => ("offend", self.offend(who)),
            14 => ("cancel", self.cancel()),
            15 => ("lock", self.lock(who, amount)),
            16 => ("end ticket", self.end_ticket(amount)),
            17 => ("author", self.author(who)),
            18 => ("session", self.next_session()),
            _ => ("chores", self.chores()),
        };
        *self.done.entry(name).or_default() += u32::from(succeeded);
        assert_eq!(Balances::total_issuance(), self.issuance, "after {name}");
    }

    /// Mostly amounts that fit the people's means, now and then any.
    fn amount(&mut self) -> Balance {
        match self.random.below(10) {
            0 => self.random.amount(),
            1 => Balance::MAX,
            _ => OPG * u128::from(1 + self.random.below(20_000)) + u128::from(self.random.below(3)),
        }
    }

    fn register(&mut self, who: AccountId) -> bool {
        let (roles, bond) = (self.roles(), self.amount());
        let commission = Perbill::from_percent(self.random.below(101) as u32);
        call(|| Stake::register(signed(who), roles, bond, commission, Profile::default()))
    }

    fn roles(&mut self) -> Roles {
        let random = &mut self.random;
        Roles::of(Role::ALL.into_iter().filter(|_| random.below(3) > 0))
    }

    fn set_roles(&mut self, who: AccountId) -> bool {
        let roles = self.roles();
        call(|| Stake::set_roles(signed(who), roles))
    }

    fn set_commission(&mut self, who: AccountId) -> bool {
        let commission = Perbill::from_percent(self.random.below(101) as u32);
        call(|| Stake::set_commission(signed(who), commission))
    }

    fn offend(&mut self, who: AccountId) -> bool {
        // Total losses are rare, or nobody would be left.
        let percent = self.random.one_of(&[0, 0, 1, 5, 10, 33, 100]);
        let back = self.random.below(u64::from(UNBONDING * SESSIONS)) as u32;
        let session = self.session.saturating_sub(back);
        let is_hit = self.random.below(5) == 0;
        if is_hit {
            Stake::note_offence(&who, Perbill::from_percent(percent), session);
        }
        is_hit
    }

    fn cancel(&mut self) -> bool {
        let id = NextSlash::<Test>::get().saturating_sub(self.random.below(5) as u32);
        call(|| Stake::cancel_slash(RuntimeOrigin::root(), id))
    }

    fn lock(&mut self, who: AccountId, amount: Balance) -> bool {
        let role = self.random.one_of(&Role::ALL);
        let most = Stake::lockable(&who, role);
        match <Stake as Tickets<_>>::lock(&who, role, amount.min(most)) {
            Ok(ticket) => {
                self.tickets.push(ticket);
                true
            },
            Err(_) => false,
        }
    }

    fn end_ticket(&mut self, amount: Balance) -> bool {
        if self.tickets.is_empty() {
            return false;
        }
        let index = self.random.below(self.tickets.len() as u64) as usize;
        let ticket = self.tickets.swap_remove(index);
        if self.random.below(4) > 0 {
            Stake::release(ticket);
        } else {
            ToTreasury::on_unbalanced(<Stake as Tickets<_>>::slash(ticket, amount / 10));
        }
        true
    }

    fn author(&mut self, who: AccountId) -> bool {
        let authors = Stake::next_validators();
        let is_author = authors.contains(&who);
        if is_author {
            Stake::note_author(&who);
        }
        is_author
    }

    fn next_session(&mut self) -> bool {
        let due = self.amount().min(10_000 * OPG);
        Due::set(due);
        let era = CurrentEra::<Test>::get();
        self.session += 1;
        Stake::start_session(self.session);
        if CurrentEra::<Test>::get() > era {
            self.issuance += due;
        } else {
            Due::set(0);
        }
        true
    }

    fn chores(&mut self) -> bool {
        let room = self.random.below(40);
        Stake::on_idle(1, Weight::from_parts(room, 0));
        true
    }
}

/// Whether a call succeeded; one that failed leaves nothing behind.
fn call(it: impl FnOnce() -> DispatchResult) -> bool {
    polkadot_sdk::frame_support::storage::with_storage_layer(it).is_ok()
}

fn walk(seed: u64, steps: u32) {
    run(|| {
        let mut world = World::new(seed);
        for step in 0..steps {
            world.step();
            if let Err(error) = Stake::do_try_state() {
                panic!("seed {seed}, step {step}: {error:?}");
            }
        }
        let tickets: Balance = world.tickets.iter().map(|ticket| ticket.amount).sum();
        let locked: Balance = Operators::<Test>::iter_values().map(|each| each.locked).sum();
        assert_eq!(tickets, locked);
        // A walk that did nothing would show nothing.
        for (name, count) in &world.done {
            assert!(*count > steps / 2_000, "{name} succeeded {count} times in {steps} steps");
        }
        drain(world);
    });
}

/// Everybody leaves: all money is free again, and nothing is left behind.
fn drain(mut world: World) {
    while let Some(ticket) = world.tickets.pop() {
        Stake::release(ticket);
    }
    for round in 0..2 {
        for who in PEOPLE {
            if let Some(operator) = Operators::<Test>::get(who) {
                call(|| Stake::unbond(signed(who), operator.bond));
            }
            for id in PEOPLE {
                call(|| Stake::undelegate(signed(who), id, Balance::MAX));
            }
        }
        for _ in 0..SESSIONS * (UNBONDING + 2) {
            world.session += 1;
            Stake::start_session(world.session);
            settle();
        }
        for who in PEOPLE {
            call(|| Stake::withdraw(signed(who)));
            for id in PEOPLE {
                call(|| Stake::withdraw_delegation(signed(who), id));
            }
        }
        check();
        assert!(round == 0 || Operators::<Test>::iter().count() == 0, "someone could not leave");
    }
    assert_eq!(Delegations::<Test>::iter().count(), 0);
    assert_eq!(Leavings::<Test>::iter().count() + Cohorts::<Test>::iter().count(), 0);
    assert_eq!(Balances::total_issuance(), world.issuance);
    for who in PEOPLE {
        assert_eq!(Balances::total_balance_on_hold(&who), 0);
        assert_eq!(Balances::balance(&Stake::pool_account(&who)), 0);
    }
}

#[test]
fn invariants_should_hold_in_any_order_of_operations() {
    // 100,000 steps; a failure names its seed and step.
    for seed in 0..10 {
        walk(seed, 10_000);
    }
}
