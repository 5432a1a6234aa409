"""The reader's own transformer: wrong files are refused with what was asked and what was given."""

import base64
import json

import numpy as np
import pytest
from safetensors.numpy import load, save
from text_figure import ALPHABET, explorer, in_node, small_model

SAID = """({files}) => files.map((text) => {
    try {
        return String(readTransformer(bytes(text)).layers);
    } catch (error) { return error.message; }
})"""
FIGURE = explorer()
TENSORS = load(FIGURE.weights)
SIZES = {key: value for key, value in FIGURE._about.items() if key != "alphabet"}


def written(sizes=None, symbols=ALPHABET, **tensors):
    """A file with some words and tensors in the place of others; None takes one away."""
    held = {name: value for name, value in (TENSORS | tensors).items() if value is not None}
    held = {name: np.ascontiguousarray(value) for name, value in held.items()}
    words = {"sizes": json.dumps(SIZES | (sizes or {})), "symbols": json.dumps(list(symbols))}
    return save(held, words)


def spoilt(name, value):
    tensor = TENSORS[name].astype(np.float32).copy()
    tensor.flat[3] = value
    return {name: tensor}


def shaped(name, *shape):
    return {name: np.zeros(shape, np.float32)}


WRONG = {
    "empty": (b"", "no safetensors file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "no safetensors file"),
    "cut": (written()[:-10], "cut short"),
    "weights alone": (save(TENSORS), "its sizes and symbols is needed"),
    "words that are none": (save(TENSORS, {"sizes": "{", "symbols": "[]"}), "sizes and symbols"),
    "no sizes": (save(TENSORS, {"sizes": "null", "symbols": "[]"}), "width, and it says undefined"),
    "half a head": (written({"heads": 1.5}), "needed as heads, and it says 1.5"),
    "no layer": (written({"layers": 0}), "needed as layers, and it says 0"),
    "a layer more": (written({"layers": 3}), "“blocks.2.norm_attention.weight” is needed"),
    "heads that don't divide": (written({"heads": 5}), "it has 12 and 5"),
    "odd pairs": (written({"heads": 4, "positions": "rotary"}), "even parts is needed"),
    "other width": (written({"width": 9}), "(30, 9) is needed, and it has (30, 12)"),
    "no symbols": (written(symbols=""), "different symbols are needed"),
    "one twice": (written(symbols="a" * 30), "different symbols are needed"),
    "pairs of characters": (written(symbols=["th", *ALPHABET[1:]]), "one of its symbols is “th”"),
    "too few symbols": (written(symbols=ALPHABET[:9]), "(9, 12) is needed, and it has (30, 12)"),
    "no positions": (written(positions=None), "“positions” is needed, and is missing"),
    "short positions": (written(**shaped("positions", 9, 12)), "(24, 12) is needed"),
    "no matrix": (written(**{"head.weight": None}), "“head.weight” is missing"),
    "no bias": (written(**{"head.bias": None}), "“head.bias” is needed, and is missing"),
    "a square head": (written(**shaped("head.weight", 12, 12)), "needs 12 biases and scales"),
    "nan": (written(**spoilt("norm.bias", np.nan)), "finite numbers are needed, and “norm.bias”"),
    "infinite": (written(**spoilt("head.scale", np.inf)), "“head.weight” has others"),
}  # fmt: skip


def test_a_wrong_file_is_refused_with_its_reason():
    files = [base64.b64encode(content).decode() for content, _ in WRONG.values()]
    said = in_node(SAID, files=files)
    for (kind, (_, reason)), words in zip(WRONG.items(), said, strict=True):
        assert reason in words, (kind, words)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_file_in_any_precision_is_taken(dtype):
    """As `explorer.save` writes it, and in half precision as a stored model's."""
    whole = load(explorer(small_model(), exact=True).weights)
    file = save(
        {name: value.astype(dtype) for name, value in whole.items()},
        {"sizes": json.dumps(SIZES), "symbols": json.dumps(list(ALPHABET))},
    )
    assert in_node(SAID, files=[base64.b64encode(file).decode()]) == ["2"]
