#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| opg_zk_fuzz::keys::run(bytes));
