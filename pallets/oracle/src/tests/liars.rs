//! What the liars may say and the silent may not: the answer is within what the honest saw.

use super::*;
use opg_primitives::random::Random;

#[test]
fn answers_should_stay_in_the_honest_range_with_f_liars_and_f_silent() {
    run(30, || {
        // Everyone lies at times here, and is silent at others.
        Set::set(Rules { strikes: u16::MAX, absences: u16::MAX, ..rules() });
        for seed in 0..12 {
            let faulty = 1 + seed % 4;
            let id = feed_of(Terms { faulty: faulty as u8, deviation: 0, ..terms() });
            a_feed(id, faulty as usize, &mut Random(seed));
            assert_ok!(Oracle::remove_feed(root(), id));
        }
    });
}

/// Liars say what would move the answer most, before others or after, and others come in any order.
fn a_feed(id: FeedId, faulty: usize, random: &mut Random) {
    for _ in 0..25 {
        let centre = 1_000 + random.below(1_000_000) as Value;
        let all = reporters(id);
        let shift = random.below(all.len() as u64) as usize;
        let at = |index: usize| all[(index + shift) % all.len()];
        let (mut said, mut honest) = (Vec::new(), Vec::new());
        for index in 0..all.len() - faulty {
            if index < faulty {
                let lies = [i64::MIN, i64::MAX, -centre, 0, centre * 2, centre + 30];
                said.push((at(index), random.one_of(&lies)));
            } else {
                let value = centre + random.below(20) as Value;
                honest.push(value);
                said.push((at(index), value));
            }
        }
        for index in (1..said.len()).rev() {
            said.swap(index, random.below(index as u64 + 1) as usize);
        }
        let round = round(id);
        for (who, value) in said {
            assert_ok!(say_in(who, id, round, value));
        }
        let latest = stored(id).latest.unwrap();
        assert_eq!(latest.round, round, "it has its answer");
        let (least, most) = (honest.iter().min().unwrap(), honest.iter().max().unwrap());
        assert!((least..=most).contains(&&latest.value), "{latest:?} of {honest:?}");
        blocks(1);
    }
}

/// One liar more than the feed is made for, and it says anything: the test above can fail.
#[test]
fn one_liar_too_many_should_decide_the_answer() {
    run(7, || {
        let id = feed();
        answer(id, &[100, 100, 77_777, 77_777, 77_777]);
        assert_eq!(Oracle::value(id).unwrap().value, 77_777);
    });
}
