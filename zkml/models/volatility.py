"""Writes a model of how much a price moves, and tries it.

    python volatility.py OUTPUT

Needs numpy, onnx and onnxruntime from PyPI. The model takes the closes of candles, the oldest first, at least two of
them, and answers with their volatility: the root of the mean of squares of the logarithms of one close over the one
before it. In 64-bit floats, as the chain's candles make them.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def model():
    def const(name, values):
        return numpy_helper.from_array(np.asarray(values, np.int64), name)

    def node(op, reads, gives, **attributes):
        return helper.make_node(op, reads, [gives], gives, **attributes)

    closes = helper.make_tensor_value_info("closes", TensorProto.DOUBLE, ["candles"])
    volatility = helper.make_tensor_value_info("volatility", TensorProto.DOUBLE, [1])
    nodes = [
        node("Slice", ["closes", "second", "end"], "later"),
        node("Slice", ["closes", "first", "last"], "earlier"),
        node("Div", ["later", "earlier"], "ratio"),
        node("Log", ["ratio"], "move"),
        node("Mul", ["move", "move"], "square"),
        node("ReduceMean", ["square"], "mean", axes=[0], keepdims=1),
        node("Sqrt", ["mean"], "volatility"),
    ]
    constants = [const("first", [0]), const("second", [1]), const("last", [-1]),
                 const("end", [np.iinfo(np.int64).max])]
    graph = helper.make_graph(nodes, "volatility", [closes], [volatility], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made, full_check=True)
    return made.SerializeToString()


def main():
    bytes_ = model()
    session = onnxruntime.InferenceSession(bytes_, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(1)
    for count in (2, 24, 256):
        closes = 100 * np.exp(np.cumsum(random.normal(0, 0.01, count)))
        [[answer]] = session.run(None, {"closes": closes})
        moves = np.diff(np.log(closes))
        assert abs(answer - np.sqrt(np.mean(moves * moves))) < 1e-12, (count, answer)
    path = pathlib.Path(sys.argv[1]) / "volatility.onnx"
    path.write_bytes(bytes_)
    print(f"{path}: {len(bytes_)} bytes")


main()
