//! The library against real servers on local sockets, most of which mean it ill.

mod check;
mod common;
mod documents;
mod fetcher;
mod hostile;
mod manners;
mod secrets;
mod tls;
