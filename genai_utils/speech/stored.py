"""Networks in one file, a byte a weight: what a page can carry."""

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load, save
from torch import Tensor, nn

from genai_utils import files
from genai_utils.models.stored import quantised


def packed(
    networks: Mapping[str, nn.Module], told: Mapping[str, str] | None = None, exact: bool = False
) -> bytes:
    """The weights of networks as one file; the same bytes each time.

    A tensor `NAME.weight` with two axes or more becomes `NAME.weight` in bytes and
    `NAME.weight.scale`, one number a row; others keep float32, and all do with `exact`. The
    metadata's `networks` say each network's shapes, as JSON, beside whatever else is `told`.

    >>> len(packed({"one": nn.Linear(2, 2, bias=False)})) < 300
    True
    """
    tensors, shapes = {}, {}
    for name, network in networks.items():
        for key, value in network.state_dict().items():
            full = f"{name}.{key}"
            shapes[full] = list(value.shape)
            if value.dim() > 1 and not exact:
                tensors[full], tensors[full + ".scale"] = quantised(value)
            else:
                tensors[full] = value.contiguous()
    words = {"networks": json.dumps(shapes), **(told or {})}
    return files.with_sorted_words(save(tensors, words))


def write(path: Path, networks: Mapping[str, nn.Module], **about: str) -> None:
    """Write the weights of networks to one file, as `packed` has them; returns nothing.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Path(folder, "a"), {"one": nn.Linear(2, 2, bias=False)})
    ...     read(Path(folder, "a"))["one"]["weight"].shape
    torch.Size([2, 2])
    """
    files.write_atomically(path, packed(networks, about))


def read(path: Path) -> dict[str, dict[str, Tensor]]:
    """The states of the networks of a file, by their names, in float32; `write`'s inverse.

    Each number comes back within half a step of its row, a 254th of the row's largest.

    >>> read(Path("no such file"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: 'no such file'
    """
    return unpacked(path.read_bytes())[0]


def unpacked(file: bytes) -> tuple[dict[str, dict[str, Tensor]], dict[str, str]]:
    """The states of the networks in a file's bytes, and what else the file tells.

    >>> states, told = unpacked(packed({"one": nn.Linear(2, 2)}, {"words": "{}"}))
    >>> list(states["one"]), told["words"]
    (['weight', 'bias'], '{}')
    """
    tensors, told = load(file), files.words_of(file)
    states: dict[str, dict[str, Tensor]] = {}
    for full in json.loads(told["networks"]):
        value = tensors[full]
        if value.dtype == torch.int8:
            value = value * tensors[full + ".scale"].reshape(-1, *[1] * (value.dim() - 1))
        name, key = full.split(".", 1)
        states.setdefault(name, {})[key] = value
    return states, told
