use super::*;
use opg_zk::key;

#[test]
fn bounds_should_be_those_of_the_verifier() {
    let (least, most) = (*SIZES.start(), *SIZES.end());
    assert_eq!(u32::from(least)..=u32::from(most), key::SIZES);
    assert_eq!(usize::from(*WIDTHS.start())..=usize::from(*WIDTHS.end()), key::WIDTHS);
    assert_eq!(MAX_PUBLIC as usize, opg_zk::program::MAX_PUBLIC);
    let widest = key::Shape { k: most.into(), width: 96, inputs: 1, outputs: 1 };
    assert_eq!(MAX_KEY_BYTES as usize, widest.key_bytes());
    assert_eq!(MAX_PROOF_BYTES as usize, widest.proof_bytes());
}

#[test]
fn refusals_should_pass_through_their_code() {
    assert_eq!(Refusal::from_code(0), Ok(()));
    for rule in Rule::ALL {
        for refusal in [rule.alone(), rule.by(0), rule.by(1), rule.by(MAX_CLAIMS as usize)] {
            assert_eq!(Refusal::from_code(refusal.code()), Err(refusal));
        }
    }
    let unknown = Refusal { rule: Rule::Failed, index: Some(2) };
    assert_eq!(Refusal::from_code(0x3ff), Err(unknown), "of a newer node");
}

#[test]
fn bytes_that_are_no_batch_should_be_refused() {
    let no_batch = Rule::Batch.alone().code();
    assert_eq!(host_functions::verify_batch(&[]), no_batch);
    assert_eq!(host_functions::verify_batch(&[0]), no_batch);
    let empty = Rule::Empty.alone().code();
    assert_eq!(host_functions::verify_batch(&[0, 0]), empty, "nothing is claimed");
    assert_eq!(host_functions::verify_batch(&[0, 0, 0]), no_batch, "a byte too many");
    assert_eq!(host_functions::verify_batch(&[255; 64]), no_batch);
}

#[test]
fn verifier_that_panics_should_be_a_refusal() {
    let panics = || -> Result<(), Refusal> { panic!("what no verifier should do") };
    assert_eq!(host::caught(panics), Err(Rule::Failed.alone()));
    assert_eq!(host::caught(|| Ok(())), Ok(()));
}
