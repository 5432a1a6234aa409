"""The book's own prose, frozen: a text that a small model can learn and that anyone may use."""

import hashlib
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from genai_utils.data.shipped import require_sha256

PROSE = Path(__file__).with_name("prose.txt.xz")
PROSE_SHA256 = "bd72a490dfe6258963ef0c2a9597a18514e276ea37ff83e897431a7be5c2d913"
# The new line and the 95 printable characters of ASCII: what a reader can type.
ALPHABET = "\n" + "".join(map(chr, range(32, 127)))


@dataclass(frozen=True)
class Document:
    """A page's or a notebook's prose: a paragraph a line. A page and its notebooks are a family.

    >>> Document("notebooks/3-gan", family="book/3-algorithms/gan", text="A GAN\\n").name
    'notebooks/3-gan'
    """

    name: str
    family: str
    text: str


def prose() -> list[Document]:
    """The pages' and notebooks' prose as it once stood, in plain characters, sorted by name.

    `experiments/prose.py` says what was left out. Frozen, so that mending a page changes no
    measurement. CC BY 4.0, as the book. Raises `ValueError` if the text's checksum differs.

    >>> documents = prose()
    >>> print(documents[0].text.splitlines()[0])
    Background: two ways to model data
    """
    content = lzma.decompress(PROSE.read_bytes())
    require_sha256(PROSE.name, content, PROSE_SHA256)
    parts = (part.split("\n", 2) for part in content.decode("ascii").split("\f")[1:])
    return [Document(*part) for part in parts]


def split_prose(
    documents: Sequence[Document], share: float = 0.08
) -> tuple[list[Document], list[Document], list[Document]]:
    """Training, validation and test documents, the last two of about `share` of the characters.

    Families stay whole, and go by the SHA-256 of their name. Settings are chosen on the validation
    documents; the test documents are looked at once. Raises `ValueError` if a part has none.

    >>> documents = [Document(name, name, "text") for name in "abcdef"]
    >>> [len(part) for part in split_prose(documents, share=0.3)]
    [2, 2, 2]
    """
    sizes: dict[str, int] = {}
    for document in documents:
        sizes[document.family] = sizes.get(document.family, 0) + len(document.text)
    part_of, begun = {}, 0.0
    for family in sorted(sizes, key=lambda name: hashlib.sha256(name.encode()).digest()):
        part_of[family] = "test" if begun < share else "validation" if begun < 2 * share else "rest"
        begun += sizes[family] / sum(sizes.values())
    parts = [
        [d for d in documents if part_of[d.family] == p] for p in ("rest", "validation", "test")
    ]
    if not all(parts):
        raise ValueError(
            f"three parts are needed, but {len(sizes)} families and the share {share} leave one "
            "empty: families stay whole."
        )
    return parts[0], parts[1], parts[2]


def encode_text(text: str) -> Tensor:
    """Each character's place in `ALPHABET`. -> (n,) of int64.

    Raises `ValueError` for another character or an empty text.

    >>> encode_text("a b").tolist()
    [66, 1, 67]
    """
    wrong = sorted(set(text) - set(ALPHABET))
    if wrong or not text:
        raise ValueError(
            f"a text of new lines and printable ASCII is needed, but got {wrong[:5] or text!r}."
        )
    codes = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - 31
    return torch.from_numpy(np.maximum(codes, 0))


def decode_text(tokens: Tensor) -> str:
    """The text that a row of places in `ALPHABET` spells. The inverse of `encode_text`.

    Raises `ValueError` unless the tokens are int64 of shape (n,), from 0 to 95.

    >>> decode_text(torch.tensor([66, 1, 67]))
    'a b'
    """
    if tokens.dim() != 1 or tokens.dtype != torch.long:
        raise ValueError(
            f"tokens must be int64 of shape (n,), but got {tuple(tokens.shape)} of {tokens.dtype}."
        )
    if not ((tokens >= 0) & (tokens < len(ALPHABET))).all():
        raise ValueError(
            f"tokens 0 to {len(ALPHABET) - 1} are known, but got {tokens.tolist()[:9]}."
        )
    return "".join(ALPHABET[token] for token in tokens.tolist())
