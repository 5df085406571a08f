#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| opg_zk_fuzz::batch::run(bytes));
