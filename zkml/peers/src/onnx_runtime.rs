//! ONNX Runtime: the shared library that `ORT_DYLIB_PATH` names, as `scripts/onnx-runtime` prints it.

use crate::{cases::Case, Peer};
use opg_zk::npy::Values;
use ort::{
    environment::Environment,
    session::{builder::GraphOptimizationLevel, Session},
    value::{DynValue, Tensor},
};
use std::sync::LazyLock;

static ENVIRONMENT: LazyLock<Environment> =
    LazyLock::new(|| ort::init().with_telemetry(false).build().expect("ONNX Runtime starts"));

pub struct OnnxRuntime(Session);

impl OnnxRuntime {
    /// With all of its optimisations or with none.
    pub fn new(case: &Case, optimises: bool) -> Result<Self, String> {
        let level = match optimises {
            true => GraphOptimizationLevel::All,
            false => GraphOptimizationLevel::Disable,
        };
        let session = Session::builder(&ENVIRONMENT)
            .and_then(|builder| Ok(builder.with_optimization_level(level)?))
            .and_then(|builder| Ok(builder.with_intra_threads(1)?))
            .and_then(|mut builder| builder.commit_from_memory(&case.file));
        Ok(Self(session.map_err(|why| why.to_string())?))
    }
}

impl Peer for OnnxRuntime {
    fn answer(&mut self, shape: &[usize], input: Values) -> Result<Values, String> {
        let input = tensor(shape, input).map_err(|why| why.to_string())?;
        let outputs = self.0.run(ort::inputs![input]).map_err(|why| why.to_string())?;
        values(&outputs[0])
    }
}

fn tensor(shape: &[usize], input: Values) -> ort::Result<DynValue> {
    let shape = shape.to_vec();
    Ok(match input {
        Values::U8(values) => Tensor::from_array((shape, values))?.into_dyn(),
        Values::I8(values) => Tensor::from_array((shape, values))?.into_dyn(),
        Values::I32(values) => Tensor::from_array((shape, values))?.into_dyn(),
        Values::I64(values) => Tensor::from_array((shape, values))?.into_dyn(),
        Values::F32(values) => Tensor::from_array((shape, values))?.into_dyn(),
        Values::F64(values) => Tensor::from_array((shape, values))?.into_dyn(),
    })
}

fn values(output: &DynValue) -> Result<Values, String> {
    if let Ok((_, values)) = output.try_extract_tensor::<u8>() {
        return Ok(Values::U8(values.to_vec()));
    }
    if let Ok((_, values)) = output.try_extract_tensor::<i8>() {
        return Ok(Values::I8(values.to_vec()));
    }
    if let Ok((_, values)) = output.try_extract_tensor::<i64>() {
        return Ok(Values::I64(values.to_vec()));
    }
    let floats = output.try_extract_tensor::<f32>();
    floats.map(|(_, values)| Values::F32(values.to_vec())).map_err(|why| why.to_string())
}
