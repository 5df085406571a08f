//! Changes to an ONNX file that leave it one: fields are left out, doubled, moved and altered, and all
//! lengths are written anew. Changes of single bytes seldom get beyond the first length.

use opg_zk::onnx::wire::{Content, Fields};

#[derive(Clone, PartialEq)]
enum Value {
    Number(u64),
    Eight([u8; 8]),
    Four([u8; 4]),
    Bytes(Vec<u8>),
    Message(Vec<Field>),
}

#[derive(Clone, PartialEq)]
struct Field {
    number: u32,
    value: Value,
}

/// Nested no deeper than ONNX's messages are.
const DEPTH: usize = 8;

fn read(bytes: &[u8], depth: usize) -> Option<Vec<Field>> {
    let fields = Fields(bytes).map(|field| {
        let (number, content) = field.ok()?;
        let value = match content {
            Content::Number(number) => Value::Number(number),
            Content::Eight(bytes) => Value::Eight(bytes),
            Content::Four(bytes) => Value::Four(bytes),
            Content::Bytes(bytes) => match message(bytes, depth) {
                Some(fields) => Value::Message(fields),
                None => Value::Bytes(bytes.to_vec()),
            },
        };
        Some(Field { number, value })
    });
    fields.collect()
}

/// What can be read as a message and is written as the same bytes is taken for one.
fn message(bytes: &[u8], depth: usize) -> Option<Vec<Field>> {
    if bytes.is_empty() || depth == 0 {
        return None;
    }
    read(bytes, depth - 1).filter(|fields| write(fields) == bytes)
}

fn write(fields: &[Field]) -> Vec<u8> {
    let mut all = Vec::new();
    for Field { number, value } in fields {
        let mut key = |kind: u64| varint(&mut all, u64::from(*number) << 3 | kind);
        match value {
            Value::Number(number) => {
                key(0);
                varint(&mut all, *number);
            },
            Value::Eight(bytes) => {
                key(1);
                all.extend(bytes);
            },
            Value::Four(bytes) => {
                key(5);
                all.extend(bytes);
            },
            Value::Bytes(bytes) => {
                key(2);
                varint(&mut all, bytes.len() as u64);
                all.extend(bytes);
            },
            Value::Message(fields) => {
                key(2);
                let bytes = write(fields);
                varint(&mut all, bytes.len() as u64);
                all.extend(bytes);
            },
        }
    }
    all
}

fn varint(all: &mut Vec<u8>, mut number: u64) {
    while number >= 128 {
        all.push(number as u8 | 128);
        number >>= 7;
    }
    all.push(number as u8);
}

/// How many fields there are, in messages of messages too.
fn count(fields: &[Field]) -> usize {
    let inside = |field: &Field| match &field.value {
        Value::Message(fields) => 1 + count(fields),
        _ => 1,
    };
    fields.iter().map(inside).sum()
}

/// The message that the field of some index is in, and its place there.
fn find(fields: &mut Vec<Field>, mut index: usize) -> Option<(&mut Vec<Field>, usize)> {
    for at in 0..fields.len() {
        if index == 0 {
            return Some((fields, at));
        }
        index -= 1;
        let inside = match &fields[at].value {
            Value::Message(inside) => count(inside),
            _ => 0,
        };
        if index < inside {
            let Value::Message(inside) = &mut fields[at].value else { return None };
            return find(inside, index);
        }
        index -= inside;
    }
    None
}

/// Random numbers of a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// The file with one or a few fields changed; nothing if it is no such file. `bytes` changes the content
/// of a field that is no message.
pub fn change(
    file: &[u8],
    seed: u32,
    mut bytes: impl FnMut(Vec<u8>) -> Vec<u8>,
) -> Option<Vec<u8>> {
    let mut random = Random(seed.into());
    let mut fields = read(file, DEPTH).filter(|fields| !fields.is_empty())?;
    for _ in 0..1 + random.below(3) {
        let all = count(&fields);
        let (from, from_at) = find(&mut fields, random.below(all))?;
        let other = from[from_at].clone();
        let (message, at) = find(&mut fields, random.below(all))?;
        match random.below(8) {
            0 => drop(message.remove(at)),
            1 => message.insert(at, message[at].clone()),
            2 => {
                let to = random.below(message.len());
                message.swap(at, to);
            },
            3 => message.insert(at, other),
            4 if other.number == message[at].number => message[at] = other,
            _ => alter(&mut message[at].value, &mut random, &mut bytes),
        }
    }
    Some(write(&fields))
}

fn alter(value: &mut Value, random: &mut Random, bytes: &mut impl FnMut(Vec<u8>) -> Vec<u8>) {
    match value {
        Value::Number(number) => {
            *number = match random.below(6) {
                0 => number.wrapping_add(1),
                1 => number.wrapping_sub(1),
                2 => 1 << random.below(64),
                3 => (1 << random.below(64)) - 1,
                4 => (random.below(40) as u64).wrapping_neg(),
                _ => random.below(40) as u64,
            }
        },
        Value::Eight(bytes) => *bytes = random.next().to_le_bytes(),
        // Often a power of two, as scales are.
        Value::Four(bytes) => {
            *bytes = match random.below(3) {
                0 => (random.next() as u32).to_le_bytes(),
                _ => (random.below(80) as f32 - 40.0).exp2().to_le_bytes(),
            }
        },
        Value::Bytes(content) => *content = bytes(std::mem::take(content)),
        Value::Message(fields) => fields.reverse(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Vec<u8> {
        std::fs::read("../models/operators/conv.onnx").expect("there is one")
    }

    #[test]
    fn file_should_be_written_as_it_was_read() {
        let fields = read(&model(), DEPTH).expect("it is a file");
        assert!(write(&fields) == model() && count(&fields) > 50);
    }

    #[test]
    fn changes_should_leave_files_and_differ() {
        let changed = |seed| change(&model(), seed, |bytes| bytes).expect("it is a file");
        let all: std::collections::BTreeSet<_> = (0..200).map(changed).collect();
        assert!(all.len() > 100, "{}", all.len());
        assert!(all.iter().all(|file| read(file, DEPTH).is_some()));
    }
}
