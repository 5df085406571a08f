//! What must not be shown, and how what others wrote is.

use serde::{de::Error as _, Deserialize, Deserializer};
use std::{fmt, sync::Arc};

/// Characters of another's text that are shown.
const MOST_SHOWN: usize = 80;

/// A text of the file, or the variable of the environment that has it.
#[derive(Clone, PartialEq, Eq)]
pub enum Setting {
    /// As written.
    Plain(String),
    /// `env:NAME`.
    Variable(String),
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.strip_prefix("env:") {
            Some("") => Err(D::Error::custom("the variable's name is missing after `env:`")),
            Some(name) => Ok(Self::Variable(name.into())),
            None => Ok(Self::Plain(text)),
        }
    }
}

/// People write keys into files though they should not.
impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("<hidden>"),
            Self::Variable(name) => write!(f, "env:{name}"),
        }
    }
}

/// Texts that are cut out of whatever is shown.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Secrets(Arc<[String]>);

impl Secrets {
    /// Of these; a text that was sent encoded is known in that form too.
    pub fn new(mut secrets: Vec<String>) -> Self {
        // A secret that contains another is cut out whole.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.retain(|secret| !secret.is_empty());
        Self(secrets.into())
    }

    /// Whether one of them is in this text.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    /// What another wrote, as it may be shown.
    pub fn quote(&self, text: &str) -> Quote {
        let mut text = text.to_string();
        for secret in self.0.iter() {
            text = text.replace(secret, "<hidden>");
        }
        let mut shown = String::new();
        for (at, char) in text.chars().enumerate() {
            if at == MOST_SHOWN {
                shown.push('…');
                break;
            }
            match char {
                '"' | '\'' => shown.push(char),
                _ => shown.extend(char.escape_debug()),
            }
        }
        Quote(shown)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} hidden>", self.0.len())
    }
}

/// Text from outside, fit to be shown: short, without secrets of ours, without what moves a terminal's cursor.
#[derive(Clone, PartialEq, Eq)]
pub struct Quote(String);

impl Quote {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_should_hide_secrets_and_tame_the_rest() {
        let secrets = Secrets::new(vec!["key".into(), "monkey7".into(), String::new()]);
        assert_eq!(secrets.quote("a monkey7, a key").as_str(), "a <hidden>, a <hidden>");
        assert_eq!(secrets.quote("\x1b[2J\n\u{202e}x").as_str(), "\\u{1b}[2J\\n\\u{202e}x");
        assert_eq!(secrets.quote(&"é".repeat(500)).as_str().chars().count(), MOST_SHOWN + 1);
        assert!(!format!("{secrets:?}").contains("key"));
    }

    #[test]
    fn a_setting_should_not_show_what_it_says() {
        for (text, shown) in [("env:KEY", "env:KEY"), ("s3cret", "<hidden>")] {
            let setting: Setting = serde_json::from_value(text.into()).unwrap();
            assert_eq!(format!("{setting:?}"), shown);
        }
        assert!(serde_json::from_value::<Setting>("env:".into()).is_err());
    }
}
