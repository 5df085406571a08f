use polkadot_sdk::{frame_support::weights::Weight, *};
pub struct WeightInfo<T>(core::marker::PhantomData<T>);
impl<T: frame_system::Config> pallet_opg_release::WeightInfo for WeightInfo<T> {
    fn release_to_account() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn release_to_pot() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn redirect() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
}
