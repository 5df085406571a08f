//! Writes models by hand, also such that no tool would write.

#![allow(dead_code)]

/// ONNX's numbers for what tensors hold.
pub const F32: u64 = 1;
pub const I64: u64 = 7;
pub const BOOL: u64 = 9;

/// A protocol buffer.
#[derive(Clone, Default)]
pub struct Message(pub Vec<u8>);

impl Message {
    pub fn new() -> Self {
        Self::default()
    }

    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn number(mut self, field: u64, number: u64) -> Self {
        self.varint(field << 3);
        self.varint(number);
        self
    }

    pub fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    pub fn all<'a>(self, field: u64, messages: impl IntoIterator<Item = &'a Message>) -> Self {
        messages.into_iter().fold(self, |message, inner| message.bytes(field, &inner.0))
    }
}

/// An input or output; dimensions that are nothing are free.
pub fn value(name: &str, dtype: u64, dims: &[Option<u64>]) -> Message {
    let dim = |dim: &Option<u64>| match dim {
        Some(length) => Message::new().number(1, *length),
        None => Message::new().text(2, "n"),
    };
    let dims: Vec<_> = dims.iter().map(dim).collect();
    let shape = Message::new().all(1, &dims);
    let tensor = Message::new().number(1, dtype).bytes(2, &shape.0);
    Message::new().text(1, name).bytes(2, &Message::new().bytes(1, &tensor.0).0)
}

/// Values that are in the file.
pub fn tensor(name: &str, dtype: u64, dims: &[u64], raw: &[u8]) -> Message {
    let dims = dims.iter().fold(Message::new(), |message, dim| message.number(1, *dim));
    dims.number(2, dtype).text(8, name).bytes(9, raw)
}

/// Values that are in another file.
pub fn external(name: &str, dims: &[u64], location: &str) -> Message {
    let entry = Message::new().text(1, "location").text(2, location);
    let dims = dims.iter().fold(Message::new(), |message, dim| message.number(1, *dim));
    dims.number(2, F32).text(8, name).bytes(13, &entry.0).number(14, 1)
}

pub fn floats(values: impl IntoIterator<Item = f32>) -> Vec<u8> {
    values.into_iter().flat_map(f32::to_le_bytes).collect()
}

pub fn longs(values: impl IntoIterator<Item = i64>) -> Vec<u8> {
    values.into_iter().flat_map(i64::to_le_bytes).collect()
}

pub fn node(operator: &str, inputs: &[&str], outputs: &[&str], attributes: &[Message]) -> Message {
    let message = inputs.iter().fold(Message::new(), |message, name| message.text(1, name));
    let message = outputs.iter().fold(message, |message, name| message.text(2, name));
    message.text(4, operator).all(5, attributes)
}

pub fn graph_attribute(name: &str, graph: &Message) -> Message {
    Message::new().text(1, name).bytes(6, &graph.0).number(20, 5)
}

pub fn tensor_attribute(name: &str, tensor: &Message) -> Message {
    Message::new().text(1, name).bytes(5, &tensor.0).number(20, 4)
}

pub fn int_attribute(name: &str, value: u64) -> Message {
    Message::new().text(1, name).number(3, value).number(20, 2)
}

pub fn graph(
    nodes: &[Message],
    initializers: &[Message],
    inputs: &[Message],
    outputs: &[Message],
) -> Message {
    Message::new()
        .all(1, nodes)
        .text(2, "graph")
        .all(5, initializers)
        .all(11, inputs)
        .all(12, outputs)
}

pub fn model_of_opset(graph: &Message, opset: u64) -> Vec<u8> {
    let opset = Message::new().text(1, "").number(2, opset);
    Message::new().number(1, 8).bytes(7, &graph.0).bytes(8, &opset.0).0
}

pub fn model(graph: &Message) -> Vec<u8> {
    model_of_opset(graph, 17)
}

/// One node from `x` to `y`.
pub fn unary(operator: &str, dtype: u64, dims: &[Option<u64>]) -> Vec<u8> {
    let node = node(operator, &["x"], &["y"], &[]);
    model(&graph(&[node], &[], &[value("x", dtype, dims)], &[value("y", dtype, dims)]))
}

/// `y = x * w` with weights that depend on `seed`.
pub fn product(rows: u64, columns: u64, layers: usize, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut random = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    let names: Vec<String> = (0..=layers).map(|layer| format!("t{layer}")).collect();
    let weights: Vec<String> = (0..layers).map(|layer| format!("w{layer}")).collect();
    let nodes: Vec<_> = (0..layers)
        .map(|layer| node("MatMul", &[&names[layer], &weights[layer]], &[&names[layer + 1]], &[]))
        .collect();
    let initializers: Vec<_> = weights
        .iter()
        .map(|name| {
            let values = floats((0..columns * columns).map(|_| random()));
            tensor(name, F32, &[columns, columns], &values)
        })
        .collect();
    let shape = [Some(rows), Some(columns)];
    let input = value(&names[0], F32, &shape);
    let output = value(&names[layers], F32, &shape);
    model(&graph(&nodes, &initializers, &[input], &[output]))
}

/// A loop that goes on as long as it is told to, which is for ever.
pub fn endless() -> Vec<u8> {
    let go = tensor("go", BOOL, &[], &[1]);
    let x = value("x", F32, &[Some(1)]);
    model(&graph(&[looping("")], &[go], &[x], &[value("y", F32, &[Some(1)])]))
}

/// A loop that doubles a number as often as its second input says.
pub fn doubling() -> Vec<u8> {
    let go = tensor("go", BOOL, &[], &[1]);
    let inputs = [value("x", F32, &[Some(1)]), value("n", I64, &[Some(1)])];
    model(&graph(&[looping("n")], &[go], &inputs, &[value("y", F32, &[Some(1)])]))
}

/// `y` is `x`, doubled as often as an input says that has this name.
fn looping(times: &str) -> Message {
    let body = graph(
        &[node("Identity", &["again"], &["on"], &[]), node("Add", &["v", "v"], &["next"], &[])],
        &[],
        &[value("i", I64, &[]), value("again", BOOL, &[]), value("v", F32, &[Some(1)])],
        &[value("on", BOOL, &[]), value("next", F32, &[Some(1)])],
    );
    node("Loop", &[times, "go", "x"], &["y"], &[graph_attribute("body", &body)])
}

/// Fills a tensor of as many elements as its input says, and gives it or only its sum.
pub fn filling(gives_all: bool) -> Vec<u8> {
    let fill = node("ConstantOfShape", &["n"], &[if gives_all { "y" } else { "all" }], &[]);
    let sum = node("ReduceSum", &["all"], &["y"], &[int_attribute("keepdims", 0)]);
    let nodes = if gives_all { vec![fill] } else { vec![fill, sum] };
    let output = value("y", F32, if gives_all { &[None] } else { &[] });
    model(&graph(&nodes, &[], &[value("n", I64, &[Some(1)])], &[output]))
}

/// A chain of so many nodes.
pub fn chain(length: usize) -> Vec<u8> {
    let name = |place: usize| match place {
        0 => "x".to_owned(),
        place if place == length => "y".to_owned(),
        place => place.to_string(),
    };
    let nodes: Vec<_> =
        (0..length).map(|at| node("Neg", &[&name(at)], &[&name(at + 1)], &[])).collect();
    let shape = [Some(1)];
    model(&graph(&nodes, &[], &[value("x", F32, &shape)], &[value("y", F32, &shape)]))
}
