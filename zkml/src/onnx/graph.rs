//! An ONNX file as far as it is read: nodes, constants, inputs and outputs.

use super::wire::{Content, Fields, Malformed};
use std::collections::BTreeMap;
use thiserror::Error;

/// Largest file.
pub const MAX_FILE: usize = 64 << 20;
/// Most nodes, and most constants.
pub const MAX_NODES: usize = 4_096;
/// Most axes of a tensor.
pub const MAX_AXES: usize = 6;
/// Most values of a tensor.
pub const MAX_VALUES: usize = 1 << 22;

/// Why a file is not read.
#[derive(Debug, Error, PartialEq)]
pub enum BadFile {
    #[error("the file has {0} bytes, at most {MAX_FILE} are read")]
    Size(usize),
    #[error("no ONNX file: {0}")]
    Malformed(#[from] Malformed),
    #[error("the file has no graph")]
    NoGraph,
    #[error("the graph has more than {MAX_NODES} {0}")]
    Many(&'static str),
    #[error("tensor {0:?} keeps its values in another file: save the model in one")]
    External(String),
    #[error("tensor {0:?} has a shape that is not possible")]
    Shape(String),
    #[error("tensor {0:?} is of type {1}, which is not read")]
    Type(String, i64),
    #[error("tensor {0:?} has {1} values, its shape asks for {2}")]
    Values(String, usize, usize),
    #[error("{0:?} is given twice")]
    Twice(String),
    #[error("the file defines functions: export it without")]
    Functions,
    #[error("the file has sparse constants: export it without")]
    Sparse,
}

/// A constant's values.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Float(Vec<f32>),
    U8(Vec<u8>),
    I8(Vec<i8>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::U8(values) => values.len(),
            Self::I8(values) => values.len(),
            Self::I32(values) => values.len(),
            Self::I64(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As whole numbers, unless they are floats.
    pub fn whole(&self) -> Option<Vec<i64>> {
        Some(match self {
            Self::Float(_) => return None,
            Self::U8(values) => values.iter().map(|value| (*value).into()).collect(),
            Self::I8(values) => values.iter().map(|value| (*value).into()).collect(),
            Self::I32(values) => values.iter().map(|value| (*value).into()).collect(),
            Self::I64(values) => values.clone(),
        })
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub values: Values,
}

/// A node's attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribute {
    /// Which of these is meant, as ONNX numbers them.
    pub kind: i64,
    pub float: f32,
    pub int: i64,
    pub text: String,
    pub ints: Vec<i64>,
    pub floats: Vec<f32>,
    pub tensor: Option<Tensor>,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    pub name: String,
    pub kind: String,
    pub domain: String,
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub attributes: BTreeMap<String, Attribute>,
}

/// What an input or output says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Port {
    pub name: String,
    pub kind: i64,
    /// An axis without a size is nothing.
    pub shape: Option<Vec<Option<i64>>>,
}

/// A graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub constants: BTreeMap<String, Tensor>,
    pub inputs: Vec<Port>,
    pub outputs: Vec<Port>,
}

impl Graph {
    /// Reads a file.
    pub fn read(file: &[u8]) -> Result<Self, BadFile> {
        if file.len() > MAX_FILE {
            return Err(BadFile::Size(file.len()));
        }
        let mut graph = None;
        for field in Fields(file) {
            match field? {
                (7, _) if graph.is_some() => return Err(BadFile::Twice("graph".into())),
                (7, content) => graph = Some(content.message(7)?),
                // They may give operators another meaning.
                (25, _) => return Err(BadFile::Functions),
                _ => {},
            }
        }
        Self::from(graph.ok_or(BadFile::NoGraph)?)
    }

    fn from(fields: Fields<'_>) -> Result<Self, BadFile> {
        let mut graph = Self::default();
        for field in fields {
            match field? {
                (1, content) => graph.nodes.push(node(content.message(1)?)?),
                (5, content) => {
                    let (name, tensor) = tensor(content.message(5)?)?;
                    if graph.constants.insert(name.clone(), tensor).is_some() {
                        return Err(BadFile::Twice(name));
                    }
                },
                (15, _) => return Err(BadFile::Sparse),
                (11, content) => graph.inputs.push(port(content.message(11)?)?),
                (12, content) => graph.outputs.push(port(content.message(12)?)?),
                _ => {},
            }
            if graph.nodes.len() > MAX_NODES {
                return Err(BadFile::Many("nodes"));
            }
            if graph.inputs.len().max(graph.outputs.len()) > MAX_NODES {
                return Err(BadFile::Many("inputs or outputs"));
            }
            if graph.constants.len() > MAX_NODES {
                return Err(BadFile::Many("constants"));
            }
        }
        // Old files list constants among the inputs.
        graph.inputs.retain(|input| !graph.constants.contains_key(&input.name));
        Ok(graph)
    }
}

fn node(fields: Fields<'_>) -> Result<Node, BadFile> {
    let mut node = Node::default();
    for field in fields {
        match field? {
            (1, content) => node.inputs.push(content.text(1)?.into()),
            (2, content) => node.outputs.push(content.text(2)?.into()),
            (3, content) => node.name = content.text(3)?.into(),
            (4, content) => node.kind = content.text(4)?.into(),
            (5, content) => {
                let (name, attribute) = attribute(content.message(5)?)?;
                node.attributes.insert(name, attribute);
            },
            (7, content) => node.domain = content.text(7)?.into(),
            _ => {},
        }
    }
    Ok(node)
}

fn attribute(fields: Fields<'_>) -> Result<(String, Attribute), BadFile> {
    let mut name = String::new();
    let mut attribute = Attribute::default();
    for field in fields {
        match field? {
            (1, content) => name = content.text(1)?.into(),
            (2, content) => attribute.float = content.float(2)?,
            (3, content) => attribute.int = content.int(3)?,
            (4, content) => {
                attribute.text = String::from_utf8_lossy(content.bytes(4)?).into_owned();
            },
            (5, content) => attribute.tensor = Some(tensor(content.message(5)?)?.1),
            (7, content) => content.floats(7, &mut attribute.floats)?,
            (8, content) => content.ints(8, &mut attribute.ints)?,
            (20, content) => attribute.kind = content.int(20)?,
            _ => {},
        }
    }
    Ok((name, attribute))
}

fn port(fields: Fields<'_>) -> Result<Port, BadFile> {
    let mut port = Port::default();
    for field in fields {
        match field? {
            (1, content) => port.name = content.text(1)?.into(),
            (2, content) => {
                for field in content.message(2)? {
                    if let (1, content) = field? {
                        tensor_type(content.message(1)?, &mut port)?;
                    }
                }
            },
            _ => {},
        }
    }
    Ok(port)
}

fn tensor_type(fields: Fields<'_>, port: &mut Port) -> Result<(), BadFile> {
    for field in fields {
        match field? {
            (1, content) => port.kind = content.int(1)?,
            (2, content) => {
                let mut shape = Vec::new();
                for axis in content.message(2)? {
                    if let (1, content) = axis? {
                        let mut size = None;
                        for field in content.message(1)? {
                            if let (1, content) = field? {
                                size = Some(content.int(1)?);
                            }
                        }
                        shape.push(size);
                    }
                    if shape.len() > MAX_AXES {
                        return Err(BadFile::Shape(port.name.clone()));
                    }
                }
                port.shape = Some(shape);
            },
            _ => {},
        }
    }
    Ok(())
}

/// A constant as it is written: its values in one of several places.
#[derive(Default)]
struct Written<'a> {
    name: &'a str,
    shape: Vec<i64>,
    kind: i64,
    floats: Vec<f32>,
    ints: Vec<i64>,
    raw: Option<&'a [u8]>,
    is_external: bool,
}

fn tensor(fields: Fields<'_>) -> Result<(String, Tensor), BadFile> {
    let mut written = Written::default();
    for field in fields {
        match field? {
            (1, content) => content.ints(1, &mut written.shape)?,
            (2, content) => written.kind = content.int(2)?,
            (4, content) => content.floats(4, &mut written.floats)?,
            (5, content) => content.ints(5, &mut written.ints)?,
            (7, content) => content.ints(7, &mut written.ints)?,
            (8, content) => written.name = content.text(8)?,
            (9, content) => written.raw = Some(content.bytes(9)?),
            (13, _) => written.is_external = true,
            (14, Content::Number(place)) => written.is_external |= place != 0,
            _ => {},
        }
    }
    let name = written.name.to_string();
    written.read().map(|tensor| (name, tensor))
}

impl Written<'_> {
    fn read(self) -> Result<Tensor, BadFile> {
        let name = || self.name.to_string();
        if self.is_external {
            return Err(BadFile::External(name()));
        }
        let shape = shape(&self.shape).ok_or_else(|| BadFile::Shape(name()))?;
        let size: usize = shape.iter().product();
        let values = match (self.kind, self.raw) {
            (1, None) => Values::Float(self.floats.clone()),
            (_, Some(raw)) if raw.len() != size.saturating_mul(width(self.kind)) => {
                return Err(BadFile::Values(name(), raw.len() / width(self.kind), size));
            },
            (1, Some(raw)) => Values::Float(each(raw, f32::from_le_bytes)),
            (2, None) => Values::U8(self.ints.iter().map(|value| *value as u8).collect()),
            (2, Some(raw)) => Values::U8(raw.to_vec()),
            (3, None) => Values::I8(self.ints.iter().map(|value| *value as i8).collect()),
            (3, Some(raw)) => Values::I8(each(raw, i8::from_le_bytes)),
            (6, None) => Values::I32(self.ints.iter().map(|value| *value as i32).collect()),
            (6, Some(raw)) => Values::I32(each(raw, i32::from_le_bytes)),
            (7, None) => Values::I64(self.ints.clone()),
            (7, Some(raw)) => Values::I64(each(raw, i64::from_le_bytes)),
            (kind, _) => return Err(BadFile::Type(name(), kind)),
        };
        if values.len() != size {
            return Err(BadFile::Values(name(), values.len(), size));
        }
        Ok(Tensor { shape, values })
    }
}

/// Bytes of a value.
fn width(kind: i64) -> usize {
    match kind {
        1 | 6 => 4,
        7 => 8,
        _ => 1,
    }
}

/// Sizes of at least one place that can be multiplied and are not too many.
pub fn shape(axes: &[i64]) -> Option<Vec<usize>> {
    if axes.len() > MAX_AXES {
        return None;
    }
    let shape: Vec<usize> = axes
        .iter()
        .map(|axis| usize::try_from(*axis).ok().filter(|axis| *axis > 0))
        .collect::<Option<_>>()?;
    let size = shape.iter().try_fold(1usize, |size, axis| size.checked_mul(*axis))?;
    (size <= MAX_VALUES).then_some(shape)
}

fn each<const N: usize, T>(raw: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
    raw.chunks_exact(N).filter_map(|bytes| bytes.try_into().ok()).map(read).collect()
}
