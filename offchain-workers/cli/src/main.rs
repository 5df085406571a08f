//! `opg`: models and answers of the chain, for people and scripts.

#![forbid(unsafe_code)]

mod args;
mod asked;
mod blobs;
mod failure;
mod files;
mod infer;
mod jobs;
mod models;
mod names;
mod npy;
mod operators;
mod quantised;
mod report;
mod session;
mod status;
mod tensors;
mod views;

use args::{Arguments, Command, Job, Model, Operator};
use clap::Parser;
use failure::Failure;
use report::Report;
use session::Session;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Models are looked into by this program, run again as a child that can only compute.
    opg_engine::child::run_if_asked();
    let arguments = Arguments::parse();
    match work(&arguments) {
        Ok(report) => {
            report.print(arguments.json);
            ExitCode::SUCCESS
        },
        Err(failure) => {
            failure.print(arguments.json);
            ExitCode::from(failure.code())
        },
    }
}

#[tokio::main]
async fn work(arguments: &Arguments) -> Result<Report, Failure> {
    let session = || Session::open(arguments);
    match &arguments.command {
        Command::Status => status::status(&session().await?).await,
        Command::Model(Model::Add(add)) => models::add(add, session).await,
        Command::Model(Model::List) => models::list(&session().await?).await,
        Command::Model(Model::Show { model }) => models::show(&session().await?, model).await,
        Command::Model(Model::Attest { model, wait }) => {
            models::attest(&session().await?, model, *wait).await
        },
        Command::Infer(infer) => infer::infer(&session().await?, infer).await,
        Command::Job(Job::Show { id }) => jobs::show(&session().await?, *id).await,
        Command::Job(Job::Watch { id }) => jobs::watch(&session().await?, *id).await,
        Command::Job(Job::Answer { id, files }) => {
            infer::answer(&session().await?, *id, files).await
        },
        Command::Operator(Operator::Register(register)) => {
            operators::register(&session().await?, register).await
        },
        Command::Operator(Operator::Show { account }) => {
            operators::show(&session().await?, account.as_deref()).await
        },
    }
}
