use polkadot_sdk::{frame_support::weights::Weight, *};
pub struct WeightInfo<T>(core::marker::PhantomData<T>);
impl<T: frame_system::Config> pallet_opg_stake::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn bond() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn unbond() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn withdraw() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn set_roles() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn set_commission() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn set_profile() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn delegate() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn undelegate() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn withdraw_delegation(_n: u32) -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn chill() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn cancel_slash() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn note_author() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn find_chore() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn apply_slash(_e: u32) -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn pay() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn forget() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn choose_validators(_v: u32) -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn end_era() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn note_offence() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
}
