//! What calls, and what other pallets have done here, cost at their worst: with claims as long as they
//! may be, and everything there that may have to be touched.

// Runs on benchmarking machines, never in a block.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::types::{Attestation, Standing};
use alloc::{boxed::Box, vec, vec::Vec};
use codec::Encode;
use opg_primitives::{
    models::{
        Ask, Class, Dim, Dtype, Interface, Servers, Tensor, Tensors, MAX_NAME, MAX_RANK,
        MAX_TENSORS, MAX_TENSOR_NAME,
    },
    panels::{CaseId, Client, Outcome, Salt, Subject, MAX_DRAWN},
    proofs::WIDTHS,
    token::OPG,
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{
        traits::{fungible::Mutate, EnsureOrigin, Get},
        BoundedVec,
    },
    frame_system::RawOrigin,
    sp_io::hashing::blake2_256,
    sp_runtime::Permill,
};

const SALT: Salt = [7; 32];
/// Offers between which there must be next to no difference.
const FEW: u32 = 10;
const MANY: u32 = 10_000;
/// How often a request draws.
const TRIES: u32 = 4;

fn hash(number: u64) -> ModelHash {
    blake2_256(&number.encode()).into()
}

fn funded<T: Config>(name: &'static str, index: u32) -> T::AccountId {
    let who = account(name, index, 0);
    T::Currency::set_balance(&who, 10_000_000 * OPG);
    who
}

fn owner<T: Config>() -> T::AccountId {
    funded::<T>("owner", 0)
}

/// As long as a claim may be.
fn longest() -> Box<Claim> {
    let tensor = |index: u8| {
        let mut name = vec![b'x'; MAX_TENSOR_NAME as usize];
        name.splice(0..2, [b'a' + index / 16, b'a' + index % 16]);
        Tensor {
            name: BoundedVec::truncate_from(name),
            dtype: Dtype::F32,
            shape: BoundedVec::truncate_from(vec![Dim::Fixed(16); MAX_RANK as usize]),
        }
    };
    let tensors: Tensors = BoundedVec::truncate_from((0..MAX_TENSORS as u8).map(tensor).collect());
    Box::new(Claim {
        class: Class::Exact,
        interface: Interface { inputs: tensors.clone(), outputs: tensors },
        key: Some(key::sample(*WIDTHS.end())),
    })
}

fn long_name(first: u8) -> Name {
    let mut name = vec![b'x'; MAX_NAME as usize];
    name.splice(0..1, [first]);
    BoundedVec::truncate_from(name)
}

fn pass<T: Config>(blocks: BlockNumber) {
    let now = frame_system::Pallet::<T>::block_number();
    frame_system::Pallet::<T>::set_block_number(now + blocks.into());
}

/// A commitment that is old enough.
fn committed<T: Config>(model: ModelHash) -> Result<T::AccountId, BenchmarkError> {
    let who = owner::<T>();
    Pallet::<T>::do_commit(&who, Pallet::<T>::commitment(&who, &model, &SALT))?;
    pass::<T>(T::CommitmentAge::get());
    Ok(who)
}

fn registered<T: Config>(model: ModelHash) -> Result<T::AccountId, BenchmarkError> {
    let who = committed::<T>(model)?;
    Pallet::<T>::do_register(&who, model, 1, longest(), Permill::zero(), &SALT)?;
    Ok(who)
}

/// A model that a panel has confirmed.
fn confirmed<T: Config>() -> Result<(T::AccountId, CaseId), BenchmarkError> {
    let who = registered::<T>(hash(1))?;
    T::BenchmarkHelper::make_verifiers();
    Pallet::<T>::do_request_attestation(&who, hash(1))?;
    let Some(Attestation::Examined { case }) = attestation::<T>() else {
        return Err("a panel was asked".into());
    };
    let verdict = Pallet::<T>::expected(&hash(1)).ok_or("it has a claim")?;
    T::BenchmarkHelper::conclude(case, verdict);
    Ok((who, case))
}

fn attestation<T: Config>() -> Option<Attestation<T::AccountId>> {
    Models::<T>::get(hash(1)).map(|stored| stored.attestation)
}

/// A name with a series that has a release.
fn released<T: Config>() -> Result<T::AccountId, BenchmarkError> {
    let who = registered::<T>(hash(1))?;
    let [owner, series] = [b'a', b'b'].map(long_name);
    Pallet::<T>::do_claim_name(&who, owner.clone())?;
    Pallet::<T>::do_release(&who, owner, series, hash(1))?;
    Ok(who)
}

fn ask() -> Ask {
    Ask { price: OPG, latency: 1 }
}

/// An operator offers one slot of a model.
fn serve<T: Config>(model: ModelHash, index: u32) -> Result<T::AccountId, BenchmarkError> {
    let who = funded::<T>("server", index);
    let offer = Pallet::<T>::seat(&who, &model, ask())?;
    let offer = Pallet::<T>::with_capacity(&model, offer, 1);
    Pallet::<T>::store_offer(&who, &model, offer);
    Ok(who)
}

/// A model that so many offer, each with one slot. There are `MANY` offers in all, the others of another
/// model: a chain with more state is slower, whatever it is about.
fn offered<T: Config>(count: u32) -> Result<Vec<T::AccountId>, BenchmarkError> {
    registered::<T>(hash(1))?;
    registered::<T>(hash(2))?;
    for index in count..MANY {
        serve::<T>(hash(2), index)?;
    }
    (0..count).map(|index| serve::<T>(hash(1), index)).collect()
}

/// A request that takes the last server it may try.
fn take<T: Config>(seed: u64) -> Option<T::AccountId> {
    let mut tries = 0;
    let taken = <Pallet<T> as Servers<_>>::take(&hash(1), hash(seed), TRIES, |_, _, _| {
        tries += 1;
        tries == TRIES
    });
    taken.map(|(operator, _)| operator)
}

/// A slot is taken from the first server that is drawn, and given back.
fn use_slot<T: Config>() {
    let taken = <Pallet<T> as Servers<_>>::take(&hash(1), hash(1), TRIES, |_, _, _| true);
    let (operator, _) = taken.expect("all are free");
    <Pallet<T> as Servers<_>>::give_back(&hash(1), &operator);
}

/// An offer in the first place that is withdrawn and has one unit in use. When that is given back, the last
/// one moves there: from another page, where there are many.
fn leaving<T: Config>(count: u32) -> Result<T::AccountId, BenchmarkError> {
    let operators = offered::<T>(count)?;
    let first = operators.first().ok_or("there is one")?.clone();
    let taken =
        <Pallet<T> as Servers<_>>::take(&hash(1), hash(0), count, |who, _, _| *who == first);
    taken.ok_or("it was free")?;
    Pallet::<T>::do_withdraw_offer(&first, hash(1))?;
    Ok(first)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn commit() -> Result<(), BenchmarkError> {
        let who = owner::<T>();
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), hash(1));
        assert!(Commitments::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    #[benchmark]
    fn withdraw_commitment() -> Result<(), BenchmarkError> {
        let who = owner::<T>();
        Pallet::<T>::do_commit(&who, hash(1))?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), hash(1));
        assert!(!Commitments::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    #[benchmark]
    fn register() -> Result<(), BenchmarkError> {
        let who = committed::<T>(hash(1))?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1), 1, longest(), Permill::zero(), SALT);
        assert!(Models::<T>::contains_key(hash(1)));
        Ok(())
    }

    #[benchmark]
    fn set_royalty() -> Result<(), BenchmarkError> {
        let who = registered::<T>(hash(1))?;
        let royalty = Permill::from_percent(1);
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1), royalty);
        assert_eq!(Models::<T>::get(hash(1)).map(|stored| stored.royalty), Some(royalty));
        Ok(())
    }

    #[benchmark]
    fn amend() -> Result<(), BenchmarkError> {
        let who = registered::<T>(hash(1))?;
        let mut short = longest();
        short.key = None;
        Pallet::<T>::do_amend(&who, hash(1), short)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1), longest());
        assert_eq!(Claims::<T>::get(hash(1)), Some(*longest()));
        Ok(())
    }

    #[benchmark]
    fn request_attestation() -> Result<(), BenchmarkError> {
        let who = registered::<T>(hash(1))?;
        T::BenchmarkHelper::make_verifiers();
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1));
        assert!(matches!(attestation::<T>(), Some(Attestation::Examined { .. })));
        Ok(())
    }

    #[benchmark]
    fn challenge() -> Result<(), BenchmarkError> {
        confirmed::<T>()?;
        let who = funded::<T>("challenger", 0);
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1));
        assert!(matches!(attestation::<T>(), Some(Attestation::Appealed { .. })));
        Ok(())
    }

    #[benchmark]
    fn deprecate() -> Result<(), BenchmarkError> {
        let who = registered::<T>(hash(1))?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1), true);
        let standing = Models::<T>::get(hash(1)).map(|stored| stored.standing);
        assert_eq!(standing, Some(Standing::Deprecated));
        Ok(())
    }

    #[benchmark]
    fn ban() -> Result<(), BenchmarkError> {
        registered::<T>(hash(1))?;
        let origin = T::ModerationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, hash(1), true);
        let standing = Models::<T>::get(hash(1)).map(|stored| stored.standing);
        assert_eq!(standing, Some(Standing::Banned { deprecated: false }));
        Ok(())
    }

    #[benchmark]
    fn remove() -> Result<(), BenchmarkError> {
        let (who, _) = confirmed::<T>()?;
        pass::<T>(T::ChallengePeriod::get());
        Pallet::<T>::do_deprecate(&who, hash(1), true)?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), hash(1));
        assert!(!Models::<T>::contains_key(hash(1)));
        Ok(())
    }

    #[benchmark]
    fn claim_name() -> Result<(), BenchmarkError> {
        let who = owner::<T>();
        let name = long_name(b'a');
        #[extrinsic_call]
        _(RawOrigin::Signed(who), name.clone());
        assert!(Names::<T>::contains_key(&name));
        Ok(())
    }

    #[benchmark]
    fn give_up_name() -> Result<(), BenchmarkError> {
        let who = owner::<T>();
        let name = long_name(b'a');
        Pallet::<T>::do_claim_name(&who, name.clone())?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), name.clone());
        assert!(!Names::<T>::contains_key(&name));
        Ok(())
    }

    /// The first release: it begins its series.
    #[benchmark]
    fn release() -> Result<(), BenchmarkError> {
        let who = registered::<T>(hash(1))?;
        let [owner, series] = [b'a', b'b'].map(long_name);
        Pallet::<T>::do_claim_name(&who, owner.clone())?;
        #[extrinsic_call]
        _(RawOrigin::Signed(who), owner.clone(), series.clone(), hash(1));
        assert!(SeriesOf::<T>::contains_key(&owner, &series));
        Ok(())
    }

    /// The first release: it ends its series.
    #[benchmark]
    fn remove_release() -> Result<(), BenchmarkError> {
        let who = released::<T>()?;
        let [owner, series] = [b'a', b'b'].map(long_name);
        #[extrinsic_call]
        _(RawOrigin::Signed(who), owner.clone(), series.clone());
        assert!(!SeriesOf::<T>::contains_key(&owner, &series));
        Ok(())
    }

    /// A new offer, among many.
    #[benchmark]
    fn offer() -> Result<(), BenchmarkError> {
        offered::<T>(MANY)?;
        let who = funded::<T>("operator", 0);
        T::BenchmarkHelper::set_inference(&who, true);
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), hash(1), ask(), 1);
        assert!(Offers::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    /// The last of many moves to where the first one was.
    #[benchmark]
    fn withdraw_offer() -> Result<(), BenchmarkError> {
        let operators = offered::<T>(MANY)?;
        let who = operators.first().ok_or("there is one")?.clone();
        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), hash(1));
        assert!(!Offers::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    /// The same, by someone else.
    #[benchmark]
    fn retire_offer() -> Result<(), BenchmarkError> {
        let operators = offered::<T>(MANY)?;
        let who = operators.first().ok_or("there is one")?.clone();
        T::BenchmarkHelper::set_inference(&who, true);
        T::BenchmarkHelper::set_inference(&who, false);
        let caller = funded::<T>("caller", 0);
        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone(), hash(1));
        assert!(!Offers::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    #[benchmark]
    fn take_of_many() -> Result<(), BenchmarkError> {
        offered::<T>(MANY)?;
        let taken;
        #[block]
        {
            taken = take::<T>(1);
        }
        assert!(taken.is_some());
        Ok(())
    }

    #[benchmark]
    fn give_back_of_many() -> Result<(), BenchmarkError> {
        let who = leaving::<T>(MANY)?;
        #[block]
        {
            <Pallet<T> as Servers<_>>::give_back(&hash(1), &who);
        }
        assert!(!Offers::<T>::contains_key(&who, hash(1)));
        Ok(())
    }

    /// An appeal of as many members as are listed finds something else: those who vouched are slashed,
    /// and the challenger is paid.
    #[benchmark]
    fn concluded() -> Result<(), BenchmarkError> {
        confirmed::<T>()?;
        let who = funded::<T>("challenger", 0);
        Pallet::<T>::do_challenge(&who, hash(1))?;
        let Some(Attestation::Appealed { appeal, .. }) = attestation::<T>() else {
            return Err("it was challenged".into());
        };
        let verdict = hash(77);
        let say = |index| (account("member", index, 0), Some(verdict));
        let said = (0..MAX_DRAWN).map(say).collect();
        let outcome = Outcome { verdict: Some(verdict), said, paid: 1 };
        #[block]
        {
            <Pallet<T> as Client<_>>::concluded(appeal, Subject::Model(hash(1)), outcome);
        }
        assert_eq!(attestation::<T>(), Some(Attestation::Refused { verdict }));
        Ok(())
    }

    /// A slot of one among few is drawn, taken and given back: not part of any weight, but to be held
    /// against the next one.
    #[benchmark(extra)]
    fn slot_of_few() -> Result<(), BenchmarkError> {
        offered::<T>(FEW)?;
        #[block]
        {
            use_slot::<T>();
        }
        Ok(())
    }

    /// The same of one among many.
    #[benchmark(extra)]
    fn slot_of_many() -> Result<(), BenchmarkError> {
        offered::<T>(MANY)?;
        #[block]
        {
            use_slot::<T>();
        }
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::tests::chain(), crate::tests::Test);
}
