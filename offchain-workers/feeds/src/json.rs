//! Finding one value in a document that anybody may have written.

use crate::{
    path::{Path, Step},
    secret::Secrets,
    Error,
};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// Brackets within brackets.
pub const MOST_DEPTH: usize = 64;
/// Keys that an error names.
const KEYS_SHOWN: usize = 8;
/// Characters that an error shows of where a document goes wrong.
const NEAR: usize = 24;

/// The text of the value at the end of a path, in a document that is well-formed to its end.
pub(crate) fn find<'a>(
    document: &'a str,
    path: &Path,
    secrets: &Secrets,
) -> Result<&'a str, Error> {
    let document = document.strip_prefix('\u{feff}').unwrap_or(document);
    if document.trim_start().starts_with('<') {
        return Err(Error::Page);
    }
    if depth(document) > MOST_DEPTH {
        return Err(Error::Deep { most: MOST_DEPTH });
    }
    let mut at = raw(document, secrets)?;
    for (done, step) in path.0.iter().enumerate() {
        let before = || Path(path.0.iter().take(done).cloned().collect()).to_string();
        let named = || step.to_string();
        at = match one(at, step, secrets)? {
            Found::One(value) => value,
            Found::Several => return Err(Error::Ambiguous { step: named(), at: before() }),
            Found::None(there) => {
                let there = secrets.quote(&there);
                return Err(Error::Missing { step: named(), at: before(), there });
            },
        };
    }
    Ok(at)
}

/// The number in a value: a number itself or a text of one.
pub(crate) fn number<'a>(
    value: &'a str,
    at: &Path,
    secrets: &Secrets,
) -> Result<Cow<'a, str>, Error> {
    match kind(value) {
        "a number" => Ok(Cow::Borrowed(value)),
        "a text" => Ok(Cow::Owned(parsed(value, secrets)?)),
        other => Err(Error::NotANumber { at: at.to_string(), found: secrets.quote(other) }),
    }
}

enum Found<'a> {
    One(&'a str),
    Several,
    /// What is there instead.
    None(String),
}

fn one<'a>(value: &'a str, step: &Step, secrets: &Secrets) -> Result<Found<'a>, Error> {
    match (step, kind(value)) {
        (Step::Key(key), "an object") => member(value, key, secrets),
        (Step::Index(index), "an array") => {
            let all = elements(value, secrets)?;
            let from_end = usize::try_from(index.unsigned_abs()).ok();
            let at = match *index {
                0.. => usize::try_from(*index).ok(),
                _ => from_end.and_then(|back| all.len().checked_sub(back)),
            };
            let there = || Found::None(format!("an array of {}", all.len()));
            Ok(at.and_then(|at| all.get(at)).map_or_else(there, |found| Found::One(found.get())))
        },
        (Step::Select { key, value: wanted }, "an array") => select(value, key, wanted, secrets),
        (_, kind) => Ok(Found::None(kind.into())),
    }
}

fn member<'a>(object: &'a str, key: &str, secrets: &Secrets) -> Result<Found<'a>, Error> {
    let mut reader = serde_json::Deserializer::from_str(object);
    let picked = Pick { key }.deserialize(&mut reader);
    let Picked { found, several, keys } =
        picked.map_err(|error| not_json(object, &error, secrets))?;
    Ok(match found {
        _ if several => Found::Several,
        Some(found) => Found::One(found),
        None if keys.is_empty() => Found::None("an empty object".into()),
        None => Found::None(format!("an object with {}", keys.join(", "))),
    })
}

fn select<'a>(
    array: &'a str,
    key: &str,
    wanted: &str,
    secrets: &Secrets,
) -> Result<Found<'a>, Error> {
    let all = elements(array, secrets)?;
    let mut found = None;
    for element in &all {
        let is_it = kind(element.get()) == "an object"
            && match member(element.get(), key, secrets)? {
                Found::One(value) if kind(value) == "a text" => {
                    parsed::<String>(value, secrets)? == wanted
                },
                Found::One(value) => value == wanted,
                _ => false,
            };
        if is_it && found.replace(element.get()).is_some() {
            return Ok(Found::Several);
        }
    }
    let none = || Found::None(format!("none of the {} in the array", all.len()));
    Ok(found.map_or_else(none, Found::One))
}

fn elements<'a>(array: &'a str, secrets: &Secrets) -> Result<Vec<&'a RawValue>, Error> {
    parsed(array, secrets)
}

fn raw<'a>(text: &'a str, secrets: &Secrets) -> Result<&'a str, Error> {
    parsed::<&RawValue>(text, secrets).map(RawValue::get)
}

fn parsed<'a, T: serde::Deserialize<'a>>(text: &'a str, secrets: &Secrets) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| not_json(text, &error, secrets))
}

/// What a well-formed value is, by its first character.
fn kind(value: &str) -> &'static str {
    match value.bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// How deep brackets go at most; those in texts do not count.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest): (usize, usize) = (0, 0);
    let mut bytes = text.bytes();
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            },
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {},
        }
    }
    deepest
}

fn not_json(text: &str, error: &serde_json::Error, secrets: &Secrets) -> Error {
    let (line, column) = (error.line(), error.column());
    let wrong = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let from = wrong.char_indices().map(|(at, _)| at);
    let from = from.take_while(|at| *at <= column.saturating_sub(1)).last().unwrap_or_default();
    let near = wrong.get(from..).unwrap_or_default();
    let near: String = near.chars().take(NEAR).collect();
    // A piece of a secret would not be known for one.
    let near = if secrets.are_in(wrong) { String::new() } else { near };
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    Error::NotJson { why: secrets.quote(why), line, column, near: secrets.quote(&near) }
}

/// Takes one member of an object and looks at no other.
struct Pick<'k> {
    key: &'k str,
}

struct Picked<'a> {
    found: Option<&'a str>,
    several: bool,
    keys: Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Pick<'_> {
    type Value = Picked<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Picked<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Pick<'_> {
    type Value = Picked<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Picked<'de>, A::Error> {
        let mut picked = Picked { found: None, several: false, keys: Vec::new() };
        while let Some(key) = map.next_key::<String>()? {
            if key == self.key {
                let value = map.next_value::<&RawValue>()?.get();
                picked.several |= picked.found.replace(value).is_some();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            match picked.keys.len() {
                KEYS_SHOWN.. => {},
                _ => picked.keys.push(key),
            }
        }
        Ok(picked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(document: &'a str, path: &str) -> Result<&'a str, Error> {
        find(document, &path.parse().unwrap(), &Secrets::default())
    }

    #[test]
    fn a_value_should_be_found_as_it_is_written() {
        let document = r#" {"a": {"b.c": [1, 1.10, {"x": "y"}]}, "rows": [
            {"s": "BTC", "n": 1, "p": 67000.10}, 7, {"s": "ETH", "n": 2, "p": "3500"}]} "#;
        for (path, value) in [
            (r#"a["b.c"][1]"#, "1.10"),
            (r#"a["b.c"][-1].x"#, "\"y\""),
            ("rows[s=BTC].p", "67000.10"),
            ("rows[n=2].p", "\"3500\""),
        ] {
            assert_eq!(found(document, path), Ok(value), "{path}");
        }
        assert_eq!(found(" 1e400 ", ""), Ok("1e400"));
        assert_eq!(found("\u{feff}[1]", "[0]"), Ok("1"));
    }

    #[test]
    fn a_path_that_leads_nowhere_should_say_what_is_there() {
        let document = r#"{"a": {"b": 1, "c": 2}, "l": [{"s": 1}], "e": {}}"#;
        for (path, says) in [
            ("a.x", "there is no `.x` at `a`: an object with b, c"),
            ("e.x", "there is no `.x` at `e`: an empty object"),
            ("l[1]", "there is no `[1]` at `l`: an array of 1"),
            ("l[-2]", "there is no `[-2]` at `l`: an array of 1"),
            ("l[s=2]", "there is no `[s=2]` at `l`: none of the 1 in the array"),
            ("l.x", "there is no `.x` at `l`: an array"),
            ("a[0]", "there is no `[0]` at `a`: an object"),
            ("a.b.c", "there is no `.c` at `a.b`: a number"),
            ("x", "there is no `.x` at `the whole document`: an object with a, l, e"),
        ] {
            assert_eq!(found(document, path).unwrap_err().to_string(), says);
        }
    }

    #[test]
    fn what_is_there_twice_should_not_be_chosen_from() {
        assert!(matches!(found(r#"{"a": 1, "a": 2}"#, "a"), Err(Error::Ambiguous { .. })));
        assert!(matches!(found(r#"[{"s": 1}, {"s": 1}]"#, "[s=1]"), Err(Error::Ambiguous { .. })));
        assert_eq!(found(r#"{"a": 1, "b": 2, "b": 3}"#, "a"), Ok("1"));
    }

    #[test]
    fn what_is_not_json_should_be_refused_where_it_goes_wrong() {
        assert_eq!(found("<!doctype html>", ""), Err(Error::Page));
        let error = found("{\"a\":\n {\"p\": NaN}}", "a.p").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("NaN"), "{error}");
        for document in
            ["", "{", "{\"a\": 1} x", "{'a': 1}", "{\"a\": 1,}", "[01]", "[+1]", "[.5]", "\u{0}"]
        {
            assert!(matches!(found(document, ""), Err(Error::NotJson { .. })), "{document}");
        }
    }

    #[test]
    fn nesting_should_end_somewhere() {
        let nested = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(found(&nested(MOST_DEPTH), "").is_ok());
        assert_eq!(found(&nested(MOST_DEPTH + 1), ""), Err(Error::Deep { most: MOST_DEPTH }));
        assert_eq!(found(&"[".repeat(1_000_000), ""), Err(Error::Deep { most: MOST_DEPTH }));
        assert!(found(&format!(r#"["{}", "\"{{"]"#, "[".repeat(1000)), "[0]").is_ok());
    }

    #[test]
    fn a_number_should_be_taken_from_a_number_or_a_text() {
        let number = |value| number(value, &Path::default(), &Secrets::default());
        assert_eq!(number("1.5").unwrap(), "1.5");
        assert_eq!(number("\"1\\u002e5\"").unwrap(), "1.5");
        for value in ["null", "true", "[1]", "{}"] {
            assert!(matches!(number(value), Err(Error::NotANumber { .. })), "{value}");
        }
    }

    #[test]
    fn an_error_should_not_quote_a_secret() {
        let secrets = Secrets::new(vec!["s3cret-key".into()]);
        for document in ["{\"echo\": \"s3cret-key\", x", "{\"s3cret-key\": 1}", "s3cret-key"] {
            let error = find(document, &"a".parse().unwrap(), &secrets).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("cret-key"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_document_should_be_more_than_refused(document in "[\\[\\]{}\":,0-9a\\\\ \u{e9}-\u{ff}]{0,60}") {
            for path in ["", "a", "[0].a", "[a=1]"] {
                let _ = found(&document, path);
            }
        }
    }
}
