//! How a model's inputs and outputs are written in bytes.

/// How a tensor is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A tensor of u8.
    Byte,
    /// A tensor of i8: each byte is the value and 128.
    Signed,
    /// A tensor of floats: each byte is the value divided by 2^exponent, rounded half to even, and zero.
    Float { exponent: i32, zero: u8 },
    /// A tensor of i64 that holds places.
    Place,
}

/// An input or output.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    pub name: String,
    pub shape: Vec<usize>,
    pub form: Form,
}

impl Edge {
    /// How many bytes stand for it.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

impl Form {
    /// The byte that stands for a number; nothing for one that is none, or not of this form.
    pub fn byte(self, real: f32) -> Option<u8> {
        let whole = |least: f32, most: f32| {
            let fits = real.fract() == 0.0 && (least..=most).contains(&real);
            fits.then_some((real - least) as u8)
        };
        match self {
            Self::Byte | Self::Place => whole(0.0, 255.0),
            Self::Signed => whole(-128.0, 127.0),
            Self::Float { exponent, zero } => {
                let units = real / (exponent as f32).exp2();
                let byte = units.round_ties_even() + f32::from(zero);
                real.is_finite().then_some(byte.clamp(0.0, 255.0) as u8)
            },
        }
    }

    /// The number that a byte stands for.
    pub fn real(self, byte: u8) -> f32 {
        let byte = f32::from(byte);
        match self {
            Self::Byte | Self::Place => byte,
            Self::Signed => byte - 128.0,
            Self::Float { exponent, zero } => (byte - f32::from(zero)) * (exponent as f32).exp2(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_should_become_the_bytes_onnx_runtime_makes() {
        let form = Form::Float { exponent: -1, zero: 128 };
        assert_eq!(
            [0.0, 0.25, 0.75, -0.25, 63.5, 64.0, -64.0, -64.5, 1e30].map(|real| form.byte(real)),
            [128, 128, 130, 128, 255, 255, 0, 0, 255].map(Some)
        );
        assert_eq!(form.byte(f32::NAN), None);
        assert_eq!(form.byte(f32::INFINITY), None);
        assert_eq!(Form::Signed.byte(-128.0), Some(0));
        assert_eq!(
            [Form::Signed.byte(128.0), Form::Byte.byte(0.5), Form::Byte.byte(-1.0)],
            [None; 3]
        );
    }

    #[test]
    fn every_byte_should_stand_for_itself() {
        for form in [Form::Byte, Form::Signed, Form::Float { exponent: -7, zero: 128 }] {
            for byte in 0..=255 {
                assert_eq!(form.byte(form.real(byte)), Some(byte));
            }
        }
    }
}
