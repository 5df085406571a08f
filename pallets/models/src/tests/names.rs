//! Names, and what is released under them.

use super::*;

const ANNS: &str = "ann";
const SUMS: &str = "sums";

fn release(number: u64) {
    assert_ok!(Models::release(signed(ANN), name(ANNS), name(SUMS), hash(number)));
}

fn remove_release() {
    assert_ok!(Models::remove_release(signed(ANN), name(ANNS), name(SUMS)));
}

fn latest() -> Option<(u32, ModelHash)> {
    let view = Models::model_named(name(ANNS), name(SUMS), None)?;
    Some((view.release, view.names))
}

/// `ANN` has her name, and models 1 to 3.
fn with_ann(test: impl FnOnce()) {
    run(|| {
        assert_ok!(Models::claim_name(signed(ANN), name(ANNS)));
        (1..=3).for_each(|number| register(ANN, hash(number), exact()));
        test();
    });
}

#[test]
fn series_should_begin_with_its_first_release() {
    with_ann(|| {
        assert_eq!(latest(), None);
        release(1);
        assert_eq!(latest(), Some((1, hash(1))));
        let view = Models::model_named(name(ANNS), name(SUMS), Some(1)).unwrap();
        assert_eq!(view.model, Models::model(hash(1)));
        assert_eq!(Names::<Test>::get(name(ANNS)).unwrap().series, 1);
    });
}

#[test]
fn releases_should_keep_their_numbers() {
    with_ann(|| {
        for number in [1, 2, 3, 1] {
            release(number);
        }
        assert_eq!(latest(), Some((4, hash(1))), "an older model is how one goes back");
        let all = [(1, hash(1)), (2, hash(2)), (3, hash(3)), (4, hash(1))];
        assert_eq!(Models::releases(name(ANNS), name(SUMS), 0, 100), all);
        assert_eq!(Models::releases(name(ANNS), name(SUMS), 2, 2), all[1..3]);
        assert_eq!(Models::releases(name(ANNS), name(SUMS), 5, 2), []);
    });
}

#[test]
fn last_release_should_go_first_and_the_series_with_the_last_one() {
    with_ann(|| {
        release(1);
        release(2);
        remove_release();
        assert_eq!(latest(), Some((1, hash(1))));
        remove_release();
        assert_eq!(latest(), None);
        assert_eq!(Names::<Test>::get(name(ANNS)).unwrap().series, 0);
        assert_ok!(Models::give_up_name(signed(ANN), name(ANNS)));
        assert_ok!(Models::claim_name(signed(BEN), name(ANNS)));
    });
}

#[test]
fn series_should_have_as_many_releases_as_it_may_and_no_more() {
    with_ann(|| {
        for number in 0..MOST_RELEASES {
            release(1 + u64::from(number % 2));
        }
        let more = || Models::release(signed(ANN), name(ANNS), name(SUMS), hash(3));
        refused!(more(), Error::<Test>::TooManyReleases);
        remove_release();
        assert_ok!(more());
        // Another series has numbers of its own.
        assert_ok!(Models::release(signed(ANN), name(ANNS), name("more"), hash(3)));
        assert_eq!(Names::<Test>::get(name(ANNS)).unwrap().series, 2);
    });
}

#[test]
fn release_should_keep_the_hash_of_a_removed_model() {
    with_ann(|| {
        release(1);
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        assert_ok!(Models::remove(signed(ANN), hash(1)));
        let view = Models::model_named(name(ANNS), name(SUMS), None).unwrap();
        assert_eq!((view.names, view.model), (hash(1), None));
    });
}

#[test]
fn names_should_be_told_from_every_other_name() {
    run(|| {
        let good = ["a", "0", "ann-s-sums", "resnet-50", &"x".repeat(32)];
        for text in good {
            assert_ok!(Models::claim_name(signed(ANN), name(text)));
        }
        let bad = ["", "-", "a-", "-a", "a--b", "Ann", "ann.sums", "ann sums", "a/b", "ånn", "a\0"];
        for text in bad {
            refused!(Models::claim_name(signed(ANN), name(text)), Error::<Test>::BadName);
        }
    });
}
