//! What is shown, and how much of it at a time.

use super::*;

#[test]
fn models_should_be_listed_once_each_page_by_page() {
    run(|| {
        (1..=25).for_each(|number| register(ANN, hash(number), close()));
        let (mut seen, mut after) = (BTreeSet::new(), None);
        loop {
            let page = Models::models(after, 10);
            let Some(last) = page.last() else { break };
            after = Some(last.model);
            assert!(page.len() <= 10);
            assert!(page.iter().all(|line| seen.insert(line.model)), "one was listed twice");
        }
        assert_eq!(seen, (1..=25).map(hash).collect());
    });
}

#[test]
fn list_should_go_on_after_a_model_that_was_removed() {
    run(|| {
        (1..=5).for_each(|number| register(ANN, hash(number), close()));
        let all: Vec<_> = Models::models(None, 5).into_iter().map(|line| line.model).collect();
        assert_ok!(Models::deprecate(signed(ANN), all[1], true));
        assert_ok!(Models::remove(signed(ANN), all[1]));
        let rest: Vec<_> = Models::models(Some(all[1]), 5).iter().map(|line| line.model).collect();
        assert_eq!(rest, all[2..]);
    });
}

#[test]
fn servers_should_be_listed_by_place() {
    run(|| {
        register(ANN, hash(1), exact());
        for who in [BEN, CAT, EVE] {
            offer(who, hash(1), who as u32);
        }
        let list = |from, count| -> Vec<_> {
            let servers = Models::servers(hash(1), from, count);
            servers.into_iter().map(|view| (view.operator, view.capacity, view.free)).collect()
        };
        assert_eq!(list(0, u32::MAX), [(BEN, 2, 2), (CAT, 3, 3), (EVE, 5, 5)]);
        assert_eq!(list(1, 1), [(CAT, 3, 3)]);
        assert_eq!(list(3, 10), []);
        assert_eq!(list(u32::MAX, u32::MAX), []);
    });
}

#[test]
fn operator_should_see_what_it_offers() {
    run(|| {
        register(ANN, hash(1), exact());
        register(ANN, hash(2), close());
        offer(BEN, hash(1), 2);
        offer(BEN, hash(2), 3);
        take(hash(2), 0).unwrap();
        let mut offers = Models::offers_of(BEN);
        offers.sort_by_key(|view| view.model);
        let view = |model, capacity, free, in_use| OfferView {
            model,
            ask: ask(OPG),
            capacity,
            free,
            in_use,
        };
        assert_eq!(offers, [view(hash(1), 2, 2, 0), view(hash(2), 3, 2, 1)]);
        assert_eq!(Models::offers_of(CAT), []);
    });
}

#[test]
fn what_is_not_there_should_be_nothing() {
    run(|| {
        assert_eq!(Models::model(hash(1)), None);
        assert_eq!(Models::attestation(hash(1)), None);
        assert_eq!(Models::claim(&hash(1)), None);
        assert!(<Models as Servers<AccountId>>::served(&hash(1)).is_none());
        assert_eq!(take(hash(1), 0), None);
        assert!(!may_slash(&hash(1)) && !may_prove(&hash(1)));
        assert_eq!(Models::models(None, 10), []);
        assert_eq!(Models::releases(name("ann"), name("sums"), 1, 10), []);
        assert_eq!(Models::model_named(name("ann"), name("sums"), Some(1)), None);
    });
}

#[test]
fn constants_should_fit_each_other() {
    use polkadot_sdk::frame_support::traits::Hooks;

    <Models as Hooks<u64>>::integrity_test();
}
