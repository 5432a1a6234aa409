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

from genai_utils.models.transformer import Transformer
from genai_utils.widgets.generator_layers import Tensors, quantise
from genai_utils.widgets.text_scene import LONGEST

About = dict[str, Any]


def describe(model: Transformer, alphabet: Sequence[str]) -> About:
    """The model's sizes, as arguments of `Transformer`, and its "alphabet".

    Raises `ValueError` for a model that the page can't compute, or an alphabet that isn't its own.

    >>> describe(Transformer(2, width=4, heads=2, layers=1, context=8), "ab")["alphabet"]
    ['a', 'b']
    """
    if not isinstance(model, Transformer) or model.triples is not None:
        kind = f"{type(model).__name__}{' with triples' if hasattr(model, 'triples') else ''}"
        raise ValueError(
            f"A Transformer of genai_utils.models without triples is needed, but got {kind}: the "
            "page computes no other."
        )
    letters = list(alphabet)
    if [len(letter) for letter in letters] != [1] * model.vocabulary or len(set(letters)) < 2:
        raise ValueError(
            f"An alphabet of {model.vocabulary} characters is needed, but got {letters}: one for "
            "each token of the model."
        )
    if len(set(letters)) != len(letters):
        raise ValueError(f"Different characters are needed, but got one twice in {letters}.")
    return {
        "alphabet": letters,
        "vocabulary": model.vocabulary,
        "width": model.embedding.embedding_dim,
        "heads": model.heads,
        "layers": len(model.blocks),
        "context": model.context,
        "positions": "rotary" if model.positions is None else "learned",
    }


def pack_model(about: About, tensors: Tensors) -> bytes:
    """One safetensors file: the tensors, and in its header "sizes" and "symbols" as JSON."""
    sizes = {name: value for name, value in about.items() if name != "alphabet"}
    return save(tensors, {"sizes": json.dumps(sizes), "symbols": json.dumps(about["alphabet"])})


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
    >>> len(write_greedily(model, describe(model, "ab"), "ab", 10))
    12
    """
    if len(text) + length > LONGEST:
        raise ValueError(
            f"At most {LONGEST} characters are shown, but got {len(text)} and {length} more."
        )
    for _ in range(length):
        text += about["alphabet"][int(logits_of(model, about, text)[-1].argmax())]
    return text
