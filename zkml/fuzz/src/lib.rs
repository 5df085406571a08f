//! What is done with bytes that a fuzzer makes up. Each module has one `run(bytes)`, which panics where
//! something is wrong.
//!
//! | module | the bytes are |
//! |---|---|
//! | [`batch`] | a batch of proofs, told by how it differs from honest ones |
//! | [`files`] | a file: ONNX, `.npy` or `.npz` |
//! | [`keys`] | a key |
//!
//! [`tree`] changes ONNX files in ways that leave them files.

#![forbid(unsafe_code)]

pub mod batch;
pub mod files;
pub mod keys;
mod tape;
pub mod tree;

use std::time::{Duration, Instant};

/// Panics if `work` takes longer than `most`.
fn timed<T>(most: Duration, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let done = work();
    let taken = begin.elapsed();
    assert!(taken <= most, "it took {taken:?}, which is more than {most:?}");
    done
}
