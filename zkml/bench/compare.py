"""Proves an answer of the same float model with opg-zk and with EZKL, on this machine, in one run.

    python compare.py OPG_ZK MODEL.onnx SAMPLES.npz SCALE:COLUMNS...

Needs ezkl, numpy and onnx from PyPI; scripts/bench-zk installs them. Each pair is a setting of EZKL's:
bits after the point of inputs and weights, and inner columns. Both use all cores. Every step is a
process of its own, so that its time and memory are its own; what is timed is the step as its tool does
it, with files read and written.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx

ACCURACY_SAMPLES = 200
# EZKL's ranges are chosen by as many; other samples may not fit them.
CALIBRATION_SAMPLES = 50


def measured(arguments, folder):
    """Seconds, peak mebibytes and output of a command."""
    begun = time.time()
    arguments = list(map(str, arguments))
    process = subprocess.Popen(
        arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{arguments} failed:\n{said}")
    return time.time() - begun, usage.ru_maxrss / 1024, said


def ours(tool, model, samples, folder):
    x = np.load(samples)
    np.save(folder / "x.npy", x["x"][0].astype(np.float32))
    np.save(folder / "all.npy", x["x"][:ACCURACY_SAMPLES].astype(np.float32))
    say = lambda *arguments: measured([tool, "--json", *arguments], folder)
    say("quantize", model, "--data", samples, "-o", "q.onnx")
    say("run", "q.onnx", "--input", "all.npy", "--output", "answers.npy")
    right = np.load(folder / "answers.npy").argmax(1) == x["y"][:ACCURACY_SAMPLES]
    key = json.loads(say("compile", "q.onnx", "-o", "q.key")[2])
    _, memory, said = say("prove", "q.onnx", "--input", "x.npy", "-o", "p", "--output", "y.npy",
                          "--bytes", "b.npy")
    proof = json.loads(said)
    checked = say("verify", "q.key", "p", "--input", "b.npy", "--output", "y.npy")
    return {"what": "opg-zk", "k": key["k"], "accuracy": right.mean(),
            # What is made once for a model: its key, and what a prover keeps.
            "key": key["seconds"] + proof["prepared"], "prove": proof["proven"], "memory": memory, "bytes": proof["proof_bytes"],
            "verify": json.loads(checked[2])["seconds"]}


EZKL = pathlib.Path(__file__).with_name("ezkl_step.py")


def theirs(model, samples, setting, folder):
    scale, columns = setting.split(":")
    data = np.load(samples)
    one = {"input_data": [data["x"][0].astype(float).ravel().tolist()]}
    (folder / "input.json").write_text(json.dumps(one))
    some = {"input_data": [data["x"][:CALIBRATION_SAMPLES].astype(float).ravel().tolist()]}
    (folder / "calibration.json").write_text(json.dumps(some))
    fixed = onnx.load(model)
    for port in [*fixed.graph.input, *fixed.graph.output]:
        port.type.tensor_type.shape.dim[0].dim_value = 1
    onnx.save(fixed, folder / "model.onnx")
    step = lambda *arguments: measured([sys.executable, EZKL, *arguments], folder)
    last = lambda said: json.loads(said.strip().splitlines()[-1])
    k = last(step("settings", scale, columns)[2])["k"]
    step("srs", k)
    key = last(step("setup", k)[2])["seconds"]
    answers = step("answers", samples, ACCURACY_SAMPLES)[2]
    right = np.array(last(answers)["answers"]) == data["y"][:ACCURACY_SAMPLES]
    step("witness")
    _, memory, said = step("prove", k)
    proof = last(said)
    return {"what": f"EZKL {setting}", "k": k, "accuracy": right.mean(), "key": key,
            "prove": proof["seconds"], "memory": memory, "bytes": proof["bytes"],
            "verify": last(step("verify", k)[2])["seconds"]}


def main():
    tool, model, samples, *settings = sys.argv[1:]
    tool, model, samples = (str(pathlib.Path(path).resolve()) for path in (tool, model, samples))
    rows = []
    print(f"{pathlib.Path(model).stem}, {os.cpu_count()} cores")
    print("| tool | k | accuracy | key, s | prove, s | memory, MiB | proof, bytes | verify, s |")
    print("|---|---|---|---|---|---|---|---|")
    for setting in [None, *settings]:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            row = ours(tool, model, samples, folder) if setting is None else theirs(
                model, samples, setting, folder)
        rows.append(row)
        print("| {what} | {k} | {accuracy:.3f} | {key:.2f} | {prove:.2f} | {memory:.0f} | {bytes} | "
              "{verify:.3f} |".format(**row), flush=True)
    best = lambda fact: rows[0][fact] / min(row[fact] for row in rows[1:])
    print("ours against EZKL's best: " + ", ".join(
        f"{fact} {best(fact):.3f}" for fact in ("key", "prove", "memory", "verify")))


main()
