"""What a check must leave as it was: the random state, PyTorch's switches, and the screen.

This protects a notebook from an answer with side effects. It is no protection against malice.
"""

import contextlib
import io
import random
import warnings
from collections.abc import Iterator

import numpy as np
import torch

SEED = 20_240_501  # any number: an answer and a known mistake must see the same draws


class _Nowhere(io.TextIOBase):
    """A stream that keeps nothing, however much an answer prints."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Run the body seeded, silent and with default switches; put everything back afterwards."""
    nowhere = _Nowhere()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        _same_random_state(),
        _same_switches(),
        torch.enable_grad(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _same_random_state() -> Iterator[None]:
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002
    try:
        random.seed(SEED)
        np.random.seed(SEED)  # noqa: NPY002 - an answer may draw from the legacy generator
        torch.manual_seed(SEED)
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.set_rng_state(states[2])


@contextlib.contextmanager
def _same_switches() -> Iterator[None]:
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    gradients, anomaly = torch.is_grad_enabled(), torch.is_anomaly_enabled()
    deterministic = torch.are_deterministic_algorithms_enabled()
    device = torch.get_default_device()
    try:
        torch.set_default_dtype(torch.float32)
        yield
    finally:
        torch.set_default_device(device)
        torch.set_default_dtype(dtype)
        torch.set_num_threads(threads)
        torch.set_grad_enabled(gradients)
        torch.autograd.set_detect_anomaly(anomaly)
        torch.use_deterministic_algorithms(deterministic)
