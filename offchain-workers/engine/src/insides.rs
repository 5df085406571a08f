//! What goes on inside a model: its inner tensors by name, and the model that gives one of them too.
//!
//! A file is a protocol buffer, in which a message that is written in two parts is one: so a file with an
//! output more is the file and a few bytes behind it, whatever else is in it.

use crate::{
    child::wire::{Fields, Value},
    refusal::Refusal,
};
use std::collections::BTreeSet;

/// Bytes of a name.
const LONGEST_NAME: usize = 256;

/// The names of what the nodes of the main graph give each other, in the file's order; without its outputs.
pub fn names(file: &[u8]) -> Result<Vec<String>, Refusal> {
    let (mut names, mut known) = (Vec::new(), BTreeSet::new());
    for field in Fields(file) {
        let (7, graph) = field? else { continue };
        for field in Fields(graph.bytes()?) {
            match field? {
                (1, node) => given(node.bytes()?, &mut names)?,
                (12, output) => {
                    known.extend(texts(output.bytes()?, 1)?);
                },
                _ => {},
            }
        }
    }
    names.retain(|name| !name.is_empty() && name.len() <= LONGEST_NAME && known.insert(*name));
    Ok(names.into_iter().map(String::from).collect())
}

/// What a file needs at its end so that the model gives this inner tensor too, as its last output.
pub fn exposing(name: &str) -> Vec<u8> {
    let output = field(1, name.as_bytes());
    field(7, &field(12, &output))
}

fn given<'a>(node: &'a [u8], names: &mut Vec<&'a str>) -> Result<(), Refusal> {
    names.extend(texts(node, 2)?);
    Ok(())
}

/// All texts in the fields of this number.
fn texts(message: &[u8], number: u64) -> Result<Vec<&str>, Refusal> {
    let mut texts = Vec::new();
    for field in Fields(message) {
        let (found, value) = field?;
        if found == number {
            texts.push(Value::text(&value)?);
        }
    }
    Ok(texts)
}

/// A field with bytes in it.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length >= 0x80 {
        field.push(length as u8 | 0x80);
        length >>= 7;
    }
    field.push(length as u8);
    field.extend_from_slice(bytes);
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(inputs: &[&str], outputs: &[&str]) -> Vec<u8> {
        let inputs = inputs.iter().flat_map(|name| field(1, name.as_bytes()));
        let outputs = outputs.iter().flat_map(|name| field(2, name.as_bytes()));
        field(1, &inputs.chain(outputs).collect::<Vec<_>>())
    }

    fn model() -> Vec<u8> {
        let nodes = [node(&["x"], &["a", ""]), node(&["a"], &["b", "y"]), node(&["b"], &["z"])];
        let outputs = ["y", "z"].map(|name| field(12, &field(1, name.as_bytes())));
        field(7, &[nodes.concat(), outputs.concat()].concat())
    }

    #[test]
    fn inner_tensors_should_be_named_in_the_files_order_without_outputs() {
        assert_eq!(names(&model()).unwrap(), ["a", "b"]);
    }

    #[test]
    fn tensor_that_is_exposed_should_be_an_output_like_the_others() {
        let long = "n".repeat(200);
        let more = [model(), exposing("a"), exposing(&long)].concat();
        assert_eq!(names(&more).unwrap(), ["b"]);
        let graphs = Fields(&more).map(|field| field.unwrap().1.bytes().unwrap());
        let last = graphs.last().unwrap();
        let (number, output) = Fields(last).next().unwrap().unwrap();
        assert_eq!((number, texts(output.bytes().unwrap(), 1).unwrap()), (12, vec![&long[..]]));
    }

    #[test]
    fn what_is_no_model_should_be_refused_or_have_no_insides() {
        assert!(names(&[0xff; 9]).is_err());
        assert!(names(&model()[..20]).is_err());
        assert_eq!(names(&[]).unwrap(), Vec::<String>::new());
    }
}
