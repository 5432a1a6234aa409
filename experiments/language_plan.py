"""Which trainings `language.py` makes, by name, and the text that each of them reads."""

import functools
from collections.abc import Callable

import torch
from torch import Tensor

from genai_utils import bpe, data

CHOICES = {
    "base": {},
    "3x120": {"layers": 3, "width": 120},
    "drop 0.2": {"dropout": 0.2},
    "peak 6e-3": {"peak": 6e-3},
    "peak 1.5e-3": {"peak": 1.5e-3},
    "learned": {"positions": "learned"},
    "5x96": {"layers": 5, "width": 96},
    "drop 0.3": {"dropout": 0.3},
    "drop 0": {"dropout": 0.0},
    "context 128": {"context": 128, "batch": 32},
    "context 512": {"context": 512, "batch": 8},
    "decay 0.3": {"decay": 0.3},
    "decay 1": {"decay": 1.0},
    "batch 8": {"batch": 8, "steps": 12000},
    "gru 0.1": {"kind": "recurrent", "width": 192, "layers": 2},
    "gru 0.3": {"kind": "recurrent", "width": 192, "layers": 2, "dropout": 0.3},
    "bpe 512": {"merges": 512, "context": 128},
    "bpe 256": {"merges": 256, "context": 128},
    "batch 32": {"batch": 32, "steps": 3000},
    "keep 0.9": {"keep": 0.9},
    "keep 0.9995": {"keep": 0.9995},
    "drop 0.2 peak 6e-3": {"dropout": 0.2, "peak": 6e-3},
    "3x120 drop 0.2": {"layers": 3, "width": 120, "dropout": 0.2},
    "heads 8": {"heads": 8, "width": 96, "layers": 5},
    "gru peak 6e-3": {"kind": "recurrent", "width": 192, "layers": 2, "peak": 6e-3},
    "bpe 1024": {"merges": 1024, "context": 128, "layers": 3},
    "steps 12000": {"steps": 12000},
    "steps 12000 drop 0.2": {"steps": 12000, "dropout": 0.2},
    "3x120 drop 0.2 peak 6e-3": {"layers": 3, "width": 120, "dropout": 0.2, "peak": 6e-3},
    "seed 1": {"seed": 1},
}
PLANS = CHOICES


def documents_of(part: list[data.Document]) -> list[str]:
    return ["\n" + document.text for document in part]


def symbols_of(merges: list) -> list[str]:
    """What each token stands for: the alphabet, then what the merges join."""
    return [*data.ALPHABET, *dict.fromkeys(first + second for first, second in merges)]


@functools.cache
def merges_of(count: int) -> list[bpe.Pair]:
    """The merges of the training documents."""
    training = data.split_prose(data.prose())[0]
    return bpe.learn_merges("".join(documents_of(training)), count)


def encoder_of(setting: dict) -> Callable[[str], Tensor]:
    """A function from a text to its tokens: characters, or byte pairs after so many merges."""
    if not setting.get("merges"):
        return data.encode_text
    merges = merges_of(setting["merges"])
    place = {symbol: number for number, symbol in enumerate(symbols_of(merges))}
    return lambda text: torch.tensor([place[s] for s in bpe.encode(text, merges)], device="cpu")


def vocabulary_of(setting: dict) -> int:
    merges = setting.get("merges")
    return len(symbols_of(merges_of(merges))) if merges else len(data.ALPHABET)


def tokens_of(setting: dict) -> dict:
    """The training text in one row, and validation documents (test, too, if `final` is set)."""
    encode = encoder_of(setting)
    training, validation, test = map(documents_of, data.split_prose(data.prose()))
    found = {"training": encode("".join(training)), "validation": list(map(encode, validation))}
    if setting.get("final"):
        found["test"] = list(map(encode, test))
    return found
