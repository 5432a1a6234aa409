"""What a run depends on besides its code: the seed, the number of threads, the device.

Nothing here knows what is trained.
"""

import random
from numbers import Integral

import numpy as np
import torch


def start(seed: int = 0, threads: int = 1) -> None:
    """Seed Python, NumPy and PyTorch and fix the number of threads; returns nothing.

    One thread is the default because two runs are bit-identical only at a fixed thread count, and
    because on a shared laptop two threads that wait for each other are slower than one.

    Raises `ValueError` for a seed that NumPy refuses or fewer threads than one.

    >>> start(seed=0)
    >>> torch.get_num_threads(), torch.initial_seed()
    (1, 0)
    """
    whole = isinstance(seed, Integral) and isinstance(threads, Integral)
    if not whole or not 0 <= seed < 2**32 or threads < 1:
        raise ValueError(
            "start needs a seed from 0 to 2**32 - 1 and at least one thread, but got "
            f"seed={seed!r}, threads={threads!r}: NumPy takes no other seed, and no thread works."
        )
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - libraries that we call draw from the legacy generator
    torch.manual_seed(seed)
    torch.set_num_threads(threads)


def device(name: str = "auto") -> torch.device:
    """The `torch.device` called `name`; "auto" takes CUDA, then Apple's MPS, then the CPU.

    Raises `ValueError` if the name is unknown or this machine has no such device, or none of that
    number, so that a typing mistake is found before the training and not after it.

    >>> device("cpu")
    device(type='cpu')
    """
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, there in available.items() if there))
    kind, colon, number = str(name).partition(":")
    many = torch.cuda.device_count() if kind == "cuda" else 1
    there = available.get(kind, False) and (not colon or number in map(str, range(many)))
    if not there:
        usable = ", ".join(kind for kind, there in available.items() if there)
        raise ValueError(f"device {name!r} was asked for, but this machine offers only: {usable}.")
    return torch.device(str(name))
