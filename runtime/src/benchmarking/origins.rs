//! Authorising an upgrade by the hash of its code.

use crate::{governance::origins::Origin, *};
use frame_benchmarking::v2::*;

pub struct Pallet<T>(core::marker::PhantomData<T>);
pub trait Config: frame_system::Config {}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn authorize_upgrade() -> Result<(), BenchmarkError> {
        #[block]
        {
            Origins::authorize_upgrade(Origin::FastUpgrade.into(), Hash::repeat_byte(1))?;
        }
        assert!(System::authorized_upgrade().is_some());
        Ok(())
    }
}
