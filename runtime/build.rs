//! Builds the runtime as wasm, which is what nodes execute.

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
    substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// With the hash of its metadata inside, so that a hardware wallet can check what it shows. Builds
/// the wasm twice. Symbol and decimals are those of `opg_primitives::token`.
#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
    substrate_wasm_builder::WasmBuilder::init_with_defaults()
        .enable_metadata_hash("OPG", 12)
        .build();
}

#[cfg(not(feature = "std"))]
fn main() {}
