//! Workers, stores and nodes as processes, in one program: each of its own would be linked for a minute.
//!
//! `OPG_NODE` is the node, if it is not where `make build` leaves it. What takes long is ignored and says so:
//! `cargo test --release -p opg-worker --test it -- --ignored NAME` runs it.

mod any;
mod attesting;
mod beside;
mod bonded;
mod both;
mod capacity;
mod common;
mod congested;
mod cut_off;
mod data;
mod declines;
mod faults;
mod floats;
mod hostile;
mod judging;
mod kills;
mod large;
mod latency;
mod proven;
mod quorum;
mod reorganised;
mod room;
mod starting;
