//! `opg` as a program.

// A node, a store and workers, as the worker's own tests have them.
#[path = "../../../worker/tests/it/common/mod.rs"]
mod common;
mod inference;
#[path = "../../../engine/tests/common/onnx.rs"]
mod onnx;
mod public_models;
mod support;
mod unusable;
