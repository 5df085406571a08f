use super::*;

fn tensor_type(name: &str, dtype: Dtype, shape: &[Dim]) -> TensorType {
    TensorType { name: name.into(), dtype, shape: shape.to_vec() }
}

fn example() -> (Vec<TensorType>, Vec<Tensor>, Vec<u8>) {
    let interface = vec![
        tensor_type("a", Dtype::U8, &[Dim::Fixed(2)]),
        tensor_type("b", Dtype::I16, &[Dim::Free, Dim::Fixed(2)]),
        tensor_type("c", Dtype::String, &[]),
    ];
    let tensors = vec![
        Tensor { dtype: Dtype::U8, shape: vec![2], data: vec![1, 2] },
        Tensor { dtype: Dtype::I16, shape: vec![1, 2], data: vec![3, 0, 4, 0] },
        Tensor::of_strings(vec![], &["hm"]),
    ];
    let bytes = vec![1, 2, 1, 0, 0, 0, 3, 0, 4, 0, 2, 0, 0, 0, b'h', b'm'];
    (interface, tensors, bytes)
}

#[test]
fn tensors_should_be_the_bytes_that_the_page_shows() {
    let (interface, tensors, bytes) = example();
    assert_eq!(encode(&tensors, &interface), Ok(bytes.clone()));
    assert_eq!(decode(&bytes, &interface), Ok(tensors));
}

#[test]
fn a_tensor_of_fixed_dimensions_should_be_its_raw_bytes() {
    let interface = [tensor_type("x", Dtype::F32, &[Dim::Fixed(1), Dim::Fixed(3)])];
    let data: Vec<u8> = [1.5f32, -2.0, f32::NAN].iter().flat_map(|x| x.to_le_bytes()).collect();
    let tensor = Tensor { dtype: Dtype::F32, shape: vec![1, 3], data: data.clone() };
    assert_eq!(encode(&[tensor], &interface), Ok(data));
    assert_eq!(fixed_length(&interface[0]), Some(12));
}

#[test]
fn every_cut_and_every_addition_should_be_refused() {
    let (interface, _, bytes) = example();
    for end in 0..bytes.len() {
        assert!(decode(&bytes[..end], &interface).is_err(), "{end} bytes");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(decode(&longer, &interface), Err(EncodingError::Trailing(1)));
}

#[test]
fn what_claims_to_be_large_should_be_refused_before_anything_is_allocated() {
    let free = |dtype| [tensor_type("x", dtype, &[Dim::Free, Dim::Free])];
    let bytes = [0xff; 8];
    let short = decode(&bytes, &free(Dtype::U8));
    assert!(matches!(short, Err(EncodingError::TooShort { .. } | EncodingError::TooLarge { .. })));
    let strings = decode(&bytes, &free(Dtype::String));
    assert!(matches!(
        strings,
        Err(EncodingError::TooShort { .. } | EncodingError::TooLarge { .. })
    ));
}

#[test]
fn values_that_do_not_exist_should_be_refused() {
    let bools = [tensor_type("x", Dtype::Bool, &[Dim::Fixed(2)])];
    assert!(decode(&[0, 1], &bools).is_ok());
    let two = EncodingError::Tensor { name: "x".into(), fault: TensorFault::Bool(2) };
    assert_eq!(decode(&[0, 2], &bools), Err(two));
    let strings = [tensor_type("x", Dtype::String, &[])];
    let bad = EncodingError::Tensor { name: "x".into(), fault: TensorFault::Strings };
    assert_eq!(decode(&[1, 0, 0, 0, 0xff], &strings), Err(bad));
}

#[test]
fn tensors_that_the_interface_does_not_have_should_not_be_encoded() {
    let (interface, mut tensors, _) = example();
    assert!(matches!(encode(&tensors[..2], &interface), Err(EncodingError::Count { .. })));
    tensors[1].shape = vec![2, 1];
    assert!(matches!(encode(&tensors, &interface), Err(EncodingError::Tensor { .. })));
}

#[test]
fn no_elements_should_be_no_bytes() {
    let interface = [tensor_type("x", Dtype::F64, &[Dim::Free, Dim::Fixed(3)])];
    let none = vec![Tensor { dtype: Dtype::F64, shape: vec![0, 3], data: vec![] }];
    assert_eq!(encode(&none, &interface), Ok(vec![0, 0, 0, 0]));
    assert_eq!(decode(&[0, 0, 0, 0], &interface), Ok(none));
}
