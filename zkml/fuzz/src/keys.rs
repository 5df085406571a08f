//! Keys.

use opg_zk::key::{BadKey, Key, Shape};
use std::time::Duration;

/// A key has at most 207 points.
const MOST: Duration = Duration::from_secs(2);

/// Whatever is read as a key is written as the same bytes, and the shape alone says how many there are.
pub fn run(bytes: &[u8]) {
    let first = read(bytes);
    assert_eq!(first, read(bytes), "the same bytes are read in the same way");
    if let Ok(key) = first {
        assert_eq!(key.to_bytes(), bytes);
        assert_eq!(Shape::from_bytes(bytes), Ok(key.shape));
        assert_eq!(key.shape.key_bytes(), bytes.len());
    }
}

fn read(bytes: &[u8]) -> Result<Key, BadKey> {
    crate::timed(MOST, || Key::from_bytes(bytes))
}
