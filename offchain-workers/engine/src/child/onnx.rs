//! What is in a model's file, read without ONNX Runtime and before it.
//!
//! Everywhere a tensor can be in a model it is looked whether its data is in another file: in graphs,
//! in attributes, in the graphs of attributes, in functions and in what is there for training.

use super::wire::{broken, Fields, Value};
use crate::{
    describe::{Description, Operator},
    refusal::{Reason, Refusal},
    tensor::{Dim, Dtype, TensorType},
};
use std::collections::{BTreeMap, BTreeSet};

/// Graphs within graphs.
const DEEPEST: u32 = 32;
/// Different operators, and domains of operators.
const MOST_OPERATORS: usize = 1024;
/// Inputs, and outputs.
const MOST_TENSORS: usize = 256;
/// Bytes of a name that is passed on.
const LONGEST_NAME: usize = 256;

/// Most of what a model may be made of.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub nodes: u64,
}

/// An input or output whose file need not say everything: what it leaves out is for ONNX Runtime to find.
pub struct Declared {
    pub name: String,
    dtype: Option<u64>,
    shape: Option<Vec<Dim>>,
    is_tensor: bool,
}

impl Declared {
    /// Whether the file says nothing of it but its name.
    pub fn is_bare(&self) -> bool {
        !self.is_tensor && self.dtype.is_none() && self.shape.is_none()
    }

    /// What it is, with the shape that was found where none is declared.
    pub fn resolve(&self, found: Option<Vec<Dim>>) -> Result<TensorType, Refusal> {
        let lacks = |what: &str| Refusal::Unsupported(format!("{}: {what}", self.name).into());
        if !self.is_tensor {
            return Err(lacks("it is not a tensor"));
        }
        let number = self.dtype.ok_or_else(|| lacks("it has no type"))?;
        let dtype = Dtype::of_onnx(number)
            .ok_or_else(|| lacks(&format!("ONNX's type {number} is not one that is passed on")))?;
        let shape = self.shape.clone().or(found).ok_or_else(|| lacks("it has no shape"))?;
        Ok(TensorType { name: self.name.clone(), dtype, shape })
    }
}

/// What a scan of a file finds.
#[derive(Default)]
pub struct Scan {
    pub inputs: Vec<Declared>,
    pub outputs: Vec<Declared>,
    opsets: BTreeMap<String, u64>,
    operators: BTreeMap<(String, String), u64>,
    nodes: u64,
    most_nodes: u64,
    initializers: BTreeSet<String>,
    /// The first file outside that something is in.
    pub external: Option<String>,
    has_graph: bool,
}

impl Scan {
    /// Reads a whole file.
    pub fn of(file: &[u8], bounds: Bounds) -> Result<Self, Refusal> {
        let mut scan = Self { most_nodes: bounds.nodes, ..Self::default() };
        for field in Fields(file) {
            match field? {
                (7, graph) => scan.main_graph(graph.bytes()?)?,
                (8, opset) => scan.opset(opset.bytes()?)?,
                (20, training) => scan.training(training.bytes()?)?,
                (25, function) => scan.function(function.bytes()?)?,
                _ => {},
            }
        }
        if !scan.has_graph || scan.opsets.is_empty() {
            return Err(broken("it has no graph, or does not say which operators it is made of"));
        }
        // Old files name what is in the file as an input too.
        let initializers = std::mem::take(&mut scan.initializers);
        scan.inputs.retain(|input| !initializers.contains(&input.name));
        if scan.inputs.len().max(scan.outputs.len()) > MOST_TENSORS {
            return Err(too_large(
                "tensors",
                scan.inputs.len().max(scan.outputs.len()),
                MOST_TENSORS,
            ));
        }
        Ok(scan)
    }

    /// All that is known, once it is known what is taken and given.
    pub fn describe(
        &self,
        sha256: [u8; 32],
        size: u64,
        inputs: Vec<TensorType>,
        outputs: Vec<TensorType>,
    ) -> Description {
        let own = |domain: &str| domain.is_empty() || domain == "ai.onnx";
        let opsets = self.opsets.iter();
        Description {
            sha256,
            size,
            inputs,
            outputs,
            opset: opsets
                .clone()
                .find(|(domain, _)| own(domain))
                .map_or(0, |(_, version)| *version),
            other_opsets: opsets
                .filter(|(domain, _)| !own(domain))
                .map(|(domain, version)| (domain.clone(), *version))
                .collect(),
            operators: self
                .operators
                .iter()
                .map(|((domain, name), count)| Operator {
                    domain: domain.clone(),
                    name: name.clone(),
                    count: *count,
                })
                .collect(),
            nodes: self.nodes,
            external_data: self.external.is_some(),
        }
    }

    fn main_graph(&mut self, graph: &[u8]) -> Result<(), Refusal> {
        self.has_graph = true;
        for field in Fields(graph) {
            match field? {
                (5, initializer) => {
                    let name = name_in(initializer.bytes()?, 8)?;
                    self.initializers.insert(name);
                },
                (11, input) => self.inputs.push(declared(input.bytes()?)?),
                (12, output) => self.outputs.push(declared(output.bytes()?)?),
                _ => {},
            }
        }
        self.graph(graph, 0)
    }

    fn graph(&mut self, graph: &[u8], depth: u32) -> Result<(), Refusal> {
        if depth > DEEPEST {
            return Err(too_large("graphs within graphs", depth as usize, DEEPEST as usize));
        }
        for field in Fields(graph) {
            match field? {
                (1, node) => self.node(node.bytes()?, depth)?,
                (5, initializer) => self.tensor(initializer.bytes()?)?,
                (15, sparse) => self.sparse(sparse.bytes()?)?,
                _ => {},
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &[u8], depth: u32) -> Result<(), Refusal> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.most_nodes {
            return Err(Refusal::ModelTooLarge {
                what: Reason::from("nodes or more"),
                is: self.nodes,
                most: self.most_nodes,
            });
        }
        let (mut name, mut domain) = ("", "");
        for field in Fields(node) {
            match field? {
                (4, value) => name = value.text()?,
                (7, value) => domain = value.text()?,
                (5, attribute) => self.attribute(attribute.bytes()?, depth)?,
                _ => {},
            }
        }
        let domain = if domain == "ai.onnx" { "" } else { domain };
        let operator = (named(domain)?, named(name)?);
        let count = self.operators.entry(operator).or_default();
        *count = count.saturating_add(1);
        match self.operators.len() {
            many if many > MOST_OPERATORS => Err(too_large("operators", many, MOST_OPERATORS)),
            _ => Ok(()),
        }
    }

    fn attribute(&mut self, attribute: &[u8], depth: u32) -> Result<(), Refusal> {
        for field in Fields(attribute) {
            match field? {
                (5 | 10, tensor) => self.tensor(tensor.bytes()?)?,
                (6 | 11, graph) => self.graph(graph.bytes()?, depth.saturating_add(1))?,
                (22 | 23, sparse) => self.sparse(sparse.bytes()?)?,
                _ => {},
            }
        }
        Ok(())
    }

    fn sparse(&mut self, sparse: &[u8]) -> Result<(), Refusal> {
        for field in Fields(sparse) {
            if let (1 | 2, tensor) = field? {
                self.tensor(tensor.bytes()?)?;
            }
        }
        Ok(())
    }

    fn tensor(&mut self, tensor: &[u8]) -> Result<(), Refusal> {
        for field in Fields(tensor) {
            let location = match field? {
                (13, entry) => location(entry.bytes()?)?,
                (14, Value::Number(0)) => None,
                (14, _) => Some(String::new()),
                _ => None,
            };
            if let Some(location) = location {
                // The first that has a name, so that the reason can say it.
                let known = self.external.take().filter(|known| !known.is_empty());
                self.external = Some(known.unwrap_or(location));
            }
        }
        Ok(())
    }

    fn function(&mut self, function: &[u8]) -> Result<(), Refusal> {
        for field in Fields(function) {
            match field? {
                (7, node) => self.node(node.bytes()?, 0)?,
                (11, attribute) => self.attribute(attribute.bytes()?, 0)?,
                _ => {},
            }
        }
        Ok(())
    }

    fn training(&mut self, training: &[u8]) -> Result<(), Refusal> {
        for field in Fields(training) {
            if let (1 | 2, graph) = field? {
                self.graph(graph.bytes()?, 0)?;
            }
        }
        Ok(())
    }

    fn opset(&mut self, opset: &[u8]) -> Result<(), Refusal> {
        let (mut domain, mut version) = ("", 0);
        for field in Fields(opset) {
            match field? {
                (1, value) => domain = value.text()?,
                (2, value) => version = value.number()?,
                _ => {},
            }
        }
        self.opsets.insert(named(domain)?, version);
        match self.opsets.len() {
            many if many > MOST_OPERATORS => Err(too_large("domains", many, MOST_OPERATORS)),
            _ => Ok(()),
        }
    }
}

/// Where data outside is, of an entry that says anything about it.
fn location(entry: &[u8]) -> Result<Option<String>, Refusal> {
    let (mut key, mut value) = ("", "");
    for field in Fields(entry) {
        match field? {
            (1, text) => key = text.text()?,
            (2, text) => value = text.text()?,
            _ => {},
        }
    }
    Ok(Some(if key == "location" { value.into() } else { String::new() }))
}

fn declared(info: &[u8]) -> Result<Declared, Refusal> {
    let mut declared = Declared { name: String::new(), dtype: None, shape: None, is_tensor: false };
    for field in Fields(info) {
        match field? {
            (1, name) => declared.name = named(name.text()?)?,
            (2, kind) => {
                for field in Fields(kind.bytes()?) {
                    if let (1, tensor) = field? {
                        declared.is_tensor = true;
                        tensor_type(tensor.bytes()?, &mut declared)?;
                    }
                }
            },
            _ => {},
        }
    }
    Ok(declared)
}

fn tensor_type(tensor: &[u8], declared: &mut Declared) -> Result<(), Refusal> {
    for field in Fields(tensor) {
        match field? {
            (1, number) => declared.dtype = Some(number.number()?),
            (2, shape) => {
                let dims = declared.shape.get_or_insert_default();
                for field in Fields(shape.bytes()?) {
                    if let (1, dim) = field? {
                        dims.push(dimension(dim.bytes()?)?);
                    }
                }
                if dims.len() > crate::tensor::MAX_RANK {
                    return Err(too_large("dimensions", dims.len(), crate::tensor::MAX_RANK));
                }
            },
            _ => {},
        }
    }
    Ok(())
}

fn dimension(dim: &[u8]) -> Result<Dim, Refusal> {
    let mut found = Dim::Free;
    for field in Fields(dim) {
        found = match field? {
            // A negative length means that nobody knows it.
            (1, length) => match i64::try_from(length.number()?) {
                Ok(_) => Dim::Fixed(length.number()?),
                Err(_) => Dim::Free,
            },
            (2, _) => Dim::Free,
            _ => found,
        };
    }
    Ok(found)
}

/// The last field of this number in a message, which is its name.
fn name_in(message: &[u8], number: u64) -> Result<String, Refusal> {
    let mut name = String::new();
    for field in Fields(message) {
        let (found, value) = field?;
        if found == number {
            name = value.text()?.into();
        }
    }
    Ok(name)
}

fn named(name: &str) -> Result<String, Refusal> {
    match name.len() {
        long if long > LONGEST_NAME => Err(too_large("bytes of a name", long, LONGEST_NAME)),
        _ => Ok(name.into()),
    }
}

fn too_large(what: &str, is: usize, most: usize) -> Refusal {
    Refusal::ModelTooLarge { what: what.into(), is: is as u64, most: most as u64 }
}
