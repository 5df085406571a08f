//! The real binary, over RPC and its command line. One test binary, so that nodes that wait for
//! slots wait beside each other.

mod chain_specs;
mod errors;
mod hostile;
mod metrics;
mod proofs;
mod running;
mod support;
mod workers;
