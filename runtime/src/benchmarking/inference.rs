//! What the benchmarks of the market need: workers, a model, and panels that say what they are told to.

use super::*;
use frame_support::traits::{fungible::Mutate, Consideration, Footprint};
use opg_primitives::{
    models::{Ask, Claim, Class, Dim, Dtype, Interface, ModelHash, Tensor},
    panels::{CaseId, Verdict},
    stake::{Role, Roles},
    token::OPG,
    urn::WIDTH,
};
use pallet_opg_models::{
    key,
    types::{Attestation, Model, Offer, SlotPage, Standing},
    BenchmarkHelper as _, Config,
};
use sp_runtime::Permill;

pub struct Helper;

/// Requests that a server takes at a time.
const CAPACITY: u32 = 1_000;

fn claim(inputs: u16) -> Claim {
    let tensor = |name: &[u8], count: u32| Tensor {
        name: name.to_vec().try_into().expect("it is short"),
        dtype: Dtype::U8,
        shape: alloc::vec![Dim::Fixed(count)].try_into().expect("it has one dimension"),
    };
    let tensors = |tensor| alloc::vec![tensor].try_into().expect("there is one");
    let mut key = key::sample(96);
    // As many inputs as asked for, and outputs.
    let [low, high] = inputs.to_le_bytes();
    for (place, byte) in [(4, low), (5, high), (6, low), (7, high)] {
        *key.get_mut(place).expect("keys have heads") = byte;
    }
    Claim {
        class: Class::Exact,
        interface: Interface {
            inputs: tensors(tensor(b"in", inputs.into())),
            outputs: tensors(tensor(b"out", inputs.into())),
        },
        key: Some(key),
    }
}

impl pallet_opg_inference::benchmarking::BenchmarkHelper<AccountId> for Helper {
    fn fund(who: &AccountId) {
        Balances::set_balance(who, 10_000_000 * OPG);
    }

    fn operator(who: &AccountId) {
        give_session_keys(who);
        let (all, origin) = (Roles::of(Role::ALL), RuntimeOrigin::signed(who.clone()));
        let bond = least_of_a_bag(1_000_000 * OPG);
        Stake::register(origin, all, bond, Default::default(), Default::default())
            .expect("it has the money");
    }

    fn serve(model: ModelHash, owner: &AccountId, inputs: u16, workers: &[AccountId]) {
        let deposit = |who| {
            <Runtime as Config>::OfferDeposit::new(who, Footprint::from_parts(1, 1))
                .expect("it has the money")
        };
        let ticket = <Runtime as Config>::ModelDeposit::new(owner, Footprint::from_parts(1, 1))
            .expect("it has the money");
        let all = workers.len() as u32;
        let stored = Model {
            owner: owner.clone(),
            bytes: 1,
            royalty: Permill::from_percent(10),
            class: Class::Exact,
            comparable: true,
            standing: Standing::Active,
            attestation: Attestation::Attested,
            offers: all.saturating_mul(WIDTH),
            left: None,
            ticket,
        };
        pallet_opg_models::Models::<Runtime>::insert(model, stored);
        pallet_opg_models::Claims::<Runtime>::insert(model, claim(inputs));
        for (number, who) in (0u32..).zip(workers) {
            let place = number.saturating_mul(WIDTH);
            let ask = Ask { price: OPG, latency: 1 };
            let offer = Offer { ask, capacity: CAPACITY, place, owed: 0, ticket: deposit(who) };
            pallet_opg_models::Offers::<Runtime>::insert(who, model, offer);
            pallet_opg_models::Seats::<Runtime>::insert(model, place, who);
            // As long as pages are: the others on it are busy.
            let free = core::iter::once(u64::from(CAPACITY)).chain((1..WIDTH).map(|_| 0));
            let page = SlotPage { free: free.collect(), capacity: CAPACITY.into() };
            pallet_opg_models::SlotPages::<Runtime>::insert(model, number, page);
        }
        let root =
            workers.iter().map(|_| u64::from(CAPACITY)).collect::<opg_primitives::urn::Weights>();
        pallet_opg_models::Roots::<Runtime>::insert(model, root);
    }

    fn make_verifiers() {
        models::Helper::make_verifiers();
    }

    fn conclude(case: CaseId, verdict: Verdict) {
        models::Helper::conclude(case, verdict);
    }
}
