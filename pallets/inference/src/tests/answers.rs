//! Answers in batches: each entry stands or falls alone, and whoever sends junk pays for it.

use super::*;

/// The only entry of a batch is refused for this, and the batch is paid for.
pub fn falls(answer: DispatchResultWithPostInfo, error: Error<Test>) {
    assert_eq!(answer.expect("the batch itself stands").pays_fee, Pays::Yes);
    match log().pop() {
        Some(Event::Refused { error: because, .. }) => assert_eq!(because, error.into()),
        other => panic!("{error:?} was expected of {other:?}"),
    }
}

/// Two requests that the same worker was given.
fn two() -> (JobId, JobId, AccountId) {
    only(EXACT, &[11]);
    (ask(order()), ask(order()), 11)
}

#[test]
fn answer_should_wait_for_doubts_with_its_slot_free_and_its_ticket_locked() {
    run(|| {
        let id = ask(order());
        let who = worker(id);
        assert_eq!(bond(who), (BOND, TICKET));
        assert_eq!(Offers::get()[&(EXACT, who)].taken, 1);
        blocks(3);
        answer(id);
        let until = Inference::now() + WINDOW;
        assert_eq!(phase(id), Phase::Answered { until });
        assert_eq!(bond(who), (BOND, TICKET));
        assert_eq!(Offers::get()[&(EXACT, who)].taken, 0);
        assert_eq!(Outputs::<Test>::get(id, 0), Some(output()));
        let output = output().digest();
        once(Event::Answered { job: id, worker: who, output, until });
    });
}

/// Otherwise whoever is slow has less to fear than whoever is quick.
#[test]
fn answer_should_be_doubted_for_as_long_as_its_worker_had() {
    run(|| {
        let (id, _) = answered(Order { time: 200, ..order() });
        assert_eq!(phase(id), Phase::Answered { until: 201 });
    });
}

#[test]
fn batch_should_be_unpaid_if_all_entries_stand() {
    run(|| {
        let (one, two, who) = two();
        let info = submit(who, &[(two, output()), (one, output())]).unwrap();
        assert_eq!(info.pays_fee, Pays::No);
        assert!(matches!(phase(one), Phase::Answered { .. }));
        assert!(matches!(phase(two), Phase::Answered { .. }));
    });
}

#[test]
fn batch_with_one_bad_entry_should_be_paid_for_and_the_good_ones_stand() {
    run(|| {
        let (one, two, who) = two();
        let bad = 99;
        let info = submit(who, &[(one, output()), (bad, output()), (two, output())]).unwrap();
        assert_eq!(info.pays_fee, Pays::Yes);
        assert!(matches!(phase(one), Phase::Answered { .. }));
        assert!(matches!(phase(two), Phase::Answered { .. }));
        let error = Error::<Test>::NoSuchJob.into();
        once(Event::Refused { job: bad, worker: who, error });
    });
}

#[test]
fn empty_batch_and_one_that_answers_twice_should_be_refused_whole() {
    run(|| {
        let (one, two, who) = two();
        refused!(submit(who, &[]), Error::<Test>::Empty);
        let twice = [(one, output()), (two, output()), (one, bytes(&[1]))];
        refused!(submit(who, &twice), Error::<Test>::Twice);
    });
}

#[test]
fn answer_of_another_server_should_be_refused() {
    run(|| {
        let id = ask(order());
        let other = SERVERS.into_iter().find(|who| *who != worker(id)).unwrap();
        falls(submit(other, &[(id, output())]), Error::NotYours);
        falls(submit(ANN, &[(id, output())]), Error::NotYours);
    });
}

#[test]
fn second_answer_should_be_refused_and_the_first_stand() {
    run(|| {
        let (id, who) = answered(order());
        falls(submit(who, &[(id, bytes(&[1]))]), Error::TooLate);
        assert_eq!(Outputs::<Test>::get(id, 0), Some(output()));
    });
}

/// What is late is decided by the block, not by when the agenda comes to it.
#[test]
fn late_answer_should_be_refused_though_the_agenda_lags_behind() {
    run(|| {
        let id = ask(order());
        let who = worker(id);
        System::set_block_number(u64::from(1 + TIME));
        falls(submit(who, &[(id, output())]), Error::TooLate);
    });
}

#[test]
fn answer_in_the_last_block_should_be_taken() {
    run(|| {
        let id = ask(order());
        blocks(TIME - 1);
        answer(id);
    });
}

#[test]
fn answer_of_a_worker_that_was_replaced_should_be_refused() {
    run(|| {
        let id = ask(order());
        let late = worker(id);
        until_due(id);
        assert_ne!(worker(id), late);
        falls(submit(late, &[(id, output())]), Error::NotYours);
        answer(id);
    });
}

#[test]
fn answer_after_the_end_should_be_refused() {
    run(|| {
        let (id, who) = answered(order());
        until_due(id);
        assert_eq!(end(id), Some(End::Settled));
        falls(submit(who, &[(id, output())]), Error::Ended);
        until_due(id);
        falls(submit(who, &[(id, output())]), Error::NoSuchJob);
    });
}

#[test]
fn blob_of_no_or_of_too_many_bytes_should_be_refused() {
    run(|| {
        let id = ask(order());
        let who = worker(id);
        let sized = |bytes| Data::Blob { hash: Hash::repeat_byte(1), bytes };
        falls(submit(who, &[(id, sized(0))]), Error::BadSize);
        let most = opg_primitives::market::MAX_BLOB;
        falls(submit(who, &[(id, sized(most + 1))]), Error::BadSize);
        assert_eq!(submit(who, &[(id, sized(most))]).unwrap().pays_fee, Pays::No);
    });
}

#[test]
fn bonded_answer_to_a_quorum_or_for_a_proof_should_be_refused() {
    run(|| {
        let id = ask(Order { assurance: Assurance::Quorum(3), max_price: 3 * OPG, ..order() });
        falls(submit(worker(id), &[(id, output())]), Error::OtherAssurance);
        let id = ask(Order { assurance: Assurance::Proven, ..order() });
        falls(submit(worker(id), &[(id, output())]), Error::OtherAssurance);
    });
}

#[test]
fn pool_should_hear_of_an_answer_what_the_chain_would_say() {
    run(|| {
        let id = ask(order());
        let who = worker(id);
        let check =
            |id, who| Inference::may_answer(&who, &[(id, output())]).map_err(DispatchError::from);
        let until = Inference::now() + TIME;
        assert_eq!(check(id, who), Ok(crate::pool::Stands { job: id, until }));
        // Of a batch it is known by the first entry that would stand.
        let batch = [(9, output()), (id, output()), (8, output())];
        assert_eq!(Inference::may_answer(&who, &batch).unwrap().job, id);
        assert_eq!(check(id, EVE), Err(Error::<Test>::NotYours.into()));
        assert_eq!(check(9, who), Err(Error::<Test>::NoSuchJob.into()));
        answer(id);
        assert_eq!(check(id, who), Err(Error::<Test>::TooLate.into()));
    });
}

/// Blocks could be filled with what costs its sender nothing, if it were counted for much more than it takes.
#[test]
fn decline_should_weigh_what_it_did_and_no_more() {
    run(|| {
        let gone = Weight::from_parts(100, 0);
        Gone::set(gone);
        let said = <Call<Test> as polkadot_sdk::frame_support::dispatch::GetDispatchInfo>::get_dispatch_info;
        let id = ask(order());
        let call = Call::<Test>::decline { job: id, why: Decline::BadInput };
        let most = said(&call).call_weight;
        let used = |id| {
            let done = Inference::decline(signed(worker(id)), id, Decline::BadInput).unwrap();
            assert_eq!(done.pays_fee, Pays::No);
            done.actual_weight.expect("it is known")
        };
        assert_eq!(used(id), Weight::zero(), "another one was found");
        Leaving::set(vec![worker(id)]);
        assert_eq!(used(id), gone, "an offer is gone with it");
        Leaving::set(vec![]);
        let last = used(id);
        assert_eq!(last, Each::settle(), "nobody else was found, and it ended");
        assert!(last.all_lte(most) && gone.all_lte(most));
    });
}

/// A worker may have withdrawn many offers, each of which ends with one answer of a batch.
#[test]
fn answers_with_which_offers_end_should_weigh_more() {
    run(|| {
        let gone = Weight::from_parts(100, 0);
        Gone::set(gone);
        let id = ask(order());
        Leaving::set(vec![worker(id)]);
        let most = crate::answers::weight::<Test>(&[(id, output())]);
        let done = submit(worker(id), &[(id, output())]).unwrap();
        assert_eq!(done.actual_weight, Some(gone));
        assert_eq!(most, gone);
    });
}
