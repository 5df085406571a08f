//! How a blob is named: by the SHA2-256 of its bytes.

use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// The SHA2-256 of a blob, which is its name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub [u8; 32]);

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It has another number of digits.
    #[error(
        "an address has 64 hexadecimal digits, and this has {0}; give the SHA2-256 of the file"
    )]
    Length(usize),
    /// One of its characters is no digit.
    #[error("an address has only the digits 0 to 9 and a to f; give the SHA2-256 of the file")]
    Digit,
}

impl Address {
    /// The address of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The same as a CIDv1 with the raw codec, which is how IPFS names one block of bytes.
    pub fn cid(&self) -> String {
        // Version 1, raw codec, SHA2-256, 32 bytes of it.
        let bytes = [0x01, 0x55, 0x12, 0x20].into_iter().chain(self.0);
        let mut text = String::from("b");
        let (mut bits, mut held) = (0u32, 0u32);
        for byte in bytes {
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                text.push(base32(bits >> held));
            }
        }
        if held > 0 {
            text.push(base32(bits << (5 - held)));
        }
        text
    }
}

/// The last five bits as a digit of base 32.
fn base32(bits: u32) -> char {
    match (bits & 31) as u8 {
        letter @ 0..=25 => (b'a' + letter).into(),
        digit => (b'2' + digit - 26).into(),
    }
}

impl fmt::Display for Address {
    /// Hexadecimal; `{:#}` puts `0x` before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str("0x")?;
        }
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    /// With or without `0x`, in either case.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
        if digits.len() != 64 {
            return Err(NotAnAddress::Length(digits.len()));
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let digit = char::from(*digit).to_digit(16).ok_or(NotAnAddress::Digit)?;
                *byte = (*byte << 4) | digit as u8;
            }
        }
        Ok(Self(bytes))
    }
}

impl From<[u8; 32]> for Address {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `hello world`, as other programs print it.
    const HELLO: &str = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    #[test]
    fn an_address_should_read_back_as_printed() {
        let address = Address::of(b"hello world");
        assert_eq!(address.to_string(), HELLO);
        assert_eq!(format!("{address:#}"), format!("0x{HELLO}"));
        for text in [HELLO.to_string(), format!("0x{HELLO}"), HELLO.to_uppercase()] {
            assert_eq!(text.parse(), Ok(address));
        }
    }

    #[test]
    fn what_is_no_address_should_be_refused_with_the_reason() {
        assert_eq!("".parse::<Address>(), Err(NotAnAddress::Length(0)));
        assert_eq!(HELLO[1..].parse::<Address>(), Err(NotAnAddress::Length(63)));
        assert_eq!(format!("{HELLO}0").parse::<Address>(), Err(NotAnAddress::Length(65)));
        assert_eq!(HELLO.replace('b', "g").parse::<Address>(), Err(NotAnAddress::Digit));
        // As many bytes as an address has digits, cut in the middle of a character.
        assert_eq!("é".repeat(32).parse::<Address>(), Err(NotAnAddress::Digit));
    }

    #[test]
    fn a_cid_should_be_the_one_that_ipfs_gives_a_raw_block() {
        assert_eq!(
            Address::of(b"hello world").cid(),
            "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
        );
    }
}
