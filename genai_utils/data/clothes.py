"""Fashion-MNIST: clothes in the place of digits, for those who have Debian's package."""

import gzip
from pathlib import Path

import numpy as np
import torch

from genai_utils.data.images import Images
from genai_utils.data.shipped import require_sha256

FOLDER = Path("/usr/share/datasets/fashion-mnist")
# Debian packs the files anew, so the sums are those of what is inside.
SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
}


def _unpacked(folder: Path, name: str) -> np.ndarray:
    """The numbers of an IDX file after its head: four bytes, then four for each axis."""
    path = folder / f"{name}.gz"
    if not path.exists():
        raise FileNotFoundError(
            f"Fashion-MNIST is read from {path}, which isn't there: install Debian's package "
            "dataset-fashion-mnist, or give the folder that holds its files."
        )
    content = gzip.decompress(path.read_bytes())
    require_sha256(path.name, content, SHA256[name])
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3])


def fashion(each: int = 500, folder: Path = FOLDER) -> Images:
    """The first `each` training pictures of each of ten kinds of clothes, sorted by kind, 28 x 28.

    They have the shape, the range and with 500 the number of `mnist`, so they can take its place.
    T-shirt, trousers, pullover, dress, coat, sandal, shirt, sneaker, bag, boot; up to 6,000 each.
    Source: xiao2017fashion, MIT licence; from Debian's package dataset-fashion-mnist. Raises
    `FileNotFoundError` without the package, and `ValueError` for other data or another number.

    >>> fashion(each=0)
    Traceback (most recent call last):
    ValueError: from 1 to 6000 pictures of each kind can be had, but 0 were asked for.
    """
    if not 1 <= each <= 6000:
        raise ValueError(
            f"from 1 to 6000 pictures of each kind can be had, but {each} were asked for."
        )
    pixels, kinds = (_unpacked(folder, name) for name in SHA256)
    chosen = np.concatenate([np.flatnonzero(kinds == kind)[:each] for kind in range(10)])
    images = pixels.reshape(-1, 784)[chosen].astype(np.float32) / 255
    return Images(torch.from_numpy(images), torch.from_numpy(kinds[chosen].astype(np.int64)))
