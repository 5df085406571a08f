//! Reads protocol buffers, as far as models are written in them: fields in a row, nothing allocated.

use crate::refusal::{Reason, Refusal};

/// A field's value.
pub enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed width: nothing that is looked for is one.
    Other,
}

impl<'a> Value<'a> {
    pub fn bytes(&self) -> Result<&'a [u8], Refusal> {
        match self {
            Self::Bytes(bytes) => Ok(*bytes),
            _ => Err(broken("a field is not of the type that it should be")),
        }
    }

    pub fn number(&self) -> Result<u64, Refusal> {
        match self {
            Self::Number(number) => Ok(*number),
            _ => Err(broken("a field is not of the type that it should be")),
        }
    }

    pub fn text(&self) -> Result<&'a str, Refusal> {
        std::str::from_utf8(self.bytes()?).map_err(|_| broken("a name is not UTF-8"))
    }
}

pub fn broken(why: &str) -> Refusal {
    Refusal::ModelInvalid(Reason::from(why))
}

/// The fields of a message, in the order in which they are written.
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            // Whatever follows what cannot be read cannot be read either.
            self.0 = &[];
        }
        Some(field.ok_or_else(|| broken("it ends within a field, or is no protocol buffer")))
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.take(8).map(|_| Value::Other)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(usize::try_from(length).ok()?)?)
            },
            5 => self.take(4).map(|_| Value::Other)?,
            // Groups, which nobody writes any more.
            _ => return None,
        };
        Some((tag >> 3, value))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for place in 0..10u32 {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f).checked_shl(place.saturating_mul(7)).unwrap_or(0);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}
