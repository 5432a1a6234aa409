"""Two judges of digits for `8-ethics`: a network, and the three nearest training digits.

They err in different ways. Where both, each corrected by its own confusion, name the same
shares, the judge isn't the reason for what they say. `python experiments/ethics_judges.py` trains
the network and writes it to `_build/ethics/judge.safetensors`.

Stores nothing itself. Takes ten seconds.
"""

from functools import cache
from pathlib import Path

import cells
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from genai_utils import data, judge, models

FOLDER = cells.NOTEBOOKS.parent / "_build" / "ethics"
WEIGHTS = FOLDER / "judge.safetensors"
NEAREST = 3


@cache
def parts() -> tuple[data.Images, data.Images]:
    """The training digits, in grey, and the thousand held out, in black and white."""
    training, rest = data.split(data.mnist(), held_out=1000)
    black = data.binarize(rest.images, torch.Generator().manual_seed(0))
    return training, data.Images(black, rest.labels)


def train() -> None:
    torch.manual_seed(0)
    network = judge.train(parts()[0], lambda images: data.binarize(data.shift(images)), seed=0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_file(network.state_dict(), WEIGHTS)


@cache
def network() -> models.DigitClassifier:
    found = models.DigitClassifier()
    found.load_state_dict(load_file(WEIGHTS))
    return found.eval()


@torch.no_grad()
def said(images: Tensor) -> dict[str, Tensor]:
    """What each judge takes digits in black and white for. (n, 784) -> two of (n,)."""
    training, near = parts()[0], []
    for part in images.split(500):
        places = torch.cdist(part, training.images).topk(NEAREST, largest=False).indices
        near.append(training.labels[places].mode(1).values)
    return {"network": network()(images).argmax(1), "neighbours": torch.cat(near)}


@cache
def known() -> tuple[Tensor, dict[str, Tensor]]:
    """The held-out digits' classes, and what each judge says of them."""
    held_out = parts()[1]
    return held_out.labels, said(held_out.images)


def keep(path: Path, sets: dict[str, Tensor], pictures: int = 0) -> None:
    """Write what the judges say of each set and each digit's white pixels; and of the set "1.0",
    packed, the first pictures.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, images in sets.items():
        for who, labels in said(images).items():
            found[f"{name} {who}"] = labels.byte().numpy()
        found[f"{name} ink"] = images.sum(1).short().numpy()
    if pictures:
        found["pictures"] = np.packbits(sets["1.0"][:pictures].numpy() > 0.5, axis=1)
    np.savez_compressed(path, **found)
    print(path.name, {name: len(images) for name, images in sets.items()}, flush=True)


def kept(path: Path) -> dict[str, Tensor]:
    """The judges' words by set and judge, and pictures (n, 784) if there are any."""
    with np.load(path) as sets:
        found = {name: torch.from_numpy(sets[name].astype(np.int64)) for name in sets.files}
        if "pictures" in found:
            found["pictures"] = torch.from_numpy(np.unpackbits(sets["pictures"], axis=1)).float()
    return found


if __name__ == "__main__":
    torch.set_num_threads(1)
    train()
    labels, words = known()
    print({who: (own == labels).double().mean().item() for who, own in words.items()})
