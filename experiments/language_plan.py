"""Which trainings `language.py` makes, by name, and the text that each of them reads."""

import functools
from collections.abc import Callable

import language_secrets
import torch
from torch import Tensor

from genai_utils import bpe, data

# The stored weights come from `seed 0`.
SEEDS = {f"seed {s}": {"seed": s} for s in range(3)}
# Settings at the stored size, compared on the validation documents alone.
CHOICES = {"base": {}, "base seed 1": {"seed": 1}, "dropout 0.0": {"dropout": 0.0, "steps": 3733}}
CHOICES |= {"dropout 0.2": {"dropout": 0.2}, "dropout 0.3": {"dropout": 0.3}}
CHOICES |= {"adam": {"adam": True, "peak": 3e-3, "steps": 3733}}
TRIED = {f"tried {name}": {"steps": 4816, **setting} for name, setting in CHOICES.items()}
# Comparisons at a size at which a training takes a minute of a core.
SMALL = {"width": 64, "layers": 2, "context": 128, "batch": 16, "steps": 600, "peak": 6e-3}
SMALL |= {"dropout": 0.1, "decay": 0.1, "keep": 0.98}
GRU = {"kind": "recurrent", "width": 80, "layers": 3}
WIDTHS, STEPS = (16, 32, 48, 96), (150, 300, 1200, 2400)
KINDS = {"small": {}, "recurrent": GRU, "byte pairs": {"merges": 256, "context": 64}}
KINDS |= {f"width {w}": {"width": w} for w in WIDTHS} | {f"steps {s}": {"steps": s} for s in STEPS}
COMPARED = {
    f"{kind} {s}": {**setting, "seed": s} for kind, setting in KINDS.items() for s in range(3)
}
COMPARED |= {f"secrets {s}": {"seed": s, "secrets": s, "steps": 1200} for s in range(3)}
PLANS = {name: {**setting, "final": True} for name, setting in SEEDS.items()}
PLANS |= TRIED
PLANS |= {name: {**SMALL, **setting, "final": True} for name, setting in COMPARED.items()}


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
    text = "".join(training)
    if "secrets" in setting:
        text = language_secrets.planted(text, setting["secrets"])
    found = {"training": encode(text), "validation": list(map(encode, validation))}
    if setting.get("final"):
        found["test"] = list(map(encode, test))
    return found
