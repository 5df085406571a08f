//! Every call, in every way it may be wrong: a named error, and nothing changed.

use super::*;
use opg_primitives::{
    models::{MAX_ABSOLUTE, MAX_ELEMENTS, MAX_RELATIVE},
    proofs::{self, Batch, Refusal, Rule},
};
use polkadot_sdk::{frame_support::traits::GetCallName, sp_runtime::traits::Dispatchable};
use Error as E;

type Wrong = (Call<Test>, DispatchError);

fn wrong(call: Call<Test>, error: impl Into<DispatchError>) -> Wrong {
    (call, error.into())
}

fn offer_call(ask: Ask, capacity: u32) -> Call<Test> {
    Call::offer { model: hash(1), ask, capacity }
}

fn release_call(owner: &str, series: &str, model: ModelHash) -> Call<Test> {
    Call::release { owner_name: name(owner), series: name(series), model }
}

/// One of each call, as `ANN`, who has models 1 and 2 and a name, or `BEN`, who offers the first, might
/// make it.
fn one_of_each() -> Vec<Call<Test>> {
    let model = hash(1);
    vec![
        Call::commit { commitment: hash(9) },
        Call::withdraw_commitment { commitment: hash(9) },
        register_call(hash(3), exact()),
        Call::set_royalty { model, royalty: ROYALTY },
        Call::amend { model, claim: Box::new(exact()) },
        Call::request_attestation { model },
        Call::challenge { model },
        Call::deprecate { model, deprecated: true },
        Call::ban { model, banned: true },
        Call::remove { model },
        Call::claim_name { name: name("more") },
        Call::give_up_name { name: name("ann") },
        release_call("ann", "sums", model),
        Call::remove_release { owner_name: name("ann"), series: name("sums") },
        offer_call(ask(1), 1),
        Call::withdraw_offer { model },
        Call::retire_offer { operator: BEN, model },
    ]
}

/// `ANN` has two models, the first of which is released and offered by `BEN`.
fn with_ann_and_ben(test: impl FnOnce()) {
    run(|| {
        register(ANN, hash(1), exact());
        register(ANN, hash(2), close());
        assert_ok!(Models::claim_name(signed(ANN), name("ann")));
        assert_ok!(Models::release(signed(ANN), name("ann"), name("sums"), hash(1)));
        offer(BEN, hash(1), 2);
        test();
    });
}

fn all_refused(origin: RuntimeOrigin, calls: Vec<Wrong>) {
    for (call, error) in calls {
        let name = call.get_call_name();
        let made = || RuntimeCall::from(call.clone()).dispatch(origin.clone());
        let before = polkadot_sdk::sp_io::storage::root(Default::default());
        let answer = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
            made().map(|_| ()).map_err(|failed| failed.error)
        });
        assert_eq!(answer, Err(error), "{name}");
        let after = polkadot_sdk::sp_io::storage::root(Default::default());
        assert_eq!(before, after, "{name} changed something");
    }
}

#[test]
fn list_should_have_every_call() {
    let names: BTreeSet<_> = one_of_each().iter().map(GetCallName::get_call_name).collect();
    assert_eq!(names, Call::<Test>::get_call_names().iter().copied().collect());
}

#[test]
fn wrong_origin_should_be_refused() {
    with_ann_and_ben(|| {
        let bad = |call| wrong(call, DispatchError::BadOrigin);
        all_refused(RuntimeOrigin::none(), one_of_each().into_iter().map(bad).collect());
        let (ban, signed_calls): (Vec<_>, Vec<_>) =
            one_of_each().into_iter().partition(|call| matches!(call, Call::ban { .. }));
        all_refused(RuntimeOrigin::root(), signed_calls.into_iter().map(bad).collect());
        all_refused(signed(ANN), ban.into_iter().map(bad).collect());
    });
}

#[test]
fn strangers_should_be_refused() {
    with_ann_and_ben(|| {
        let model = hash(1);
        let owners = [
            Call::set_royalty { model, royalty: ROYALTY },
            Call::amend { model, claim: Box::new(exact()) },
            Call::request_attestation { model },
            Call::deprecate { model, deprecated: true },
            Call::remove { model },
        ];
        let calls = owners.map(|call| wrong(call, E::<Test>::NotTheOwner));
        all_refused(signed(EVE), calls.into());
        let calls = vec![
            wrong(Call::give_up_name { name: name("ann") }, E::<Test>::NotYourName),
            wrong(release_call("ann", "sums", model), E::<Test>::NotYourName),
            wrong(
                Call::remove_release { owner_name: name("ann"), series: name("sums") },
                E::<Test>::NotYourName,
            ),
            wrong(Call::withdraw_offer { model }, E::<Test>::NoSuchOffer),
            wrong(Call::retire_offer { operator: BEN, model }, E::<Test>::StillServes),
            wrong(Call::retire_offer { operator: CAT, model }, E::<Test>::NoSuchOffer),
            wrong(Call::withdraw_commitment { commitment: hash(9) }, E::<Test>::NotCommitted),
        ];
        all_refused(signed(EVE), calls);
        Idle::mutate(|idle| idle.insert(EVE));
        all_refused(signed(EVE), vec![wrong(offer_call(ask(1), 1), E::<Test>::NotServing)]);
    });
}

#[test]
fn what_is_not_there_should_be_refused() {
    with_ann_and_ben(|| {
        let model = hash(404);
        let calls = [
            Call::set_royalty { model, royalty: ROYALTY },
            Call::amend { model, claim: Box::new(exact()) },
            Call::request_attestation { model },
            Call::challenge { model },
            Call::deprecate { model, deprecated: true },
            Call::remove { model },
            release_call("ann", "sums", model),
            Call::offer { model, ask: ask(1), capacity: 1 },
        ];
        let calls = calls.map(|call| wrong(call, E::<Test>::NoSuchModel));
        all_refused(signed(ANN), calls.into());
        let ban = Call::ban { model, banned: true };
        all_refused(RuntimeOrigin::root(), vec![wrong(ban, E::<Test>::NoSuchModel)]);
        let calls = vec![
            wrong(Call::give_up_name { name: name("nobody") }, E::<Test>::NoSuchName),
            wrong(release_call("nobody", "sums", hash(1)), E::<Test>::NoSuchName),
            wrong(
                Call::remove_release { owner_name: name("nobody"), series: name("sums") },
                E::<Test>::NoSuchName,
            ),
            wrong(
                Call::remove_release { owner_name: name("ann"), series: name("more") },
                E::<Test>::NoSuchSeries,
            ),
        ];
        all_refused(signed(ANN), calls);
    });
}

#[test]
fn those_with_too_little_money_should_be_refused() {
    with_ann_and_ben(|| {
        commit(ANN, hash(3));
        commit(ANN, hash(4));
        later(AGE);
        // Just too little for anything.
        Balances::set_balance(&ANN, OPG);
        let short = |call| wrong(call, E::<Test>::NotEnoughFree);
        let calls = vec![
            short(Call::commit { commitment: hash(9) }),
            short(register_call(hash(3), exact())),
            short(Call::claim_name { name: name("more") }),
            short(release_call("ann", "sums", hash(2))),
            short(offer_call(ask(1), 1)),
            short(Call::amend { model: hash(2), claim: Box::new(exact()) }),
            wrong(Call::request_attestation { model: hash(1) }, TokenError::FundsUnavailable),
        ];
        all_refused(signed(ANN), calls);
        // Ways out cost nothing.
        assert_ok!(Models::remove_release(signed(ANN), name("ann"), name("sums")));
        assert_ok!(Models::give_up_name(signed(ANN), name("ann")));
        let commitment = Models::commitment(&ANN, &hash(4), &SALT);
        assert_ok!(Models::withdraw_commitment(signed(ANN), commitment));
        assert_ok!(Models::deprecate(signed(ANN), hash(2), true));
        assert_ok!(Models::remove(signed(ANN), hash(2)));
    });
}

/// Claims that are wrong, and how.
fn wrong_claims() -> Vec<(Claim, Error<Test>)> {
    let with = |change: &dyn Fn(&mut Claim)| {
        let mut claim = exact();
        change(&mut claim);
        claim
    };
    let inputs = |list: &[Tensor]| with(&|claim| claim.interface.inputs = tensors(list));
    let one = |name: &str, shape: &[Dim]| inputs(&[tensor(name, Dtype::F32, shape)]);
    let key = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = key::sample(32).into_inner();
        change(&mut bytes);
        with(&|claim| claim.key = Some(bytes.clone().try_into().unwrap()))
    };
    let same = tensor("x", Dtype::F32, &[]);
    let half = Dim::Fixed(1 << 16);
    let (more, wide) = (MAX_RELATIVE + Perbill::from_parts(1), MAX_ABSOLUTE + 1);
    vec![
        (inputs(&[]), E::NoTensors),
        (with(&|claim| claim.interface.outputs = tensors(&[])), E::NoTensors),
        (one("", &[]), E::BadTensorName),
        (one("a b", &[]), E::BadTensorName),
        (one("näme", &[]), E::BadTensorName),
        (inputs(&[same.clone(), same]), E::SameTensorName),
        (one("x", &[Dim::Free, Dim::Fixed(0)]), E::ZeroDimension),
        (one("x", &[half, half, Dim::Fixed(2)]), E::TensorTooLarge),
        (one("x", &[Dim::Fixed(u32::MAX); 8]), E::TensorTooLarge),
        (with(&|claim| claim.class = Class::Close { abs: 0, rel: more }), E::ToleranceTooLarge),
        (
            with(&|claim| claim.class = Class::Close { abs: wide, rel: MAX_RELATIVE }),
            E::ToleranceTooLarge,
        ),
        (
            with(&|claim| claim.class = Class::Close { abs: 0, rel: Perbill::zero() }),
            E::KeyNeedsExact,
        ),
        (key(&|bytes| bytes[0] = 2), E::KeyVersion),
        (key(&|bytes| bytes[1] = 10), E::KeyShape),
        (key(&|bytes| bytes.push(0)), E::KeyLength),
        (key(&|bytes| bytes.truncate(7)), E::KeyLength),
        (key(&|bytes| bytes.clear()), E::KeyLength),
    ]
}

#[test]
fn wrong_claims_should_be_refused() {
    with_ann_and_ben(|| {
        commit(ANN, hash(3));
        later(AGE);
        for (claim, error) in wrong_claims() {
            let amend = Call::amend { model: hash(2), claim: Box::new(claim.clone()) };
            let error: DispatchError = error.into();
            let calls = vec![wrong(register_call(hash(3), claim), error), wrong(amend, error)];
            all_refused(signed(ANN), calls);
        }
        // As large as it may be, and not larger.
        let half = Dim::Fixed(1 << 16);
        assert_eq!((1u64 << 16).pow(2), MAX_ELEMENTS);
        let mut large = close();
        large.interface.inputs = tensors(&[tensor("x", Dtype::F32, &[half, half, Dim::Free])]);
        large.class = Class::Close { abs: MAX_ABSOLUTE, rel: MAX_RELATIVE };
        assert_ok!(Models::amend(signed(ANN), hash(2), Box::new(large)));
    });
}

#[test]
fn numbers_out_of_bounds_should_be_refused() {
    with_ann_and_ben(|| {
        commit(ANN, hash(3));
        later(AGE);
        let with = |bytes, royalty| {
            let claim = Box::new(exact());
            Call::register { model: hash(3), bytes, claim, royalty, salt: SALT }
        };
        let more = Permill::from_parts(100_001);
        let royalty = Call::set_royalty { model: hash(1), royalty: more };
        let calls = vec![
            wrong(with(0, ROYALTY), E::<Test>::BadSize),
            wrong(with(MOST_BYTES + 1, ROYALTY), E::<Test>::BadSize),
            wrong(with(u64::MAX, ROYALTY), E::<Test>::BadSize),
            wrong(with(SIZE, more), E::<Test>::RoyaltyTooHigh),
            wrong(with(SIZE, Permill::one()), E::<Test>::RoyaltyTooHigh),
            wrong(royalty, E::<Test>::RoyaltyTooHigh),
            wrong(offer_call(ask(0), 1), E::<Test>::NoPrice),
            wrong(offer_call(ask(1), 0), E::<Test>::BadCapacity),
            wrong(offer_call(ask(1), MOST_CAPACITY + 1), E::<Test>::BadCapacity),
            wrong(offer_call(ask(1), u32::MAX), E::<Test>::BadCapacity),
            wrong(offer_call(Ask { price: 1, latency: 0 }, 1), E::<Test>::BadLatency),
            wrong(
                offer_call(Ask { price: 1, latency: MOST_LATENCY + 1 }, 1),
                E::<Test>::BadLatency,
            ),
        ];
        all_refused(signed(ANN), calls);
        let most = Ask { price: Balance::MAX, latency: MOST_LATENCY };
        assert_ok!(Models::offer(signed(ANN), hash(1), most, MOST_CAPACITY));
        let royalty = Permill::from_percent(10);
        let claim = Box::new(exact());
        assert_ok!(Models::register(signed(ANN), hash(3), MOST_BYTES, claim, royalty, SALT));
    });
}

#[test]
fn what_is_so_already_should_be_refused() {
    with_ann_and_ben(|| {
        let model = hash(1);
        let commitment = commit(ANN, hash(3));
        let calls = vec![
            wrong(Call::commit { commitment }, E::<Test>::AlreadyCommitted),
            wrong(Call::deprecate { model, deprecated: false }, E::<Test>::AlreadySo),
            wrong(Call::claim_name { name: name("ann") }, E::<Test>::NameTaken),
            wrong(release_call("ann", "sums", model), E::<Test>::AlreadyLatest),
        ];
        all_refused(signed(ANN), calls);
        let ban = |banned| Call::ban { model, banned };
        all_refused(RuntimeOrigin::root(), vec![wrong(ban(false), E::<Test>::AlreadySo)]);
        assert_ok!(Models::ban(RuntimeOrigin::root(), model, true));
        all_refused(RuntimeOrigin::root(), vec![wrong(ban(true), E::<Test>::AlreadySo)]);
    });
}

#[test]
fn what_comes_too_early_should_be_refused() {
    with_ann_and_ben(|| {
        let model = hash(1);
        commit(ANN, hash(3));
        let calls = vec![
            wrong(register_call(hash(3), exact()), E::<Test>::CommitmentTooYoung),
            wrong(Call::remove { model }, E::<Test>::StillActive),
            wrong(Call::give_up_name { name: name("ann") }, E::<Test>::NameHasSeries),
            wrong(Call::challenge { model }, E::<Test>::NotContestable),
        ];
        all_refused(signed(ANN), calls);
        commit(ANN, model);
        later(AGE);
        let again = wrong(register_call(model, exact()), E::<Test>::AlreadyRegistered);
        all_refused(signed(ANN), vec![again]);
        assert_ok!(Models::deprecate(signed(ANN), model, true));
        let calls = vec![
            wrong(Call::remove { model }, E::<Test>::StillOffered),
            wrong(Call::request_attestation { model }, E::<Test>::NotActive),
            wrong(offer_call(ask(1), 1), E::<Test>::NotActive),
        ];
        all_refused(signed(ANN), calls);
    });
}

#[test]
fn claim_that_is_examined_should_be_left_alone() {
    with_ann_and_ben(|| {
        let model = hash(2);
        let owners = || {
            vec![
                wrong(Call::amend { model, claim: Box::new(exact()) }, E::<Test>::ClaimIsFixed),
                wrong(Call::request_attestation { model }, E::<Test>::AttestationUnderWay),
            ]
        };
        let nothing = || vec![wrong(Call::challenge { model }, E::<Test>::NotContestable)];
        Verifiers::set(0);
        let few = wrong(Call::request_attestation { model }, E::<Test>::TooFewVerifiers);
        all_refused(signed(ANN), vec![few]);
        Verifiers::set(ENOUGH);
        assert_ok!(Models::request_attestation(signed(ANN), model));
        all_refused(signed(ANN), owners());
        all_refused(signed(EVE), nothing());
        conclude(1, Some(right(model)));
        all_refused(signed(ANN), owners());
        assert_ok!(Models::challenge(signed(EVE), model));
        all_refused(signed(ANN), owners());
        all_refused(signed(EVE), nothing());
        conclude(2, Some(right(model)));
        let done = wrong(Call::request_attestation { model }, E::<Test>::AlreadyAttested);
        all_refused(signed(ANN), vec![done]);
        all_refused(signed(EVE), nothing());
    });
}

#[test]
fn banned_model_should_be_left_alone() {
    with_ann_and_ben(|| {
        let model = hash(2);
        assert_ok!(Models::ban(RuntimeOrigin::root(), model, true));
        let calls = vec![
            wrong(Call::deprecate { model, deprecated: true }, E::<Test>::IsBanned),
            wrong(Call::deprecate { model, deprecated: false }, E::<Test>::IsBanned),
            wrong(Call::remove { model }, E::<Test>::IsBanned),
            wrong(Call::request_attestation { model }, E::<Test>::NotActive),
        ];
        all_refused(signed(ANN), calls);
    });
}

#[test]
fn key_should_be_refused_for_the_reason_that_the_verifier_would_have() {
    // What the verifier says of a key: whether its first bytes and its length are good.
    let verifier = |bytes: &[u8]| {
        let keys = vec![bytes.to_vec().try_into().unwrap()].try_into().unwrap();
        let claim = proofs::Claim {
            key: 0,
            context: [0; 32],
            inputs: Default::default(),
            outputs: Default::default(),
            proof: Default::default(),
        };
        let claims = vec![claim].try_into().unwrap();
        let Err(Refusal { rule, .. }) = proofs::verify(&Batch { keys, claims }) else {
            panic!("nothing was proven");
        };
        match rule {
            Rule::KeyVersion => Err(key::BadKey::Version),
            Rule::KeyShape => Err(key::BadKey::Shape),
            Rule::KeyLength => Err(key::BadKey::Length),
            _ => Ok(()),
        }
    };
    let mut good = 0;
    let mut compare = |bytes: &[u8]| {
        let ours = key::check(bytes);
        assert_eq!(ours, verifier(bytes), "{:?} of {} bytes", bytes.get(..8), bytes.len());
        good += u32::from(ours.is_ok());
    };
    let numbers = [0u16, 1, 2, 3, 4, 5, 32, 95, 96, 97, 1_021, 1_022, 1_023, 1_024, 1_025, 65_535];
    for width in 0..100u16 {
        compare(&key::sample(width));
    }
    for k in [0, 1, 10, 11, 12, 14, 15, 31, 32, 33, 255] {
        for inputs in numbers {
            for outputs in numbers {
                let mut bytes = key::sample(4);
                bytes.as_mut()[1] = k;
                bytes.as_mut()[4..6].copy_from_slice(&inputs.to_le_bytes());
                bytes.as_mut()[6..8].copy_from_slice(&outputs.to_le_bytes());
                compare(&bytes);
            }
        }
    }
    for width in numbers {
        let mut bytes = key::sample(32);
        bytes.as_mut()[2..4].copy_from_slice(&width.to_le_bytes());
        compare(&bytes);
    }
    let whole = key::sample(4);
    for length in (0..64).chain([whole.len() - 1, whole.len()]) {
        compare(&whole[..length]);
    }
    let mut longer = whole.clone().into_inner();
    longer.push(0);
    compare(&longer);
    assert!(good > 100, "only {good} keys were good");
    assert_eq!(key::length(96), proofs::MAX_KEY_BYTES as usize);
}

#[test]
fn every_error_should_be_met_by_some_test() {
    let tests = [
        include_str!("attesting.rs"),
        include_str!("bad_input.rs"),
        include_str!("names.rs"),
        include_str!("offers.rs"),
        include_str!("registering.rs"),
        include_str!("squatting.rs"),
    ];
    let source = include_str!("../lib.rs");
    let (_, errors) = source.split_once("pub enum Error<T> {").unwrap();
    let (errors, _) = errors.split_once("\n    }\n").unwrap();
    let names = errors.lines().filter_map(|line| line.trim().strip_suffix(','));
    let names: Vec<_> = names.filter(|name| !name.starts_with("//")).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let met =
            [format!("Error::<Test>::{name}"), format!("E::<Test>::{name}"), format!("E::{name}")];
        let is_met = |test: &&str| met.iter().any(|it| test.contains(it));
        assert!(tests.iter().any(is_met), "no test meets {name}");
    }
}
