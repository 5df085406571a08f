//! What parent and child say to each other.
//!
//! A message is its length, a `u32`, and as many bytes: SCALE, in which the chain speaks too. It is small;
//! tensors lie in two pieces of shared memory, one for inputs and one for outputs, and messages say where.
//! Small jobs lie in a ring, messages with tensors, and over the socket goes only that there are some.
//! The parent takes nothing that a child says on trust: neither a length nor a place nor a type.

use crate::{
    config::{Computing, Config},
    describe::Description,
    refusal::{Reason, Refusal},
    tensor::{Dtype, Tensor},
};
use codec::{Decode, DecodeAll, Encode};

/// Bytes of a message.
pub const LONGEST: u32 = 1 << 20;
/// Tensors begin at multiples of this, where vector instructions like them.
pub const ALIGNMENT: u64 = 64;
/// The first argument of a child.
pub const ARGUMENT: &str = "--opg-engine-child";
/// Changes with anything in this file: parent and child are the same program, if nobody mixes them up.
pub const VERSION: u32 = 2;

/// What the child is told.
#[derive(Debug, Encode, Decode)]
pub enum Request {
    /// First, with the two pieces of shared memory and the ring.
    Start(Start),
    /// With the model's file.
    Describe { cpu_seconds: u64 },
    /// With the model's file, if `has_file`.
    Run(Run),
    /// The ring has something to do: wake up.
    Look,
}

#[derive(Debug, Encode, Decode)]
pub struct Start {
    pub version: u32,
    pub library: String,
    pub bounds: Bounds,
    pub computing: Computing,
}

/// What a child keeps to, in bytes if not otherwise said.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Bounds {
    pub memory: u64,
    pub cache: u64,
    /// Number of models.
    pub cached_models: u32,
    pub model: u64,
    /// Number of nodes.
    pub nodes: u64,
    pub inputs: u64,
    pub outputs: u64,
}

impl From<&Config> for Bounds {
    fn from(config: &Config) -> Self {
        Self {
            memory: config.memory,
            cache: config.cache,
            cached_models: config.cached_models,
            model: config.model_bytes,
            nodes: config.model_nodes,
            inputs: config.input_bytes,
            outputs: config.output_bytes,
        }
    }
}

#[derive(Debug, Encode, Decode)]
pub struct Run {
    pub sha256: [u8; 32],
    pub has_file: bool,
    pub cpu_seconds: u64,
    pub output_limit: u64,
    /// How large the pieces of shared memory are.
    pub input_size: u64,
    pub output_size: u64,
    pub inputs: Vec<Placed>,
}

/// A tensor in shared memory, or in a half of a slot of the ring.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Placed {
    pub dtype: Dtype,
    pub shape: Vec<u64>,
    pub at: u64,
    pub length: u64,
}

/// What the child answers.
#[derive(Debug, Encode, Decode)]
pub enum Reply {
    /// Loaded and locked in.
    Ready {
        runtime: Reason,
        layers: Layers,
    },
    /// Not started.
    Broken(Reason),
    Description(Box<Description>),
    /// The model is not in memory: its file is needed.
    NeedsFile,
    Done {
        outputs: Vec<Placed>,
        worn: bool,
    },
    Refused {
        why: Refusal,
        worn: bool,
    },
    /// The ring has something answered: wake up.
    Look,
    /// In the ring: it takes more room or memory than a job there may, and should be run alone.
    Larger,
}

/// Which layers of the sandbox are in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Layers {
    /// No file can be opened by its path.
    pub files: bool,
    /// Only calls to the kernel that computing takes.
    pub calls: bool,
    /// Memory, processor time, files.
    pub limits: bool,
    /// Nothing that is executed gets more rights.
    pub rights: bool,
}

/// Where the next tensor goes, after one that ends here.
pub fn aligned(end: u64) -> Option<u64> {
    end.checked_next_multiple_of(ALIGNMENT)
}

/// A message as it is sent; nothing if it is too long.
pub fn frame(message: &impl Encode) -> Option<Vec<u8>> {
    let body = message.encode();
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= LONGEST)?;
    let mut frame = length.to_le_bytes().to_vec();
    frame.extend_from_slice(&body);
    Some(frame)
}

/// Tensors one behind the other, and where the last one ends.
pub fn place<'a>(tensors: impl IntoIterator<Item = &'a Tensor>) -> Option<(Vec<Placed>, u64)> {
    let mut end = 0u64;
    let place = |Tensor { dtype, shape, data }: &Tensor| {
        let (at, length) = (aligned(end)?, data.len() as u64);
        end = at.checked_add(length)?;
        Some(Placed { dtype: *dtype, shape: shape.clone(), at, length })
    };
    let places = tensors.into_iter().map(place).collect::<Option<_>>()?;
    Some((places, end))
}

/// The message that a body is, all of it.
pub fn parse<T: Decode>(mut body: &[u8]) -> Option<T> {
    T::decode_all(&mut body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_should_be_read_as_it_was_written_and_not_with_a_byte_more_or_less() {
        let placed = Placed { dtype: Dtype::Bf16, shape: vec![2, 3], at: 64, length: 12 };
        let reply = Reply::Done { outputs: vec![placed], worn: true };
        let frame = frame(&reply).unwrap();
        let body = &frame[4..];
        assert_eq!(frame[..4], (body.len() as u32).to_le_bytes());
        assert_eq!(format!("{:?}", parse::<Reply>(body).unwrap()), format!("{reply:?}"));
        assert!(parse::<Reply>(&[body, &[0]].concat()).is_none());
        for end in 0..body.len() {
            assert!(parse::<Reply>(&body[..end]).is_none());
        }
    }

    #[test]
    fn bytes_that_claim_to_be_long_should_not_be_believed() {
        // A vector of 2^30 tensors, of which none follows.
        let mut body = Reply::NeedsFile.encode();
        body[0] = 4;
        body.extend_from_slice(&[0x02, 0x00, 0x00, 0xff]);
        assert!(parse::<Reply>(&body).is_none());
    }

    #[test]
    fn what_a_child_says_should_be_one_short_line() {
        let long = format!("\u{1b}[31m{}\n", "x".repeat(10_000));
        let refusal = Refusal::ModelInvalid(Reason::from("")).encode();
        let hostile = [&refusal[..1], &long.encode()].concat();
        let read: Refusal = parse(&hostile).unwrap();
        let shown = read.to_string();
        assert!(shown.len() < 600 && !shown.contains(char::is_control), "{shown}");
    }
}
