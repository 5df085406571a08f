//! The rows of the circuit, with what an honest prover fills in.

use crate::cases::Case;
use halo2_proofs::dev::MockProver;
use opg_zk::{
    circuit::{byte, with_width, ModelCircuit},
    prove::Model,
    witness::Witness,
};

/// A case's model in the circuit that suits it.
pub fn model(case: &Case) -> Model {
    Model::chosen(case.model.program.clone()).expect("there is a circuit for it")
}

/// What the rows give for a sample.
pub fn answer(model: &Model, witness: &Witness) -> Vec<u8> {
    model.program.outputs.iter().map(|wire| witness.wires[*wire as usize]).collect()
}

/// Whether every gate, look-up and tie holds, with these as public values.
pub fn hold(model: &Model, witness: &Witness, inputs: &[u8], outputs: &[u8]) -> bool {
    let circuit = ModelCircuit { values: Some(&witness.rows), ..model.circuit() };
    let public = inputs.iter().chain(outputs).map(|value| byte(*value)).collect();
    let mock = with_width(model.shape.width, || {
        MockProver::run(model.shape.k, &circuit, vec![public]).expect("it fits")
    });
    mock.verify().is_ok()
}
