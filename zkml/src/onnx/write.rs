//! Writes ONNX files: what the quantiser makes, and no more.

use super::graph::{Attribute, Node, Port, Tensor, Values};

/// The version of ONNX that files say they are written in, and that of the operators.
const FORMAT: u64 = 8;
const OPERATORS: u64 = 13;

/// A message that grows.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut number: u64) {
        while number >= 128 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn number(mut self, field: u32, number: u64) -> Self {
        self.varint(u64::from(field) << 3);
        self.varint(number);
        self
    }

    fn bytes(mut self, field: u32, bytes: &[u8]) -> Self {
        self.varint(u64::from(field) << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    fn text(self, field: u32, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    fn float(mut self, field: u32, float: f32) -> Self {
        self.varint(u64::from(field) << 3 | 5);
        self.0.extend(float.to_le_bytes());
        self
    }

    fn message(self, field: u32, message: Message) -> Self {
        self.bytes(field, &message.0)
    }

    fn messages(self, field: u32, all: impl IntoIterator<Item = Message>) -> Self {
        all.into_iter().fold(self, |message, each| message.message(field, each))
    }
}

/// A file with this graph.
pub fn file(
    nodes: &[Node],
    constants: &[(String, Tensor)],
    inputs: &[Port],
    outputs: &[Port],
) -> Vec<u8> {
    let graph = Message::default()
        .messages(1, nodes.iter().map(node))
        .text(2, "quantised")
        .messages(5, constants.iter().map(|(name, tensor)| constant(name, tensor)))
        .messages(11, inputs.iter().map(port))
        .messages(12, outputs.iter().map(port));
    Message::default()
        .number(1, FORMAT)
        .text(2, "opg-zk")
        .message(7, graph)
        .message(8, Message::default().text(1, "").number(2, OPERATORS))
        .0
}

fn node(node: &Node) -> Message {
    let message = node.inputs.iter().fold(Message::default(), |all, name| all.text(1, name));
    let message = node.outputs.iter().fold(message, |all, name| all.text(2, name));
    let message = message.text(3, &node.name).text(4, &node.kind);
    let attributes = node.attributes.iter().map(|(name, each)| attribute(name, each));
    message.messages(5, attributes).text(7, &node.domain)
}

fn attribute(name: &str, attribute: &Attribute) -> Message {
    let message = Message::default().text(1, name).number(20, attribute.kind as u64);
    match attribute.kind {
        1 => message.float(2, attribute.float),
        3 => message.text(4, &attribute.text),
        7 => attribute.ints.iter().fold(message, |all, each| all.number(8, *each as u64)),
        _ => message.number(3, attribute.int as u64),
    }
}

fn constant(name: &str, tensor: &Tensor) -> Message {
    let (kind, raw) = match &tensor.values {
        Values::Float(values) => (1, values.iter().flat_map(|each| each.to_le_bytes()).collect()),
        Values::U8(values) => (2, values.clone()),
        Values::I8(values) => (3, values.iter().map(|each| *each as u8).collect()),
        Values::I32(values) => (6, values.iter().flat_map(|each| each.to_le_bytes()).collect()),
        Values::I64(values) => (7, values.iter().flat_map(|each| each.to_le_bytes()).collect()),
    };
    let message =
        tensor.shape.iter().fold(Message::default(), |all, axis| all.number(1, *axis as u64));
    message.number(2, kind).text(8, name).bytes(9, &raw)
}

fn port(port: &Port) -> Message {
    let axes = port.shape.iter().flatten().map(|axis| match axis {
        Some(size) => Message::default().number(1, *size as u64),
        None => Message::default(),
    });
    let shape = Message::default().messages(1, axes);
    let tensor = Message::default().number(1, port.kind as u64).message(2, shape);
    Message::default().text(1, &port.name).message(2, Message::default().message(1, tensor))
}
