//! Whether an answer is what the model answers, as far as its class lets one tell. Pure.

use opg_engine::{encoding, Dtype, Tensor, TensorType};
use opg_primitives::{
    closeness,
    market::Finding,
    models::{self, Class},
};

/// Beyond so many times what its class allows an answer is wrong; before that, nobody can say.
const CERTAIN: u32 = 2;
const BILLION: f64 = 1e9;

/// What is found of an answer `said`, by one's own `outputs`.
pub fn compare(outputs: &[Tensor], said: &[u8], interface: &[TensorType], class: Class) -> Finding {
    // What is no output of this model is no answer of it.
    let Ok(said) = encoding::decode(said, interface) else { return Finding::Wrong };
    if outputs.len() != said.len() {
        return Finding::Wrong;
    }
    // Of a model of floats alone how long an answer is follows from how long its input is: see `attest`.
    let lengths_tell = interface.iter().all(|output| is_float(output.dtype));
    let each = outputs.iter().zip(&said).map(|(own, said)| tensor(own, said, class, lengths_tell));
    each.max_by_key(severity).unwrap_or(Finding::Right)
}

fn severity(finding: &Finding) -> u8 {
    match finding {
        Finding::Right => 0,
        Finding::Unverifiable => 1,
        Finding::Wrong => 2,
    }
}

/// Whether elements of this kind may differ a little between honest machines.
pub fn is_float(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F32 | Dtype::F16 | Dtype::F64)
}

fn tensor(own: &Tensor, said: &Tensor, class: Class, lengths_tell: bool) -> Finding {
    let same_kind = (own.dtype, &own.shape) == (said.dtype, &said.shape);
    if same_kind && own.data == said.data {
        return Finding::Right;
    }
    let Class::Close { .. } = class else { return Finding::Wrong };
    let agree = |times| {
        let class = class.times(times);
        match own.dtype {
            Dtype::F32 => closeness::agree(&own.data, &said.data, models::Dtype::F32, class),
            Dtype::F16 => closeness::agree(&own.data, &said.data, models::Dtype::F16, class),
            _ => agree_f64(&own.data, &said.data, class),
        }
    };
    match own.dtype {
        // Two honest machines may be on two sides of where a whole number changes, or a shape does.
        Dtype::F32 | Dtype::F16 | Dtype::F64 if same_kind => match (agree(1), agree(CERTAIN)) {
            (true, _) => Finding::Right,
            (false, true) => Finding::Unverifiable,
            (false, false) => Finding::Wrong,
        },
        Dtype::F32 | Dtype::F16 | Dtype::F64 if lengths_tell => Finding::Wrong,
        _ => Finding::Unverifiable,
    }
}

/// As [`closeness::agree`]; the chain compares no such numbers itself.
fn agree_f64(one: &[u8], other: &[u8], class: Class) -> bool {
    let Class::Close { abs, rel } = class else { return one == other };
    // Numbers up to 2^53 are exact, and no tolerance is that large.
    let (abs, rel) = (abs as f64 / BILLION, f64::from(rel.deconstruct()) / BILLION);
    let number = |bytes: &[u8]| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes);
    one.len() == other.len()
        && one.chunks(8).zip(other.chunks(8)).all(|(one, other)| {
            let (one, other) = (number(one), number(other));
            match one.is_finite() && other.is_finite() {
                // Halves, so that the largest numbers do not overflow.
                true => {
                    let most = one.abs().max(other.abs());
                    (one / 2.0 - other / 2.0).abs() <= abs / 2.0 + rel / 2.0 * most
                },
                false => one == other || (one.is_nan() && other.is_nan()),
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use opg_engine::Dim;
    use std::slice::from_ref;

    fn close() -> Class {
        // A thousandth of the larger, and nothing besides.
        Class::Close { abs: 0, rel: decoded(1_000_000) }
    }

    /// The type of a part is not among what workers depend on.
    fn decoded<T: codec::Decode>(billionths: u32) -> T {
        T::decode(&mut &billionths.to_le_bytes()[..]).unwrap()
    }

    fn of(dtype: Dtype, dim: Dim) -> TensorType {
        TensorType { name: "y".into(), dtype, shape: vec![dim] }
    }

    fn floats(values: &[f32]) -> Tensor {
        let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Tensor { dtype: Dtype::F32, shape: vec![values.len() as u64], data }
    }

    fn found(own: &[f32], said: &[f32], class: Class) -> Finding {
        let interface = [of(Dtype::F32, Dim::Fixed(own.len() as u64))];
        compare(&[floats(own)], &floats(said).data, &interface, class)
    }

    #[test]
    fn float_answer_should_be_right_within_the_tolerance_wrong_beyond_twice_and_else_unclear() {
        let own = [1000.0, -4.0];
        assert_eq!(found(&own, &own, close()), Finding::Right);
        assert_eq!(found(&own, &[1000.9, -4.0], close()), Finding::Right);
        assert_eq!(found(&own, &[1001.5, -4.0], close()), Finding::Unverifiable);
        assert_eq!(found(&own, &[1002.5, -4.0], close()), Finding::Wrong);
        // One element that is wrong for sure outweighs one that is not.
        assert_eq!(found(&own, &[1001.5, 4.0], close()), Finding::Wrong);
        assert_eq!(found(&[f32::NAN], &[f32::NAN], close()), Finding::Right);
        assert_eq!(found(&[f32::NAN], &[0.0], close()), Finding::Wrong);
    }

    #[test]
    fn exact_model_should_be_held_to_its_bytes() {
        assert_eq!(found(&[1000.0], &[1000.0], Class::Exact), Finding::Right);
        assert_eq!(found(&[1000.0], &[1000.0001], Class::Exact), Finding::Wrong);
    }

    #[test]
    fn what_is_no_output_of_the_model_should_be_wrong() {
        assert_eq!(found(&[1.0, 2.0], &[1.0], close()), Finding::Wrong);
        assert_eq!(found(&[1.0], &[1.0, 2.0], close()), Finding::Wrong);
    }

    #[test]
    fn whole_numbers_of_a_float_model_should_be_unclear_when_they_differ_and_lengths_beside_them() {
        let one = Tensor { dtype: Dtype::I64, shape: vec![1], data: 3i64.to_le_bytes().to_vec() };
        let interface = [of(Dtype::I64, Dim::Fixed(1))];
        let said = 4i64.to_le_bytes();
        assert_eq!(compare(from_ref(&one), &said, &interface, close()), Finding::Unverifiable);
        assert_eq!(compare(&[one], &said, &interface, Class::Exact), Finding::Wrong);
        let interface = [of(Dtype::F32, Dim::Free)];
        let said = [&2u32.to_le_bytes()[..], &floats(&[1.0, 2.0]).data].concat();
        let own = floats(&[1.0]);
        let found = compare(from_ref(&own), &said, &interface, close());
        assert_eq!(
            found,
            Finding::Wrong,
            "another number of floats was not made by adding otherwise"
        );
        // How many are found may depend on what is just above a threshold.
        let interface = [of(Dtype::I64, Dim::Fixed(1)), of(Dtype::F32, Dim::Free)];
        let said = [&3i64.to_le_bytes()[..], &said].concat();
        let one = Tensor { dtype: Dtype::I64, shape: vec![1], data: 3i64.to_le_bytes().to_vec() };
        assert_eq!(compare(&[one, own], &said, &interface, close()), Finding::Unverifiable);
    }

    #[test]
    fn double_precision_should_be_compared_by_the_same_rule() {
        let double = |value: f64| value.to_le_bytes().to_vec();
        let found = |own: f64, said: f64| {
            let own = Tensor { dtype: Dtype::F64, shape: vec![1], data: double(own) };
            compare(&[own], &double(said), &[of(Dtype::F64, Dim::Fixed(1))], close())
        };
        assert_eq!(found(1000.0, 1000.9), Finding::Right);
        assert_eq!(found(1000.0, 1001.5), Finding::Unverifiable);
        assert_eq!(found(1000.0, 1002.5), Finding::Wrong);
        assert_eq!(found(f64::MAX, f64::MIN), Finding::Wrong);
        assert_eq!(found(f64::NAN, f64::NAN), Finding::Right);
        assert_eq!(found(f64::INFINITY, f64::MAX), Finding::Wrong);
    }
}
