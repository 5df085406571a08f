//! Files that someone else may have made: ONNX, `.npy` and `.npz`, told apart by how they begin.

use opg_zk::{
    layout::Layout,
    npy::{archive, Tensor},
    onnx::import,
    program::Program,
    quantiser::Net,
    witness::Witness,
};
use std::time::Duration;

/// For files of a few kilobytes.
const MOST: Duration = Duration::from_secs(5);
/// Programs of more operations are not run.
const MOST_OPS: usize = 4_096;

/// A file is refused, or what was read of it can be used.
pub fn run(bytes: &[u8]) {
    crate::timed(MOST, || {
        if bytes.starts_with(b"\x93NUMPY") {
            tensor(bytes);
        } else if bytes.starts_with(b"PK") {
            // Refused or read: an archive has no second form to compare with.
            let _ = archive(bytes);
        } else {
            model(bytes);
            network(bytes);
        }
    });
}

fn tensor(bytes: &[u8]) {
    let Ok(tensor) = Tensor::read(bytes) else { return };
    let again = Tensor::read(&tensor.write()).expect("what is written can be read");
    // Compared as text, since a number may be none.
    assert_eq!(format!("{again:?}"), format!("{tensor:?}"));
}

/// A model that is taken is a program, which runs, and whose rows give what it gives.
fn model(bytes: &[u8]) {
    let first = import(bytes);
    assert_eq!(first, import(bytes), "the same file is read in the same way");
    let Ok(imported) = first else { return };
    let program = imported.program;
    assert_eq!(program.check(), Ok(()));
    let sizes = |edges: &[opg_zk::onnx::Edge]| edges.iter().map(|edge| edge.size()).sum::<usize>();
    assert_eq!(sizes(&imported.inputs), program.inputs as usize);
    assert_eq!(sizes(&imported.outputs), program.outputs.len());
    if program.ops.len() <= MOST_OPS {
        for byte in [0, 128, 255] {
            answers(&program, &vec![byte; program.inputs as usize]);
        }
    }
}

fn answers(program: &Program, inputs: &[u8]) {
    let layout = Layout::of(program, 8);
    let Witness { wires, .. } = Witness::of(program, &layout, inputs);
    let given = program.outputs.iter().map(|wire| wires[*wire as usize]);
    assert!(given.eq(program.run(inputs)), "rows give another answer");
}

/// A float network that is taken runs, or says why not.
fn network(bytes: &[u8]) {
    let Ok(net) = Net::read(bytes) else { return };
    let size: usize = net.shape.iter().product();
    if size <= MOST_OPS {
        // Numbers or a reason: which, the file decides.
        let _ = net.run(&vec![0.5; size]);
    }
}
