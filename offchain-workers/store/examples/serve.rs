//! Serves a directory until Ctrl-C; anyone may upload. Prints where, in one line:
//!
//! ```sh
//! cargo run --release -p opg-store --example serve -- /tmp/blobs
//! curl --upload-file model.onnx "http://127.0.0.1:PORT/blobs/$(sha256sum model.onnx | cut -c -64)"
//! ```

use opg_store::{
    server::{serve, Limits, Uploads},
    Config, Store,
};
use std::{env, error::Error, process::ExitCode};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(directory) = env::args().nth(1) else {
        eprintln!("error: it is not said where the blobs lie\n next: serve DIRECTORY");
        return ExitCode::from(2);
    };
    match run(&directory).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        },
    }
}

async fn run(directory: &str) -> Result<(), Box<dyn Error>> {
    let store = Store::open(&Config::local(directory)).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let limits = Limits { uploads: Uploads::Open, ..Limits::default() };
    let stop = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            eprintln!("error: cannot wait for Ctrl-C: {error}");
        }
    };
    Ok(serve(listener, store, limits, stop).await?)
}
