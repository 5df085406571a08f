//! What must not be taken, each with its reason; the good entries stand, and the feed lives on.

use super::*;
use codec::Decode;

/// A feed after `test` still finds an answer.
fn lives_on(test: impl FnOnce(FeedId)) {
    run(8, || {
        let id = feed();
        test(id);
        blocks(rules().round.into());
        answer(id, &[12_345; 5]);
        assert_eq!(Oracle::value(id).unwrap().value, 12_345);
    });
}

fn stranger(id: FeedId) -> AccountId {
    (FIRST..FIRST + 8).find(|who| !reporters(id).contains(who)).unwrap()
}

#[test]
fn empty_report() {
    lives_on(|id| {
        refused!(report(reporters(id)[0], vec![]), Error::<Test>::Empty);
        assert_eq!(may_report(reporters(id)[0], &[]), Err(Error::<Test>::Empty.into()));
    });
}

#[test]
fn report_of_too_many() {
    let entry = Observation { feed: 0, round: 1, value: 5 };
    type Most = BoundedVec<Observation, <Test as Config>::MaxReport>;
    let decoded = |count| Most::decode(&mut &codec::Encode::encode(&vec![entry; count])[..]);
    assert!(decoded(100).is_ok());
    assert!(decoded(101).is_err(), "no such call can be made");
}

#[test]
fn report_of_one_who_is_no_reporter() {
    lives_on(|id| {
        assert_eq!(say(NOBODY, id, 5), Err(Error::<Test>::NotAReporter.into()));
        assert_eq!(say(stranger(id), id, 5), Err(Error::<Test>::NotAReporter.into()));
        let unsigned = Oracle::report(RuntimeOrigin::none(), Default::default());
        refused!(unsigned, DispatchError::BadOrigin);
    });
}

#[test]
fn observation_of_an_unknown_feed() {
    lives_on(|id| {
        let who = reporters(id)[0];
        assert_eq!(say_in(who, id + 1, 1, 5), Err(Error::<Test>::NoSuchFeed.into()));
        assert_eq!(say_in(who, FeedId::MAX, 1, 5), Err(Error::<Test>::NoSuchFeed.into()));
    });
}

#[test]
fn second_observation_in_a_round() {
    lives_on(|id| {
        let who = reporters(id)[0];
        assert_ok!(say_in(who, id, 1, 100));
        assert_eq!(say_in(who, id, 1, 100), Err(Error::<Test>::AlreadyReported.into()));
        assert_eq!(say_in(who, id, 1, 900), Err(Error::<Test>::AlreadyReported.into()));
    });
}

#[test]
fn same_observation_twice_in_one_report() {
    lives_on(|id| {
        let who = reporters(id)[0];
        let entry = Observation { feed: id, round: 1, value: 100 };
        let info = report(who, vec![entry, entry, entry]).unwrap();
        assert_eq!(info.pays_fee, Pays::Yes);
        assert_eq!(stored(id).open.unwrap().said.len(), 1, "one of them stood");
    });
}

#[test]
fn observations_of_rounds_that_are_not_open() {
    lives_on(|id| {
        let who = reporters(id)[0];
        assert_eq!(say_in(who, id, 0, 5), Err(Error::<Test>::TooLate.into()));
        assert_eq!(say_in(who, id, 2, 5), Err(Error::<Test>::TooEarly.into()));
        assert_eq!(say_in(who, id, Round::MAX, 5), Err(Error::<Test>::TooEarly.into()));
        answer(id, &[100; 5]);
        blocks(u64::from(rules().late));
        assert_eq!(say_in(reporters(id)[5], id, 1, 100), Err(Error::<Test>::TooLate.into()));
    });
}

#[test]
fn observation_of_one_who_was_chilled() {
    lives_on(|id| {
        let who = reporters(id)[0];
        Feeds::<Test>::mutate(id, |feed| feed.as_mut().unwrap().seats[0].chilled = Some(99));
        assert_eq!(say(who, id, 5), Err(Error::<Test>::Chilled.into()));
        Feeds::<Test>::mutate(id, |feed| feed.as_mut().unwrap().seats[0].chilled = None);
        assert_ok!(Oracle::leave(signed(who), id));
        assert_eq!(say(who, id, 5), Err(Error::<Test>::Chilled.into()), "kept out");
        blocks(rules().rotation.into());
    });
}

#[test]
fn observation_of_a_feed_with_too_few_reporters() {
    run(4, || {
        assert_ok!(Oracle::create_feed(root(), terms()));
        assert_ok!(Oracle::fund(root(), 0, FUNDS));
        blocks(50);
        let who = reporters(0)[0];
        assert_eq!(say(who, 0, 5), Err(Error::<Test>::TooFewReporters.into()));
        bond(FIRST + 4, BOND);
        Balances::set_balance(&(FIRST + 4), RICH);
        blocks(30);
        answer(0, &[100; 5]);
        assert_eq!(status(0), Status::Fresh, "five are a quorum");
    });
}

/// Values at the edge of what can be said are observations like others.
#[test]
fn extreme_values() {
    lives_on(|id| {
        answer(id, &[i64::MAX, i64::MAX, i64::MIN, i64::MAX, i64::MIN]);
        assert_eq!(status(id), Status::OutOfBounds);
        blocks(1);
        answer(id, &[i64::MIN, 0, i64::MAX, 100, 100]);
        assert_eq!(Oracle::value(id).unwrap().value, 100);
    });
}

#[test]
fn bad_entries_should_not_spoil_the_good_ones() {
    run(8, || {
        let (one, other) = (feed(), feed());
        let all = reporters(one);
        for who in &all[..5] {
            let entry = |feed, round| Observation { feed, round, value: 100 };
            assert_ok!(report(*who, vec![entry(77, 1), entry(one, 1), entry(other, 9)]));
        }
        assert_eq!((status(one), status(other)), (Status::Fresh, Status::Unanswered));
    });
}

/// What is asked of a report before it comes into the pool is what decides when it comes into a block.
#[test]
fn pool_should_take_what_stands_and_nothing_else() {
    run(8, || {
        let id = feed();
        let all = reporters(id);
        let entry = |round| Observation { feed: id, round, value: 100 };
        let may = |who, round| may_report(who, &[entry(round)]);
        let now = Oracle::now();
        let stands = types::Stands { feed: id, round: 1, until: now + rules().round };
        assert_eq!(may(all[0], 1), Ok(stands));
        assert_eq!(may(all[0], 2), Err(Error::<Test>::TooEarly.into()));
        assert_eq!(may(stranger(id), 1), Err(Error::<Test>::NotAReporter.into()));
        let unknown = Observation { feed: 9, ..entry(1) };
        let mut many = vec![unknown; reports::TRIED - 1];
        many.push(entry(1));
        assert_eq!(may_report(all[0], &many), Ok(stands), "one of the first few");
        many.insert(0, unknown);
        assert_eq!(may_report(all[0], &many), Err(Error::<Test>::NoSuchFeed.into()));
        assert_ok!(say(all[0], id, 100));
        assert_eq!(may(all[0], 1), Err(Error::<Test>::AlreadyReported.into()));
        answer_rest(id, &all);
        let late = types::Stands { until: now + rules().late, ..stands };
        assert_eq!(may(all[5], 1), Ok(late));
        assert_eq!(may(all[0], 2), Err(Error::<Test>::NotDue.into()));
    });
}

/// A report that the pool looks at is for the block after the last one, whose time nobody knows yet.
#[test]
fn pool_should_take_what_will_be_due_in_the_block_to_come() {
    run(7, || {
        let id = feed_of(Terms { heartbeat: MIN_HEARTBEAT, ..terms() });
        answer(id, &[100; 5]);
        let entry = [Observation { feed: id, round: 2, value: 100 }];
        let who = reporters(id)[0];
        assert_eq!(may_report(who, &entry), Err(Error::<Test>::NotDue.into()));
        // The SDK gives it the number of its block, and the time of the last.
        System::set_block_number(System::block_number() + 1);
        Behind::set(SLOT_MILLIS);
        let until = Oracle::now() + rules().round;
        let stands = types::Stands { feed: id, round: 2, until };
        let foreseen = Oracle::may_report(&who, &entry, Oracle::clock_of_pool());
        assert_eq!(foreseen.map_err(DispatchError::from), Ok(stands));
        assert_eq!(may_report(who, &entry), Err(Error::<Test>::NotDue.into()));
    });
}

/// The last block was late in its slot; the next one may be early.
#[test]
fn pool_should_not_count_on_a_late_block() {
    run(7, || {
        let id = feed_of(Terms { heartbeat: 20, ..terms() });
        answer(id, &[100; 5]);
        let entry = [Observation { feed: id, round: 2, value: 100 }];
        let in_pool = |late: Moment| {
            Behind::set(SLOT_MILLIS - late);
            let foreseen = Oracle::may_report(&reporters(id)[0], &entry, Oracle::clock_of_pool());
            foreseen.map(|_| ()).map_err(DispatchError::from)
        };
        System::set_block_number(System::block_number() + 6);
        assert_eq!(in_pool(600), Err(Error::<Test>::NotDue.into()));
        // Two blocks are at least half a slot apart.
        assert_eq!(in_pool(2_900), Ok(()));
    });
}

fn may_report(who: AccountId, entries: &[Observation]) -> Result<types::Stands, DispatchError> {
    Oracle::may_report(&who, entries, Oracle::clock()).map_err(DispatchError::from)
}

fn answer_rest(id: FeedId, all: &[AccountId]) {
    for who in &all[1..5] {
        assert_ok!(say_in(*who, id, 1, 100));
    }
}
