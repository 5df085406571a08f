"""Writes what ONNX Runtime answers with the quantised models, in bytes.

    python answers.py

Needs numpy, onnx and onnxruntime from PyPI; run it in this folder after `opg-zk quantize`. Every sample
is answered twice, with all of ONNX Runtime's optimisations and with none, which must agree.
"""

import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

SAMPLES = {"digits-logistic": "digits", "digits-mlp": "digits",
           "mnist-mlp": "mnist", "mnist-lenet": "mnist"}


def quantum(model):
    """Scale and zero point by which the last node makes floats of bytes."""
    constants = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    last = next(node for node in model.graph.node if node.output[0] == model.graph.output[0].name)
    assert last.op_type == "DequantizeLinear"
    return constants[last.input[1]], constants[last.input[2]]


def answers(path, x, level):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel(level)
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    reads = session.get_inputs()[0]
    return np.stack([session.run(None, {reads.name: one.reshape(reads.shape)})[0][0] for one in x])


for name, samples in SAMPLES.items():
    path = pathlib.Path(f"{name}.q.onnx")
    x = np.load(f"{samples}.npz")["x"].astype(np.float32)
    optimised, plain = (answers(path, x, level) for level in (99, 0))
    assert (optimised == plain).all(), name
    scale, zero = quantum(onnx.load(path))
    whole = np.rint(optimised / scale) + zero
    assert ((whole - zero) * scale == optimised).all() and whole.min() >= 0 and whole.max() <= 255
    np.savez_compressed(f"{name}.answers.npz", y=whole.astype(np.uint8))
    print(f"{name}: {len(x)} samples with ONNX Runtime {onnxruntime.__version__}")
