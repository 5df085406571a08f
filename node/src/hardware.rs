//! What a validator's machine must manage.

use polkadot_sdk::sc_sysinfo::{Metric, Requirement, Requirements, Throughput};

/// An estimate of the speed that weights stand for, to be replaced by what the machine that measures
/// them reports. A slower validator may need longer for a full block than its second.
pub fn requirements() -> Requirements {
    let at_least = |metric, minimum| Requirement { metric, minimum, validator_only: false };
    Requirements(vec![
        at_least(Metric::Blake2256, Throughput::from_mibs(700.0)),
        at_least(Metric::Sr25519Verify, Throughput::from_kibs(600.0)),
        at_least(Metric::MemCopy, Throughput::from_gibs(8.0)),
        at_least(Metric::DiskSeqWrite, Throughput::from_mibs(400.0)),
        at_least(Metric::DiskRndWrite, Throughput::from_mibs(150.0)),
    ])
}
