//! Errors as an operator reads them: one line that says what was wrong and what to do.

use polkadot_sdk::sc_cli;
use std::error::Error;

/// The next step for errors whose text is known to name only the symptom.
const NEXT_STEPS: &[(&str, &str)] = &[
    (
        "Address already in use",
        "another program listens on that port; stop it, or choose other ports with --rpc-port, \
         --port and --prometheus-port",
    ),
    (
        "Database file is in use",
        "another node uses this database; stop it, or choose another place with --base-path",
    ),
    (
        "No space left on device",
        "the disk is full; free some space, or choose another disk with --base-path",
    ),
    (
        "Out of storage space",
        "the disk is nearly full; free some space, choose another disk with --base-path, or lower \
         --db-storage-threshold",
    ),
    (
        "Permission denied",
        "this user may not write there; change the owner, or choose another place with --base-path",
    ),
    ("Not a directory", "the database needs a folder; choose one with --base-path"),
];

/// `error` in one line, with the next step where it is known.
pub fn explain(error: &sc_cli::Error) -> String {
    let text = one_line(error);
    match NEXT_STEPS.iter().find(|(symptom, _)| text.contains(symptom)) {
        Some((_, step)) => format!("{text}: {step}"),
        None => text,
    }
}

/// The error and its causes, each said once, without line breaks.
fn one_line(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = error.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
