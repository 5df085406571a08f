//! Who answers with a model, and what requests take of them.

use super::*;
use opg_primitives::random::Random;

fn withdraw(who: AccountId) {
    assert_ok!(Models::withdraw_offer(signed(who), hash(1)));
}

fn root() -> u64 {
    Roots::<Test>::get(hash(1)).sum()
}

/// `ANN` has a model, which others may offer.
fn with_model(test: impl FnOnce()) {
    run(|| {
        register(ANN, hash(1), exact());
        test();
    });
}

#[test]
fn slots_should_be_taken_until_none_is_free_and_come_back() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        offer(CAT, hash(1), 1);
        let mut taken: Vec<_> = (0..3).map(|seed| take(hash(1), seed).unwrap()).collect();
        taken.sort_unstable();
        assert_eq!(taken, [BEN, BEN, CAT]);
        assert_eq!(take(hash(1), 3), None);
        assert_eq!((units(BEN, hash(1)), units(CAT, hash(1))), ((0, 2), (0, 1)));
        give_back(hash(1), BEN);
        assert_eq!(units(BEN, hash(1)), (1, 1));
        assert_eq!(take(hash(1), 4), Some(BEN));
    });
}

#[test]
fn draw_should_follow_what_is_free() {
    with_model(|| {
        offer(BEN, hash(1), 48);
        offer(CAT, hash(1), 16);
        let draws = 2_000;
        let mut bens = 0;
        for seed in 0..draws {
            let who = take(hash(1), seed).unwrap();
            bens += u32::from(who == BEN);
            give_back(hash(1), who);
        }
        // Three quarters, give or take five standard deviations.
        assert!((1_400..1_600).contains(&bens), "{bens} of {draws}");
    });
}

#[test]
fn only_who_suits_should_be_taken_and_only_so_many_be_tried() {
    with_model(|| {
        for who in [BEN, CAT, EVE] {
            assert_ok!(Models::offer(signed(who), hash(1), ask(Balance::from(who)), 10));
        }
        let mut tried = vec![];
        let dear = |tried: &mut Vec<_>, tries| {
            <Models as Servers<_>>::take(&hash(1), hash(9), tries, |who, ask, _| {
                tried.push((*who, ask.price));
                false
            })
        };
        assert_eq!(dear(&mut tried, 2), None);
        assert_eq!(tried.len(), 2);
        tried.clear();
        assert_eq!(dear(&mut tried, 10), None);
        tried.sort_unstable();
        assert_eq!(tried, [(BEN, 2), (CAT, 3), (EVE, 5)], "each is tried once");
        let cheap = |who: &AccountId, ask: &Ask, _| *who == CAT && ask.price == 3;
        let taken = <Models as Servers<_>>::take(&hash(1), hash(9), 3, cheap);
        assert_eq!(taken, Some((CAT, ask(3))));
        assert_eq!(units(CAT, hash(1)), (9, 1));
    });
}

#[test]
fn taking_should_leave_the_root_alone_until_a_page_is_full() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        offer(CAT, hash(1), 1);
        let raw = || {
            let key = Roots::<Test>::hashed_key_for(hash(1));
            polkadot_sdk::sp_io::storage::get(&key)
        };
        let before = raw();
        assert_eq!(root(), 3);
        take(hash(1), 0).unwrap();
        let second = take(hash(1), 1).unwrap();
        assert_eq!((raw(), root()), (before.clone(), 3));
        take(hash(1), 2).unwrap();
        assert_eq!((raw(), root()), (None, 0), "a full page is not drawn");
        give_back(hash(1), second);
        assert_eq!(raw(), before);
    });
}

#[test]
fn lowered_capacity_should_swallow_what_is_given_back() {
    with_model(|| {
        offer(BEN, hash(1), 5);
        (0..4).for_each(|seed| assert_eq!(take(hash(1), seed), Some(BEN)));
        offer(BEN, hash(1), 2);
        let stored = || Offers::<Test>::get(BEN, hash(1)).unwrap();
        assert_eq!((stored().capacity, stored().owed, units(BEN, hash(1))), (2, 2, (0, 4)));
        check();
        give_back(hash(1), BEN);
        give_back(hash(1), BEN);
        assert_eq!((stored().owed, units(BEN, hash(1))), (0, (0, 2)));
        give_back(hash(1), BEN);
        assert_eq!(units(BEN, hash(1)), (1, 1));
    });
}

#[test]
fn raised_capacity_should_pay_what_is_owed_first() {
    with_model(|| {
        offer(BEN, hash(1), 5);
        (0..5).for_each(|seed| assert_eq!(take(hash(1), seed), Some(BEN)));
        offer(BEN, hash(1), 1);
        offer(BEN, hash(1), 4);
        let owed = || Offers::<Test>::get(BEN, hash(1)).unwrap().owed;
        assert_eq!((owed(), units(BEN, hash(1))), (1, (0, 5)));
        offer(BEN, hash(1), 7);
        assert_eq!((owed(), units(BEN, hash(1))), (0, (2, 5)));
    });
}

#[test]
fn withdrawn_offer_should_go_at_once_if_nothing_is_in_use() {
    with_model(|| {
        let free = Balances::balance(&BEN);
        offer(BEN, hash(1), 5);
        assert!(Balances::balance(&BEN) < free);
        take(hash(1), 0).unwrap();
        give_back(hash(1), BEN);
        withdraw(BEN);
        assert!(!Offers::<Test>::contains_key(BEN, hash(1)));
        assert_eq!(Balances::balance(&BEN), free);
        assert_eq!(Seats::<Test>::iter().count() + SlotPages::<Test>::iter().count(), 0);
        assert_eq!(model(hash(1)).offers, 0);
    });
}

#[test]
fn withdrawn_offer_should_finish_what_is_in_use_and_take_no_more() {
    with_model(|| {
        let free = Balances::balance(&BEN);
        offer(BEN, hash(1), 5);
        take(hash(1), 0).unwrap();
        take(hash(1), 1).unwrap();
        withdraw(BEN);
        assert_eq!(take(hash(1), 2), None);
        check();
        refused!(Models::withdraw_offer(signed(BEN), hash(1)), Error::<Test>::AlreadyWithdrawn);
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        refused!(Models::remove(signed(ANN), hash(1)), Error::<Test>::StillOffered);
        give_back(hash(1), BEN);
        assert_eq!(units(BEN, hash(1)), (0, 1));
        give_back(hash(1), BEN);
        assert!(!Offers::<Test>::contains_key(BEN, hash(1)));
        assert_eq!(Balances::balance(&BEN), free);
        later(REST * CHALLENGE - 1);
        refused!(Models::remove(signed(ANN), hash(1)), Error::<Test>::StillDoubted);
        later(1);
        assert_ok!(Models::remove(signed(ANN), hash(1)));
    });
}

#[test]
fn withdrawn_offer_should_be_made_again_in_its_place() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        take(hash(1), 0).unwrap();
        withdraw(BEN);
        offer(BEN, hash(1), 3);
        assert_eq!(units(BEN, hash(1)), (2, 1));
        assert_eq!(model(hash(1)).offers, 1);
    });
}

#[test]
fn last_offer_should_move_where_one_went() {
    with_model(|| {
        offer(BEN, hash(1), 1);
        offer(CAT, hash(1), 2);
        offer(EVE, hash(1), 3);
        // One of Eve's is in use when she moves.
        let eves = |who: &AccountId, _: &Ask, _| *who == EVE;
        <Models as Servers<_>>::take(&hash(1), hash(0), 3, eves).unwrap();
        withdraw(BEN);
        check();
        let places = Models::servers(hash(1), 0, 10);
        let operators: Vec<_> = places.iter().map(|view| view.operator).collect();
        assert_eq!(operators, [EVE, CAT]);
        assert_eq!((places[0].capacity, places[0].free), (3, 2));
        give_back(hash(1), EVE);
        assert_eq!(units(EVE, hash(1)), (3, 0));
    });
}

#[test]
fn offers_should_fill_pages_and_leave_them_empty() {
    with_model(|| {
        let operators: Vec<AccountId> = (100..400).collect();
        for who in &operators {
            Balances::set_balance(who, RICH);
            offer(*who, hash(1), 1);
        }
        check();
        assert_eq!(SlotPages::<Test>::iter().count(), 3);
        assert_eq!(root(), 300);
        let mut taken = BTreeSet::new();
        for seed in 0..300 {
            assert!(taken.insert(take(hash(1), seed).unwrap()), "one slot was taken twice");
        }
        assert_eq!((take(hash(1), 0), root()), (None, 0));
        check();
        for who in &operators[..150] {
            give_back(hash(1), *who);
            withdraw(*who);
        }
        check();
        assert_eq!(SlotPages::<Test>::iter().count(), 2);
        for who in &operators[150..] {
            withdraw(*who);
            give_back(hash(1), *who);
        }
        assert_eq!(SlotPages::<Test>::iter().count() + Seats::<Test>::iter().count(), 0);
    });
}

#[test]
fn closed_model_should_finish_what_runs_and_begin_nothing() {
    with_model(|| {
        offer(BEN, hash(1), 3);
        take(hash(1), 0).unwrap();
        let standings: [fn() -> DispatchResult; 2] = [
            || Models::deprecate(signed(ANN), hash(1), true),
            || Models::ban(RuntimeOrigin::root(), hash(1), true),
        ];
        for close in standings {
            assert_ok!(close());
            assert!(!<Models as Servers<_>>::served(&hash(1)).unwrap().open);
            assert_eq!(take(hash(1), 1), None);
            let new = Models::offer(signed(CAT), hash(1), ask(1), 1);
            assert_eq!(new, Err(Error::<Test>::NotActive.into()));
            let raise = Models::offer(signed(BEN), hash(1), ask(1), 4);
            assert_eq!(raise, Err(Error::<Test>::NotActive.into()));
        }
        offer(BEN, hash(1), 2);
        give_back(hash(1), BEN);
        assert_eq!(units(BEN, hash(1)), (2, 0));
        withdraw(BEN);
        assert_eq!(model(hash(1)).offers, 0);
    });
}

#[test]
fn offer_without_its_role_should_be_retired_by_anyone() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        take(hash(1), 0).unwrap();
        let retire = || Models::retire_offer(signed(EVE), BEN, hash(1));
        refused!(retire(), Error::<Test>::StillServes);
        Idle::mutate(|idle| idle.insert(BEN));
        assert_ok!(retire());
        refused!(retire(), Error::<Test>::AlreadyWithdrawn);
        give_back(hash(1), BEN);
        refused!(retire(), Error::<Test>::NoSuchOffer);
    });
}

#[test]
fn owner_should_not_have_a_quorum_disagree_by_amending_what_it_is_asked() {
    with_model(|| {
        let amend = || Models::amend(signed(ANN), hash(1), Box::new(close()));
        let retire = |who| Models::retire_offer(signed(who), BEN, hash(1));
        offer(BEN, hash(1), 2);
        take(hash(1), 0).unwrap();
        refused!(amend(), Error::<Test>::StillOffered);
        // Of an open model nobody takes offers away, and of a deprecated one its owner alone does.
        refused!(retire(ANN), Error::<Test>::StillServes);
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        refused!(retire(EVE), Error::<Test>::StillServes);
        assert_ok!(retire(ANN));
        // The request that has the slot is not answered yet.
        refused!(amend(), Error::<Test>::StillOffered);
        give_back(hash(1), BEN);
        // What was answered may be doubted: two juries would be asked about different claims.
        refused!(amend(), Error::<Test>::StillDoubted);
        later(REST * CHALLENGE);
        assert_ok!(amend());
        assert_eq!(Models::claim(&hash(1)), Some(close()));
    });
}

#[test]
fn owner_should_not_take_offers_of_an_attested_model_away() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        assert_ok!(Models::request_attestation(signed(ANN), hash(1)));
        conclude(1, Some(right(hash(1))));
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        let retire = Models::retire_offer(signed(ANN), BEN, hash(1));
        assert_eq!(retire, Err(Error::<Test>::StillServes.into()));
    });
}

#[test]
fn more_given_back_than_taken_should_change_nothing() {
    with_model(|| {
        offer(BEN, hash(1), 2);
        give_back(hash(1), BEN);
        give_back(hash(1), CAT);
        give_back(hash(2), BEN);
        assert_eq!(units(BEN, hash(1)), (2, 0));
    });
}

#[test]
fn last_place_should_be_the_last() {
    with_model(|| {
        offer(BEN, hash(1), 1);
        crate::Models::<Test>::mutate(hash(1), |stored| {
            stored.as_mut().unwrap().offers = opg_primitives::urn::PLACES;
        });
        refused!(Models::offer(signed(CAT), hash(1), ask(1), 1), Error::<Test>::TooManyOffers);
        // Who is in already may change what it offers.
        offer(BEN, hash(1), 2);
        crate::Models::<Test>::mutate(hash(1), |stored| stored.as_mut().unwrap().offers = 1);
    });
}

/// What the offers of a model should be, kept by other means.
#[derive(Default)]
struct Ledger(BTreeMap<(AccountId, u64), (u64, u64)>);

impl Ledger {
    /// Forgets offers of which nothing is left.
    fn tidy(&mut self) {
        self.0.retain(|_, (capacity, in_use)| *capacity > 0 || *in_use > 0);
    }

    fn free(&self, model: u64) -> u64 {
        let of = self.0.iter().filter(|((_, of), _)| *of == model);
        of.map(|(_, (capacity, in_use))| capacity.saturating_sub(*in_use)).sum()
    }

    fn compare(&self) {
        let there: BTreeMap<_, _> = Offers::<Test>::iter()
            .map(|(who, model, offer)| {
                let (free, in_use) = units(who, model);
                assert_eq!(free, u64::from(offer.capacity).saturating_sub(in_use));
                ((who, model.to_low_u64_be()), (offer.capacity.into(), in_use))
            })
            .collect();
        assert_eq!(there, self.0);
    }
}

/// Random operations of `people` on two models, checked every `pause` of them.
fn walk(seed: u64, people: u64, steps: u32, pause: u32) {
    run(|| {
        let people: Vec<AccountId> = (100..100 + people).collect();
        for who in &people {
            Balances::set_balance(who, RICH);
        }
        register(ANN, hash(1), exact());
        register(ANN, hash(2), close());
        let mut random = Random(seed);
        let mut ledger = Ledger::default();
        let mut done = BTreeMap::<&str, u32>::new();
        for step in 0..steps {
            let who = random.one_of(&people);
            let number = random.one_of(&[1, 2]);
            let model = hash(number);
            let (name, happened) = match random.below(12) {
                0..=2 => {
                    let capacity = random.below(6);
                    let call = Models::offer(signed(who), model, ask(1), capacity as u32);
                    assert_eq!(call.is_ok(), capacity > 0);
                    if call.is_ok() {
                        ledger.0.entry((who, number)).or_default().0 = capacity;
                    }
                    ("offer", call.is_ok())
                },
                3 => {
                    let call = Models::withdraw_offer(signed(who), model);
                    let offer = ledger.0.get_mut(&(who, number)).filter(|offer| offer.0 > 0);
                    assert_eq!(call.is_ok(), offer.is_some());
                    if let Some(offer) = offer {
                        offer.0 = 0;
                    }
                    ("withdraw", call.is_ok())
                },
                4..=7 => {
                    let taken = take(model, random.number());
                    assert_eq!(taken.is_some(), ledger.free(number) > 0);
                    if let Some(who) = taken {
                        let (capacity, in_use) = ledger.0.get_mut(&(who, number)).unwrap();
                        assert!(in_use < capacity, "a slot was taken that is not free");
                        *in_use += 1;
                    }
                    ("take", taken.is_some())
                },
                _ => {
                    let busy: Vec<_> = ledger.0.iter().filter(|(_, units)| units.1 > 0).collect();
                    let some = (!busy.is_empty()).then(|| *random.one_of(&busy).0);
                    if let Some((who, number)) = some {
                        give_back(hash(number), who);
                        ledger.0.get_mut(&(who, number)).unwrap().1 -= 1;
                    }
                    ("give back", some.is_some())
                },
            };
            ledger.tidy();
            *done.entry(name).or_default() += u32::from(happened);
            if step % pause == 0 {
                ledger.compare();
                if let Err(error) = Models::do_try_state() {
                    panic!("seed {seed}, step {step}: {error:?}");
                }
            }
        }
        // A walk that did nothing would show nothing.
        for (name, count) in done {
            assert!(count > steps / 40, "{name} happened {count} times in {steps} steps");
        }
    });
}

#[test]
fn invariants_should_hold_in_any_order_of_operations() {
    walk(1, 8, 20_000, 1);
}

#[test]
fn invariants_should_hold_over_many_pages() {
    walk(2, 400, 20_000, 200);
}
