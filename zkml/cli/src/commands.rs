//! What each command does.

use crate::{
    args::{Compile, Inspect, Prove, Quantize, Run, Verify},
    files,
    report::{Progress, Report},
};
use opg_zk::{
    generators::{Basis, Generators},
    key::{BadKey, Key, Shape},
    npy::{archive, BadTensor, Tensor},
    onnx::{import, Edge, Form, Imported, Unfit},
    predict::{self, Predicted},
    prove::Model,
    quantiser::{self, Net, Unquantisable},
    sums,
    verify::{key_hash, Claim},
};
use rayon::prelude::*;
use std::{
    io,
    path::{Path, PathBuf},
    time::Instant,
};
use thiserror::Error;

/// Why a command could not do what was asked.
#[derive(Debug, Error)]
pub enum Failure {
    #[error("cannot read {path}: {1}", path = .0.display())]
    Read(PathBuf, io::Error),
    #[error("cannot write {path}: {1}", path = .0.display())]
    Write(PathBuf, io::Error),
    #[error("{path} has {1} bytes, which is more than is read", path = .0.display())]
    Large(PathBuf, u64),
    #[error("{path} cannot be proven: {1}", path = .0.display())]
    Model(PathBuf, Unfit),
    #[error("{path} is too large for any circuit: make the model smaller", path = .0.display())]
    Circuit(PathBuf),
    #[error("{path} cannot be quantised: {1}", path = .0.display())]
    Float(PathBuf, Unquantisable),
    #[error("{path}: {1}", path = .0.display())]
    Tensor(PathBuf, BadTensor),
    #[error("{path} has no array {1:?}: save samples as x, labels as y", path = .0.display())]
    Array(PathBuf, &'static str),
    #[error("{path}: {1} labels for {2} samples", path = .0.display())]
    Labels(PathBuf, usize, usize),
    #[error("{path} is no tensor of uint8: opg-zk prove --bytes writes an input so", path = .0.display())]
    NoBytes(PathBuf),
    #[error("{path}: number {1} is {2}, which the model's input cannot be", path = .0.display())]
    Number(PathBuf, usize, f32),
    #[error("{path} has {1} values: the model reads {2} at a time", path = .0.display())]
    Size(PathBuf, usize, usize),
    #[error("{path} is no key: {1}", path = .0.display())]
    Key(PathBuf, BadKey),
    #[error("a context is 32 bytes in hex")]
    Context,
    #[error("the proof could not be made: {0}")]
    Proof(String),
    #[error("{path} is neither a quantised model ({1}) nor a key ({2})", path = .0.display())]
    Unknown(PathBuf, Unfit, BadKey),
    #[error("the proof is not valid")]
    Invalid(Report),
}

type Done = Result<Report, Failure>;

/// Samples, and their labels if there are any.
type Samples = (Vec<Vec<f32>>, Option<Vec<i64>>);

fn samples(path: &Path, size: usize) -> Result<Samples, Failure> {
    let mut all =
        archive(&files::read(path)?).map_err(|reason| Failure::Tensor(path.into(), reason))?;
    let x = all.remove("x").ok_or_else(|| Failure::Array(path.into(), "x"))?;
    let values = x.floats();
    if values.is_empty() || !values.len().is_multiple_of(size) {
        return Err(Failure::Size(path.into(), values.len(), size));
    }
    let samples: Vec<Vec<f32>> = values.chunks(size).map(<[f32]>::to_vec).collect();
    let labels: Option<Vec<i64>> =
        all.remove("y").map(|y: Tensor| y.floats().iter().map(|label| *label as i64).collect());
    match labels {
        Some(labels) if labels.len() != samples.len() => {
            Err(Failure::Labels(path.into(), labels.len(), samples.len()))
        },
        labels => Ok((samples, labels)),
    }
}

pub fn quantise(arguments: &Quantize) -> Done {
    let Quantize { model, data, output, samples: count } = arguments;
    let failed = |reason| Failure::Float(model.clone(), reason);
    let net = Net::read(&files::read(model)?).map_err(failed)?;
    let (samples, labels) = samples(data, net.shape.iter().product())?;
    let progress = Progress::of("choosing scales");
    // Spread over all, since files are often sorted.
    let step = samples.len().div_ceil((*count).max(1));
    let some: Vec<Vec<f32>> = samples.iter().step_by(step).cloned().collect();
    let file = quantiser::quantise(&net, &some).map_err(failed)?;
    drop(progress);
    let imported = import(&file).map_err(|reason| Failure::Model(output.clone(), reason))?;
    let progress = Progress::of("comparing");
    let answers: Vec<(usize, usize)> = samples
        .par_iter()
        .map(|sample| (float_answer(&net, sample), whole_answer(&imported, sample)))
        .collect();
    drop(progress);
    files::write(output, &file)?;
    let share = |count: usize| count as f64 / answers.len() as f64;
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let mut report = Report::default().plain("samples", answers.len());
    if let Some(labels) = labels {
        let right = |answer: fn(&(usize, usize)) -> usize| {
            let pairs = answers.iter().zip(&labels);
            share(pairs.filter(|(pair, label)| answer(pair) as i64 == **label).count())
        };
        let (before, after) = (right(|pair| pair.0), right(|pair| pair.1));
        report = report.with("accuracy before", before, percent(before)).with(
            "accuracy after",
            after,
            percent(after),
        );
    }
    let same = share(answers.iter().filter(|(float, whole)| float == whole).count());
    report = report.with("same answer", same, percent(same));
    if !net.left_out.is_empty() {
        report = report.plain("left out", net.left_out.join(", "));
    }
    Ok(report.plain("bytes", file.len()))
}

/// Where the greatest score is.
fn float_answer(net: &Net, sample: &[f32]) -> usize {
    let flow = net.run(sample).unwrap_or_default();
    let scores = flow.get(net.output).map(|scores| scores.values.clone()).unwrap_or_default();
    first_greatest(scores.into_iter())
}

fn whole_answer(imported: &Imported, sample: &[f32]) -> usize {
    let forms = imported.inputs.iter().flat_map(|edge| std::iter::repeat_n(edge.form, edge.size()));
    let bytes: Vec<u8> =
        forms.zip(sample).map(|(form, real)| form.byte(*real).unwrap_or_default()).collect();
    first_greatest(imported.program.run(&bytes).into_iter().map(f32::from))
}

fn first_greatest(scores: impl Iterator<Item = f32>) -> usize {
    let better = |best: (usize, f32), next: (usize, f32)| if next.1 > best.1 { next } else { best };
    scores.enumerate().reduce(better).map_or(0, |best| best.0)
}

fn described(shape: Shape, report: Report) -> Report {
    report
        .with("k", shape.k, format!("{} (2^{} rows)", shape.k, shape.k))
        .plain("width", shape.width)
        .plain("inputs", shape.inputs)
        .plain("outputs", shape.outputs)
        .plain("key bytes", shape.key_bytes())
        .plain("proof bytes", shape.proof_bytes())
}

pub fn compile(arguments: &Compile) -> Done {
    let (_, model) = files::laid_out(&arguments.model)?;
    let progress = Progress::of("generators");
    let generators = Generators::new(model.shape.k);
    drop(progress);
    let progress = Progress::of("key");
    let begun = Instant::now();
    let key = model.key(&generators).to_bytes();
    let took = begun.elapsed().as_secs_f64();
    drop(progress);
    files::write(&arguments.output, &key)?;
    let rows = model.layout.rows.len();
    let Predicted { prove, verify } = predict::times(&model.shape, model.threads);
    let report = described(model.shape, Report::default().plain("rows", rows));
    Ok(report
        .plain("key hash", hex(&key_hash(&key)))
        .with("seconds", took, format!("{took:.2}"))
        .with("predicted prove", prove, format!("about {prove:.2} s on {} threads", model.threads))
        .with("predicted verify", verify, format!("about {verify:.3} s on one, less in a batch")))
}

pub fn run(arguments: &Run) -> Done {
    let imported = files::model(&arguments.model)?;
    let inputs = files::inputs(&arguments.input, &imported.inputs)?;
    let progress = Progress::of("running");
    let answers: Vec<Vec<u8>> =
        inputs.par_iter().map(|inputs| imported.program.run(inputs)).collect();
    drop(progress);
    let shape = vec![answers.len(), imported.program.outputs.len()];
    files::write_bytes(&arguments.output, shape, answers.concat())?;
    Ok(Report::default().plain("answers", answers.len()))
}

pub fn prove(arguments: &Prove) -> Done {
    let Prove { model, input, proof, output, context, bytes } = arguments;
    let context = files::context(context.as_deref())?;
    let (imported, model) = files::laid_out(model)?;
    let all = files::inputs(input, &imported.inputs)?;
    let [inputs] = &all[..] else {
        let size = imported.program.inputs as usize;
        return Err(Failure::Size(input.clone(), all.len() * size, size));
    };
    let failed = |reason: &dyn ToString| Failure::Proof(reason.to_string());
    let progress = Progress::of("preparing");
    let generators = Generators::new(model.shape.k);
    let begun = Instant::now();
    let prover = model.prover(&generators).map_err(|reason| failed(&reason))?;
    let prepared = begun.elapsed().as_secs_f64();
    drop(progress);
    let progress = Progress::of("proving");
    let begun = Instant::now();
    let goes_on = |part| {
        progress.show(part);
        true
    };
    let made = prover.prove(&context, inputs, rand::rng(), goes_on);
    let (answer, bytes_of_proof) = made.map_err(|reason| failed(&reason))?;
    let took = begun.elapsed().as_secs_f64();
    drop(progress);
    files::write(proof, &bytes_of_proof)?;
    if let Some(output) = output {
        files::write_bytes(output, vec![answer.len()], answer.clone())?;
    }
    if let Some(bytes) = bytes {
        files::write_bytes(bytes, vec![inputs.len()], inputs.clone())?;
    }
    Ok(Report::default()
        .plain("answer", reals(&imported.outputs, &answer))
        .plain("proof bytes", bytes_of_proof.len())
        .with("prepared", prepared, format!("in {prepared:.2} s"))
        .with("proven", took, format!("in {took:.2} s")))
}

/// An answer's numbers, as far as they fit a line.
fn reals(edges: &[Edge], answer: &[u8]) -> String {
    let forms = edges.iter().flat_map(|edge| std::iter::repeat_n(edge.form, edge.size()));
    let reals = forms.zip(answer).map(|(form, byte)| form.real(*byte).to_string());
    let shown: Vec<String> = reals.take(16).collect();
    let more = if answer.len() > shown.len() { ", …" } else { "" };
    shown.join(", ") + more
}

pub fn verify(arguments: &Verify) -> Done {
    let Verify { key, proof, input, output, context } = arguments;
    let context = files::context(context.as_deref())?;
    let (key_bytes, key) = files::key(key)?;
    let (inputs, outputs) = (files::bytes(input)?, files::bytes(output)?);
    let proof = files::read(proof)?;
    let basis = Basis::new(key.shape.k);
    let begun = Instant::now();
    let key_hash = key_hash(&key_bytes);
    let claim =
        Claim { key: &key, key_hash, context: &context, inputs: &inputs, outputs: &outputs };
    let verdict = sums::verify(&basis, &[(claim, &proof[..])]);
    let took = begun.elapsed().as_secs_f64();
    let report = Report::default().with(
        "valid",
        verdict.is_ok(),
        if verdict.is_ok() { "yes" } else { "no" }.into(),
    );
    match verdict {
        Ok(()) => Ok(report.with("seconds", took, format!("{took:.3}"))),
        Err(fault) => Err(Failure::Invalid(report.plain("because", fault.to_string()))),
    }
}

pub fn inspect(arguments: &Inspect) -> Done {
    let file = files::read(&arguments.file)?;
    match (import(&file), Key::from_bytes(&file)) {
        (Ok(imported), _) => Ok(inspected(&imported)),
        (_, Ok(key)) => {
            let report = described(key.shape, Report::default().plain("is", "key"));
            Ok(report.plain("key hash", hex(&key_hash(&file))))
        },
        (Err(no_model), Err(no_key)) => {
            Err(Failure::Unknown(arguments.file.clone(), no_model, no_key))
        },
    }
}

fn inspected(imported: &Imported) -> Report {
    let terms: usize = imported.program.ops.iter().map(|op| op.reads().count()).sum();
    let edges = |edges: &[Edge]| {
        let each = edges.iter().map(|Edge { name, shape, form }| match form {
            Form::Float { exponent, zero } => {
                format!("{name} {shape:?}, floats of 2^{exponent} from {zero}")
            },
            Form::Byte => format!("{name} {shape:?}, uint8"),
            Form::Signed => format!("{name} {shape:?}, int8"),
            Form::Place => format!("{name} {shape:?}, places"),
        });
        each.collect::<Vec<_>>().join("; ")
    };
    let report = Report::default()
        .plain("is", "quantised model")
        .plain("reads", edges(&imported.inputs))
        .plain("answers", edges(&imported.outputs))
        .plain("operations", imported.program.ops.len())
        .plain("terms", terms)
        .plain("tables", imported.program.tables.len());
    match Model::chosen(imported.program.clone()) {
        Some(model) => described(model.shape, report.plain("rows", model.layout.rows.len())),
        None => report.plain("circuit", "too large for any"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
