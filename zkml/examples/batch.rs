//! How fast proofs of a model are verified, alone and in batches, on one thread:
//! `cargo run --release --example batch -- MODEL.q.onnx PROOFS`.

use opg_zk::{
    batch::{verify, Submitted},
    generators::{Basis, Generators},
    onnx,
    prove::Model,
};
use std::{error::Error, fs, hint::black_box, time::Instant};

struct Proven {
    context: [u8; 32],
    inputs: Vec<u8>,
    outputs: Vec<u8>,
    proof: Vec<u8>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("usage: batch MODEL.q.onnx PROOFS".into());
    };
    let (file, count) = (fs::read(path)?, count.parse::<u8>()?);
    let model = Model::chosen(onnx::import(&file)?.program).ok_or("too large for any circuit")?;
    let generators = Generators::new(model.shape.k);
    let key = model.key(&generators).to_bytes();
    let prover = model.prover(&generators)?;
    let prove = |index: u8| {
        let value = |at: usize| (at * usize::from(index) + at / 7) as u8;
        let inputs: Vec<u8> = (0..model.shape.inputs).map(value).collect();
        let context = [index; 32];
        let (outputs, proof) = prover.prove(&context, &inputs, rand::rng(), |_| true)?;
        Ok(Proven { context, inputs, outputs, proof })
    };
    let all = (0..count).map(prove).collect::<Result<Vec<_>, opg_zk::prove::Unproven>>()?;
    let claims: Vec<Submitted<'_>> = all
        .iter()
        .map(|Proven { context, inputs, outputs, proof }| Submitted {
            key: 0,
            context,
            inputs,
            outputs,
            proof,
        })
        .collect();
    println!("bytes of a proof: {}", all[0].proof.len());
    let basis = Basis::get();
    let mut size = 1;
    while size <= claims.len() {
        let milliseconds = fastest(|| verify(basis, &[&key], &claims[..size]).is_ok());
        let each = milliseconds / size as f64;
        println!(
            "{size} proofs: {milliseconds:.2} ms, {each:.3} ms each, {:.0} a second",
            1e3 / each
        );
        size = if size == claims.len() { size + 1 } else { (size * 4).min(claims.len()) };
    }
    Ok(())
}

/// The fastest of nine times, in milliseconds.
fn fastest(check: impl Fn() -> bool) -> f64 {
    let times = (0..9).map(|_| {
        let begun = Instant::now();
        assert!(black_box(check()), "honest proofs are taken");
        begun.elapsed().as_secs_f64() * 1e3
    });
    times.fold(f64::INFINITY, f64::min)
}
