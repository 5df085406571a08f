//! The circuit's rows give what the reference gives, and all that must hold in them does.

use opg_zk::witness::Witness;
use opg_zk_peers::{cases, rows};

/// Samples of each model for which all gates are tried, the others' outputs are only compared.
const TRIED: usize = 6;

#[test]
fn rows_should_give_what_the_reference_gives_and_hold() {
    let (mut given, mut tried) = (0, 0);
    for case in cases::trained().into_iter().chain(cases::operators()) {
        let model = rows::model(&case);
        let every = case.samples.len().div_ceil(TRIED);
        for (at, sample) in case.samples.iter().enumerate() {
            let inputs = case.inputs(sample);
            let witness = Witness::of(&model.program, &model.layout, &inputs);
            let mut outputs = rows::answer(&model, &witness);
            assert_eq!(outputs, case.answer(sample), "{}, sample {at}", case.name);
            given += outputs.len();
            if at % every == 0 {
                assert!(rows::hold(&model, &witness, &inputs, &outputs), "{}, {at}", case.name);
                outputs[0] ^= 1;
                assert!(!rows::hold(&model, &witness, &inputs, &outputs), "{}, {at}", case.name);
                tried += 1;
            }
        }
    }
    println!("{given} bytes given, {tried} samples tried");
    assert_eq!(tried, 36 * TRIED);
}
