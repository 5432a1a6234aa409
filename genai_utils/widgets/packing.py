"""What a map of a 2-D latent space hands to the page, checked and in half precision."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from torch import nn

HALF = "<f2"  # float16, little endian: half the page, and a pixel moves by less than 1/255
MOST_CODES = 1000  # more numerals than this cover each other on a map of 400 pixels
NEIGHBOURS = 15  # codes around a place that tell whether a digit is drawn there


def pack_decoder(decoder: nn.Module) -> tuple[list[int], bytes]:
    """The layer sizes and the weights in half precision: matrix row by row, then bias, per layer.

    Raises `ValueError` for layers, sizes or weights that the figure can't decode.
    """
    layers = list(decoder) if isinstance(decoder, nn.Sequential) else [decoder]
    expected = [nn.ReLU if index % 2 else nn.Linear for index in range(len(layers))]
    kinds = [type(layer) for layer in layers]
    if kinds != expected or len(layers) % 2 == 0:
        given = ", ".join(kind.__name__ for kind in kinds) or "no layer"
        raise ValueError(
            "The decoder needs a Sequential of Linear layers with ReLU between them, but got "
            f"{given}: the page decodes these two kinds only."
        )
    linear = [layer for layer in layers if isinstance(layer, nn.Linear)]
    sizes = [linear[0].in_features, *(layer.out_features for layer in linear)]
    if sizes[0] != 2 or math.isqrt(sizes[-1]) ** 2 != sizes[-1]:
        raise ValueError(
            "The decoder needs 2 latents and a square number of pixels, but got "
            f"{sizes[0]} and {sizes[-1]}: a map has two axes, and the picture is a square."
        )
    if any(layer.bias is None for layer in linear):
        raise ValueError(
            "Every Linear layer needs a bias, but one has none: the page reads a bias after each "
            "matrix."
        )
    parameters = [tensor for layer in linear for tensor in (layer.weight, layer.bias)]
    flat = np.concatenate([p.detach().cpu().double().numpy().ravel() for p in parameters])
    largest = float(np.abs(flat).max())
    if not largest <= float(np.finfo(HALF).max):
        raise ValueError(
            f"The decoder needs finite weights up to 65504, but the largest is {largest}: they "
            "travel in half precision."
        )
    return sizes, flat.astype(HALF).tobytes()


def unpack_layers(sizes: Sequence[int], weights: bytes) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Of each layer the matrix (outputs, inputs) and the bias (outputs,), in half precision.

    >>> sizes, weights = pack_decoder(nn.Linear(2, 4))
    >>> [(matrix.shape, bias.shape) for matrix, bias in unpack_layers(sizes, weights)]
    [((4, 2), (4,))]
    """
    rest = np.frombuffer(weights, HALF)
    for inputs, outputs in pairwise(sizes):
        matrix, bias, rest = np.split(rest, [inputs * outputs, (inputs + 1) * outputs])
        yield matrix.reshape(outputs, inputs), bias


def pack_codes(codes: Any, labels: Any) -> tuple[bytes, bytes]:
    """At most 1000 codes in half precision, evenly picked, and their labels as bytes.

    Raises `ValueError` for shapes that don't match, codes that aren't finite, labels beyond 0 to 9.
    """
    codes, labels = np.asarray(codes), np.asarray(labels)
    if codes.ndim != 2 or codes.shape[1] != 2 or labels.shape != codes.shape[:1]:
        raise ValueError(
            f"Codes need the shape (n, 2) and labels (n,), but got {codes.shape} and "
            f"{labels.shape}: each code is a point on the map with one label."
        )
    if not np.isfinite(codes).all() or not np.isin(labels, range(10)).all():
        raise ValueError(
            "Codes need finite numbers and labels 0 to 9, but got others: each code is drawn as "
            "its numeral."
        )
    count = min(len(codes), MOST_CODES)
    picked = np.linspace(0, len(codes) - 1, count).astype(int)
    # A code too large for half precision becomes infinite, and lies beyond any map as before.
    with np.errstate(over="ignore"):
        return codes[picked].astype(HALF).tobytes(), labels[picked].astype(np.uint8).tobytes()


def clear_place(codes: bytes, labels: bytes, extent: float) -> list[float]:
    """A code on the map among codes of its own class, so that the picture there is a digit.

    Of all codes with as many of their class among the 15 nearest, the one nearest to the origin;
    both numbers rounded to the two decimals that the page shows. The origin if there is no code.

    >>> codes, labels = pack_codes([[1.0, 0.0], [1.5, 0.0], [0.1, 0.0]], [7, 7, 2])
    >>> clear_place(codes, labels, extent=4.0)
    [1.0, 0.0]
    """
    places = np.frombuffer(codes, HALF).astype(float).reshape(-1, 2)
    classes = np.frombuffer(labels, np.uint8)
    on_map = np.abs(places).max(axis=1, initial=0) <= extent
    places, classes = places[on_map], classes[on_map]
    if not len(places):
        return [0.0, 0.0]
    distances = np.linalg.norm(places[:, None] - places, axis=2)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, : NEIGHBOURS + 1]
    alike = (classes[nearest] == classes[:, None]).sum(axis=1)
    first = np.lexsort((np.linalg.norm(places, axis=1), -alike))[0]
    # A half such as 3.9980 could otherwise round to a place beyond the map's edge.
    return [min(max(round(float(part), 2), -extent), extent) + 0.0 for part in places[first]]
