//! A model in ONNX Runtime: loaded, and run on what lies in shared memory.

use super::{
    onnx::{self, Declared, Scan},
    raw::{self, OutputMemory},
};
use crate::{
    config::{Computing, Optimisation, Provider},
    protocol::{aligned, Placed},
    refusal::{Reason, Refusal},
    tensor::{self, Dim, Dtype, TensorType},
};
use bytemuck::checked::try_cast_slice;
use ort::{
    environment::Environment,
    ep::{ExecutionProviderDispatch, OpenVINO, CUDA},
    session::{
        builder::{GraphOptimizationLevel, SessionBuilder},
        Session, SessionInputValue,
    },
    value::{
        DynTensorValueType, DynValue, Outlet, Tensor, TensorElementType, TensorRef, ValueRef,
        ValueType,
    },
};

/// A model that can be run.
pub struct Loaded {
    session: Session,
    pub scan: Scan,
    pub inputs: Vec<TensorType>,
    pub outputs: Vec<TensorType>,
}

/// Loads a model out of its file's bytes.
pub fn load(
    environment: &Environment,
    computing: &Computing,
    file: &[u8],
    bounds: onnx::Bounds,
) -> Result<Loaded, Refusal> {
    let scan = Scan::of(file, bounds)?;
    if let Some(location) = &scan.external {
        return Err(Refusal::ExternalData(location.into()));
    }
    let session = builder(environment, computing)
        .and_then(|mut builder| builder.commit_from_memory(file))
        .map_err(|why| not_loaded(why.message()))?;
    let inputs = interface(&scan.inputs, session.inputs())?;
    let outputs = interface(&scan.outputs, session.outputs())?;
    Ok(Loaded { session, scan, inputs, outputs })
}

/// A model of version 13: `y = x * x`, each of shape `[1, 1]`.
const SMALLEST: &[u8] = b"\x08\x08:@\n\x11\n\x01x\n\x01x\x12\x01y\"\x06MatMul\x12\x01gZ\x13\n\x01x\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x01\n\x02\x08\x01b\x13\n\x01y\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x01\n\x02\x08\x01B\x02\x10\r";

/// Loads and runs a model of ours, so that ONNX Runtime has asked the system all that it asks once, such
/// as what the processor can do, before it may not ask any more.
pub fn warm_up(environment: &Environment, computing: &Computing) -> ort::Result<()> {
    let mut session = builder(environment, computing)?.commit_from_memory(SMALLEST)?;
    let input = TensorRef::from_array_view(([1i64, 1], [1f32].as_slice()))?;
    session.run(ort::inputs![input]).map(drop)
}

/// What is taken and given, as far as the file alone says it.
pub fn declared(tensors: &[Declared]) -> Result<Vec<TensorType>, Refusal> {
    tensors.iter().map(|tensor| tensor.resolve(None)).collect()
}

fn builder(environment: &Environment, computing: &Computing) -> ort::Result<SessionBuilder> {
    let level = match computing.optimisation {
        Optimisation::None => GraphOptimizationLevel::Disable,
        Optimisation::Basic => GraphOptimizationLevel::Level1,
        Optimisation::Extended => GraphOptimizationLevel::Level2,
        Optimisation::All => GraphOptimizationLevel::All,
    };
    let providers: Vec<ExecutionProviderDispatch> = computing
        .providers
        .iter()
        .filter_map(|provider| match provider {
            // Always there, and the last resort.
            Provider::Cpu => None,
            Provider::Cuda => Some(CUDA::default().build().error_on_failure()),
            Provider::OpenVino => Some(OpenVINO::default().build().error_on_failure()),
        })
        .collect();
    Ok(Session::builder(environment)?
        .with_optimization_level(level)?
        .with_intra_threads(computing.threads as usize)?
        // Threads that wait for work by computing nothing take it from other children.
        .with_intra_op_spinning(false)?
        .with_deterministic_compute(true)?
        .with_execution_providers(providers)?)
}

/// What a file declares, completed by what ONNX Runtime found out, if both speak of the same.
fn interface(declared: &[Declared], found: &[Outlet]) -> Result<Vec<TensorType>, Refusal> {
    let same = |(declared, found): (&Declared, &Outlet)| declared.name == found.name();
    if declared.len() != found.len() || !declared.iter().zip(found).all(same) {
        let why = "ONNX Runtime finds other inputs or outputs in it than it declares";
        return Err(Refusal::ModelInvalid(why.into()));
    }
    declared.iter().zip(found).map(|(declared, found)| declared.resolve(shape_of(found))).collect()
}

/// The shape that ONNX Runtime found, where it found one: it says of what has no known rank that it has
/// no dimensions.
fn shape_of(outlet: &Outlet) -> Option<Vec<Dim>> {
    let shape = outlet.dtype().tensor_shape().filter(|shape| !shape.is_empty())?;
    Some(shape.iter().map(|dim| u64::try_from(*dim).map_or(Dim::Free, Dim::Fixed)).collect())
}

fn not_loaded(message: &str) -> Refusal {
    let has = |part: &str| message.contains(part);
    let reason = Reason::from(message);
    if is_out_of_memory(message) {
        Refusal::OutOfMemory
    } else if has("is not a registered function/op") || has("No Op registered") {
        Refusal::Operator(reason)
    } else if has("onnx opset versions") || has("Unsupported model IR version") {
        Refusal::Opset(reason)
    } else if has("Could not find an implementation") {
        Refusal::Operator(reason)
    } else {
        Refusal::ModelInvalid(reason)
    }
}

fn is_out_of_memory(message: &str) -> bool {
    ["bad_alloc", "bad allocation", "Failed to allocate memory", "length_error"]
        .iter()
        .any(|part| message.contains(part))
}

impl Loaded {
    /// Computes outputs, and leaves them in shared memory.
    pub fn run(
        &mut self,
        inputs: &[Placed],
        memory: &[u8],
        into: &mut OutputMemory,
        limit: u64,
    ) -> Result<Vec<Placed>, Refusal> {
        if inputs.len() != self.inputs.len() {
            let why = format!("{} inputs, but the model takes {}", inputs.len(), self.inputs.len());
            return Err(Refusal::BadInput(why.into()));
        }
        let pairs = inputs.iter().zip(&self.inputs);
        let values: Vec<_> = pairs
            .map(|(placed, wanted)| value(placed, wanted, memory))
            .collect::<Result<_, _>>()?;
        let outputs = self.session.run(values.as_slice()).map_err(|why| match why.message() {
            message if is_out_of_memory(message) => Refusal::OutOfMemory,
            message => Refusal::Failed(message.into()),
        })?;
        let mut placing = Placing { into, limit, end: 0, total: 0 };
        let put = |(output, wanted): (ValueRef<'_>, &TensorType)| {
            let placed = placing.put(&output)?;
            // A file may lie about what it gives: whoever reads the answer goes by what it says.
            tensor::fits(placed.dtype, &placed.shape, wanted)
                .map_err(|fault| Refusal::Failed(fault.to_string().into()))?;
            Ok(placed)
        };
        outputs.values().zip(&self.outputs).map(put).collect()
    }
}

/// An input as ONNX Runtime takes it: it reads it where the parent put it.
fn value<'a>(
    placed: &Placed,
    wanted: &TensorType,
    memory: &'a [u8],
) -> Result<SessionInputValue<'a>, Refusal> {
    tensor::fits(placed.dtype, &placed.shape, wanted)?;
    let data = usize::try_from(placed.at).ok().and_then(|at| {
        let end = at.checked_add(usize::try_from(placed.length).ok()?)?;
        memory.get(at..end)
    });
    let data = data.ok_or_else(|| Refusal::BadInput("it is not where it should be".into()))?;
    tensor::check(placed.dtype, &placed.shape, data)?;
    let shape: Vec<i64> =
        placed.shape.iter().map(|dim| i64::try_from(*dim).unwrap_or(i64::MAX)).collect();
    let bad = |why: String| Refusal::BadInput(why.into());
    macro_rules! typed {
        ($type:ty) => {{
            // Aligned, since whatever lies in shared memory begins at a multiple of 64.
            let values: &'a [$type] = try_cast_slice(data).map_err(|why| bad(why.to_string()))?;
            TensorRef::from_array_view((shape, values)).map(SessionInputValue::from)
        }};
    }
    let value = match placed.dtype {
        Dtype::F32 => typed!(f32),
        Dtype::F64 => typed!(f64),
        Dtype::F16 => typed!(half::f16),
        Dtype::Bf16 => typed!(half::bf16),
        Dtype::I8 => typed!(i8),
        Dtype::I16 => typed!(i16),
        Dtype::I32 => typed!(i32),
        Dtype::I64 => typed!(i64),
        Dtype::U8 => typed!(u8),
        Dtype::U16 => typed!(u16),
        Dtype::U32 => typed!(u32),
        Dtype::U64 => typed!(u64),
        Dtype::Bool => typed!(bool),
        Dtype::String => {
            let strings = tensor::strings(&placed.shape, data)?;
            let strings: Vec<String> = strings.into_iter().map(String::from).collect();
            Tensor::from_string_array((shape, strings.as_slice())).map(SessionInputValue::from)
        },
    };
    value.map_err(|why| bad(why.message().into()))
}

/// Puts outputs one behind the other.
struct Placing<'a> {
    into: &'a mut OutputMemory,
    limit: u64,
    end: u64,
    total: u64,
}

impl Placing<'_> {
    fn put(&mut self, output: &DynValue) -> Result<Placed, Refusal> {
        let ValueType::Tensor { ty, shape, .. } = output.dtype() else {
            return Err(Refusal::Unsupported(format!("an output is {}", output.dtype()).into()));
        };
        let unsupported = || Refusal::Unsupported(format!("an output is of {ty}").into());
        let dtype = dtype_of(*ty).ok_or_else(unsupported)?;
        let shape = shape.iter().map(|dim| u64::try_from(*dim).unwrap_or(0)).collect();
        if dtype == Dtype::String {
            let (_, strings) = output
                .try_extract_strings()
                .map_err(|why| Refusal::Failed(why.message().into()))?;
            let tensor = tensor::Tensor::of_strings(shape, &strings);
            return self.write(dtype, tensor.shape, &tensor.data);
        }
        let tensor = output.view().downcast::<DynTensorValueType>().map_err(|_| unsupported())?;
        let bytes = raw::bytes_of(&tensor).ok_or_else(unsupported)?;
        self.write(dtype, shape, bytes)
    }

    fn write(&mut self, dtype: Dtype, shape: Vec<u64>, bytes: &[u8]) -> Result<Placed, Refusal> {
        let length = bytes.len() as u64;
        let too_large = Refusal::OutputTooLarge { limit: self.limit };
        self.total = self.total.saturating_add(length);
        let at = aligned(self.end).filter(|_| self.total <= self.limit);
        let place = at.and_then(|at| {
            let (from, length) = (usize::try_from(at).ok()?, bytes.len());
            Some((at, self.into.bytes().get_mut(from..from.checked_add(length)?)?))
        });
        let Some((at, place)) = place else {
            return Err(too_large);
        };
        place.copy_from_slice(bytes);
        self.end = at.saturating_add(length);
        Ok(Placed { dtype, shape, at, length })
    }
}

fn dtype_of(element: TensorElementType) -> Option<Dtype> {
    Some(match element {
        TensorElementType::Float32 => Dtype::F32,
        TensorElementType::Float64 => Dtype::F64,
        TensorElementType::Float16 => Dtype::F16,
        TensorElementType::Bfloat16 => Dtype::Bf16,
        TensorElementType::Int8 => Dtype::I8,
        TensorElementType::Int16 => Dtype::I16,
        TensorElementType::Int32 => Dtype::I32,
        TensorElementType::Int64 => Dtype::I64,
        TensorElementType::Uint8 => Dtype::U8,
        TensorElementType::Uint16 => Dtype::U16,
        TensorElementType::Uint32 => Dtype::U32,
        TensorElementType::Uint64 => Dtype::U64,
        TensorElementType::Bool => Dtype::Bool,
        TensorElementType::String => Dtype::String,
        _ => return None,
    })
}
