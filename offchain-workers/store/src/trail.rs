//! # The trail of a hash: parts of a large blob, verified without reading the rest
//!
//! A blob of gigabytes is read in parts, and a disk may change a byte after it was hashed. To hash all
//! of it again for each part would cost too much; to trust the disk would serve what was never checked.
//! SHA2-256 works through its input in order, so hashing a blob once passes through the state of the
//! hash before every chunk. Those states are its *trail*, 32 bytes for each 256 KiB:
//!
//! ```text
//!   state 0 --chunk 0--> state 1 --chunk 1--> state 2 --last chunk, padding--> the address
//! ```
//!
//! A chunk is right if it leads from its state to the next, the last one if it leads to the address. To
//! find another chunk that does is to find another blob with the same address.

use crate::Address;
use sha2::block_api::compress256;

/// What is hashed, written and verified at once, and so about what an open read takes of memory.
pub const CHUNK: usize = 256 * 1024;

type State = [u32; 8];

/// Where every SHA2-256 begins (FIPS 180-4, 5.3.3).
const START: State = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The states of the hash of one blob, before each of its chunks.
#[derive(Debug, PartialEq, Eq)]
pub struct Trail {
    size: u64,
    states: Box<[State]>,
}

impl Trail {
    /// The size of the blob.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many bytes the chunk at `index` has.
    pub fn chunk_len(&self, index: usize) -> usize {
        let from = (index as u64).saturating_mul(CHUNK as u64);
        self.size.saturating_sub(from).min(CHUNK as u64) as usize
    }

    /// Whether these bytes are the chunk at `index` of the blob at this address.
    pub fn holds(&self, address: &Address, index: usize, bytes: &[u8]) -> bool {
        let Some(state) = self.states.get(index) else {
            return false;
        };
        match self.states.get(index.saturating_add(1)) {
            Some(next) => bytes.len() == CHUNK && after(*state, bytes) == *next,
            None => {
                bytes.len() == self.chunk_len(index) && last(*state, bytes, self.size) == *address
            },
        }
    }
}

/// A trail on its way: chunk after chunk, then what is left.
pub struct Walk {
    size: u64,
    state: State,
    states: Vec<State>,
}

impl Default for Walk {
    /// At the start of a blob.
    fn default() -> Self {
        Self { size: 0, state: START, states: Vec::new() }
    }
}

impl Walk {
    /// Over the next chunk, a whole one.
    pub fn chunk(&mut self, bytes: &[u8]) {
        debug_assert_eq!(bytes.len(), CHUNK);
        self.states.push(self.state);
        self.state = after(self.state, bytes);
        self.size = self.size.saturating_add(bytes.len() as u64);
    }

    /// Over what is left, less than a chunk: to the address.
    pub fn finish(mut self, rest: &[u8]) -> (Address, Trail) {
        debug_assert!(rest.len() < CHUNK);
        if !rest.is_empty() {
            self.states.push(self.state);
        }
        let size = self.size.saturating_add(rest.len() as u64);
        let address = last(self.state, rest, size);
        (address, Trail { size, states: self.states.into() })
    }
}

/// The state after whole blocks.
fn after(mut state: State, bytes: &[u8]) -> State {
    let (blocks, _) = bytes.as_chunks::<64>();
    compress256(&mut state, blocks);
    state
}

/// The hash after the last bytes of a blob of this size, padded as the standard has it (5.1.1).
fn last(state: State, bytes: &[u8], size: u64) -> Address {
    let (_, tail) = bytes.as_chunks::<64>();
    let state = after(state, bytes);
    let mut padded = [tail, &[0x80]].concat();
    let blocks = if padded.len() <= 56 { 64 } else { 128 };
    padded.resize(blocks - 8, 0);
    padded.extend(size.wrapping_mul(8).to_be_bytes());
    let mut hash = [0; 32];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(after(state, &padded)) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    Address(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn walk(bytes: &[u8]) -> (Address, Trail) {
        let mut walk = Walk::default();
        let mut chunks = bytes.chunks_exact(CHUNK);
        for chunk in &mut chunks {
            walk.chunk(chunk);
        }
        walk.finish(chunks.remainder())
    }

    /// So that no two chunks are the same.
    fn some_bytes(len: usize) -> Vec<u8> {
        (0..len as u64).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect()
    }

    #[test]
    fn a_walk_should_end_at_the_address_for_every_length_of_the_padding() {
        for len in (0..200).chain([CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 57]) {
            let bytes = some_bytes(len);
            let (address, trail) = walk(&bytes);
            assert_eq!(address, Address::of(&bytes), "of {len} bytes");
            assert_eq!(trail.size(), len as u64);
            assert_eq!(trail.states.len(), len.div_ceil(CHUNK));
            for (index, chunk) in bytes.chunks(CHUNK).enumerate() {
                assert!(trail.holds(&address, index, chunk), "chunk {index} of {len} bytes");
            }
        }
    }

    #[test]
    fn a_chunk_should_hold_only_where_it_belongs_and_whole() {
        let bytes = some_bytes(2 * CHUNK + 100);
        let (address, trail) = walk(&bytes);
        assert!(!trail.holds(&address, 1, &bytes[..CHUNK]));
        assert!(!trail.holds(&address, 0, &bytes[..CHUNK - 64]));
        assert!(!trail.holds(&address, 2, &bytes[2 * CHUNK..2 * CHUNK + 99]));
        assert!(!trail.holds(&address, 3, &[]));
        let (empty, nothing) = walk(&[]);
        assert!(!nothing.holds(&empty, 0, &[]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_changed_byte_should_hold(len in 1..3 * CHUNK, at: prop::sample::Index, bit in 0..8u8) {
            let mut bytes = some_bytes(len);
            let (address, trail) = walk(&bytes);
            let at = at.index(len);
            bytes[at] ^= 1u8 << bit;
            for (index, chunk) in bytes.chunks(CHUNK).enumerate() {
                prop_assert_eq!(trail.holds(&address, index, chunk), index != at / CHUNK);
            }
        }
    }
}
