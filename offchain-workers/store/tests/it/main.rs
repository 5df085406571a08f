//! The store on real files and real sockets. One binary, since linking each takes longer than running it.

mod client;
mod collecting;
mod common;
mod hostile;
mod local;
mod process;
mod s3;
mod server;
mod sources;
mod speed;
