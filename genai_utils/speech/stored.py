"""Networks in one file, a byte a weight: what a page can carry."""

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor, nn

from genai_utils import files
from genai_utils.models.stored import quantised


def write(path: Path, networks: Mapping[str, nn.Module], **about: str) -> None:
    """Write the weights of networks to one file; returns nothing.

    A tensor `NAME.weight` with two axes or more becomes `NAME.weight` in bytes and
    `NAME.weight.scale`, one number a row; others keep float32. The metadata's `networks` say each
    network's shapes, as JSON, beside whatever else is told of them.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Path(folder, "a"), {"one": nn.Linear(2, 2, bias=False)})
    ...     read(Path(folder, "a"))["one"]["weight"].shape
    torch.Size([2, 2])
    """
    tensors, shapes = {}, {}
    for name, network in networks.items():
        for key, value in network.state_dict().items():
            full = f"{name}.{key}"
            shapes[full] = list(value.shape)
            if value.dim() > 1:
                tensors[full], tensors[full + ".scale"] = quantised(value)
            else:
                tensors[full] = value.contiguous()
    told = {"networks": json.dumps(shapes), **about}
    files.write_atomically(path, save(tensors, told))


def read(path: Path) -> dict[str, dict[str, Tensor]]:
    """The states of the networks of a file, by their names, in float32; `write`'s inverse.

    Each number comes back within half a step of its row, a 254th of the row's largest.

    >>> read(Path("no such file"))
    Traceback (most recent call last):
    FileNotFoundError: No such file or directory: no such file
    """
    states: dict[str, dict[str, Tensor]] = {}
    with safe_open(path, "pt") as file:
        for full in json.loads(file.metadata()["networks"]):
            value = file.get_tensor(full)
            if value.dtype == torch.int8:
                scale = file.get_tensor(full + ".scale")
                value = value * scale.reshape(-1, *[1] * (value.dim() - 1))
            name, key = full.split(".", 1)
            states.setdefault(name, {})[key] = value
    return states
