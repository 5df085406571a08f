//! What is said, to people line by line or to scripts as one object.

use opg_worker::config::Price;
use serde_json::{Map, Value};
use std::{
    io::{IsTerminal, Write},
    time::Duration,
};

pub use opg_worker::chain::address::{account, address};

/// Named facts, in the order in which they are said: how people read them, and how scripts do.
#[derive(Default)]
pub struct Report(Vec<(&'static str, String, Value)>);

impl Report {
    /// A fact that reads as it is.
    pub fn with(self, name: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let text = plain(&value);
        self.both(name, text, value)
    }

    /// A fact that people read otherwise than scripts.
    pub fn both(mut self, name: &'static str, text: String, value: impl Into<Value>) -> Self {
        self.0.push((name, text, value.into()));
        self
    }

    /// An amount: for scripts in OPG too, as text, since a number would be rounded.
    pub fn money(self, name: &'static str, plancks: u128) -> Self {
        self.both(name, opg(plancks), amount(plancks))
    }

    /// How long something took.
    pub fn time(self, name: &'static str, time: Duration) -> Self {
        let seconds = (time.as_secs_f64() * 1_000.0).round() / 1_000.0;
        self.both(name, format!("{seconds:.3} s"), seconds)
    }

    /// Several things, a line each.
    pub fn list(self, name: &'static str, reports: Vec<Report>) -> Self {
        let line = |report: &Report| {
            let parts = report.0.iter().map(|(name, text, _)| format!("{name} {text}"));
            format!("\n  {}", parts.collect::<Vec<_>>().join(", "))
        };
        let text = if reports.is_empty() {
            "none".into()
        } else {
            reports.iter().map(line).collect::<String>()
        };
        let value: Vec<_> = reports.into_iter().map(Report::value).collect();
        self.both(name, text, value)
    }

    fn value(self) -> Value {
        let all = self.0.into_iter().map(|(name, _, value)| (name.replace(' ', "_"), value));
        Value::Object(all.collect::<Map<_, _>>())
    }

    /// Whoever reads may have stopped doing so, which is no error.
    pub fn print(self, json: bool) {
        let mut out = std::io::stdout().lock();
        if json {
            let _ = writeln!(out, "{}", self.value());
            return;
        }
        let width = self.0.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        for (name, text, _) in &self.0 {
            let _ = writeln!(out, "{name:width$}  {text}");
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".into(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        other => other.to_string(),
    }
}

/// Says what is being done or waited for, where someone sees it.
pub fn progress(text: &str) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        // It is only for looking at.
        let _ = writeln!(out, "… {text}");
    }
}

/// Plancks in OPG.
pub fn amount(plancks: u128) -> String {
    Price(plancks).into()
}

/// The same, as people read it.
pub fn opg(plancks: u128) -> String {
    format!("{} OPG", amount(plancks))
}

/// Text of a stranger, without what would do something to a terminal.
pub fn harmless(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_should_have_names_that_scripts_can_use() {
        let inner = Report::default().money("price", 50_000_000_000);
        let report = Report::default().with("last block", 7).list("workers", vec![inner]);
        let said = r#"{"last_block":7,"workers":[{"price":"0.05"}]}"#;
        assert_eq!(report.value().to_string(), said);
    }

    #[test]
    fn text_of_strangers_should_do_nothing_to_a_terminal() {
        assert_eq!(harmless(b"a\x1b[2J\nb\xff"), "a[2Jb\u{fffd}");
    }
}
