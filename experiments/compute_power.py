"""Watts of a GPU while it works, as its driver reports them: for `compute_timed.py`."""

import subprocess
from collections.abc import Callable

import torch

QUERY = ["nvidia-smi", "--query-gpu=power.draw", "--format=csv,noheader,nounits"]


def watts() -> float | None:
    """What the first GPU draws now; None where the driver's program is missing or doesn't say."""
    try:
        said = subprocess.run(QUERY, capture_output=True, text=True, timeout=10, check=True).stdout
        return float(said.split()[0])
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def drawn(step: Callable, seconds: float, busy: float = 1.5) -> float | None:
    """The watts in the middle of a second and a half of such steps, each taking `seconds`."""
    half = max(1, round(busy / 2 / seconds))
    for _ in range(half):
        step()
    torch.cuda.synchronize()
    for _ in range(half):
        step()
    found = watts()
    torch.cuda.synchronize()
    return found
