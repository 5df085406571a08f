//! A model that is asked: files into its input, its output into files.

use crate::{
    args::Files,
    blobs,
    failure::Failure,
    files,
    names::Found,
    quantised::Quantised,
    report::{progress, Report},
    session::Session,
    tensors::{self, interface},
    views::Operator,
};
use opg_engine::{encoding, Tensor, TensorType};
use opg_store::Address;
use opg_worker::chain::views::{Data, Worker};
use std::path::Path;
use subxt::utils::H256;

/// Largest output that is fetched.
const MOST_OUTPUT: u64 = 1 << 30;
/// Largest file of a model that can be proven.
const MOST_PROVABLE: u64 = 64 << 20;

pub struct Asked {
    pub hash: H256,
    inputs: Vec<TensorType>,
    outputs: Vec<TensorType>,
    /// What proven requests and answers are read with.
    quantised: Option<Quantised>,
}

impl Asked {
    pub async fn of(found: Found, proven: bool, files: &Files) -> Result<Self, Failure> {
        let about = &found.model.claim.interface;
        let (inputs, outputs) = (interface(&about.inputs), interface(&about.outputs));
        let quantised = match proven {
            true => Some(quantised(&found, files).await?),
            false => None,
        };
        Ok(Self { hash: found.hash, inputs, outputs, quantised })
    }

    /// What a request asks, in bytes, from files that are named `NAME=FILE`.
    pub fn input(&self, named: &[String]) -> Result<Vec<u8>, Failure> {
        let inputs = tensors::read(named, &self.inputs)?;
        if let Some(quantised) = &self.quantised {
            return quantised.input(&inputs, &self.inputs);
        }
        let first = inputs.first().map(|input| input.file.clone()).unwrap_or_default();
        let tensors: Vec<_> = inputs.into_iter().map(|input| input.tensor).collect();
        encoding::encode(&tensors, &self.inputs)
            .map_err(|error| Failure::Encoding(first, error.to_string()))
    }

    /// Writes an answer into files, and says into which.
    pub async fn write(
        &self,
        session: &Session,
        (worker, data): (&Worker, &Data),
        files: &Files,
    ) -> Result<Vec<Report>, Failure> {
        let bytes = bytes(session, worker, data, files).await?;
        let tensors = self.output(&bytes)?;
        let written = tensors::write(&tensors, &self.outputs, &files.output_dir)?;
        let shown = tensors.iter().zip(&self.outputs).zip(&written);
        let shown = shown.map(|((tensor, kind), file)| {
            Report::default()
                .with("name", kind.name.clone())
                .with("type", format!("{} {:?}", tensor.dtype, tensor.shape))
                .with("file", file.display().to_string())
        });
        Ok(shown.collect())
    }

    fn output(&self, bytes: &[u8]) -> Result<Vec<Tensor>, Failure> {
        match &self.quantised {
            Some(quantised) => quantised.output(bytes, &self.outputs),
            None => encoding::decode(bytes, &self.outputs)
                .map_err(|error| Failure::BadAnswer(error.to_string())),
        }
    }
}

/// The model's file, from here or from a store.
async fn quantised(found: &Found, files: &Files) -> Result<Quantised, Failure> {
    if found.model.claim.key.is_none() {
        return Err(Failure::NoProofs);
    }
    let address = Address(found.hash.0);
    if let Some(path) = &files.model_file {
        let file = files::read(path, MOST_PROVABLE)?;
        if Address::of(&file) != address {
            return Err(Failure::OtherFile(path.clone(), format!("{address:#}")));
        }
        return Quantised::of(&file, path);
    }
    let store = files.store.store.clone().ok_or(Failure::NoModelFile)?;
    progress("fetching the model's file");
    let file = blobs::fetch(&[store], address, MOST_PROVABLE, "the model's file").await?;
    Quantised::of(&file, Path::new("the model's file"))
}

/// The answer's bytes: from the chain, or from a store, or from whoever answered.
async fn bytes(
    session: &Session,
    worker: &Worker,
    data: &Data,
    files: &Files,
) -> Result<Vec<u8>, Failure> {
    let (hash, bytes) = match data {
        Data::Inline(bytes) => return Ok(bytes.clone()),
        Data::Blob { hash, bytes } => (hash, *bytes),
    };
    if bytes > MOST_OUTPUT {
        return Err(Failure::BadAnswer(format!("it has {bytes} bytes")));
    }
    progress("fetching the answer");
    let operator: Option<Operator> = session.ask("StakeApi", "operator", worker.account.0).await?;
    let endpoint = operator.map(|operator| operator.profile.endpoint);
    let endpoint = endpoint.and_then(|text| String::from_utf8(text).ok());
    let urls: Vec<_> = files.store.store.clone().into_iter().chain(endpoint).collect();
    blobs::fetch(&urls, Address(hash.0), bytes, "the answer").await
}
