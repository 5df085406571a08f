//! Writes a network down in quantised form.

use super::{
    net::{Floats, Function, Layer, Net, Step},
    scales::{exponent_for, Quantum, Scales},
    Unquantisable,
};
use crate::{
    onnx::{
        graph::{Attribute, Node, Port, Tensor, Values},
        write,
    },
    program::{window, MAX_SHIFT, MAX_SUM, MAX_WEIGHT},
};
use std::collections::BTreeMap;

/// Types of tensors, as ONNX numbers them.
const FLOAT: i64 = 1;

/// `net` as an ONNX file with these scales.
pub fn rewrite(
    net: &Net,
    scales: &Scales,
    shapes: &[Vec<usize>],
) -> Result<Vec<u8>, Unquantisable> {
    let mut writer = Writer {
        net,
        scales,
        shapes,
        quanta: BTreeMap::new(),
        names: vec![String::new(); net.steps.len() + 1],
        nodes: Vec::new(),
        constants: Vec::new(),
    };
    writer.input();
    let mut place = 1;
    while place <= net.steps.len() {
        place = writer.step(place).map_err(|reason| Unquantisable::Layer {
            layer: net.steps[place - 1].name.clone(),
            reason,
        })?;
    }
    let inputs = [port(&net.input, &net.shape)];
    let outputs = [port(&writer.names[net.output], &shapes[net.output])];
    Ok(write::file(&writer.nodes, &writer.constants, &inputs, &outputs))
}

fn port(name: &str, shape: &[usize]) -> Port {
    let shape = shape.iter().map(|size| Some(*size as i64)).collect();
    Port { name: name.into(), kind: FLOAT, shape: Some(shape) }
}

struct Writer<'a> {
    net: &'a Net,
    scales: &'a Scales,
    shapes: &'a [Vec<usize>],
    /// Quanta that differ from what suits best, so that sums come out even.
    quanta: BTreeMap<usize, Quantum>,
    /// What each tensor is called, as reals.
    names: Vec<String>,
    nodes: Vec<Node>,
    constants: Vec<(String, Tensor)>,
}

impl Writer<'_> {
    fn quantum(&self, place: usize) -> Quantum {
        let source = self.scales.source(place);
        self.quanta.get(&source).copied().unwrap_or_else(|| self.scales.quantum(source))
    }

    fn input(&mut self) {
        let quantum = self.quantum(0);
        self.names[0] = self.quantised(&self.net.input.clone(), "input", quantum);
    }

    /// Writes the layer that gives `place`, and a Relu after it; returns the place after them.
    fn step(&mut self, place: usize) -> Result<usize, String> {
        let Step { name, layer, reads } = &self.net.steps[place - 1];
        let from: Vec<String> = reads.iter().map(|read| self.names[*read].clone()).collect();
        let last = if self.is_rectified(place) { place + 1 } else { place };
        let sums = format!("{name}_sums");
        match layer {
            Layer::Dense { weights, bias } => {
                let channels = self.fit(reads[0], last, &columns(weights), bias)?;
                self.dense(&from[0], reads[0], &weights.shape, &channels, &sums);
            },
            Layer::Conv { node, kernels, bias } => {
                let channels = self.fit(reads[0], last, &filters(kernels), bias)?;
                let numbers = channels.iter().flat_map(|channel| channel.numbers.clone()).collect();
                let weights = (kernels.shape.clone(), numbers);
                let inputs = self.weights(&from[0], reads[0], weights, 0, &channels, &sums);
                let attributes = node.attributes.clone();
                self.push("Conv", inputs, &sums, attributes);
            },
            Layer::Add => {
                let exponents = [self.quantum(reads[0]).exponent, self.quantum(reads[1]).exponent];
                self.coarsen(last, exponents[0].min(exponents[1]));
                self.push("Add", from, &sums, BTreeMap::new());
            },
            Layer::Relu => self.push("Relu", from, &sums, BTreeMap::new()),
            Layer::Function(function) => {
                let (kind, attributes) = described(*function);
                self.push(kind, from, &sums, attributes);
            },
            Layer::MaxPool(node) => {
                self.push("MaxPool", from, name, node.attributes.clone());
                self.names[place].clone_from(name);
                return Ok(place + 1);
            },
            Layer::Move(node, list) => {
                self.moved(node, list.as_deref(), from, place);
                return Ok(place + 1);
            },
        }
        let mut given = sums;
        if last > place {
            let rectified = format!("{name}_rectified");
            self.push("Relu", vec![given], &rectified, BTreeMap::new());
            given = rectified;
        }
        let quantum = self.quantum(last);
        self.names[last] = self.quantised(&given, &self.net.steps[last - 1].name, quantum);
        Ok(last + 1)
    }

    /// Whether nothing but a Relu, the next layer, reads the sums at `place`.
    fn is_rectified(&self, place: usize) -> bool {
        let sums = matches!(
            self.net.steps[place - 1].layer,
            Layer::Dense { .. } | Layer::Conv { .. } | Layer::Add
        );
        let next = self.net.steps.get(place);
        let readers = self.net.steps.iter().filter(|step| step.reads.contains(&place)).count();
        sums && readers == 1
            && next.is_some_and(|next| matches!(next.layer, Layer::Relu) && next.reads == [place])
    }

    /// Makes a tensor's unit at least as large as 2^exponent.
    fn coarsen(&mut self, place: usize, exponent: i32) {
        let quantum = self.quantum(place);
        let exponent = quantum.exponent.max(exponent);
        self.quanta.insert(self.scales.source(place), Quantum { exponent, ..quantum });
    }

    /// Coarsens what a layer gives until its sums can be shifted down to it; returns its channels.
    fn fit(
        &mut self,
        from: usize,
        to: usize,
        channels: &[Vec<f32>],
        bias: &[f32],
    ) -> Result<Vec<Channel>, String> {
        let unit = self.quantum(from).exponent;
        let finest = channels.iter().map(|channel| unit + weight_exponent(channel)).max();
        self.coarsen(to, finest.unwrap_or(0));
        for _ in 0..8 {
            if let Ok(channels) = self.scaled(from, to, channels, bias) {
                return Ok(channels);
            }
            self.coarsen(to, self.quantum(to).exponent + 1);
        }
        self.scaled(from, to, channels, bias)
    }

    /// The weights and bias of each channel as whole numbers.
    fn scaled(
        &self,
        from: usize,
        to: usize,
        channels: &[Vec<f32>],
        bias: &[f32],
    ) -> Result<Vec<Channel>, String> {
        let (from, to) = (self.quantum(from), self.quantum(to));
        let channels = channels.iter().zip(bias);
        channels.map(|(weights, bias)| Channel::of(weights, *bias, from, to)).collect()
    }

    fn dense(
        &mut self,
        from: &str,
        read: usize,
        shape: &[usize],
        channels: &[Channel],
        sums: &str,
    ) {
        let rows = 0..shape[0];
        let numbers = rows.flat_map(|row| channels.iter().map(move |one| one.numbers[row]));
        let weights = (shape.to_vec(), numbers.collect());
        let mut inputs = self.weights(from, read, weights, 1, channels, sums);
        if self.shapes[read].len() == 2 {
            self.push("Gemm", inputs, sums, BTreeMap::new());
        } else {
            let bias = inputs.pop().unwrap_or_default();
            let products = format!("{sums}_products");
            self.push("MatMul", inputs, &products, BTreeMap::new());
            self.push("Add", vec![products, bias], sums, BTreeMap::new());
        }
    }

    /// Writes weights and bias; returns what the layer reads.
    fn weights(
        &mut self,
        from: &str,
        read: usize,
        (shape, numbers): (Vec<usize>, Vec<i8>),
        axis: i64,
        channels: &[Channel],
        name: &str,
    ) -> Vec<String> {
        let unit = self.quantum(read).exponent;
        let exponents: Vec<i32> = channels.iter().map(|channel| channel.exponent).collect();
        let sums: Vec<i32> = exponents.iter().map(|exponent| exponent + unit).collect();
        let zeros = Values::I8(vec![0; channels.len()]);
        let weights = Tensor { shape, values: Values::I8(numbers) };
        let weights =
            self.dequantised(&format!("{name}_weights"), weights, &exponents, zeros, axis);
        let bias: Vec<i32> = channels.iter().map(|channel| channel.bias).collect();
        let zeros = Values::I32(vec![0; channels.len()]);
        let bias = Tensor { shape: vec![bias.len()], values: Values::I32(bias) };
        let bias = self.dequantised(&format!("{name}_bias"), bias, &sums, zeros, 0);
        vec![from.into(), weights, bias]
    }

    fn dequantised(
        &mut self,
        name: &str,
        tensor: Tensor,
        exponents: &[i32],
        zeros: Values,
        axis: i64,
    ) -> String {
        let scales = exponents.iter().map(|exponent| (*exponent as f32).exp2()).collect();
        let shape = vec![exponents.len()];
        let whole = self.constant(&format!("{name}_whole"), tensor);
        let scales = Tensor { shape: shape.clone(), values: Values::Float(scales) };
        let scale = self.constant(&format!("{name}_scale"), scales);
        let zero = self.constant(&format!("{name}_zero"), Tensor { shape, values: zeros });
        let attribute = Attribute { kind: 2, int: axis, ..Attribute::default() };
        let attributes = BTreeMap::from([("axis".to_string(), attribute)]);
        self.push("DequantizeLinear", vec![whole, scale, zero], name, attributes);
        name.into()
    }

    /// Quantises what is called `from` and sees it as reals again; returns what that is called.
    fn quantised(&mut self, from: &str, name: &str, Quantum { exponent, zero }: Quantum) -> String {
        let scale = Values::Float(vec![(exponent as f32).exp2()]);
        let scale =
            self.constant(&format!("{name}_scale"), Tensor { shape: vec![], values: scale });
        let zero = Tensor { shape: vec![], values: Values::U8(vec![zero]) };
        let zero = self.constant(&format!("{name}_zero"), zero);
        let bytes = format!("{name}_bytes");
        let inputs = vec![from.into(), scale.clone(), zero.clone()];
        self.push("QuantizeLinear", inputs, &bytes, BTreeMap::new());
        let reals = format!("{name}_reals");
        self.push("DequantizeLinear", vec![bytes, scale, zero], &reals, BTreeMap::new());
        reals
    }

    fn moved(&mut self, node: &Node, list: Option<&[i64]>, from: Vec<String>, place: usize) {
        let name = self.net.steps[place - 1].name.clone();
        let mut inputs = from;
        if let Some(list) = list {
            let list = Tensor { shape: vec![list.len()], values: Values::I64(list.to_vec()) };
            inputs.push(self.constant(&format!("{name}_list"), list));
        }
        self.push(&node.kind, inputs, &name, node.attributes.clone());
        self.names[place] = name;
    }

    fn constant(&mut self, name: &str, tensor: Tensor) -> String {
        self.constants.push((name.into(), tensor));
        name.into()
    }

    fn push(
        &mut self,
        kind: &str,
        inputs: Vec<String>,
        output: &str,
        attributes: BTreeMap<String, Attribute>,
    ) {
        self.nodes.push(Node {
            name: output.into(),
            kind: kind.into(),
            domain: String::new(),
            inputs,
            outputs: vec![output.into()],
            attributes,
        });
    }
}

fn described(function: Function) -> (&'static str, BTreeMap<String, Attribute>) {
    match function {
        Function::Sigmoid => ("Sigmoid", BTreeMap::new()),
        Function::Tanh => ("Tanh", BTreeMap::new()),
        Function::LeakyRelu(float) => {
            let slope = Attribute { kind: 1, float, ..Attribute::default() };
            ("LeakyRelu", BTreeMap::from([("alpha".to_string(), slope)]))
        },
    }
}

/// The weights that each output of a dense layer sums up with.
fn columns(weights: &Floats) -> Vec<Vec<f32>> {
    let outputs = weights.shape[1];
    let column = |output| weights.values.iter().skip(output).step_by(outputs).copied().collect();
    (0..outputs).map(column).collect()
}

/// The weights of each filter.
fn filters(kernels: &Floats) -> Vec<Vec<f32>> {
    let size: usize = kernels.shape[1..].iter().product();
    kernels.values.chunks(size.max(1)).map(<[f32]>::to_vec).collect()
}

/// The least power of two of which no weight is more than 64.
fn weight_exponent(weights: &[f32]) -> i32 {
    let most = weights.iter().fold(0.0, |most: f32, weight| most.max(weight.abs()));
    exponent_for(most / f32::from(MAX_WEIGHT))
}

/// What an output sums up with, in whole numbers.
struct Channel {
    numbers: Vec<i8>,
    exponent: i32,
    bias: i32,
}

impl Channel {
    fn of(weights: &[f32], bias: f32, from: Quantum, to: Quantum) -> Result<Self, String> {
        // Below that, sums would be shifted further than is possible.
        let least = to.exponent - from.exponent - i32::from(MAX_SHIFT);
        let mut exponent = weight_exponent(weights).max(least);
        loop {
            let channel = Self::at(weights, bias, from, exponent)?;
            let shift = to.exponent - from.exponent - exponent;
            let shift = u8::try_from(shift).map_err(|_| "its results need a coarser unit")?;
            let (reach, moved) = channel.reach(from, to, shift);
            if reach < MAX_SUM && moved < MAX_SUM.min(window(shift)) {
                return Ok(channel);
            }
            exponent += 1;
        }
    }

    fn at(weights: &[f32], bias: f32, from: Quantum, exponent: i32) -> Result<Self, String> {
        let most = f64::from(MAX_WEIGHT);
        let units = |real: f32, exponent: i32| f64::from(real) / f64::from(exponent).exp2();
        let numbers = weights
            .iter()
            .map(|weight| units(*weight, exponent).round_ties_even().clamp(-most, most) as i8)
            .collect();
        let bias = units(bias, from.exponent + exponent).round_ties_even();
        if !bias.is_finite() || bias.abs() >= MAX_SUM as f64 {
            return Err("a bias is too large beside the weights".into());
        }
        Ok(Self { numbers, exponent, bias: bias as i32 })
    }

    /// How far from zero sums may be: as reals, and with zero points in the bias.
    fn reach(&self, from: Quantum, to: Quantum, shift: u8) -> (i64, i64) {
        let zero = i64::from(from.zero);
        let (mut reals, mut sum) = (i64::from(self.bias.abs()), i64::from(self.bias));
        let (mut least, mut most) = (0, 0);
        for number in &self.numbers {
            let number = i64::from(*number);
            reals += number.abs() * zero.max(255 - zero);
            sum -= number * zero;
            least += (number * 255).min(0);
            most += (number * 255).max(0);
        }
        let bias = sum + (i64::from(to.zero) << shift);
        (reals, (bias.max(0) + most).max(-(bias.min(0) + least)))
    }
}
