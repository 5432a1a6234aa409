"""A patch of a held-out photograph with its hole, and the stored networks that fill it."""

import torch

from genai_utils import fillings
from genai_utils.data import holes, photographs
from shared.stored import ROOT


def patch(name: str, number: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The numbered patch of a photograph and its mask, both (1, 1, 32, 32)."""
    truth = photographs.grid(photographs.photograph(name))[number : number + 1].contiguous()
    return truth, holes.square()[None]


def network(kind: str):
    return fillings.stored_network(ROOT / "notebooks" / f"6-inpainting.{kind}.safetensors")


def show(ax, picture, title=""):
    """A grey picture (1, 1, 32, 32) without ticks."""
    ax.imshow(picture[0, 0], cmap="gray", vmin=0, vmax=1)
    ax.set_title(title, fontsize=9)
    ax.axis("off")
