"""Writes a small model for each operator, and what ONNX Runtime answers it with.

    python operators.py OUTPUT

Needs numpy, onnx and onnxruntime from PyPI. Inputs are random, all least, all greatest, and near ties.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

RANDOM = np.random.default_rng(7)
TYPES = {np.dtype(np.uint8): TensorProto.UINT8, np.dtype(np.int8): TensorProto.INT8,
         np.dtype(np.float32): TensorProto.FLOAT}
CASES = 12


class Model:
    """One operator between an input and an output."""

    def __init__(self, name, shape, kind=np.uint8):
        self.name, self.shape, self.kind = name, shape, np.dtype(kind)
        self.nodes, self.constants = [], []

    def const(self, values, kind):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def scale(self, exponents):
        return self.const(np.exp2(np.asarray(exponents, np.float32)), np.float32)

    def quantum(self, exponent, zero, kind=np.uint8):
        return [self.scale(exponent), self.const(zero, kind)]

    def node(self, op, reads, domain="", **attributes):
        gives = f"t{len(self.nodes)}"
        name = f"{op} number {len(self.nodes)}"
        self.nodes.append(helper.make_node(op, reads, [gives], name, domain=domain, **attributes))
        return gives

    def seen(self, reads, exponent, zero, kind=np.uint8):
        return self.node("DequantizeLinear", [reads, *self.quantum(exponent, zero, kind)])

    def bytes(self, reads, exponent, zero, kind=np.uint8):
        return self.node("QuantizeLinear", [reads, *self.quantum(exponent, zero, kind)])

    def weights(self, numbers, exponents, axis, kind=np.int8):
        zeros = self.const(np.zeros(np.shape(exponents)), kind)
        reads = [self.const(numbers, kind), self.scale(exponents), zeros]
        return self.node("DequantizeLinear", reads, axis=axis)

    def save(self, folder, gives, answer=TensorProto.UINT8):
        reads = helper.make_tensor_value_info("x", TYPES[self.kind], self.shape)
        out = helper.make_tensor_value_info(gives, answer, None)
        graph = helper.make_graph(self.nodes, self.name, [reads], [out], self.constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
        x = self.inputs()
        answers = [self.answers(model, x, level) for level in (0, 99)]
        assert (answers[0] == answers[1]).all(), f"{self.name}: optimising changes what it answers"
        (folder / f"{self.name}.onnx").write_bytes(model.SerializeToString())
        np.savez_compressed(folder / f"{self.name}.npz", x=x, y=answers[0])
        print(f"{self.name}: {answers[0].shape}, {len(np.unique(answers[0]))} values")

    def inputs(self):
        shape = (CASES, *self.shape)
        if self.kind == np.float32:
            x = RANDOM.normal(0, 2, shape).astype(np.float32)
            x[0], x[1], x[2] = 0, 1e6, -1e6
            x[3] = (np.round(x[3] * 4) + 0.5) / 4
            return x
        limits = np.iinfo(self.kind)
        x = RANDOM.integers(limits.min, limits.max, shape, self.kind, endpoint=True)
        x[0], x[1] = limits.min, limits.max
        x[2], x[3] = limits.min + 1, limits.max - 1
        return x

    def answers(self, model, x, level):
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel(level)
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return np.stack([session.run(None, {"x": one})[0].ravel() for one in x])


def numbers(*shape):
    return RANDOM.integers(-64, 64, shape, np.int8, endpoint=True)


def biases(count):
    return RANDOM.integers(-20_000, 20_000, count, np.int32)


MICROSOFT = "com.microsoft"


def matmul(folder):
    for name, exponents, zero, kind in [
        ("matmul", -7, 0, np.uint8), ("matmul-columns", [-7, -8, -6, -9, -7], 128, np.uint8),
        ("matmul-signed", -7, -6, np.int8),
    ]:
        model = Model(name, [1, 20], kind)
        zeros = model.const(np.zeros(np.shape(exponents)), np.int8)
        reads = ["x", *model.quantum(-3, 3, kind), model.const(numbers(20, 5), np.int8),
                 model.scale(exponents), zeros, *model.quantum(-1, zero, kind)]
        model.save(folder, model.node("QLinearMatMul", reads), TYPES[np.dtype(kind)])


def gemm(folder):
    for name, across in [("gemm", 0), ("gemm-across", 1)]:
        model = Model(name, [1, 20])
        weights = numbers(6, 20) if across else numbers(20, 6)
        reads = ["x", *model.quantum(-4, 17), model.const(weights, np.int8),
                 *model.quantum(-6, 0, np.int8), model.const(biases(6), np.int32),
                 *model.quantum(-1, 128)]
        model.save(folder, model.node("QGemm", reads, MICROSOFT, transB=across))


def conv(folder):
    cases = [
        ("conv", [1, 2, 9, 7], [4, 2, 3, 3], {}),
        ("conv-padded", [1, 2, 9, 7], [4, 2, 3, 3], {"pads": [1, 2, 0, 1], "strides": [2, 1]}),
        ("conv-grouped", [1, 4, 6, 6], [8, 2, 3, 3], {"group": 2}),
        ("conv-depthwise", [1, 3, 6, 6], [3, 1, 3, 3], {"group": 3, "pads": [1, 1, 1, 1]}),
        ("conv-dilated", [1, 1, 9, 9], [2, 1, 3, 3], {"dilations": [2, 3]}),
        ("conv-same", [1, 1, 8, 7], [2, 1, 4, 3], {"auto_pad": "SAME_UPPER", "strides": [2, 2]}),
        ("conv-same-lower", [1, 1, 8, 7], [2, 1, 4, 3], {"auto_pad": "SAME_LOWER"}),
        ("conv-line", [1, 2, 15], [3, 2, 4], {"pads": [1, 2], "strides": [2]}),
    ]
    for name, shape, kernel, attributes in cases:
        model = Model(name, shape)
        exponents = np.resize([-7, -6, -8], kernel[0])
        reads = ["x", *model.quantum(-2, 5), model.const(numbers(*kernel), np.int8),
                 model.scale(exponents), model.const(np.zeros(kernel[0]), np.int8),
                 *model.quantum(0, 64), model.const(biases(kernel[0]), np.int32)]
        model.save(folder, model.node("QLinearConv", reads, **attributes))


def add(folder):
    for name, left, right, out in [
        ("add", (-3, 0), (-3, 10), (-2, 128)), ("add-scaled", (-5, 7), (-1, 128), (-1, 64)),
    ]:
        model = Model(name, [1, 40])
        moved = model.node("Transpose", ["x"], perm=[1, 0])
        moved = model.node("Reshape", [moved, model.const([1, 40], np.int64)])
        reads = ["x", *model.quantum(*left), moved, *model.quantum(*right), *model.quantum(*out)]
        model.save(folder, model.node("QLinearAdd", reads, MICROSOFT))


def tables(folder):
    model = Model("sigmoid", [1, 64])
    reads = ["x", *model.quantum(-4, 128), *model.quantum(-8, 0)]
    model.save(folder, model.node("QLinearSigmoid", reads, MICROSOFT))
    model = Model("leaky", [1, 64])
    reads = ["x", *model.quantum(-4, 128), *model.quantum(-3, 30)]
    model.save(folder, model.node("QLinearLeakyRelu", reads, MICROSOFT, alpha=0.25))
    for op, exponent, zero in [("Sigmoid", -8, 0), ("Tanh", -7, 128), ("Relu", -3, 100)]:
        model = Model(f"qdq-{op.lower()}", [1, 64])
        model.save(folder, model.bytes(model.node(op, [model.seen("x", -4, 128)]), exponent, zero))


def signed(folder):
    """Results without a zero point are of their inputs' type."""
    model = Model("leaky-signed", [1, 64], np.int8)
    reads = ["x", *model.quantum(-4, 3, np.int8), model.scale(-4), ""]
    gives = model.node("QLinearLeakyRelu", reads, MICROSOFT, alpha=0.5)
    model.save(folder, gives, TensorProto.INT8)


def choices(folder):
    cases = [
        ("max", {"kernel_shape": [2, 2], "strides": [2, 2]}),
        ("max-padded", {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [2, 2]}),
        ("max-ceil", {"kernel_shape": [3, 2], "strides": [2, 2], "ceil_mode": 1}),
        ("max-dilated", {"kernel_shape": [2, 3], "dilations": [2, 1]}),
    ]
    for name, attributes in cases:
        model = Model(name, [1, 3, 8, 7])
        model.save(folder, model.node("MaxPool", ["x"], **attributes))
    model = Model("max-signed", [1, 1, 6, 6], np.int8)
    model.save(folder, model.node("MaxPool", ["x"], kernel_shape=[2, 2]), TensorProto.INT8)
    for name, axis, keep in [("argmax", 1, 0), ("argmax-kept", -1, 1)]:
        model = Model(name, [1, 5, 4])
        moved = model.node("MaxPool", ["x"], kernel_shape=[2])
        model.save(folder, model.node("ArgMax", [moved], axis=axis, keepdims=keep), TensorProto.INT64)


def moves(folder):
    model = Model("moves", [1, 3, 4, 5])
    x = model.node("MaxPool", ["x"], kernel_shape=[1, 1])
    x = model.node("Transpose", [x], perm=[0, 2, 3, 1])
    x = model.node("Flatten", [x], axis=2)
    x = model.node("Unsqueeze", [x, model.const([0], np.int64)])
    x = model.node("Squeeze", [x, model.const([0], np.int64)])
    x = model.node("Reshape", [x, model.const([0, -1, 3], np.int64)])
    model.save(folder, model.node("Identity", [x]))
    model = Model("flatten-last", [1, 3, 4])
    x = model.node("MaxPool", ["x"], kernel_shape=[1])
    x = model.node("Flatten", [x], axis=-1)
    model.save(folder, model.node("ArgMax", [x], axis=0), TensorProto.INT64)


def reals(folder):
    model = Model("qdq-dense", [1, 12], np.float32)
    x = model.seen(model.bytes("x", -4, 128), -4, 128)
    weights = model.weights(numbers(12, 7), np.resize([-6, -7], 7), 1)
    bias = model.weights(biases(7) // 16, np.resize([-10, -11], 7), 0, np.int32)
    x = model.node("Relu", [model.node("Gemm", [x, weights, bias])])
    x = model.seen(model.bytes(x, -2, 0), -2, 0)
    x = model.node("MatMul", [x, model.weights(numbers(7, 3), -6, 0)])
    x = model.node("Add", [x, model.const(np.arange(3) / 4, np.float32)])
    model.save(folder, model.bytes(x, -1, 128))
    model = Model("qdq-residual", [1, 2, 5, 5])
    x = model.seen("x", -4, 0)
    kernels = model.weights(numbers(2, 2, 3, 3), -7, 0)
    y = model.node("Conv", [x, kernels], pads=[1, 1, 1, 1])
    y = model.seen(model.bytes(y, -1, 128), -1, 128)
    model.save(folder, model.bytes(model.node("Relu", [model.node("Add", [x, y])]), -1, 128))


if __name__ == "__main__":
    output = pathlib.Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    for write in (matmul, gemm, conv, add, tables, signed, choices, moves, reals):
        write(output)
