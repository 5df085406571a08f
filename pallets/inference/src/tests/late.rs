//! Blocks that have no room for all that is due: it is carried over, and nobody is late because of that.

use super::*;

/// A late worker's request is begun if the most that it may weigh still fits, which is two; these weigh one each.
fn room_for(entries: u64) {
    Share::set(Weight::from_parts(entries + 1, 0));
}

fn ended() -> usize {
    Jobs::<Test>::iter_values().filter(|job| job.life.phase.end().is_some()).count()
}

#[test]
fn what_finds_no_room_should_be_carried_over_and_nothing_be_dropped() {
    run(|| {
        SERVERS.for_each(|who| offer(who, EXACT, MILLI_OPG, 40));
        for _ in 0..30 {
            answered(Order { max_price: MILLI_OPG, ..order() });
        }
        // Entries come up first when their workers' time was over, and are looked at.
        blocks(WINDOW - 1);
        // Nobody doubted them: they need no more room than they take.
        Share::set(Weight::from_parts(4, 0));
        for block in 1..=7 {
            blocks(1);
            assert_eq!(ended(), 4 * block);
            check();
        }
        blocks(1);
        assert_eq!(ended(), 30);
        blocks(RETENTION + 10);
        assert_eq!(Jobs::<Test>::iter().count(), 0);
    });
}

#[test]
fn what_is_left_of_a_block_should_be_used() {
    run(|| {
        for _ in 0..10 {
            ask(order());
        }
        blocks(TIME - 1);
        room_for(2);
        block();
        let missed = || {
            let has = |job: &JobOf<Test>| job.workers[0].standing == Standing::Missed;
            Jobs::<Test>::iter_values().filter(has).count()
        };
        assert_eq!(missed(), 2);
        let used = Inference::on_idle(System::block_number(), Weight::from_parts(6, 0));
        assert_eq!((used, missed()), (Weight::from_parts(5, 0), 7));
        Inference::on_idle(System::block_number(), Weight::MAX);
        assert_eq!(missed(), 10);
    });
}

/// A block without any room at all makes nobody late and lets nobody be early.
#[test]
fn lagging_agenda_should_move_no_deadline() {
    run(|| {
        let (answered_one, _) = answered(order());
        let open = ask(order());
        let late = worker(open);
        room_for(0);
        blocks(WINDOW);
        answers::falls(submit(late, &[(open, output())]), Error::TooLate);
        refused!(Inference::challenge(signed(CAT), answered_one), Error::<Test>::TooLate);
        assert!(matches!(phase(answered_one), Phase::Answered { .. }));
        room_for(100);
        block();
        assert_eq!(end(answered_one), Some(End::Settled));
        // The next worker has all of its time.
        let now = Inference::now();
        assert_eq!(phase(open), Phase::Assigned { since: now, until: now + TIME });
    });
}

/// The chain was busy with itself, not blocks with answers: what a worker missed it missed.
#[test]
fn lagging_agenda_should_not_excuse_a_late_worker() {
    run(|| {
        Full::set(Weight::from_parts(100, 0));
        let id = ask(order());
        let late = worker(id);
        room_for(0);
        blocks(TIME + 20);
        room_for(100);
        block();
        assert_eq!(bond(late), (BOND - PRICE, 0));
    });
}

/// Whoever has much fall due in one block would otherwise be excused for being late.
#[test]
fn block_that_is_full_of_what_was_due_should_excuse_nobody() {
    run(|| {
        Full::set(Weight::from_parts(1_000, 0));
        let weigh = |units| System::set_block_consumed_resources(Weight::from_parts(units, 0), 0);
        let now = System::block_number();
        weigh(500);
        Inference::on_idle(now, Weight::from_parts(500, 0));
        weigh(5_000);
        Inference::on_finalize(now);
        assert_eq!(LastFull::<Test>::get(), None);
        // What transactions took does, whether there is anything left to do something with or not.
        Inference::on_idle(now, Weight::from_parts(500, 0));
        Inference::on_finalize(now);
        assert_eq!(LastFull::<Test>::take(), Some(Inference::now()));
        Inference::on_finalize(now);
        assert_eq!(LastFull::<Test>::get(), Some(Inference::now()));
    });
}
