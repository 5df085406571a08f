//! ONNX Runtime, asked now.

use opg_zk_peers::{cases, compare, onnx_runtime::OnnxRuntime, Compared};

fn agree(cases: Vec<cases::Case>) -> Compared {
    let mut all = Compared::default();
    for case in cases {
        for optimises in [true, false] {
            let name = format!("{}, optimised: {optimises}", case.name);
            let mut peer =
                OnnxRuntime::new(&case, optimises).unwrap_or_else(|why| panic!("{name}: {why}"));
            let one = compare(&case, &mut peer).unwrap_or_else(|why| panic!("{name}: {why}"));
            println!("{name}: {one:?}");
            assert_eq!(one.differ, 0, "{name}");
            all.samples += one.samples;
            all.bytes += one.bytes;
        }
    }
    println!("together: {all:?}");
    all
}

#[test]
fn trained_models_should_answer_what_onnx_runtime_answers_now() {
    assert!(agree(cases::trained()).samples > 8 * 800);
}

#[test]
fn operators_should_answer_what_onnx_runtime_answers_now() {
    assert_eq!(cases::operators().len(), 32);
    assert!(agree(cases::operators()).samples > 64 * 300);
}
