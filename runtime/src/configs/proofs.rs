//! Proofs of what models answered.

use crate::*;

impl pallet_opg_proofs::Config for Runtime {
    type WeightInfo = weights::pallet_opg_proofs::WeightInfo<Runtime>;
}
