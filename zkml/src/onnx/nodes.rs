//! Each operator.

use super::{
    graph::{shape, Node, Port, Tensor, Values},
    linear::{added, biased, convolve, dense, weights, Bias},
    quantise::{Maker, Quantum},
    shapes::axis,
    value::{exponent_of, Bytes, Real, Reals, Sum, Value, View, Weights},
    Edge, Form, Unfit,
};
use crate::program::{Program, Wire, MAX_PUBLIC};
use std::collections::{BTreeMap, BTreeSet};

/// What a step can fail with: why, in words.
pub(super) type Step<T> = Result<T, String>;

/// Turns nodes into operations, one after the other.
pub struct Importer {
    pub(super) maker: Maker,
    pub values: BTreeMap<String, Value>,
    inputs: Vec<Input>,
    /// What a `DequantizeLinear` gives.
    dequantised: BTreeSet<String>,
}

struct Input {
    name: String,
    shape: Vec<usize>,
    first: Wire,
    form: Option<Form>,
}

impl Importer {
    pub fn new(values: BTreeMap<String, Value>) -> Self {
        let (maker, inputs, dequantised) = Default::default();
        Self { maker, values, inputs, dequantised }
    }

    /// The program and its inputs' edges.
    pub fn finish(self) -> Result<(Program, Vec<Edge>), Unfit> {
        let edges = self.inputs.into_iter().map(|Input { name, shape, form, .. }| match form {
            Some(form) => Ok(Edge { name, shape, form }),
            None => Err(Unfit::Input { name, reason: "no node quantises it".into() }),
        });
        Ok((self.maker.program, edges.collect::<Result<_, _>>()?))
    }

    /// Makes wires for an input.
    pub fn input(&mut self, port: &Port) -> Step<()> {
        let axes = port.shape.as_ref().ok_or("it says no shape")?;
        let mut sizes = Vec::with_capacity(axes.len());
        for (axis, size) in axes.iter().enumerate() {
            sizes.push(match size {
                Some(size) if *size > 0 => *size,
                // One at a time is proven.
                _ if axis == 0 => 1,
                _ => return Err(format!("axis {axis} has no size: fix it when exporting")),
            });
        }
        let shape = shape(&sizes).ok_or("its shape is not possible")?;
        let size: usize = shape.iter().product();
        let first = self.maker.program.inputs;
        if size > MAX_PUBLIC - first as usize {
            return Err(format!("inputs have more than {MAX_PUBLIC} values: {size} in this one"));
        }
        self.maker.program.inputs += size as u32;
        let wires = (first..).take(size).collect();
        let bytes = |signed| Value::Bytes(Bytes { shape: shape.clone(), wires, signed });
        let (value, form) = match port.kind {
            1 => (Value::Floats { input: self.inputs.len(), shape: shape.clone() }, None),
            2 => (bytes(false), Some(Form::Byte)),
            3 => (bytes(true), Some(Form::Signed)),
            kind => return Err(format!("it is of type {kind}: float, uint8 or int8 are read")),
        };
        self.inputs.push(Input { name: port.name.clone(), shape, first, form });
        self.give(&port.name, value)
    }

    fn give(&mut self, name: &str, value: Value) -> Step<()> {
        self.maker.afford(value.wires())?;
        match self.values.insert(name.into(), value) {
            None => Ok(()),
            Some(_) => Err(format!("{name:?} is given twice")),
        }
    }

    /// Adds what a node computes.
    pub fn node(&mut self, node: &Node) -> Step<()> {
        let value = match (node.domain.as_str(), node.kind.as_str()) {
            ("" | "ai.onnx", kind) => self.standard(node, kind)?,
            ("com.microsoft", kind) => self.contributed(node, kind)?,
            (domain, _) => return Err(format!("operators of {domain:?} are not supported")),
        };
        let [name] = &node.outputs[..] else {
            return Err(format!("{} outputs: one is supported", node.outputs.len()));
        };
        self.give(name, value)
    }

    fn standard(&mut self, node: &Node, kind: &str) -> Step<Value> {
        match kind {
            "QuantizeLinear" => self.quantise_linear(node),
            "DequantizeLinear" => self.dequantise_linear(node),
            "QLinearMatMul" => self.q_linear_matmul(node),
            "QLinearConv" => self.q_linear_conv(node),
            "Gemm" => self.gemm(node),
            "MatMul" => self.matmul(node),
            "Conv" => self.conv(node),
            "Add" => self.add(node),
            "Relu" => self.relu(node),
            "Sigmoid" => self.function(node, sigmoid()),
            "Tanh" => self.function(node, tanh()),
            "LeakyRelu" => self.function(node, leaky(node)?),
            "MaxPool" => self.max_pool(node),
            "Flatten" | "Reshape" | "Squeeze" | "Unsqueeze" | "Identity" | "Transpose" => {
                self.rearrange(node)
            },
            "ArgMax" => self.arg_max(node),
            "Constant" => constant(node),
            _ => Err(UNSUPPORTED.into()),
        }
    }

    fn contributed(&mut self, node: &Node, kind: &str) -> Step<Value> {
        match kind {
            "QGemm" => self.q_gemm(node),
            "QLinearAdd" => self.q_linear_add(node),
            "QLinearSigmoid" => self.q_linear_function(node, sigmoid()),
            "QLinearLeakyRelu" => self.q_linear_function(node, leaky(node)?),
            "QuantizeLinear" => self.quantise_linear(node),
            "DequantizeLinear" => self.dequantise_linear(node),
            _ => Err(UNSUPPORTED.into()),
        }
    }

    // Inputs.

    pub(super) fn value(&self, node: &Node, index: usize) -> Step<&Value> {
        let name = node.inputs.get(index).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| format!("its input {index} is missing"))?;
        self.values.get(name).ok_or_else(|| format!("it reads {name:?}, which nothing gave before"))
    }

    pub(super) fn has(&self, node: &Node, index: usize) -> bool {
        node.inputs.get(index).is_some_and(|name| !name.is_empty())
    }

    pub(super) fn constant(&self, node: &Node, index: usize) -> Step<&Tensor> {
        match self.value(node, index)? {
            Value::Constant(tensor) => Ok(tensor),
            _ => Err(format!("its input {index} is computed, and must be a constant")),
        }
    }

    pub(super) fn real(&self, node: &Node, index: usize) -> Step<&Real> {
        match self.value(node, index)? {
            Value::Real(real) => Ok(real),
            _ => Err(format!("its input {index} is not quantised: quantise it before")),
        }
    }

    fn bytes(&self, node: &Node, index: usize) -> Step<&Bytes> {
        match self.value(node, index)? {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(format!("its input {index} is no tensor of bytes that the model computes")),
        }
    }

    /// The exponents of a scale.
    fn scale(&self, node: &Node, index: usize) -> Step<Vec<i32>> {
        let Values::Float(scales) = &self.constant(node, index)?.values else {
            return Err(format!("its input {index} is a scale, and must be of floats"));
        };
        let exponents = scales.iter().map(|scale| {
            exponent_of(*scale).ok_or_else(|| {
                format!("scale {scale} is no power of two: quantise with opg-zk quantize")
            })
        });
        let exponents = exponents.collect::<Step<Vec<i32>>>()?;
        if exponents.is_empty() {
            return Err(format!("its input {index} is a scale without a value"));
        }
        Ok(exponents)
    }

    /// A zero point's numbers, and whether they are signed; nothing where there is none.
    fn zero(&self, node: &Node, index: usize) -> Step<Option<(Vec<i64>, bool)>> {
        if !self.has(node, index) {
            return Ok(None);
        }
        let values = &self.constant(node, index)?.values;
        let whole = values.whole().filter(|zero| !zero.is_empty());
        let zero = whole.ok_or_else(|| format!("its input {index} is no zero point"))?;
        Ok(Some((zero, !matches!(values, Values::U8(_)))))
    }

    /// Scale and zero point of activations, at two places among the inputs. Without a zero point it is
    /// zero, of i8 if `signed`.
    fn quantum(&self, node: &Node, scale: usize, zero: usize, signed: bool) -> Step<Quantum> {
        let (zeros, signed) = self.zero(node, zero)?.unwrap_or((vec![0], signed));
        let ([exponent], [zero]) = (&self.scale(node, scale)?[..], &zeros[..]) else {
            return Err(
                "activations have one scale and zero point, not one for each channel".into()
            );
        };
        let zero = zero.checked_add(if signed { 128 } else { 0 });
        let zero =
            zero.and_then(|zero| u8::try_from(zero).ok()).ok_or("its zero point is no byte")?;
        Ok(Quantum { exponent: *exponent, zero, signed })
    }

    /// Three inputs that say a real: bytes, scale, zero point.
    fn seen(&self, node: &Node, first: usize) -> Step<Real> {
        let bytes = self.bytes(node, first)?;
        let quantum = self.quantum(node, first + 1, first + 2, bytes.signed)?;
        if quantum.signed != bytes.signed {
            return Err("its zero point is of another type than what it is for".into());
        }
        Ok(view(bytes, quantum))
    }

    /// Three inputs that say weights: numbers, scales, zero points.
    fn weights(&self, node: &Node, first: usize, axis: usize) -> Step<Weights> {
        let tensor = self.constant(node, first)?;
        let exponents = self.scale(node, first + 1)?;
        let zeros = self.zero(node, first + 2)?.map_or(vec![0], |(zeros, _)| zeros);
        weights(tensor, axis, exponents, &zeros)
    }

    /// A bias in units of the sums, if there is one.
    fn bias_of_sums(&self, node: &Node, index: usize) -> Step<Option<Bias>> {
        let bias = self.has(node, index).then(|| self.constant(node, index)).transpose()?;
        Ok(bias.cloned().map(Bias::Sums))
    }

    // Quantisation.

    fn quantise_linear(&mut self, node: &Node) -> Step<Value> {
        let kind = node.int("output_dtype", 0);
        if ![0, 2, 3].contains(&kind) {
            return Err("it gives another type than uint8 or int8".into());
        }
        let to = self.quantum(node, 1, 2, kind == 3)?;
        match self.value(node, 0)? {
            Value::Real(real) => {
                let real = real.clone();
                Ok(Value::Bytes(self.maker.quantise(&real, to)?))
            },
            Value::Floats { input, shape } => {
                let (input, shape) = (*input, shape.clone());
                let Input { first, form, .. } = &mut self.inputs[input];
                let asked = Form::Float { exponent: to.exponent, zero: to.zero };
                if form.is_some_and(|known| known != asked) {
                    return Err("an input of the model is quantised in two ways".into());
                }
                *form = Some(asked);
                let size = shape.iter().product();
                let wires = (*first..).take(size).collect();
                Ok(Value::Bytes(Bytes { shape, wires, signed: to.signed }))
            },
            _ => Err("what it quantises is no real number".into()),
        }
    }

    fn dequantise_linear(&mut self, node: &Node) -> Step<Value> {
        if node.int("block_size", 0) != 0 {
            return Err("scales by blocks are not supported".into());
        }
        match self.value(node, 0)? {
            Value::Constant(tensor) => {
                let (size, axes) = (tensor.values.len(), tensor.shape.len().max(1));
                self.maker.afford(size)?;
                let axis = axis(node.int("axis", 1), axes).unwrap_or(0);
                self.weights(node, 0, axis).map(Value::Weights)
            },
            _ => {
                self.dequantised.extend(node.outputs.first().cloned());
                self.seen(node, 0).map(Value::Real)
            },
        }
    }

    // Operators on quantised tensors.

    fn q_linear_matmul(&mut self, node: &Node) -> Step<Value> {
        let left = self.seen(node, 0)?;
        let right = self.weights(node, 3, 1)?;
        let to = self.quantum(node, 6, 7, false)?;
        let sums = dense(&mut self.maker, &left, &right, false, None)?;
        self.maker.quantise(&sums, to).map(Value::Bytes)
    }

    fn q_gemm(&mut self, node: &Node) -> Step<Value> {
        let left = self.seen(node, 0)?;
        let across = node.int("transB", 0) != 0;
        let right = self.weights(node, 3, usize::from(!across))?;
        if node.int("transA", 0) != 0 || node.float("alpha", 1.0) != 1.0 {
            return Err("transA and alpha are not supported".into());
        }
        let bias = self.bias_of_sums(node, 6)?;
        if !self.has(node, 7) || !self.has(node, 8) {
            return Err("it gives floats: give it scale and zero point of its results".into());
        }
        let to = self.quantum(node, 7, 8, false)?;
        let sums = dense(&mut self.maker, &left, &right, across, bias.as_ref())?;
        self.maker.quantise(&sums, to).map(Value::Bytes)
    }

    fn q_linear_conv(&mut self, node: &Node) -> Step<Value> {
        let image = self.seen(node, 0)?;
        let kernels = self.weights(node, 3, 0)?;
        let to = self.quantum(node, 6, 7, false)?;
        let bias = self.bias_of_sums(node, 8)?;
        let sums = convolve(&mut self.maker, node, &image, &kernels, bias.as_ref())?;
        self.maker.quantise(&sums, to).map(Value::Bytes)
    }

    fn q_linear_add(&mut self, node: &Node) -> Step<Value> {
        let (left, right) = (self.seen(node, 0)?, self.seen(node, 3)?);
        if !self.has(node, 7) {
            return Err("its results have no zero point".into());
        }
        let to = self.quantum(node, 6, 7, false)?;
        let sums = added(&mut self.maker, &left, &right)?;
        self.maker.quantise(&sums, to).map(Value::Bytes)
    }

    fn q_linear_function(&mut self, node: &Node, (f, exact): Function) -> Step<Value> {
        let real = self.seen(node, 0)?.mapped(exact, f)?;
        let to = self.quantum(node, 3, 4, self.bytes(node, 0)?.signed)?;
        self.maker.quantise(&real, to).map(Value::Bytes)
    }

    // Operators on reals.

    fn gemm(&mut self, node: &Node) -> Step<Value> {
        let left = self.real(node, 0)?.clone();
        let right = self.known(node, 1)?;
        let is_plain = node.int("transA", 0) == 0
            && node.float("alpha", 1.0) == 1.0
            && node.float("beta", 1.0) == 1.0;
        if !is_plain {
            return Err("transA, alpha and beta are not supported".into());
        }
        let bias = self.has(node, 2).then(|| self.bias(node, 2)).transpose()?;
        let across = node.int("transB", 0) != 0;
        dense(&mut self.maker, &left, &right, across, bias.as_ref()).map(Value::Real)
    }

    fn matmul(&mut self, node: &Node) -> Step<Value> {
        let left = self.real(node, 0)?.clone();
        let right = self.known(node, 1)?;
        // ONNX Runtime, when it optimises, otherwise quantises what it multiplies once more, in its own way.
        if !node.inputs.first().is_some_and(|name| self.dequantised.contains(name)) {
            return Err("what it multiplies must come from a DequantizeLinear directly".into());
        }
        dense(&mut self.maker, &left, &right, false, None).map(Value::Real)
    }

    fn conv(&mut self, node: &Node) -> Step<Value> {
        let image = self.real(node, 0)?.clone();
        let kernels = self.known(node, 1)?;
        let bias = self.has(node, 2).then(|| self.bias(node, 2)).transpose()?;
        convolve(&mut self.maker, node, &image, &kernels, bias.as_ref()).map(Value::Real)
    }

    fn known(&self, node: &Node, index: usize) -> Step<Weights> {
        match self.value(node, index)? {
            Value::Weights(weights) => Ok(weights.clone()),
            _ => Err(format!("its input {index} must be weights from a DequantizeLinear")),
        }
    }

    fn bias(&self, node: &Node, index: usize) -> Step<Bias> {
        match self.value(node, index)? {
            Value::Weights(weights) => Ok(Bias::Weights(weights.clone())),
            Value::Constant(tensor) => Ok(Bias::Reals(tensor.clone())),
            _ => Err(format!("its input {index} must be a constant")),
        }
    }

    fn add(&mut self, node: &Node) -> Step<Value> {
        let (left, right) = (self.value(node, 0)?, self.value(node, 1)?);
        match (left, right) {
            (Value::Real(left), Value::Real(right)) => {
                let (left, right) = (left.clone(), right.clone());
                added(&mut self.maker, &left, &right).map(Value::Real)
            },
            (Value::Real(real), _) => {
                let (real, bias) = (real.clone(), self.bias(node, 1)?);
                biased(&mut self.maker, &real, &bias).map(Value::Real)
            },
            (_, Value::Real(real)) => {
                let (real, bias) = (real.clone(), self.bias(node, 0)?);
                biased(&mut self.maker, &real, &bias).map(Value::Real)
            },
            _ => Err("neither of what it adds is quantised".into()),
        }
    }

    fn relu(&mut self, node: &Node) -> Step<Value> {
        if let Value::Real(real) = self.value(node, 0)? {
            let size = real.size();
            self.maker.afford(size)?;
        }
        let real = match self.value(node, 0)? {
            Value::Bytes(bytes) => return self.byte_relu(&bytes.clone()),
            Value::Real(Real { shape, reals: Reals::Sums(sums) }) => {
                let sums = sums.iter().map(|sum| Sum { rectified: true, ..sum.clone() });
                Real { shape: shape.clone(), reals: Reals::Sums(sums.collect()) }
            },
            _ => self.real(node, 0)?.mapped(true, |real| real.max(0.0))?,
        };
        Ok(Value::Real(real))
    }

    /// On whole numbers: nothing below an i8's zero.
    fn byte_relu(&mut self, bytes: &Bytes) -> Step<Value> {
        let zero = if bytes.signed { 128 } else { 0 };
        let from = Quantum { exponent: 0, zero, signed: bytes.signed };
        let real = view(bytes, from).mapped(true, |real| real.max(0.0))?;
        self.maker.quantise(&real, from).map(Value::Bytes)
    }

    fn function(&mut self, node: &Node, (f, exact): Function) -> Step<Value> {
        let real = self.real(node, 0)?;
        // What was multiplied once already has more bits than a byte.
        let exact = exact && matches!(real.reals, Reals::View(_));
        real.mapped(exact, f).map(Value::Real)
    }
}

const UNSUPPORTED: &str = "this operator is not supported; docs/proofs.md lists those that are";

/// Bytes as reals.
pub(super) fn view(bytes: &Bytes, from: Quantum) -> Real {
    let Bytes { shape, wires, .. } = bytes.clone();
    let view = View { wires, exponent: from.exponent, zero: from.zero.into() };
    Real { shape, reals: Reals::View(view) }
}

fn constant(node: &Node) -> Step<Value> {
    let attribute = node.attributes.get("value").and_then(|attribute| attribute.tensor.clone());
    attribute.map(Value::Constant).ok_or_else(|| "only a tensor is read as its value".into())
}

/// A function of one number, and whether floats compute it of bytes without rounding.
type Function = (Box<dyn Fn(f64) -> f64>, bool);

fn sigmoid() -> Function {
    (Box::new(|real: f64| 1.0 / (1.0 + (-real).exp())), false)
}

fn tanh() -> Function {
    (Box::new(f64::tanh), false)
}

fn leaky(node: &Node) -> Step<Function> {
    let slope = node.float("alpha", 0.01);
    if !slope.is_finite() {
        return Err("its alpha is no number".into());
    }
    // Sixteen bits times the eight of a byte are no more than a float holds.
    let exact = slope.to_bits() & 0xff == 0;
    let slope = f64::from(slope);
    Ok((Box::new(move |real| if real < 0.0 { slope * real } else { real }), exact))
}
