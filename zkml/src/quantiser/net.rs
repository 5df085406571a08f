//! A float model as a list of layers, read from an ONNX file.

use super::Unquantisable;
use crate::{
    onnx::graph::{shape, Graph, Node, Tensor, Values},
    program::MAX_PUBLIC,
};
use std::collections::BTreeMap;

/// The number of a tensor that flows.
pub type Place = usize;

/// A tensor of floats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floats {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// A layer of a network.
#[derive(Clone, Debug)]
pub enum Layer {
    /// Times a matrix of inputs by outputs, and a bias.
    Dense {
        weights: Floats,
        bias: Vec<f32>,
    },
    /// Seen through kernels, with a bias for each filter.
    Conv {
        node: Node,
        kernels: Floats,
        bias: Vec<f32>,
    },
    Add,
    Relu,
    Function(Function),
    MaxPool(Node),
    /// Another shape or order; the list is the operator's second input.
    Move(Node, Option<Vec<i64>>),
}

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Function {
    Sigmoid,
    Tanh,
    LeakyRelu(f32),
}

impl Function {
    pub fn of(self, real: f32) -> f32 {
        match self {
            Self::Sigmoid => 1.0 / (1.0 + (-real).exp()),
            Self::Tanh => real.tanh(),
            Self::LeakyRelu(slope) => {
                if real < 0.0 {
                    slope * real
                } else {
                    real
                }
            },
        }
    }
}

/// A layer in its place.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: String,
    pub layer: Layer,
    /// What it reads; what it gives has its own number plus one, since the input is number zero.
    pub reads: Vec<Place>,
}

/// A network with one input and one output.
#[derive(Clone, Debug)]
pub struct Net {
    pub input: String,
    pub shape: Vec<usize>,
    pub steps: Vec<Step>,
    pub output: Place,
    /// Operators after the output that were left out.
    pub left_out: Vec<String>,
}

/// Operators that say what scores mean, and do not change which is greatest.
const TAIL: [&str; 9] = [
    "Softmax",
    "LogSoftmax",
    "ArgMax",
    "ZipMap",
    "Cast",
    "ArrayFeatureExtractor",
    "Normalizer",
    "Reshape",
    "Identity",
];

impl Net {
    /// Reads a file.
    pub fn read(file: &[u8]) -> Result<Self, Unquantisable> {
        let graph = Graph::read(file)?;
        let [input] = &graph.inputs[..] else {
            return Err(Unquantisable::Inputs(graph.inputs.len()));
        };
        let mut sizes = Vec::new();
        for (axis, size) in input.shape.clone().unwrap_or_default().iter().enumerate() {
            sizes.push(match size {
                Some(size) if *size > 0 && axis > 0 => *size,
                _ if axis == 0 => 1,
                _ => return Err(Unquantisable::Shape),
            });
        }
        let shape = shape(&sizes).filter(|shape| !shape.is_empty()).ok_or(Unquantisable::Shape)?;
        if shape.iter().product::<usize>() > MAX_PUBLIC {
            return Err(Unquantisable::Shape);
        }
        let mut uses = BTreeMap::new();
        for name in graph.nodes.iter().flat_map(|node| &node.inputs) {
            *uses.entry(name.clone()).or_insert(0) += 1;
        }
        let mut reader = Reader {
            uses,
            places: BTreeMap::from([(input.name.clone(), 0)]),
            constants: graph.constants,
            affine: None,
            net: Self {
                input: input.name.clone(),
                shape,
                steps: Vec::new(),
                output: 0,
                left_out: Vec::new(),
            },
        };
        for node in &graph.nodes {
            reader.node(node).map_err(|reason| Unquantisable::Node {
                node: node.outputs.first().cloned().unwrap_or_default(),
                kind: node.kind.clone(),
                reason,
            })?;
        }
        if reader.affine.is_some() {
            return Err(Unquantisable::Scaled);
        }
        let last = reader.net.steps.len();
        let early = graph
            .outputs
            .iter()
            .find(|output| reader.places.get(&output.name).is_some_and(|place| *place != last));
        if let Some(output) = early {
            return Err(Unquantisable::Early(output.name.clone()));
        }
        let mut net = reader.net;
        net.output = last;
        if net.steps.is_empty() {
            return Err(Unquantisable::Empty);
        }
        Ok(net)
    }

    /// What every layer gives for an input: the input first.
    pub fn run(&self, input: &[f32]) -> Result<Vec<Floats>, String> {
        let mut all = vec![Floats { shape: self.shape.clone(), values: input.to_vec() }];
        for step in &self.steps {
            let reads: Vec<&Floats> = step.reads.iter().map(|place| &all[*place]).collect();
            let given =
                step.layer.run(&reads).map_err(|reason| format!("{}: {reason}", step.name))?;
            all.push(given);
        }
        Ok(all)
    }
}

struct Reader {
    /// Which tensors flow, by name.
    places: BTreeMap<String, Place>,
    constants: BTreeMap<String, Tensor>,
    /// How many nodes read each tensor.
    uses: BTreeMap<String, usize>,
    /// Scale and offset of each input that wait for the first dense layer.
    affine: Option<(Vec<f32>, Vec<f32>)>,
    net: Net,
}

impl Reader {
    fn node(&mut self, node: &Node) -> Result<(), String> {
        if node.kind == "Constant" {
            let tensor = node.attributes.get("value").and_then(|value| value.tensor.clone());
            let tensor = tensor.ok_or("only a tensor is read as its value")?;
            self.constants.insert(node.outputs.first().cloned().unwrap_or_default(), tensor);
            return Ok(());
        }
        let known: Vec<Place> =
            node.inputs.iter().filter_map(|name| self.places.get(name).copied()).collect();
        let reads_left_out = known.is_empty();
        let is_tail = TAIL.contains(&node.kind.as_str());
        let is_last = known.first() == Some(&self.net.steps.len());
        // Names of what is left out are in no place, so whatever reads them is left out too.
        if reads_left_out || (is_tail && is_last && !self.moves_on(node)) {
            if !is_tail {
                return Err("it reads nothing that a layer before it gives".into());
            }
            self.net.left_out.push(node.kind.clone());
            return Ok(());
        }
        match node.kind.as_str() {
            "Dropout" | "Identity" | "Cast" => return self.alias(node, known[0]),
            "Scaler" => return self.scaler(node, known[0]),
            "Sub" | "Mul" | "Div" => return self.scaled(node, known[0]),
            "Add" if known.len() == 1 => return self.biased(node, known[0]),
            _ => {},
        }
        let layer = self.layer(node)?;
        self.push(node, layer, known)
    }

    /// A Reshape between layers rather than after the last: its result's shape is known with the file.
    fn moves_on(&self, node: &Node) -> bool {
        node.kind == "Reshape"
            && self.list(node).is_some_and(|list| list.len() > 1 && !list.contains(&1))
            || matches!(node.kind.as_str(), "Identity" | "Cast") && self.net.steps.is_empty()
    }

    fn push(&mut self, node: &Node, layer: Layer, reads: Vec<Place>) -> Result<(), String> {
        if self.affine.is_some() && !matches!(layer, Layer::Dense { .. }) {
            return Err("inputs are scaled before a layer that is not dense: scale the data".into());
        }
        let name = node.outputs.first().cloned().ok_or("it gives nothing")?;
        self.net.steps.push(Step { name: name.clone(), layer, reads });
        self.places.insert(name, self.net.steps.len());
        Ok(())
    }

    fn alias(&mut self, node: &Node, place: Place) -> Result<(), String> {
        let changes = !matches!(node.kind.as_str(), "Dropout" | "Identity" | "Cast");
        let reads = node.inputs.iter().filter(|name| self.places.contains_key(*name));
        if changes && reads.clone().any(|name| self.uses.get(name) != Some(&1)) {
            return Err("what it changes is read elsewhere too".into());
        }
        let name = node.outputs.first().cloned().ok_or("it gives nothing")?;
        self.places.insert(name, place);
        Ok(())
    }

    fn constant(&self, node: &Node, index: usize) -> Result<Floats, String> {
        let name = node.inputs.get(index).ok_or_else(|| format!("its input {index} is missing"))?;
        match self.constants.get(name) {
            Some(Tensor { shape, values: Values::Float(values) }) => {
                Ok(Floats { shape: shape.clone(), values: values.clone() })
            },
            _ => Err(format!("its input {index} is no constant of floats")),
        }
    }

    fn list(&self, node: &Node) -> Option<Vec<i64>> {
        node.inputs.get(1).and_then(|name| self.constants.get(name))?.values.whole()
    }

    fn layer(&mut self, node: &Node) -> Result<Layer, String> {
        Ok(match node.kind.as_str() {
            "Gemm" => self.gemm(node)?,
            "MatMul" => {
                let weights = self.constant(node, 1)?;
                let [_, outputs] = weights.shape[..] else {
                    return Err("its weights are no matrix".into());
                };
                self.dense(weights, vec![0.0; outputs])?
            },
            "LinearClassifier" | "LinearRegressor" => self.linear(node)?,
            "Conv" => {
                let kernels = self.constant(node, 1)?;
                let filters = kernels.shape.first().copied().unwrap_or(0);
                let bias = match node.inputs.len() {
                    3.. => self.constant(node, 2)?.values,
                    _ => vec![0.0; filters],
                };
                Layer::Conv { node: node.clone(), kernels, bias }
            },
            "Add" => Layer::Add,
            "Relu" => Layer::Relu,
            "Sigmoid" => Layer::Function(Function::Sigmoid),
            "Tanh" => Layer::Function(Function::Tanh),
            "LeakyRelu" => Layer::Function(Function::LeakyRelu(node.float("alpha", 0.01))),
            "MaxPool" => Layer::MaxPool(node.clone()),
            "Flatten" | "Reshape" | "Transpose" | "Squeeze" | "Unsqueeze" => {
                Layer::Move(node.clone(), self.list(node))
            },
            _ => return Err("this operator is not supported".into()),
        })
    }

    fn gemm(&mut self, node: &Node) -> Result<Layer, String> {
        if node.int("transA", 0) != 0 {
            return Err("transA is not supported".into());
        }
        let (alpha, beta) = (node.float("alpha", 1.0), node.float("beta", 1.0));
        let mut weights = self.constant(node, 1)?;
        if node.int("transB", 0) != 0 {
            weights = weights.transposed()?;
        }
        weights.values.iter_mut().for_each(|weight| *weight *= alpha);
        let [_, outputs] = weights.shape[..] else {
            return Err("its weights are no matrix".into());
        };
        let bias = match node.inputs.len() {
            3.. => self.constant(node, 2)?.values.iter().map(|bias| bias * beta).collect(),
            _ => vec![0.0; outputs],
        };
        self.dense(weights, bias)
    }

    /// Scikit-learn's linear models.
    fn linear(&mut self, node: &Node) -> Result<Layer, String> {
        let floats = |name| node.attributes.get(name).map(|all| all.floats.clone());
        let coefficients = floats("coefficients").ok_or("its coefficients are missing")?;
        let bias = floats("intercepts").filter(|all| !all.is_empty());
        let bias = bias.ok_or("its intercepts are missing")?;
        let outputs = bias.len();
        if !coefficients.len().is_multiple_of(outputs) {
            return Err("its coefficients do not fit its intercepts".into());
        }
        let shape = vec![outputs, coefficients.len() / outputs];
        let weights = Floats { shape, values: coefficients }.transposed()?;
        self.dense(weights, bias)
    }

    /// A dense layer that takes up the scaling before it.
    fn dense(&mut self, mut weights: Floats, mut bias: Vec<f32>) -> Result<Layer, String> {
        let [inputs, outputs] = weights.shape[..] else {
            return Err("its weights are no matrix".into());
        };
        if bias.len() == 1 {
            bias = vec![bias[0]; outputs];
        }
        if bias.len() != outputs || weights.values.len() != inputs * outputs {
            return Err("its bias does not fit its weights".into());
        }
        if let Some((scale, offset)) = self.affine.take() {
            for (input, row) in weights.values.chunks_exact_mut(outputs).enumerate() {
                let at = |all: &[f32]| all[if all.len() == 1 { 0 } else { input % all.len() }];
                for (weight, bias) in row.iter_mut().zip(&mut bias) {
                    *bias += *weight * at(&offset);
                    *weight *= at(&scale);
                }
            }
        }
        Ok(Layer::Dense { weights, bias })
    }

    /// Scikit-learn's scaler: what is left of an input after an offset, times a scale.
    fn scaler(&mut self, node: &Node, place: Place) -> Result<(), String> {
        let floats = |name| node.attributes.get(name).map(|all| all.floats.clone());
        let scale = floats("scale").ok_or("its scale is missing")?;
        let offset = floats("offset").ok_or("its offset is missing")?;
        if offset.is_empty() || scale.is_empty() {
            return Err("its scale or offset is empty".into());
        }
        let offset = spread(&offset, &scale, |offset, scale| -offset * scale);
        self.then(node, place, scale, offset)
    }

    fn scaled(&mut self, node: &Node, place: Place) -> Result<(), String> {
        let by = self.constant(node, 1)?.values;
        let zeros = vec![0.0; by.len()];
        match node.kind.as_str() {
            "Sub" => self.then(node, place, vec![1.0; by.len()], by.iter().map(|by| -by).collect()),
            "Mul" => self.then(node, place, by, zeros),
            _ => self.then(node, place, by.iter().map(|by| 1.0 / by).collect(), zeros),
        }
    }

    /// Remembers that what is at `place` is scaled before the next layer.
    fn then(
        &mut self,
        node: &Node,
        place: Place,
        scale: Vec<f32>,
        offset: Vec<f32>,
    ) -> Result<(), String> {
        if place != self.net.steps.len() || scale.is_empty() || offset.is_empty() {
            return Err("only what the next dense layer reads may be scaled".into());
        }
        let (scale_before, offset_before) =
            self.affine.take().unwrap_or_else(|| (vec![1.0], vec![0.0]));
        let moved = spread(&offset_before, &scale, |offset, scale| offset * scale);
        self.affine = Some((
            spread(&scale_before, &scale, |before, scale| before * scale),
            spread(&moved, &offset, |before, offset| before + offset),
        ));
        self.alias(node, place)
    }

    /// A constant after a layer is its bias, or scales what comes next.
    fn biased(&mut self, node: &Node, place: Place) -> Result<(), String> {
        let index = usize::from(self.places.contains_key(&node.inputs[0]));
        let more = self.constant(node, index)?;
        let is_last = place == self.net.steps.len();
        if let (Some(step), true) = (self.net.steps.last_mut(), is_last) {
            match &mut step.layer {
                Layer::Dense { bias, .. } if more.shape.last() == Some(&bias.len()) => {
                    if more.values.len() != bias.len() {
                        return Err("its constant differs from row to row".into());
                    }
                    bias.iter_mut().zip(&more.values).for_each(|(bias, more)| *bias += more);
                    return self.alias(node, place);
                },
                Layer::Conv { kernels, bias, .. } if is_of_channels(&more.shape, kernels) => {
                    bias.iter_mut().zip(&more.values).for_each(|(bias, more)| *bias += more);
                    return self.alias(node, place);
                },
                _ => {},
            }
        }
        self.then(node, place, vec![1.0; more.values.len()], more.values)
    }
}

/// Whether a constant of this shape is added to each channel: one number each, along the axis before
/// those of the image.
fn is_of_channels(shape: &[usize], kernels: &Floats) -> bool {
    let image = kernels.shape.len().saturating_sub(2);
    let expected = [&[kernels.shape[0]][..], &vec![1; image]].concat();
    shape == expected || (shape.first() == Some(&1) && shape[1..] == expected)
}

/// Two lists, one of which may be a single number for all.
fn spread(first: &[f32], second: &[f32], f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let count = first.len().max(second.len());
    let at = |all: &[f32], index: usize| all[if all.len() == 1 { 0 } else { index % all.len() }];
    (0..count).map(|index| f(at(first, index), at(second, index))).collect()
}

impl Floats {
    fn transposed(&self) -> Result<Self, String> {
        let [rows, columns] = self.shape[..] else { return Err("it is no matrix".into()) };
        let places =
            (0..columns).flat_map(|column| (0..rows).map(move |row| row * columns + column));
        let values = places.map(|place| self.values[place]).collect();
        Ok(Self { shape: vec![columns, rows], values })
    }
}
