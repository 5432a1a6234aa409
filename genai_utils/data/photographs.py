"""Photographs that scikit-image and scikit-learn ship, whole ones held out; patches and masks.

A patch of a photograph resembles its neighbours, so parts are made of photographs, not of patches.
"""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from genai_utils.data.shipped import read_checked

LUMINANCE = (0.2125, 0.7154, 0.0721)  # of red, green and blue, as scikit-image's rgb2gray
REDUCED = 2  # each value is the mean of 2 x 2 pixels: less noise, and more of the scene in a patch


@dataclass(frozen=True)
class Photograph:
    """Where a photograph is shipped, to which part it belongs, and who gave it under what terms."""

    file: str
    part: str
    licence: str
    source: str
    sha256: str


SKIMAGE, SKLEARN = "skimage/data/", "sklearn/datasets/images/"
PHOTOGRAPHS = {
    "brick": Photograph(
        SKIMAGE + "brick.png",
        "train",
        "CC0",
        "cc0textures.com, Bricks25",
        "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    ),
    "camera": Photograph(
        SKIMAGE + "camera.png",
        "train",
        "CC0",
        "Lav Varshney",
        "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    ),
    "coffee": Photograph(
        SKIMAGE + "coffee.png",
        "train",
        "CC0",
        "Rachel Michetti",
        "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    "coins": Photograph(
        SKIMAGE + "coins.png",
        "train",
        "no known copyright",
        "Brooklyn Museum, image 51611",
        "f8d773fc9cfa6f4d8e5942dc34d0a0788fcaed2a4fefbbed0aef5398d7ef4cba",
    ),
    "grass": Photograph(
        SKIMAGE + "grass.png",
        "train",
        "CC0",
        "linolafett, deviantart.com, Grass-01",
        "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89",
    ),
    "rocket": Photograph(
        SKIMAGE + "rocket.jpg",
        "train",
        "public domain",
        "SpaceX, flickr.com 16511594820",
        "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
    ),
    "flower": Photograph(
        SKLEARN + "flower.jpg",
        "validation",
        "CC BY 2.0",
        "vultilion, flickr.com 6056698931",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
    ),
    "gravel": Photograph(
        SKIMAGE + "gravel.png",
        "validation",
        "CC0",
        "cc0textures.com, Gravel04",
        "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12",
    ),
    "cat": Photograph(
        SKIMAGE + "chelsea.png",
        "test",
        "CC0",
        "Stefan van der Walt",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    ),
    "china": Photograph(
        SKLEARN + "china.jpg",
        "test",
        "CC BY 2.0",
        "danielbuechele, flickr.com 6061409035",
        "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
    ),
}


def photograph(name: str) -> Tensor:
    """A photograph in grey at half its size, float32 (height, width) in [0, 1].

    Raises `ValueError` for an unknown name, or if the package ships another file.

    >>> photograph("cat").shape
    torch.Size([150, 225])
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"there is no photograph {name!r}; there are {', '.join(PHOTOGRAPHS)}.")
    package, _, inside = PHOTOGRAPHS[name].file.partition("/")
    path = Path(str(files(package))) / inside
    read_checked(path, PHOTOGRAPHS[name].sha256)
    values = np.asarray(Image.open(path), dtype=np.float64) / 255
    grey = values @ LUMINANCE if values.ndim == 3 else values
    height, width = (length // REDUCED for length in grey.shape)
    blocks = grey[: height * REDUCED, : width * REDUCED]
    blocks = blocks.reshape(height, REDUCED, width, REDUCED)
    return torch.from_numpy(blocks.mean((1, 3)).astype(np.float32))


def photographs(part: str) -> dict[str, Tensor]:
    """The photographs of one part, "train", "validation" or "test", by name.

    Raises `ValueError` for another part.

    >>> list(photographs("test"))
    ['cat', 'china']
    """
    names = [name for name, it in PHOTOGRAPHS.items() if it.part == part]
    if not names:
        raise ValueError(f'part must be "train", "validation" or "test", but got {part!r}.')
    return {name: photograph(name) for name in names}


def grid(photo: Tensor, side: int = 32, stride: int = 32) -> Tensor:
    """The square patches of a photograph on a grid, row by row. (h, w) -> (n, 1, side, side).

    Raises `ValueError` for a photograph in which no patch has room.

    >>> grid(torch.rand(64, 100)).shape
    torch.Size([6, 1, 32, 32])
    """
    if photo.dim() != 2 or min(photo.shape) < side or min(side, stride) < 1:
        raise ValueError(f"no patch of {side} x {side} fits into {tuple(photo.shape)}.")
    return photo.unfold(0, side, stride).unfold(1, side, stride).reshape(-1, 1, side, side)


def crops(photos: dict[str, Tensor], n: int, side: int = 32) -> Tensor:
    """n patches at random places, as many of each photograph on average, flipped and turned.

    Drawn from PyTorch's generator. -> (n, 1, side, side).

    >>> crops({"even": torch.ones(40, 50)}, 3).shape
    torch.Size([3, 1, 32, 32])
    """
    pictures, patches = list(photos.values()), []
    for _ in range(n):
        photo = pictures[int(torch.randint(len(pictures), ()))]
        top, left = (int(torch.randint(length - side + 1, ())) for length in photo.shape)
        patch = photo[top : top + side, left : left + side]
        quarter_turns, flip = int(torch.randint(4, ())), bool(torch.randint(2, ()))
        patches.append(torch.rot90(patch.T if flip else patch, quarter_turns))
    return torch.stack(patches)[:, None]
