//! tract: an implementation of ONNX in Rust.

use crate::{cases::Case, Peer};
use opg_zk::npy::Values;
use std::sync::Arc;
use tract_onnx::prelude::*;

pub struct Tract(Arc<TypedRunnableModel>);

impl Tract {
    /// With all of its optimisations or with none. An error says what it cannot do.
    pub fn new(case: &Case, optimises: bool) -> Result<Self, String> {
        let model = || {
            let model = tract_onnx::onnx().model_for_read(&mut &case.file[..])?.into_typed()?;
            let model = if optimises { model.into_optimized()? } else { model };
            model.into_runnable()
        };
        model().map(Self).map_err(|why| format!("{why:#}"))
    }
}

impl Peer for Tract {
    fn answer(&mut self, shape: &[usize], input: Values) -> Result<Values, String> {
        let input = tensor(shape, &input).map_err(|why| format!("{why:#}"))?;
        let outputs = self.0.run(tvec![input.into()]).map_err(|why| format!("{why:#}"))?;
        values(&outputs[0])
    }
}

fn tensor(shape: &[usize], input: &Values) -> TractResult<Tensor> {
    match input {
        Values::U8(values) => Tensor::from_shape(shape, values),
        Values::I8(values) => Tensor::from_shape(shape, values),
        Values::I32(values) => Tensor::from_shape(shape, values),
        Values::I64(values) => Tensor::from_shape(shape, values),
        Values::F32(values) => Tensor::from_shape(shape, values),
        Values::F64(values) => Tensor::from_shape(shape, values),
    }
}

fn values(output: &Tensor) -> Result<Values, String> {
    let plain = output.try_as_plain_ram().map_err(|why| format!("{why:#}"))?;
    if let Ok(values) = plain.as_slice::<u8>() {
        return Ok(Values::U8(values.to_vec()));
    }
    if let Ok(values) = plain.as_slice::<i8>() {
        return Ok(Values::I8(values.to_vec()));
    }
    if let Ok(values) = plain.as_slice::<i64>() {
        return Ok(Values::I64(values.to_vec()));
    }
    let floats = plain.as_slice::<f32>();
    floats.map(|values| Values::F32(values.to_vec())).map_err(|why| format!("{why:#}"))
}
