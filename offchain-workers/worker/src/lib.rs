//! # Workers
//!
//! Processes that do what the chain asks of operators: run models and answer, check what others answered, bring data in
//! from outside.
//!
//! ```text
//!            chain  ->  blocks  ->  market        what is there to do
//!                                     |
//!                          store -> engine        do it
//!                                     |
//!            chain  <-  sender  <-  journal       say it, once
//! ```
//!
//! - [`chain`] asks and tells the chain, through a node.
//! - [`journal`] remembers what was decided, before it is said: a worker that is killed says the same again,
//!   and nothing else.

pub mod any;
pub mod capacity;
pub mod chain;
pub mod config;
pub mod data;
pub mod desk;
pub mod health;
pub mod inference;
pub mod journal;
pub mod keys;
pub mod metrics;
pub mod models;
pub mod offers;
pub mod pace;
pub mod provers;
mod room;
pub mod run;
pub mod runner;
pub mod verifier;
