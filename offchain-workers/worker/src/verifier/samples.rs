//! Inputs that are made up, to see whether a model answers them alike however sums are added up. Random: who
//! publishes a model must not know them.

use opg_engine::{Dim, Dtype, Tensor, TensorType};

/// How many are tried.
pub const COUNT: u64 = 4;
/// More elements of a tensor are not made up.
const MOST_ELEMENTS: u64 = 1 << 22;

/// Inputs whose free dimensions are longer the later they are made, each two as long; nothing if they would be too
/// large.
pub fn inputs(interface: &[TensorType], number: u64) -> Option<Vec<Tensor>> {
    interface.iter().map(|tensor| made_up(tensor, number)).collect()
}

fn made_up(tensor: &TensorType, number: u64) -> Option<Tensor> {
    let length = |dim: &Dim| match dim {
        Dim::Fixed(length) => *length,
        Dim::Free => (number / 2).saturating_add(1),
    };
    let shape: Vec<u64> = tensor.shape.iter().map(length).collect();
    let count = shape.iter().try_fold(1u64, |product, length| product.checked_mul(*length))?;
    let count = usize::try_from(count).ok().filter(|_| count <= MOST_ELEMENTS)?;
    if tensor.dtype == Dtype::String {
        return Some(Tensor::of_strings(shape, &vec!["a"; count]));
    }
    let data = (0..count).flat_map(|_| element(tensor.dtype)).collect();
    Some(Tensor { dtype: tensor.dtype, shape, data })
}

/// Between -1 and 1, or one of the first whole numbers: many a model looks something up by them.
fn element(dtype: Dtype) -> Vec<u8> {
    let real = || rand::random::<f64>() * 2.0 - 1.0;
    let few = || rand::random::<u8>() % 4;
    let wide = |size: usize| {
        let mut bytes = vec![0; size];
        if let Some(first) = bytes.first_mut() {
            *first = few();
        }
        bytes
    };
    match dtype {
        Dtype::F32 => (real() as f32).to_le_bytes().to_vec(),
        Dtype::F64 => real().to_le_bytes().to_vec(),
        // Any sign and fraction, between a 128th and one.
        Dtype::F16 => {
            let exponent = 8 + rand::random::<u16>() % 7;
            ((rand::random::<u16>() & 0x83ff) | (exponent << 10)).to_le_bytes().to_vec()
        },
        Dtype::Bf16 => {
            ((real() as f32).to_bits() >> 16).to_le_bytes().iter().take(2).copied().collect()
        },
        Dtype::I8 | Dtype::U8 => vec![rand::random()],
        Dtype::Bool => vec![rand::random::<u8>() % 2],
        Dtype::I16 | Dtype::U16 => wide(2),
        Dtype::I32 | Dtype::U32 => wide(4),
        Dtype::I64 | Dtype::U64 => wide(8),
        Dtype::String => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Dtype; 14] = [
        Dtype::F32,
        Dtype::F64,
        Dtype::F16,
        Dtype::Bf16,
        Dtype::I8,
        Dtype::I16,
        Dtype::I32,
        Dtype::I64,
        Dtype::U8,
        Dtype::U16,
        Dtype::U32,
        Dtype::U64,
        Dtype::Bool,
        Dtype::String,
    ];

    #[test]
    fn inputs_of_every_kind_should_fit_the_interface_and_grow_where_they_may() {
        for dtype in ALL {
            let wanted =
                TensorType { name: "x".into(), dtype, shape: vec![Dim::Free, Dim::Fixed(3)] };
            for number in 0..COUNT {
                let [made] = &inputs(std::slice::from_ref(&wanted), number).unwrap()[..] else {
                    panic!()
                };
                made.check().unwrap();
                made.fits(&wanted).unwrap();
                assert_eq!(made.shape, [number / 2 + 1, 3]);
            }
        }
    }

    #[test]
    fn halves_should_be_finite_and_no_larger_than_one() {
        for _ in 0..1_000 {
            let bytes = element(Dtype::F16);
            let bits = u16::from_le_bytes(bytes.try_into().unwrap());
            assert!((8..=14).contains(&((bits >> 10) & 0x1f)), "{bits:x}");
        }
    }

    #[test]
    fn what_would_be_too_large_should_not_be_made() {
        let large = |length| TensorType {
            name: "x".into(),
            dtype: Dtype::U8,
            shape: vec![Dim::Fixed(length); 2],
        };
        assert_eq!(inputs(&[large(1 << 20)], 0), None);
        assert_eq!(inputs(&[large(u64::MAX)], 0), None);
    }
}
