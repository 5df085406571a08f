//! Attacks on who owns what, each with what stops it.

use super::*;

fn register_as(who: AccountId, model: ModelHash) -> DispatchResult {
    Models::register(signed(who), model, SIZE, Box::new(exact()), ROYALTY, SALT)
}

#[test]
fn hash_seen_in_the_pool_should_be_too_late_to_squat() {
    run(|| {
        commit(ANN, hash(1));
        later(AGE);
        // Ann's transaction is in the pool. Eve's goes first, but she has no commitment.
        refused!(register_as(EVE, hash(1)), Error::<Test>::NotCommitted);
        // She makes one, and is first in the next block, too.
        commit(EVE, hash(1));
        refused!(register_as(EVE, hash(1)), Error::<Test>::CommitmentTooYoung);
        later(AGE - 1);
        refused!(register_as(EVE, hash(1)), Error::<Test>::CommitmentTooYoung);
        assert_ok!(register_as(ANN, hash(1)));
        later(1);
        refused!(register_as(EVE, hash(1)), Error::<Test>::AlreadyRegistered);
        assert_eq!(model(hash(1)).owner, ANN);
    });
}

#[test]
fn copied_commitment_should_register_nothing() {
    run(|| {
        // Eve repeats what Ann commits to, knowing not what it is.
        let commitment = commit(ANN, hash(1));
        assert_ok!(Models::commit(signed(EVE), commitment));
        later(AGE);
        refused!(register_as(EVE, hash(1)), Error::<Test>::NotCommitted);
        // Nor does it keep Ann from registering.
        assert_ok!(register_as(ANN, hash(1)));
        assert_ok!(Models::withdraw_commitment(signed(EVE), commitment));
    });
}

#[test]
fn commitment_should_not_give_a_hash_away() {
    run(|| {
        let models = (1..1_000).map(hash);
        let commitment = Models::commitment(&ANN, &hash(500), &SALT);
        let guess = |model| Models::commitment(&ANN, &model, &[0; 32]);
        assert!(models.into_iter().all(|model| guess(model) != commitment), "the salt hides it");
    });
}

#[test]
fn commitment_should_register_once() {
    run(|| {
        register(ANN, hash(1), exact());
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        assert_ok!(Models::remove(signed(ANN), hash(1)));
        refused!(register_as(ANN, hash(1)), Error::<Test>::NotCommitted);
    });
}

#[test]
fn commitment_should_be_for_one_model_and_one_salt() {
    run(|| {
        commit(ANN, hash(1));
        later(AGE);
        refused!(register_as(ANN, hash(2)), Error::<Test>::NotCommitted);
        let claim = Box::new(exact());
        refused!(
            Models::register(signed(ANN), hash(1), SIZE, claim, ROYALTY, [8; 32]),
            Error::<Test>::NotCommitted
        );
        assert_ok!(register_as(ANN, hash(1)));
    });
}

#[test]
fn renewed_commitment_should_not_be_older_than_it_is() {
    run(|| {
        let commitment = commit(ANN, hash(1));
        later(AGE - 1);
        refused!(Models::commit(signed(ANN), commitment), Error::<Test>::AlreadyCommitted);
        assert_ok!(Models::withdraw_commitment(signed(ANN), commitment));
        commit(ANN, hash(1));
        later(1);
        refused!(register_as(ANN, hash(1)), Error::<Test>::CommitmentTooYoung);
    });
}

#[test]
fn removed_model_should_not_take_its_name_or_releases_to_who_registers_it_next() {
    run(|| {
        assert_ok!(Models::claim_name(signed(ANN), name("ann")));
        register(ANN, hash(1), exact());
        assert_ok!(Models::release(signed(ANN), name("ann"), name("sums"), hash(1)));
        assert_ok!(Models::deprecate(signed(ANN), hash(1), true));
        assert_ok!(Models::remove(signed(ANN), hash(1)));
        register(EVE, hash(1), exact());
        let take_over = || Models::release(signed(EVE), name("ann"), name("sums"), hash(1));
        refused!(take_over(), Error::<Test>::NotYourName);
        let remove = || Models::remove_release(signed(EVE), name("ann"), name("sums"));
        refused!(remove(), Error::<Test>::NotYourName);
        // What people find under the name is the same file: a hash is never another model.
        let view = Models::model_named(name("ann"), name("sums"), None).unwrap();
        assert_eq!(view.names, hash(1));
    });
}

#[test]
fn model_of_others_should_not_be_released_as_ones_own() {
    run(|| {
        register(ANN, hash(1), exact());
        assert_ok!(Models::claim_name(signed(EVE), name("eve")));
        let release = || Models::release(signed(EVE), name("eve"), name("sums"), hash(1));
        refused!(release(), Error::<Test>::NotTheOwner);
    });
}

#[test]
fn name_should_not_be_taken_from_who_has_it() {
    run(|| {
        assert_ok!(Models::claim_name(signed(ANN), name("ann")));
        refused!(Models::claim_name(signed(EVE), name("ann")), Error::<Test>::NameTaken);
        refused!(Models::claim_name(signed(ANN), name("ann")), Error::<Test>::NameTaken);
        refused!(Models::give_up_name(signed(EVE), name("ann")), Error::<Test>::NotYourName);
        // What looks like it to people is no name: a letter of another alphabet, a capital, a dash.
        for look in ["аnn", "Ann", "ann-", "ann "] {
            refused!(Models::claim_name(signed(EVE), name(look)), Error::<Test>::BadName);
        }
    });
}

#[test]
fn ban_should_not_be_shaken_off_by_registering_anew() {
    run(|| {
        register(EVE, hash(1), exact());
        assert_ok!(Models::deprecate(signed(EVE), hash(1), true));
        assert_ok!(Models::ban(RuntimeOrigin::root(), hash(1), true));
        refused!(Models::remove(signed(EVE), hash(1)), Error::<Test>::IsBanned);
        refused!(Models::deprecate(signed(EVE), hash(1), false), Error::<Test>::IsBanned);
        commit(CAT, hash(1));
        later(AGE);
        refused!(register_as(CAT, hash(1)), Error::<Test>::AlreadyRegistered);
    });
}

#[test]
fn claim_should_not_change_under_those_who_vouch_for_it() {
    run(|| {
        register(EVE, hash(1), exact());
        let amend = || Models::amend(signed(EVE), hash(1), Box::new(close()));
        assert_ok!(Models::request_attestation(signed(EVE), hash(1)));
        refused!(amend(), Error::<Test>::ClaimIsFixed);
        conclude(1, Some(right(hash(1))));
        refused!(amend(), Error::<Test>::ClaimIsFixed);
        later(CHALLENGE);
        assert!(<Models as Servers<_>>::served(&hash(1)).unwrap().attested);
        refused!(amend(), Error::<Test>::ClaimIsFixed);
    });
}

#[test]
fn liar_should_not_escape_a_challenge_by_removing_the_model() {
    run(|| {
        register(EVE, hash(1), exact());
        assert_ok!(Models::deprecate(signed(EVE), hash(1), true));
        let remove = || Models::remove(signed(EVE), hash(1));
        assert_ok!(Models::deprecate(signed(EVE), hash(1), false));
        assert_ok!(Models::request_attestation(signed(EVE), hash(1)));
        assert_ok!(Models::deprecate(signed(EVE), hash(1), true));
        refused!(remove(), Error::<Test>::AttestationUnderWay);
        conclude(1, Some(right(hash(1))));
        refused!(remove(), Error::<Test>::AttestationUnderWay);
        assert_ok!(Models::challenge(signed(ANN), hash(1)));
        refused!(remove(), Error::<Test>::AttestationUnderWay);
        conclude(2, Some(hash(77)));
        assert_eq!(Overturned::get(), [1]);
        assert_ok!(remove());
    });
}

#[test]
fn pretended_servers_should_not_be_drawn_more_than_they_have_free() {
    run(|| {
        // Eve's hundred accounts offer all they can and answer nobody: what is taken of them is not
        // free, so that the next requests find Ben.
        register(ANN, hash(1), exact());
        offer(BEN, hash(1), MOST_CAPACITY);
        let fakes = 100..110;
        for fake in fakes.clone() {
            Balances::set_balance(&fake, RICH);
            offer(fake, hash(1), 1);
        }
        let taken: Vec<_> = (0..74).map(|seed| take(hash(1), seed).unwrap()).collect();
        let bens = taken.iter().filter(|who| **who == BEN).count();
        assert_eq!(bens, MOST_CAPACITY as usize);
        for fake in fakes {
            assert_eq!(taken.iter().filter(|who| **who == fake).count(), 1);
        }
    });
}
