#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| opg_zk_fuzz::files::run(bytes));

/// Of any bytes, with some room to grow.
fn changed(mut bytes: Vec<u8>) -> Vec<u8> {
    let (size, most) = (bytes.len(), bytes.len() + 16);
    bytes.resize(most, 0);
    let size = fuzzer_mutate(&mut bytes, size, most);
    bytes.truncate(size);
    bytes
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // One time in four, and where it is no ONNX file, without looking at fields.
    let file = match seed % 4 {
        0 => None,
        _ => opg_zk_fuzz::tree::change(&data[..size], seed, changed),
    };
    match file.filter(|file| file.len() <= max_size) {
        Some(file) => {
            data[..file.len()].copy_from_slice(&file);
            file.len()
        },
        None => fuzzer_mutate(data, size, max_size),
    }
});
