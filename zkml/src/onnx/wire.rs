//! Protocol buffers as they are written: fields, one after the other, over bytes that may be anything.
//!
//! Nothing is copied and nothing is believed: a length beyond the end is an error, and a message is
//! only looked into where its reader asks.

use thiserror::Error;

/// Bytes that are no message.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Malformed {
    #[error("the file ends within a field")]
    End,
    #[error("a number takes more than ten bytes")]
    Number,
    #[error("a field of kind {0}, which there is not")]
    Kind(u8),
    #[error("field {0} is of another kind than it should be")]
    Field(u32),
    #[error("text is not UTF-8")]
    Text,
}

/// A field's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Four([u8; 4]),
    Eight([u8; 8]),
}

/// The fields of a message.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed::End)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed::End)
    }

    fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0u64;
        for index in 0..10 {
            let [byte] = self.array()?;
            number |= u64::from(byte & 127).wrapping_shl(7 * index);
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(Malformed::Number)
    }

    fn field(&mut self) -> Result<(u32, Content<'a>), Malformed> {
        let key = self.number()?;
        let field = u32::try_from(key >> 3).map_err(|_| Malformed::Number)?;
        let content = match (key & 7) as u8 {
            0 => Content::Number(self.number()?),
            1 => Content::Eight(self.array()?),
            2 => {
                let length = usize::try_from(self.number()?).map_err(|_| Malformed::End)?;
                Content::Bytes(self.take(length)?)
            },
            5 => Content::Four(self.array()?),
            kind => return Err(Malformed::Kind(kind)),
        };
        Ok((field, content))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Content<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Content<'a> {
    pub fn bytes(self, field: u32) -> Result<&'a [u8], Malformed> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(Malformed::Field(field)),
        }
    }

    pub fn text(self, field: u32) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes(field)?).map_err(|_| Malformed::Text)
    }

    pub fn message(self, field: u32) -> Result<Fields<'a>, Malformed> {
        self.bytes(field).map(Fields)
    }

    /// A signed number.
    pub fn int(self, field: u32) -> Result<i64, Malformed> {
        match self {
            Self::Number(number) => Ok(number as i64),
            _ => Err(Malformed::Field(field)),
        }
    }

    pub fn float(self, field: u32) -> Result<f32, Malformed> {
        match self {
            Self::Four(bytes) => Ok(f32::from_le_bytes(bytes)),
            _ => Err(Malformed::Field(field)),
        }
    }

    /// One signed number, or many packed into one field.
    pub fn ints(self, field: u32, all: &mut Vec<i64>) -> Result<(), Malformed> {
        match self {
            Self::Number(number) => all.push(number as i64),
            Self::Bytes(bytes) => {
                let mut packed = Fields(bytes);
                while !packed.0.is_empty() {
                    all.push(packed.number()? as i64);
                }
            },
            _ => return Err(Malformed::Field(field)),
        }
        Ok(())
    }

    /// One float, or many packed into one field.
    pub fn floats(self, field: u32, all: &mut Vec<f32>) -> Result<(), Malformed> {
        match self {
            Self::Four(bytes) => all.push(f32::from_le_bytes(bytes)),
            Self::Bytes(bytes) if bytes.len().is_multiple_of(4) => all.extend(
                bytes
                    .chunks_exact(4)
                    .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])),
            ),
            _ => return Err(Malformed::Field(field)),
        }
        Ok(())
    }
}
