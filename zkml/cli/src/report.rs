//! What a command says when it is done, and while it works.

use serde_json::{Map, Value};
use std::io::{stderr, IsTerminal, Write};

/// Facts, in the order in which they are said.
#[derive(Debug, Default)]
pub struct Report(Vec<(&'static str, String, Value)>);

impl Report {
    /// A fact, and how people read it.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>, read: String) -> Self {
        self.0.push((name, read, value.into()));
        self
    }

    /// A fact that reads as it is.
    pub fn plain(self, name: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let read = value.as_str().map_or_else(|| value.to_string(), str::to_string);
        self.with(name, value, read)
    }

    pub fn print(&self, json: bool) {
        if json {
            let facts =
                self.0.iter().map(|(name, _, value)| (name.replace(' ', "_"), value.clone()));
            println!("{}", Value::Object(facts.collect::<Map<_, _>>()));
            return;
        }
        for (name, read, _) in &self.0 {
            println!("{name:<16} {read}");
        }
    }
}

/// A bar on a terminal, for what takes a while.
pub struct Progress(&'static str);

impl Progress {
    pub fn of(what: &'static str) -> Self {
        let progress = Self(what);
        progress.show(0.0);
        progress
    }

    /// Shows which part is done.
    pub fn show(&self, part: f32) {
        const WIDTH: usize = 30;
        if stderr().is_terminal() {
            let done = ((part * WIDTH as f32) as usize).min(WIDTH);
            let (done, left) = ("#".repeat(done), " ".repeat(WIDTH - done));
            let _ = write!(stderr(), "\r{:<20} [{done}{left}] {:3.0} %", self.0, part * 100.0);
        }
    }
}

impl Drop for Progress {
    /// Leaves no trace of the bar.
    fn drop(&mut self) {
        if stderr().is_terminal() {
            let _ = write!(stderr(), "\r{:60}\r", "");
        }
    }
}
