//! What a validator's machine must manage.

use polkadot_sdk::sc_sysinfo::{Metric, Requirement, Requirements, Throughput};

/// A tenth below what the machine reports that measured the weights (an Intel Xeon at 1.08 GiB/s of
/// hashing and 6.7 GiB/s of copying). A slower validator may need longer for a full block than its
/// second. For disks it is what a full block's writes ask for, many times over.
pub fn requirements() -> Requirements {
    let at_least = |metric, minimum| Requirement { metric, minimum, validator_only: false };
    Requirements(vec![
        at_least(Metric::Blake2256, Throughput::from_gibs(0.97)),
        at_least(Metric::MemCopy, Throughput::from_gibs(6.0)),
        at_least(Metric::DiskSeqWrite, Throughput::from_mibs(400.0)),
        at_least(Metric::DiskRndWrite, Throughput::from_mibs(150.0)),
    ])
}
