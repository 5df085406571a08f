//! What a worker counts, as Prometheus reads it.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
};

/// A number that grows, or is set.
#[derive(Debug, Default)]
pub struct Number(AtomicU64);

impl Number {
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub fn set(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! metrics {
    ($($(#[doc = $help:literal])+ $name:ident: $kind:literal,)+) => {
        /// All there is.
        #[derive(Debug, Default)]
        pub struct Metrics {
            $($(#[doc = $help])+ pub $name: Number,)+
        }

        impl Metrics {
            /// In Prometheus's text format.
            pub fn text(&self) -> String {
                let mut text = String::new();
                $(
                    let name = concat!("opg_worker_", stringify!($name));
                    let help = [$($help.trim()),+].join(" ");
                    // Writing to a string does not fail.
                    let _ = write!(
                        text,
                        "# HELP {name} {help}\n# TYPE {name} {}\n{name} {}\n",
                        $kind,
                        self.$name.get(),
                    );
                )+
                text
            }
        }
    };
}

metrics! {
    /// When a new block was last seen, in seconds since 1970.
    last_block: "gauge",
    /// The best block that was looked at.
    best: "gauge",
    /// Requests that are not over.
    desk: "gauge",
    /// Models that run or wait to run.
    running: "gauge",
    /// Answers that models gave.
    runs: "counter",
    /// Answers that were proven.
    proofs: "counter",
    /// Models that gave no answer, and will be tried again.
    failures: "counter",
    /// Requests that were declined.
    declines: "counter",
    /// Cases that this verifier sits on.
    cases: "gauge",
    /// Verdicts that it came to.
    verdicts: "counter",
    /// Times that it came to none, and will try again.
    no_verdicts: "counter",
    /// Answers of others that it looked at unasked.
    looks: "counter",
    /// Those of them that are wrong.
    wrong: "counter",
    /// Those that it challenged.
    challenges: "counter",
    /// Feeds that this reporter says something of.
    feeds: "gauge",
    /// Those of them of which nothing is known.
    feeds_unknown: "gauge",
    /// Feeds that it was drawn for and cannot say anything of.
    feeds_unserved: "gauge",
    /// Observations that it sent.
    observations: "counter",
    /// Times that it was its turn to say something of a feed, and nothing was known.
    silences: "counter",
    /// Transactions handed in.
    sent: "counter",
    /// Transactions that are in a block.
    included: "counter",
    /// Transactions that the node did not take.
    refused: "counter",
    /// Transactions that are in a block and came to nothing: each cost a fee.
    vain: "counter",
    /// Whether a transaction is in no block for so long that somebody should look.
    stalled: "gauge",
    /// Requests at a time that all offers together are for.
    capacity: "gauge",
    /// Times that the journal could not be written: nothing is offered while it cannot.
    journal_errors: "counter",
    /// Times that the node gave no answer, or none that could be understood.
    node_errors: "counter",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_should_say_what_each_number_is_and_how_it_stands() {
        let metrics = Metrics::default();
        metrics.runs.add(3);
        metrics.best.set(7);
        let text = metrics.text();
        assert!(text.contains("# HELP opg_worker_runs Answers that models gave.\n"), "{text}");
        assert!(text.contains("# TYPE opg_worker_runs counter\nopg_worker_runs 3\n"), "{text}");
        assert!(text.contains("opg_worker_best 7\n"), "{text}");
    }

    #[test]
    fn metrics_that_operators_are_told_of_should_exist() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operators.md");
        let guide = std::fs::read_to_string(guide).unwrap();
        let words = guide.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let named: Vec<_> = words.filter(|word| word.starts_with("opg_worker_")).collect();
        assert!(named.len() >= 5, "{named:?}");
        let text = Metrics::default().text();
        for name in named {
            assert!(text.contains(&format!("# TYPE {name} ")), "there is no {name}");
        }
    }
}
