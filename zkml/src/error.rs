//! What can be wrong, and what to do about it.

use thiserror::Error;

/// Why a model cannot be proven.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("{count} {what}: from {least} to {most} are possible")]
    Count { what: &'static str, count: usize, least: usize, most: usize },
    #[error("operation {index}: {reason}")]
    Operation { index: usize, reason: String },
    #[error("it reads what is not computed yet")]
    Order,
    #[error("an output is no operation's result: a model must compute what it answers")]
    Output,
    #[error("a weight is beyond 64 either way: quantise weights to seven bits")]
    Weight,
    #[error("a shift by {0} bits: at most 16 are possible, choose a finer output scale")]
    Shift(u8),
    #[error("a sum may reach {reach}, and less than {limit} is possible: choose coarser scales")]
    Sum { reach: i64, limit: i64 },
    #[error("there is no table {0}")]
    Table(u8),
}
