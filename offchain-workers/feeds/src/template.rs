//! Texts with `${parameters}` in them.

use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};
use std::collections::BTreeMap;

/// What is put in where a parameter stands.
pub type Parameters = BTreeMap<String, String>;

/// Why a text cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFilled {
    /// Nobody says what it stands for.
    #[error("`${{{0}}}` is no parameter of the feed; add it to `parameters`")]
    Unknown(String),
    /// `${` without `}`.
    #[error("`${{` has no `}}` after it")]
    Open,
}

/// Characters that mean nothing in a URL.
const MEANINGLESS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// As part of a URL: a parameter is one piece of a path or a query, whatever is in it.
pub fn in_url(text: &str, parameters: &Parameters) -> Result<String, NotFilled> {
    fill(text, parameters, encoded)
}

/// So that it is one piece of a path or a query.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, MEANINGLESS).to_string()
}

/// Within the quotes of a JSON text: a parameter cannot end it.
pub fn in_json(text: &str, parameters: &Parameters) -> Result<String, NotFilled> {
    fill(text, parameters, |value| {
        let quoted = serde_json::Value::from(value).to_string();
        quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().into()
    })
}

/// As it is.
pub fn plain(text: &str, parameters: &Parameters) -> Result<String, NotFilled> {
    fill(text, parameters, str::to_string)
}

fn fill(
    text: &str,
    parameters: &Parameters,
    encode: impl Fn(&str) -> String,
) -> Result<String, NotFilled> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').ok_or(NotFilled::Open)?;
        let value = parameters.get(name).ok_or_else(|| NotFilled::Unknown(name.into()))?;
        filled.push_str(before);
        filled.push_str(&encode(value));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(value: &str) -> Parameters {
        [("base".to_string(), value.to_string())].into()
    }

    #[test]
    fn a_parameter_should_stay_what_it_is_wherever_it_stands() {
        let url =
            in_url("https://a.example/${base}?q=${base}", &parameters("../x?y&z #é")).unwrap();
        let piece = "..%2Fx%3Fy%26z%20%23%C3%A9";
        assert_eq!(url, format!("https://a.example/{piece}?q={piece}"));
        let json = in_json(r#"{"s": "${base}"}"#, &parameters(r#""a"\b"#)).unwrap();
        assert_eq!(json, r#"{"s": "\"a\"\\b"}"#);
        assert_eq!(
            plain("$x ${base}${base}", &parameters("${base}")).unwrap(),
            "$x ${base}${base}"
        );
    }

    #[test]
    fn a_parameter_that_nobody_gives_should_be_named() {
        assert_eq!(plain("${quote}", &parameters("")), Err(NotFilled::Unknown("quote".into())));
        assert_eq!(plain("a${base", &parameters("")), Err(NotFilled::Open));
    }
}
