//! What stays of results.

use super::*;

#[test]
fn the_last_results_stay_when_their_requests_are_forgotten() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 10, ..plan() });
        blocks_with_answers(5 + 4 * PERIOD);
        let jobs: Vec<_> = log()
            .into_iter()
            .filter_map(|event| match event {
                Event::RunEnded { job, place, .. } => Some((job, place)),
                _ => None,
            })
            .collect();
        assert_eq!(jobs, [(0, Some(0)), (1, Some(1)), (2, Some(0)), (3, Some(1))]);
        assert!(Jobs::<Test>::get(0).is_none() && Remains::<Test>::get(0).is_some());
        for (place, job) in [(0, 2), (1, 3)] {
            let kept = Results::<Test>::get(id, place).unwrap();
            assert_eq!((kept.job, kept.end), (job, End::Settled));
            assert_eq!(kept.output, Some(output().digest()));
            assert_eq!(kept.bytes.unwrap().to_vec(), [42]);
        }
    });
}

#[test]
fn the_last_ten_results_stay_and_no_more() {
    on_chain(|| {
        let keep = Keep { results: 10, bytes: 8 };
        let id = place(ANN, Plan { runs: 13, keep, ..plan() });
        blocks_with_answers(5 + 13 * PERIOD);
        let mut kept: Vec<_> = Results::<Test>::iter_prefix(id).map(|(_, kept)| kept.job).collect();
        kept.sort();
        assert_eq!(kept, (3..13).collect::<Vec<_>>());
    });
}

#[test]
fn long_and_far_outputs_are_kept_by_their_hash() {
    on_chain(|| {
        let id = place(ANN, Plan { keep: Keep { results: 3, bytes: 2 }, ..plan() });
        let outputs = [bytes(&[1, 2, 3]), blob(9), bytes(&[1, 2])];
        for (place, output) in (0..).zip(outputs) {
            block();
            let job = last_job();
            assert_ok!(submit(worker(job), &[(job, output.clone())]));
            blocks(PERIOD - 1);
            let kept = Results::<Test>::get(id, place).unwrap();
            assert_eq!(kept.output, Some(output.digest()));
            assert_eq!(kept.bytes.map(|bytes| bytes.len()), (place == 2).then_some(2));
        }
    });
}

#[test]
fn a_wrong_answer_is_not_kept_but_how_it_ended() {
    on_chain(|| {
        let id = place(ANN, Plan { runs: 1, ..plan() });
        block();
        let job = last_job();
        answer(job);
        assert_ok!(Inference::challenge(signed(CAT), job));
        find(job, Finding::Wrong);
        blocks(WINDOW + APPEAL);
        let kept = Results::<Test>::get(id, 0).unwrap();
        assert_eq!(Some(kept.end), refunded(Reason::WrongAnswer));
        assert_eq!((kept.output, kept.bytes), (None, None));
        assert_eq!((standing(id).running, standing(id).missed), (0, 0));
    });
}

#[test]
fn nothing_is_kept_if_nothing_is_wanted() {
    on_chain(|| {
        let id = place(ANN, Plan { keep: Keep { results: 0, bytes: 0 }, ..plan() });
        blocks_with_answers(PERIOD);
        let (job, end, output) = (0, End::Settled, Some(output().digest()));
        once(Event::RunEnded { order: id, job, end, output, place: None });
        assert_eq!(Results::<Test>::iter().count(), 0);
    });
}
