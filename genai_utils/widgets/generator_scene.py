"""Where a generator's figure stands: a slice of the latent space, A and B on it, what is chosen.

A scene is a plain dictionary, because it travels to the page as it is; `generator_scene.js` reads
the same one. Python and page share the numbers of `SHARED`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from genai_utils.widgets.generator_layers import Tensors
from genai_utils.widgets.generator_network import LARGEST_SIDE

REACH = 75  # degrees from a slice's middle to its edge
ENDS = [[-40, 0], [40, 0]]  # where A and B stand at first

SHARED = {
    "reach": REACH,
    "ends": ENDS,
    "cells": 7,  # of the sheet, on a side
    "steps": 9,  # pictures from A to B
    "largestSide": LARGEST_SIDE,
    # What the way from A to B is called: above this share of one step a jump, and below this share
    # of the ends' distance a double exposure; ends nearer to each other than this are alike.
    "jump": 0.5,
    "exposed": 0.1,
    "alike": 0.02,
}


def make_scene(
    about: Mapping[str, Any],
    *,
    slice: int = 0,
    ends: Sequence[Sequence[float]] = ENDS,
    choose: Mapping[str, str | Sequence[str]] | None = None,
    blend: float = 0.0,
    move: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """A scene of a file that is as `about` says, in the names of its values and directions.

    `slice` counts from 0, `ends` are the places of A and B in degrees east and north, `choose`
    gives a condition's value, or two, for A and for B, `blend` goes from 0 (A) to 1 (B), and `move`
    is how far each direction is gone. Raises `ValueError` for what the file doesn't offer.

    >>> about = {"slices": 1, "conditions": [{"name": "tone", "values": ["light", "dark"]}]}
    >>> make_scene(about | {"directions": []}, choose={"tone": ["light", "dark"]})["chosen"]
    [[0], [1]]
    """
    if not 0 <= slice < about["slices"]:
        raise ValueError(f"slice needs a number from 0 to {about['slices'] - 1}, but got {slice}.")
    places = np.asarray(ends, float)
    if places.shape != (2, 2) or not (np.abs(places) <= REACH).all():
        raise ValueError(
            f"ends need two places of degrees within {REACH} of 0, but got {ends}: A and B have to "
            "lie on the slice."
        )
    if not 0 <= blend <= 1:
        raise ValueError(f"blend needs a number from 0 (A) to 1 (B), but got {blend}.")
    return {
        "slice": slice,
        "ends": [[round(value) for value in place] for place in places.tolist()],
        "chosen": _chosen(about["conditions"], choose or {}),
        "blend": round(float(blend), 2),
        "moves": _moves(about["directions"], move or {}),
    }


def require_scene(about: Mapping[str, Any], scene: Mapping[str, Any]) -> dict[str, Any]:
    """A scene as `make_scene` makes it. Raises `ValueError` for one that it wouldn't make."""
    conditions, directions = about["conditions"], about["directions"]
    try:
        lengths = [len(end) for end in scene["chosen"]], len(scene["moves"])
        if lengths != ([len(conditions)] * 2, len(directions)):
            raise KeyError("chosen or moves")
        pairs = list(zip(*scene["chosen"], strict=True))
        choose = {c["name"]: [c["values"][k] for k in pairs[i]] for i, c in enumerate(conditions)}
        move = {held["name"]: scene["moves"][i] for i, held in enumerate(directions)}
        named = {key: scene[key] for key in ("slice", "ends", "blend")}
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(
            f"A scene needs slice, ends, chosen, blend and moves of this figure, but got {scene}: "
            "make_scene makes one."
        ) from error
    return make_scene(about, **named, choose=choose, move=move)


def _require_names(offered: Sequence[str], given: Mapping[str, Any]) -> None:
    if unknown := given.keys() - set(offered):
        raise ValueError(f"There is no {', '.join(sorted(unknown))} here, only {list(offered)}.")


def _chosen(conditions: Sequence[Mapping], choose: Mapping[str, Any]) -> list[list[int]]:
    _require_names([condition["name"] for condition in conditions], choose)
    ends: list[list[int]] = [[], []]
    for condition in conditions:
        wanted = choose.get(condition["name"], condition["values"][0])
        pair = [wanted, wanted] if isinstance(wanted, str) else list(wanted)
        if len(pair) != 2 or not set(pair) <= set(condition["values"]):
            raise ValueError(
                f"{condition['name']} needs one of {condition['values']}, or two for A and B, but "
                f"got {wanted}."
            )
        for end, value in zip(ends, pair, strict=True):
            end.append(condition["values"].index(value))
    return ends


def _moves(directions: Sequence[Mapping], move: Mapping[str, float]) -> list[float]:
    _require_names([direction["name"] for direction in directions], move)
    moves = [round(float(move.get(direction["name"], 0)), 2) for direction in directions]
    for direction, value in zip(directions, moves, strict=True):
        if not abs(value) <= direction["reach"]:
            raise ValueError(
                f"{direction['name']} reaches from -{direction['reach']:g} to "
                f"{direction['reach']:g}, but got {value}."
            )
    return moves


def weights_at(place: Sequence[float]) -> np.ndarray:
    """The weights (3,) of a slice's three codes at a place in degrees; their squares sum to 1.

    >>> weights_at([0, 0]).tolist()
    [1.0, 0.0, 0.0]
    """
    east, north = np.radians(place)
    around = np.cos(north)
    return np.array([around * np.cos(east), around * np.sin(east), np.sin(north)])


def between(ends: Sequence[Sequence[float]], blend: float) -> np.ndarray:
    """The weights (3,) on the great circle from A to B, at a share `blend` of the way.

    >>> between([[0, 0], [60, 0]], 0.5).round(3).tolist()
    [0.866, 0.5, 0.0]
    """
    a, b = (weights_at(place) for place in ends)
    angle = np.arccos(min(1.0, a @ b))
    if angle < 1e-6:
        return a
    return (np.sin((1 - blend) * angle) * a + np.sin(blend * angle) * b) / np.sin(angle)


def input_at(about: Mapping[str, Any], tensors: Tensors, scene: Mapping[str, Any]) -> np.ndarray:
    """What the generator is given at a scene: the code, then a share for each value of a condition.

    (latent + values,) float32.
    """
    blend = scene["blend"]
    weights = between(scene["ends"], blend)
    code = about["temperature"] * (weights @ tensors["slices"][scene["slice"]])
    for k, move in enumerate(scene["moves"]):
        code = code + move * tensors[f"direction.{k}"]
    parts = [code]
    for k, condition in enumerate(about["conditions"]):
        a, b = (np.eye(len(condition["values"]))[end[k]] for end in scene["chosen"])
        parts.append((1 - blend) * a + blend * b)
    return np.concatenate(parts).astype(np.float32)
