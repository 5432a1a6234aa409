"""A generator's layers as the page computes them: named steps, and their numbers in one file.

`fold` makes of a `torch.nn.Sequential` the steps and tensors; `generator_layers.js` has the same
steps. What normalises a layer's outputs with stored moments is folded into that layer's weights.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load, save
from torch import nn

Steps = list[list]
Tensors = dict[str, np.ndarray]


def fold(network: nn.Module) -> tuple[Steps, Tensors]:
    """The steps of a Sequential and, under the numbers of their layers, weights and biases.

    A step is a kind and what it needs: ["linear", "0"], ["conv", "3"] (kernels of 3 x 3 with a
    margin of one), ["view", 64, 4, 4], ["upsample"], ["shuffle"], ["leaky", 0.2], ["sigmoid"] or
    ["tanh"], the last from -1 … 1 to 0 … 1. Raises `ValueError` for a layer that has none.

    >>> steps, tensors = fold(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 9)))
    >>> steps, tensors["2.bias"].shape
    ([['linear', '0'], ['leaky', 0.0], ['linear', '2']], (9,))
    """
    steps: Steps = []
    tensors: dict[str, np.ndarray] = {}
    for index, layer in enumerate(_flat(network)):
        if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
            _absorb(layer, steps, tensors)
        elif step := _step(layer, str(index)):
            steps.append(step)
        if isinstance(layer, nn.Linear | nn.Conv2d):
            weight = _numbers(layer.weight)
            tensors[f"{index}.weight"] = weight
            no_bias = np.zeros(len(weight))
            tensors[f"{index}.bias"] = no_bias if layer.bias is None else _numbers(layer.bias)
    if not all(np.isfinite(values).all() for values in tensors.values()):
        raise ValueError("A generator needs finite weights, but one of them is not a number.")
    return steps, {name: values.astype(np.float32) for name, values in tensors.items()}


def _numbers(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().cpu().double().numpy()


def _flat(network: nn.Module) -> Iterator[nn.Module]:
    if isinstance(network, nn.Sequential):
        for layer in network:
            yield from _flat(layer)
    else:
        yield network


def _step(layer: nn.Module, name: str) -> list | None:
    """A layer as a step; None for one that changes nothing. Raises `ValueError` for another."""
    match layer:
        case nn.Linear():
            return ["linear", name]
        case nn.Conv2d() if _is_plain(layer):
            return ["conv", name]
        case nn.Unflatten() if layer.dim == 1:
            return ["view", *layer.unflattened_size]
        case nn.Upsample(mode="nearest") if layer.scale_factor in (2, (2, 2), (2.0, 2.0)):
            return ["upsample"]
        case nn.PixelShuffle(upscale_factor=2):
            return ["shuffle"]
        case nn.ReLU():
            return ["leaky", 0.0]
        case nn.LeakyReLU():
            return ["leaky", float(layer.negative_slope)]
        case nn.Sigmoid():
            return ["sigmoid"]
        case nn.Tanh():
            return ["tanh"]
        case nn.Flatten() | nn.Dropout() | nn.Identity():
            return None
    raise ValueError(
        f"A generator in the page needs other layers than {layer}: Linear, Conv2d with kernels of "
        "3 x 3 and a padding of 1, Unflatten(1, …), Upsample by 2 (nearest), PixelShuffle(2), "
        "BatchNorm, ReLU, LeakyReLU, Sigmoid and Tanh are what it computes."
    )


def _is_plain(layer: nn.Conv2d) -> bool:
    found = (layer.kernel_size, layer.padding, layer.stride, layer.dilation, layer.groups)
    return found == ((3, 3), (1, 1), (1, 1), (1, 1), 1) and layer.padding_mode == "zeros"


def _absorb(norm: nn.BatchNorm1d | nn.BatchNorm2d, steps: Steps, tensors: Tensors) -> None:
    """Write what a batch normalisation does with its stored moments into the layer before it."""
    kinds = [step[0] for step in steps]
    back = 2 if kinds[-2:] in (["linear", "view"], ["conv", "shuffle"]) else 1
    mean, variance = norm.running_mean, norm.running_var
    if not kinds or kinds[-back] not in ("linear", "conv") or mean is None or variance is None:
        raise ValueError(
            "A batch normalisation needs a Linear or Conv2d before it and stored moments, "
            f"but got {kinds[-2:]}: the page folds it into that layer."
        )
    name = steps[-back][1]
    gain = 1.0 if norm.weight is None else _numbers(norm.weight)
    shift = 0.0 if norm.bias is None else _numbers(norm.bias)
    scale = gain / np.sqrt(_numbers(variance) + norm.eps)
    offset = shift - _numbers(mean) * scale
    weight = tensors[f"{name}.weight"]
    # A Linear seen as planes has as many outputs a channel as a plane has places, and a
    # convolution that is shuffled has four: in both cases one after the other.
    places = len(weight) // len(scale)
    scale, offset = np.repeat(scale, places), np.repeat(offset, places)
    tensors[f"{name}.weight"] = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
    tensors[f"{name}.bias"] = tensors[f"{name}.bias"] * scale + offset


def quantise(tensors: Mapping[str, np.ndarray]) -> Tensors:
    """Each "….weight" in one byte a number, with its "….scale" for each output; the rest as it is.

    A weight moves by half its output's scale at most, which is the largest weight over 127.

    >>> small = quantise({"0.weight": np.array([[1.0, -0.25]], np.float32)})
    >>> small["0.weight"].tolist(), small["0.scale"].tolist()
    ([[127, -32]], [0.007874015718698502])
    """
    small: Tensors = {}
    for name, values in tensors.items():
        if not name.endswith(".weight"):
            small[name] = values
            continue
        rows = values.reshape(len(values), -1)
        scale = np.maximum(np.abs(rows).max(axis=1) / 127, np.finfo(np.float32).tiny)
        small[name] = np.rint(rows / scale[:, None]).astype(np.int8).reshape(values.shape)
        small[name.replace(".weight", ".scale")] = scale.astype(np.float32)
    return small


def pack(about: Mapping[str, Any], tensors: Tensors) -> bytes:
    """One safetensors file: the tensors, and `about` as JSON in its header.

    >>> about, tensors = unpack(pack({"layers": [["tanh"]]}, {"slices": np.zeros((1, 3, 2))}))
    >>> about, tensors["slices"].shape
    ({'layers': [['tanh']]}, (1, 3, 2))
    """
    return save(tensors, metadata={"generator": json.dumps(about, ensure_ascii=False)})


def unpack(file: bytes) -> tuple[dict[str, Any], Tensors]:
    """What `pack` has packed: what the file says of itself, and its tensors."""
    size = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + size])
    return json.loads(header["__metadata__"]["generator"]), load(file)
