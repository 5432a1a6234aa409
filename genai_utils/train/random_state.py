"""The state of every generator of random numbers that a step may draw from."""

import random

import numpy as np
import torch
from torch import Tensor


def tensors() -> dict[str, Tensor]:
    """PyTorch's states, of the CPU and of this process's GPU, if it has one (CUDA only)."""
    states = {"random.cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["random.cuda"] = torch.cuda.get_rng_state()
    return states


def plain() -> dict:
    """Python's and NumPy's states, in what JSON can hold."""
    numpy = np.random.get_state(legacy=False)  # noqa: NPY002 - what a step may draw from
    return {"python": random.getstate(), "numpy": numpy | {"state": _lists(numpy["state"])}}


def _lists(state: dict) -> dict:
    return {name: np.asarray(value).tolist() for name, value in state.items()}


def accepts(states: dict[str, Tensor]) -> bool:
    """Whether PyTorch's generators on this machine can take these states."""
    now = tensors()
    common = states.keys() & now.keys()
    return "random.cpu" in common and all(
        states[name].dtype == now[name].dtype and states[name].shape == now[name].shape
        for name in common
    )


def restore(states: dict[str, Tensor], others: dict) -> None:
    """Go on where `tensors` and `plain` were taken; a GPU that isn't there is left out."""
    torch.set_rng_state(states["random.cpu"])
    if "random.cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["random.cuda"])
    version, words, gauss = others["python"]
    random.setstate((version, tuple(words), gauss))
    numpy = others["numpy"]
    key = np.array(numpy["state"]["key"], dtype=np.uint32)
    np.random.set_state(numpy | {"state": numpy["state"] | {"key": key}})  # noqa: NPY002
