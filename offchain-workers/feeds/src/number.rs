//! Numbers, exactly: from the text that a server sent to the integer that the chain keeps, without a float
//! in between.

use num_bigint::{BigInt, BigUint, Sign};
use serde::{de::Error as _, Deserialize, Deserializer};
use std::{cmp::Ordering, fmt, str::FromStr};

/// Digits of a number; more are noise or an attack.
const MOST_DIGITS: usize = 80;
/// Its exponent, in either direction.
const MOST_EXPONENT: i32 = 100;
/// Decimals of a feed: more than an `i128` has room for are of no use.
pub const MOST_DECIMALS: u8 = 30;

/// A decimal number: `digits` times ten to the `exponent`.
///
/// It is written as JSON writes numbers: `-12.5e3`, without `+`, `NaN`, `1,000`, `0x1f` or spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Decimal {
    digits: BigInt,
    exponent: i32,
}

/// Why a text or a number is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It is written in another way.
    #[error("it is not a number as JSON writes them")]
    Form,
    /// It has too many digits.
    #[error("it has {0} digits, and {most} are the most", most = MOST_DIGITS)]
    Digits(usize),
    /// Its exponent is beyond all sense.
    #[error("its exponent is beyond {most}", most = MOST_EXPONENT)]
    Exponent,
    /// It is zero and is to be inverted.
    #[error("it is zero, which has no inverse")]
    Zero,
    /// With the feed's decimals it has more than 128 bits.
    #[error("with the feed's decimals it is beyond 128 bits")]
    Overflow,
}

/// What is done to a source's number to make it the feed's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// One over it first.
    pub inverse: bool,
    /// Then times this.
    pub multiplier: Option<Decimal>,
}

impl Decimal {
    /// In units of ten to the minus `decimals`, rounded half to even.
    pub fn scaled(&self, decimals: u8, scale: &Scale) -> Result<i128, NumberError> {
        let (mut over, mut under) = (self.digits.clone(), BigInt::from(1));
        let mut exponent = self.exponent;
        if scale.inverse {
            if over.sign() == Sign::NoSign {
                return Err(NumberError::Zero);
            }
            (over, under) = (under, over);
            exponent = -exponent;
        }
        if let Some(by) = &scale.multiplier {
            over *= &by.digits;
            exponent += by.exponent;
        }
        exponent += i32::from(decimals);
        let tens = BigInt::from(10).pow(exponent.unsigned_abs());
        match exponent >= 0 {
            true => over *= tens,
            false => under *= tens,
        }
        rounded(&over, &under).try_into().map_err(|_| NumberError::Overflow)
    }

    /// As it is, in units of ten to the minus `decimals`; nothing if that would need rounding.
    pub fn exactly(&self, decimals: u8) -> Option<i128> {
        let scaled = self.scaled(decimals, &Scale::default()).ok()?;
        let back = Decimal { digits: scaled.into(), exponent: -i32::from(decimals) };
        (back.cmp_value(self) == Ordering::Equal).then_some(scaled)
    }

    fn cmp_value(&self, other: &Self) -> Ordering {
        let least = self.exponent.min(other.exponent);
        let at =
            |number: &Self| &number.digits * BigInt::from(10).pow(number.exponent.abs_diff(least));
        at(self).cmp(&at(other))
    }
}

/// The quotient, rounded to the nearest, and halves to the even one.
fn rounded(over: &BigInt, under: &BigInt) -> BigInt {
    let negative = (over.sign() == Sign::Minus) != (under.sign() == Sign::Minus);
    let (over, under) = (over.magnitude(), under.magnitude());
    let whole: BigUint = over / under;
    let twice_rest = (over - &whole * under) * 2u8;
    let up = match twice_rest.cmp(under) {
        Ordering::Less => false,
        Ordering::Equal => whole.bit(0),
        Ordering::Greater => true,
    };
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    BigInt::from_biguint(sign, whole + u8::from(up))
}

impl FromStr for Decimal {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
            None => (text, 0),
        };
        let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || part.is_empty() || leading_zero {
            return Err(NumberError::Form);
        }
        if !all_digits(whole) || !all_digits(part) {
            return Err(NumberError::Form);
        }
        let part = part.trim_end_matches('0');
        let digits = whole.len() + part.len();
        if digits > MOST_DIGITS {
            return Err(NumberError::Digits(digits));
        }
        let sign = if unsigned.len() < mantissa.len() { "-" } else { "" };
        let digits: BigInt =
            format!("{sign}{whole}{part}").parse().map_err(|_| NumberError::Form)?;
        // At most `MOST_DIGITS` more.
        Ok(Self { digits, exponent: exponent - part.len() as i32 })
    }
}

fn exponent_of(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Form);
    }
    // What does not even fit is beyond it too.
    let size = digits.parse::<i32>().ok().filter(|size| *size <= MOST_EXPONENT);
    let size = size.ok_or(NumberError::Exponent)?;
    Ok(if text.starts_with('-') { -size } else { size })
}

impl From<i64> for Decimal {
    fn from(integer: i64) -> Self {
        Self { digits: integer.into(), exponent: 0 }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exponent {
            0 => write!(f, "{}", self.digits),
            exponent => write!(f, "{}e{exponent}", self.digits),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| D::Error::custom(format!("`{text}`: {error}")))
    }
}

/// An integer of the chain as people write it.
pub fn in_words(value: i128, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let sign = if value < 0 { "-" } else { "" };
    match part.is_empty() {
        true => format!("{sign}{whole}"),
        false => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scaled(text: &str, decimals: u8) -> Result<i128, NumberError> {
        text.parse::<Decimal>()?.scaled(decimals, &Scale::default())
    }

    fn with(
        text: &str,
        decimals: u8,
        inverse: bool,
        by: Option<&str>,
    ) -> Result<i128, NumberError> {
        let multiplier = by.map(|by| by.parse().unwrap());
        text.parse::<Decimal>()?.scaled(decimals, &Scale { inverse, multiplier })
    }

    #[test]
    fn a_number_should_become_exactly_the_integer_it_is() {
        for (text, decimals, integer) in [
            ("0", 8, 0),
            ("-0", 8, 0),
            ("67123.45", 8, 6_712_345_000_000),
            ("0.1", 18, 100_000_000_000_000_000),
            // Beyond what a float tells apart.
            ("9007199254740993", 0, 9_007_199_254_740_993),
            ("0.1234567890123456789012345678901234", 30, 123_456_789_012_345_678_901_234_567_890),
            ("1.5e3", 0, 1500),
            ("15E-1", 1, 15),
            ("1e+2", 0, 100),
            ("170141183460469231731687303715884105727", 0, i128::MAX),
            ("-170141183460469231731687303715884105728", 0, i128::MIN),
            ("1e-100", 8, 0),
        ] {
            assert_eq!(scaled(text, decimals), Ok(integer), "{text}");
        }
    }

    #[test]
    fn halves_should_round_to_the_even_neighbour() {
        for (text, integer) in [
            ("0.5", 0),
            ("1.5", 2),
            ("2.5", 2),
            ("2.51", 3),
            ("2.49", 2),
            ("-0.5", 0),
            ("-1.5", -2),
            ("-2.5", -2),
            ("-2.51", -3),
        ] {
            assert_eq!(scaled(text, 0), Ok(integer), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_should_be_refused_with_the_reason() {
        for text in [
            "",
            "-",
            "NaN",
            "nan",
            "inf",
            "Infinity",
            "-Infinity",
            "1,000",
            "1.",
            ".5",
            "+1",
            "01",
            "0x10",
            "1e",
            "1e+",
            "1 ",
            " 1",
            "1_000",
            "١",
            "1e1.5",
            "--1",
            "1.-5",
            "null",
            "1.2.3",
        ] {
            assert_eq!(scaled(text, 0), Err(NumberError::Form), "{text:?}");
        }
        assert_eq!(scaled("1e400", 0), Err(NumberError::Exponent));
        assert_eq!(scaled("1e-400", 0), Err(NumberError::Exponent));
        assert_eq!(scaled("1e99999999999999999999", 0), Err(NumberError::Exponent));
        assert_eq!(scaled(&"9".repeat(81), 0), Err(NumberError::Digits(81)));
        assert_eq!(scaled(&"9".repeat(80), 0), Err(NumberError::Overflow));
        assert_eq!(
            scaled("170141183460469231731687303715884105728", 0),
            Err(NumberError::Overflow)
        );
        assert_eq!(scaled("1e100", 30), Err(NumberError::Overflow));
    }

    #[test]
    fn a_scale_should_be_exact_before_it_is_rounded() {
        assert_eq!(with("4", 8, true, None), Ok(25_000_000));
        assert_eq!(with("3", 8, true, None), Ok(33_333_333));
        assert_eq!(with("3", 0, true, Some("3")), Ok(1));
        assert_eq!(with("-3", 1, true, None), Ok(-3));
        assert_eq!(with("12345", 2, false, Some("0.01")), Ok(12345));
        assert_eq!(with("1e-30", 0, true, Some("1e-30")), Ok(1));
        assert_eq!(with("0", 8, true, None), Err(NumberError::Zero));
    }

    #[test]
    fn a_bound_should_be_taken_exactly_or_not_at_all() {
        let exactly = |text: &str| text.parse::<Decimal>().unwrap().exactly(2);
        assert_eq!(exactly("1.25"), Some(125));
        assert_eq!(exactly("-1e3"), Some(-100_000));
        assert_eq!(exactly("1.255"), None);
        assert_eq!(exactly("1e40"), None);
    }

    #[test]
    fn an_integer_should_read_as_people_write_it() {
        assert_eq!(in_words(6_712_345, 2), "67123.45");
        assert_eq!(in_words(-5, 2), "-0.05");
        assert_eq!(in_words(7, 0), "7");
        assert_eq!(in_words(i128::MIN, 0), i128::MIN.to_string());
    }

    proptest! {
        #[test]
        fn an_integer_in_words_should_read_back(value: i128, decimals in 0..=MOST_DECIMALS) {
            prop_assert_eq!(scaled(&in_words(value, decimals), decimals), Ok(value));
        }

        #[test]
        fn rounding_should_be_at_most_half_a_unit(over: i64, shift in 0u8..18) {
            let rounded = scaled(&in_words(over.into(), shift), 0).unwrap();
            let apart = (rounded * 10i128.pow(shift.into()) - i128::from(over)).abs();
            prop_assert!(apart * 2 <= 10i128.pow(shift.into()));
        }

        #[test]
        fn no_text_should_be_more_than_refused(text in "[-+0-9.eE]{0,200}") {
            if let Ok(number) = text.parse::<Decimal>() {
                let _ = number.scaled(MOST_DECIMALS, &Scale { inverse: true, multiplier: Some(number.clone()) });
            }
        }
    }
}
