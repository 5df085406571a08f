//! A model in ONNX Runtime: loaded, and run on what lies in shared memory.

use super::{
    native::{self, Input, Names, View},
    onnx::{self, Declared, Scan},
    raw,
};
use crate::{
    config::{Computing, Optimisation, Provider},
    protocol::{aligned, Placed},
    refusal::{Reason, Refusal},
    tensor::{self, Dim, Dtype, TensorType},
};
use ort::{
    environment::Environment,
    ep::{ExecutionProviderDispatch, OpenVINO, CUDA},
    session::{
        builder::{GraphOptimizationLevel, SessionBuilder},
        Session,
    },
    value::{
        DynTensorValueType, DynValue, Outlet, Tensor, TensorElementType, TensorRef, ValueType,
    },
};

/// A model that can be run.
pub struct Loaded {
    session: Session,
    /// Of inputs and of outputs.
    names: (Names, Names),
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
    let names = |tensors: &[TensorType]| Names::of(tensors.iter().map(|tensor| &*tensor.name));
    let names = names(&inputs).zip(names(&outputs));
    let names = names.ok_or_else(|| Refusal::ModelInvalid("a name has a zero in it".into()))?;
    Ok(Loaded { session, names, scan, inputs, outputs })
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
    let complete = |(declared, found): (&Declared, &Outlet)| match declared.is_bare() {
        true => bare(found),
        false => declared.resolve(shape_of(found)),
    };
    declared.iter().zip(found).map(complete).collect()
}

/// All that ONNX Runtime found of what the file only names. What has no known rank is taken for a single
/// number: a run that gives something else is refused.
fn bare(outlet: &Outlet) -> Result<TensorType, Refusal> {
    let unsupported =
        || Refusal::Unsupported(format!("{} is {}", outlet.name(), outlet.dtype()).as_str().into());
    let ValueType::Tensor { ty, shape, .. } = outlet.dtype() else { return Err(unsupported()) };
    let dim = |dim: &i64| u64::try_from(*dim).map_or(Dim::Free, Dim::Fixed);
    Ok(TensorType {
        name: outlet.name().into(),
        dtype: dtype_of(*ty).ok_or_else(unsupported)?,
        shape: shape.iter().map(dim).collect(),
    })
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
    /// Computes outputs, and leaves them in shared memory: those whose length the model says are written
    /// there by ONNX Runtime itself.
    pub fn run(
        &mut self,
        inputs: &[Placed],
        memory: &[u8],
        into: &mut [u8],
        limit: u64,
    ) -> Result<Vec<Placed>, Refusal> {
        if inputs.len() != self.inputs.len() {
            let why = format!("{} inputs, but the model takes {}", inputs.len(), self.inputs.len());
            return Err(Refusal::BadInput(why.into()));
        }
        let pairs = inputs.iter().zip(&self.inputs);
        let values: Vec<_> = pairs
            .map(|(placed, wanted)| input(placed, wanted, memory))
            .collect::<Result<_, _>>()?;
        let mut placing = Placing { rest: into, limit, end: 0, total: 0 };
        let (mut places, mut views) = (Vec::new(), Vec::new());
        for wanted in &self.outputs {
            let (place, view) = placing.ahead(wanted)?.unzip();
            places.push(place);
            views.push(view);
        }
        let (names_in, names_out) = &self.names;
        let made = native::run(&mut self.session, (names_in, &values), (names_out, &views));
        let made = made.map_err(|why| match why.message() {
            message if is_out_of_memory(message) => Refusal::OutOfMemory,
            message => Refusal::Failed(message.into()),
        })?;
        let outputs = places.into_iter().zip(made).zip(&self.outputs);
        outputs.map(|((place, made), wanted)| placing.settle(place, made, wanted)).collect()
    }
}

/// An input as ONNX Runtime takes it: it reads it where the parent put it.
fn input<'a>(placed: &Placed, wanted: &TensorType, memory: &'a [u8]) -> Result<Input<'a>, Refusal> {
    tensor::fits(placed.dtype, &placed.shape, wanted)?;
    let data = usize::try_from(placed.at).ok().and_then(|at| {
        let end = at.checked_add(usize::try_from(placed.length).ok()?)?;
        memory.get(at..end)
    });
    let data = data.ok_or_else(|| Refusal::BadInput("it is not where it should be".into()))?;
    tensor::check(placed.dtype, &placed.shape, data)?;
    let shape = signed(&placed.shape);
    let value = match placed.dtype {
        Dtype::String => {
            let strings = tensor::strings(&placed.shape, data)?;
            let strings: Vec<String> = strings.into_iter().map(String::from).collect();
            Tensor::from_string_array((shape, strings.as_slice())).map(Input::Strings)
        },
        dtype => View::of_input(dtype, &shape, data).map(Input::View),
    };
    value.map_err(|why| Refusal::BadInput(why.message().into()))
}

fn signed(shape: &[u64]) -> Vec<i64> {
    shape.iter().map(|dim| i64::try_from(*dim).unwrap_or(i64::MAX)).collect()
}

/// Puts outputs one behind the other.
struct Placing<'a> {
    /// From `end` on.
    rest: &'a mut [u8],
    end: u64,
    limit: u64,
    total: u64,
}

impl<'a> Placing<'a> {
    /// A place for an output before it is there, if the model says how long it will be.
    fn ahead(&mut self, wanted: &TensorType) -> Result<Option<(Placed, View<'a>)>, Refusal> {
        let fixed = |dim: &Dim| match dim {
            Dim::Fixed(length) => Some(*length),
            Dim::Free => None,
        };
        let shape: Option<Vec<u64>> = wanted.shape.iter().map(fixed).collect();
        let (Some(shape), Some(size)) = (shape, wanted.dtype.size()) else {
            return Ok(None);
        };
        let too_large = || Refusal::OutputTooLarge { limit: self.limit };
        let length = tensor::elements(&shape).and_then(|count| count.checked_mul(size));
        let (at, bytes) = self.take(length.ok_or_else(too_large)?)?;
        let length = bytes.len() as u64;
        let view = View::of_output(wanted.dtype, &signed(&shape), bytes)
            .map_err(|why| Refusal::Failed(why.message().into()))?;
        Ok(Some((Placed { dtype: wanted.dtype, shape, at, length }, view)))
    }

    /// Where an output is that ONNX Runtime has put to its place, or else where it goes.
    fn settle(
        &mut self,
        place: Option<Placed>,
        made: Option<DynValue>,
        wanted: &TensorType,
    ) -> Result<Placed, Refusal> {
        let placed = match (place, made) {
            (Some(placed), _) => return Ok(placed),
            (None, Some(output)) => self.put(&output)?,
            (None, None) => return Err(Refusal::Failed("an output is missing".into())),
        };
        // A file may lie about what it gives: whoever reads the answer goes by what it says.
        tensor::fits(placed.dtype, &placed.shape, wanted)
            .map_err(|fault| Refusal::Failed(fault.to_string().into()))?;
        Ok(placed)
    }

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
        let (at, place) = self.take(length)?;
        place.copy_from_slice(bytes);
        Ok(Placed { dtype, shape, at, length })
    }

    /// The next so many bytes, and where they are.
    fn take(&mut self, length: u64) -> Result<(u64, &'a mut [u8]), Refusal> {
        let too_large = Refusal::OutputTooLarge { limit: self.limit };
        self.total = self.total.saturating_add(length);
        let Some(at) = aligned(self.end).filter(|_| self.total <= self.limit) else {
            return Err(too_large);
        };
        let end = at.saturating_add(length);
        let gap = usize::try_from(at.saturating_sub(self.end)).unwrap_or(usize::MAX);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let rest = std::mem::take(&mut self.rest);
        let parts =
            rest.split_at_mut_checked(gap).and_then(|(_, rest)| rest.split_at_mut_checked(length));
        let Some((taken, rest)) = parts else {
            return Err(too_large);
        };
        (self.rest, self.end) = (rest, end);
        Ok((at, taken))
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
