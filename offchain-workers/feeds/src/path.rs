//! Where in a document the number is.
//!
//! ```text
//! path     = "" | step *( "." key | "[" ... "]" )      "" is the whole document
//! key      = letters, digits, "_" and "-", and "${parameter}"
//! [3]        the fourth of an array;  [-1]  the last one
//! ["a.b"]    a key with any characters;  \" and \\ within it stand for themselves
//! [s=BTC]    of an array of objects, the one in which `s` is BTC: a text, a number or true or false as written;
//!            it must be the only one.  [s="B]"]  where it has other characters than a key's
//! ```

use std::{fmt, str::FromStr};

/// Steps from a document to the number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub(crate) Vec<Step>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into an object.
    Key(String),
    /// Into an array; from its end if negative.
    Index(i64),
    /// Into the one object of an array in which `key` has this value.
    Select { key: String, value: String },
}

/// A text that is no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the path is not understood at character {at}: {why}; write it like data[0].price")]
pub struct NotAPath {
    /// Where, counted in bytes from one.
    pub at: usize,
    /// Why.
    pub why: &'static str,
}

/// More steps than any document needs.
const MOST_STEPS: usize = 32;

impl Path {
    /// The same with every text put through `fill`.
    pub(crate) fn filled<E>(&self, fill: impl Fn(&str) -> Result<String, E>) -> Result<Self, E> {
        let step = |step: &Step| match step {
            Step::Key(key) => fill(key).map(Step::Key),
            Step::Index(index) => Ok(Step::Index(*index)),
            Step::Select { key, value } => {
                Ok(Step::Select { key: fill(key)?, value: fill(value)? })
            },
        };
        self.0.iter().map(step).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) if key.chars().all(is_bare) => write!(f, ".{key}"),
            Self::Key(key) => write!(f, "[{key:?}]"),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Select { key, value } => write!(f, "[{key}={value}]"),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.0.iter().map(ToString::to_string).collect();
        match text.is_empty() {
            true => f.write_str("the whole document"),
            false => f.write_str(text.strip_prefix('.').unwrap_or(&text)),
        }
    }
}

fn is_bare(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '$' | '{' | '}')
}

impl FromStr for Path {
    type Err = NotAPath;

    fn from_str(text: &str) -> Result<Self, NotAPath> {
        let mut reader = Reader { text, rest: text };
        let mut steps = Vec::new();
        while !reader.rest.is_empty() {
            if steps.len() == MOST_STEPS {
                return Err(reader.wrong("it has more than 32 steps"));
            }
            steps.push(match reader.rest.starts_with('[') {
                true => reader.bracket()?,
                false => {
                    if !steps.is_empty() {
                        reader.expect('.', "a point or a bracket is missing")?;
                    }
                    Step::Key(reader.bare()?)
                },
            });
        }
        Ok(Self(steps))
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, why: &'static str) -> NotAPath {
        NotAPath { at: self.text.len() - self.rest.len() + 1, why }
    }

    fn expect(&mut self, char: char, why: &'static str) -> Result<(), NotAPath> {
        self.rest = self.rest.strip_prefix(char).ok_or_else(|| self.wrong(why))?;
        Ok(())
    }

    fn bare(&mut self) -> Result<String, NotAPath> {
        let end = self.rest.find(|char| !is_bare(char)).unwrap_or(self.rest.len());
        let (key, rest) = self.rest.split_at(end);
        if key.is_empty() {
            return Err(self.wrong("a key is missing"));
        }
        self.rest = rest;
        Ok(key.into())
    }

    /// A key or a value: bare, or quoted.
    fn text(&mut self) -> Result<String, NotAPath> {
        if !self.rest.starts_with('"') {
            return self.bare();
        }
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, char)) = chars.next() {
            match char {
                '"' => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(text);
                },
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    _ => return Err(self.wrong("only \\\" and \\\\ are known within quotes")),
                },
                _ => text.push(char),
            }
        }
        Err(self.wrong("the quotes are not closed"))
    }

    fn bracket(&mut self) -> Result<Step, NotAPath> {
        self.expect('[', "a bracket is missing")?;
        let quoted = self.rest.starts_with('"');
        let key = self.text()?;
        let step = if self.rest.starts_with('=') {
            self.expect('=', "")?;
            Step::Select { key, value: self.text()? }
        } else if quoted {
            Step::Key(key)
        } else {
            let index = key.parse();
            Step::Index(
                index.map_err(|_| self.wrong("neither an index nor a quoted key nor key=value"))?,
            )
        };
        self.expect(']', "the bracket is not closed")?;
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Step {
        Step::Key(key.into())
    }

    fn select(key: &str, value: &str) -> Step {
        Step::Select { key: key.into(), value: value.into() }
    }

    #[test]
    fn a_path_should_be_read_step_by_step() {
        for (text, steps) in [
            ("", vec![]),
            ("price", vec![key("price")]),
            ("a.b-c.d_1", vec![key("a"), key("b-c"), key("d_1")]),
            ("[0][-1].x", vec![Step::Index(0), Step::Index(-1), key("x")]),
            (r#"["a.b"]["\"\\"].c"#, vec![key("a.b"), key("\"\\"), key("c")]),
            (
                "data[symbol=BTC-USD].last",
                vec![key("data"), select("symbol", "BTC-USD"), key("last")],
            ),
            (r#"["s p"="a]b"]"#, vec![select("s p", "a]b")]),
            (r#"[s="a]b"][2]"#, vec![select("s", "a]b"), Step::Index(2)]),
            ("rates.${quote}", vec![key("rates"), key("${quote}")]),
        ] {
            assert_eq!(text.parse(), Ok(Path(steps)), "{text}");
        }
    }

    #[test]
    fn what_is_no_path_should_be_refused_where_it_goes_wrong() {
        for (text, at) in [
            (".a", 1),
            ("a..b", 3),
            ("a.", 3),
            ("a b", 2),
            ("a[", 3),
            ("a[x]", 4),
            ("a[0", 4),
            ("a[\"b]", 3),
            ("a[b=]", 5),
            ("&.a", 1),
            ("a[0]b", 5),
            ("a[9999999999999999999]", 22),
            (r#"["\n"]"#, 2),
        ] {
            let error = text.parse::<Path>().unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
        }
        assert!("a.".repeat(40).trim_end_matches('.').parse::<Path>().is_err());
    }

    #[test]
    fn a_path_should_print_as_it_is_written() {
        for text in ["a.b[0].c", r#"["a.b"][-1]"#, "a[s=B].c"] {
            assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
        }
    }
}
