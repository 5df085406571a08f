//! tract, which shares nothing with ONNX Runtime but the standard.

use opg_zk_peers::{cases, compare, tract::Tract, Compared};

/// Models that tract does not know an operator of: all of these are ONNX Runtime's own.
const UNKNOWN: [(&str, &str); 7] = [
    ("add", "QLinearAdd"),
    ("add-scaled", "QLinearAdd"),
    ("gemm", "QGemm"),
    ("gemm-across", "QGemm"),
    ("leaky", "QLinearLeakyRelu"),
    ("leaky-signed", "QLinearLeakyRelu"),
    ("sigmoid", "QLinearSigmoid"),
];

/// tract makes a 32-bit integer of a float before it adds the zero point, which then goes around; ONNX
/// and ONNX Runtime say 255. No sum of a model gets near this, only an input can.
const MOST: f32 = 1e6;

#[test]
fn models_should_answer_what_tract_answers() {
    let mut all = Compared::default();
    let mut unknown = Vec::new();
    for mut case in cases::trained().into_iter().chain(cases::operators()) {
        case.samples.retain(|sample| sample.iter().all(|real| *real <= MOST));
        for optimises in [true, false] {
            let name = format!("{}, optimised: {optimises}", case.name);
            match Tract::new(&case, optimises) {
                Ok(mut peer) => {
                    let one =
                        compare(&case, &mut peer).unwrap_or_else(|why| panic!("{name}: {why}"));
                    println!("{name}: {one:?}");
                    assert_eq!(one.differ, 0, "{name}");
                    all.samples += one.samples;
                    all.bytes += one.bytes;
                },
                Err(why) => unknown.push((case.name.clone(), why)),
            }
        }
    }
    println!("together: {all:?}");
    assert!(all.bytes > 800_000, "{all:?}");
    let expected = UNKNOWN.iter().flat_map(|each| [each, each]);
    assert_eq!(unknown.len(), 2 * UNKNOWN.len(), "{unknown:?}");
    for ((name, why), (model, operator)) in unknown.iter().zip(expected) {
        assert!(
            name == model && why.contains(&format!("Unimplemented({operator})")),
            "{name}: {why}"
        );
    }
}

#[test]
fn tract_should_differ_from_everyone_where_a_quotient_is_beyond_32_bits() {
    let mut cases = cases::operators();
    let case = cases.iter_mut().find(|case| case.name == "qdq-dense").expect("there is one");
    case.samples.retain(|sample| sample.iter().any(|real| *real > MOST));
    let mut tract = Tract::new(case, false).unwrap();
    let compared = compare(case, &mut tract).unwrap();
    assert_eq!(
        compared,
        Compared { samples: 2, bytes: 6, differ: 6 },
        "tract is mended: drop MOST"
    );
}
