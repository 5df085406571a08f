//! A body, taken in piece by piece and never beyond its limits: as it is sent, and as it is unpacked.

use super::Trace;
use crate::{
    error::{Error, Form},
    secret::Secrets,
};
use flate2::write::MultiGzDecoder;
use std::io::{self, Write};

/// What takes in a body.
pub(crate) struct Body {
    most_sent: u64,
    sent: u64,
    form: Packing,
}

enum Packing {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
}

/// Bytes, up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    most: u64,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let all = (self.bytes.len() as u64).saturating_add(bytes.len() as u64);
        if all > self.most {
            self.full = true;
            return Err(io::Error::other("it is full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Body {
    /// For a body that is packed as its header says.
    pub fn packed(
        encoding: &str,
        most_sent: u64,
        most: u64,
        secrets: &Secrets,
    ) -> Result<Self, Error> {
        let bounded = Bounded { bytes: Vec::new(), most, full: false };
        let form = match encoding {
            "" | "identity" => Packing::Plain(bounded),
            "gzip" | "x-gzip" => Packing::Gzip(Box::new(MultiGzDecoder::new(bounded))),
            other => {
                let why = format!("it is packed as {other}, and gzip was asked for");
                return Err(Error::Packed { why: secrets.quote(&why) });
            },
        };
        Ok(Self { most_sent, sent: 0, form })
    }

    fn bounded(&self) -> &Bounded {
        match &self.form {
            Packing::Plain(bounded) => bounded,
            Packing::Gzip(decoder) => decoder.get_ref(),
        }
    }

    /// Takes in what was sent next.
    pub fn take(&mut self, bytes: &[u8], trace: &mut Trace) -> Result<(), Error> {
        self.sent = self.sent.saturating_add(bytes.len() as u64);
        trace.sent = self.sent;
        if self.sent > self.most_sent {
            return Err(Error::TooLarge { most: self.most_sent, form: Form::Sent });
        }
        let taken = match &mut self.form {
            Packing::Plain(bounded) => bounded.write_all(bytes),
            Packing::Gzip(decoder) => decoder.write_all(bytes),
        };
        trace.unpacked = self.bounded().bytes.len() as u64;
        taken.map_err(|error| self.wrong(&error))
    }

    /// All of it.
    pub fn finish(mut self, trace: &mut Trace) -> Result<Vec<u8>, Error> {
        let done = match &mut self.form {
            Packing::Plain(_) => Ok(()),
            Packing::Gzip(decoder) => decoder.try_finish(),
        };
        trace.unpacked = self.bounded().bytes.len() as u64;
        done.map_err(|error| self.wrong(&error))?;
        match self.form {
            Packing::Plain(bounded) => Ok(bounded.bytes),
            Packing::Gzip(decoder) => {
                let bounded = decoder.finish().map_err(|error| packed(&error))?;
                Ok(bounded.bytes)
            },
        }
    }

    fn wrong(&self, error: &io::Error) -> Error {
        match self.bounded() {
            Bounded { full: true, most, .. } => {
                Error::TooLarge { most: *most, form: Form::Unpacked }
            },
            _ => packed(error),
        }
    }
}

fn packed(error: &io::Error) -> Error {
    Error::Packed { why: Secrets::default().quote(&format!("it is no gzip: {error}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{write::GzEncoder, Compression};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn taken(encoding: &str, bytes: &[u8], piece: usize) -> (Result<Vec<u8>, Error>, Trace) {
        let mut trace = Trace::default();
        let mut body = Body::packed(encoding, 1000, 2000, &Secrets::default()).unwrap();
        for piece in bytes.chunks(piece) {
            if let Err(error) = body.take(piece, &mut trace) {
                return (Err(error), trace);
            }
        }
        (body.finish(&mut trace), trace)
    }

    #[test]
    fn a_body_should_come_out_as_it_went_in() {
        for piece in [1, 7, 1000] {
            assert_eq!(taken("", b"hello", piece).0.unwrap(), b"hello");
            assert_eq!(taken("gzip", &gzip(b"hello"), piece).0.unwrap(), b"hello");
            let twice = [gzip(b"hel"), gzip(b"lo")].concat();
            assert_eq!(taken("gzip", &twice, piece).0.unwrap(), b"hello");
        }
    }

    #[test]
    fn a_bomb_should_be_stopped_before_it_goes_off() {
        // One of a hundred megabytes that unpack themselves again.
        let bomb = gzip(&vec![0; 100 * 1024 * 1024]);
        let (stopped, trace) = taken("gzip", &bomb, 1000);
        assert_eq!(stopped, Err(Error::TooLarge { most: 2000, form: Form::Unpacked }));
        assert!(trace.unpacked <= 2000 && trace.sent == 1000, "{trace:?}");
    }

    #[test]
    fn more_than_the_limit_should_be_refused_in_each_form() {
        assert_eq!(
            taken("", &[b'x'; 1001], 100).0,
            Err(Error::TooLarge { most: 1000, form: Form::Sent })
        );
        assert!(taken("", &[b'x'; 1000], 100).0.is_ok());
        assert!(taken("gzip", &gzip(&[b'x'; 2000]), 100).0.is_ok());
        let more = taken("gzip", &gzip(&[b'x'; 2001]), 100).0;
        assert_eq!(more, Err(Error::TooLarge { most: 2000, form: Form::Unpacked }));
    }

    #[test]
    fn what_is_not_packed_as_it_says_should_be_refused() {
        let whole = gzip(b"hello");
        let mut wrong = whole.clone();
        let at = wrong.len() - 5;
        wrong[at] ^= 1;
        for bytes in [b"hello".as_slice(), &whole[..whole.len() - 3], &wrong] {
            assert!(matches!(taken("gzip", bytes, 100).0, Err(Error::Packed { .. })));
        }
        let other = Body::packed("br", 1, 1, &Secrets::default()).err();
        assert!(matches!(other, Some(Error::Packed { .. })));
    }
}
