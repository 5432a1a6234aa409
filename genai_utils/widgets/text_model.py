"""A character transformer as the text figure takes it: checked, packed, and what it says of a text.

The file's names are those of the model's state; matrices may travel in one byte a number, norms and
biases don't.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save

from genai_utils import files
from genai_utils.models.stored import packed_transformer
from genai_utils.models.transformer import Transformer
from genai_utils.widgets.generator_layers import Tensors, quantise
from genai_utils.widgets.text_scene import LONGEST

About = dict[str, Any]
Words = dict[str, str]


def words_of(model: Transformer, alphabet: Sequence[str]) -> Words:
    """What the model's file says of it in its header, as `models.packed_transformer` writes it.

    Raises `ValueError` for a model that the page can't compute, or an alphabet that isn't its own.
    """
    letters = list(alphabet)
    if not isinstance(model, Transformer):
        raise ValueError(
            f"A Transformer of genai_utils.models is needed, but got {type(model).__name__}: the "
            "page computes no other."
        )
    if len(set(letters)) < max(2, len(letters)) or any(len(letter) != 1 for letter in letters):
        raise ValueError(
            f"Different single characters are needed, two or more, but got {letters}: one stands "
            "for each token."
        )
    return files.words_of(packed_transformer(model, letters))


def describe(words: Words) -> About:
    """The model's sizes, as arguments of `Transformer`, and its "alphabet".

    >>> model = Transformer(2, width=4, heads=2, layers=1, context=8)
    >>> describe(words_of(model, "ab"))["alphabet"]
    ['a', 'b']
    """
    return {"alphabet": json.loads(words["symbols"]), **json.loads(words["sizes"])}


def numbers_of(model: Transformer) -> Tensors:
    """The model's weights in single precision, by the names of its state.

    Raises `ValueError` for weights that aren't finite.
    """
    state = {name: value.detach().cpu() for name, value in model.state_dict().items()}
    if not all(value.isfinite().all() for value in state.values()):
        raise ValueError("A transformer needs finite weights, but one of them is not a number.")
    return {name: np.ascontiguousarray(value.float().numpy()) for name, value in state.items()}


def in_bytes(tensors: Tensors) -> Tensors:
    """Matrices in one byte a number, with a scale for each row; positions and vectors stay."""
    matrices = {name: value for name, value in tensors.items() if value.ndim > 1}
    matrices.pop("positions", None)
    return {**tensors, **quantise(matrices)}


def pack_model(tensors: Tensors, words: Words) -> bytes:
    """One safetensors file, with `words` in its header; the same bytes each time."""
    return files.with_sorted_words(save(tensors, words))


def in_numbers(tensors: Tensors) -> Tensors:
    """The inverse of `in_bytes`, as far as rounding has one.

    >>> matrix = np.array([[1.0, -0.25]], np.float32)
    >>> in_numbers(in_bytes({"0.weight": matrix}))["0.weight"].round(3).tolist()
    [[1.0, -0.252]]
    """
    whole = {name: value for name, value in tensors.items() if not name.endswith(".scale")}
    for name, value in whole.items():
        if value.dtype == np.int8:
            whole[name] = value * tensors[name.replace(".weight", ".scale")][:, None]
    return whole


def start_of(length: int, context: int) -> int:
    """Where the part of a text begins that is read: half a context is dropped when it is full.

    >>> [start_of(length, context=8) for length in (8, 9, 12, 13)]
    [0, 4, 4, 8]
    """
    half = -(-context // 2)
    return 0 if length <= context else half * -(-(length - context) // half)


def tokens_of(about: About, text: str) -> torch.Tensor:
    """The tokens of what is read of a text, (1, n)."""
    start = start_of(len(text), about["context"])
    return torch.tensor([[about["alphabet"].index(letter) for letter in text[start:]]])


@torch.no_grad()
def logits_of(model: Transformer, about: About, text: str) -> torch.Tensor:
    """The logits of what comes after each character that is read, (n, vocabulary); mode kept."""
    training = model.training
    logits = model.eval()(tokens_of(about, text))[0]
    model.train(training)
    return logits


def write_greedily(model: Transformer, about: About, text: str, length: int) -> str:
    """The text and the likeliest character after it, `length` times.

    Raises `ValueError` if that is longer than the figure's longest text.

    >>> model = Transformer(2, width=4, heads=2, layers=1, context=8)
    >>> len(write_greedily(model, describe(words_of(model, "ab")), "ab", 10))
    12
    """
    if len(text) + length > LONGEST:
        raise ValueError(
            f"At most {LONGEST} characters are shown, but got {len(text)} and {length} more."
        )
    for _ in range(length):
        text += about["alphabet"][int(logits_of(model, about, text)[-1].argmax())]
    return text
