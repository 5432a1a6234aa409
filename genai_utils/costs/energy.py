"""Joules that a processor counts itself, where the system shows its counter (RAPL, on Linux)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNTERS = Path("/sys/class/powercap")


def joules(run: Callable[[], Any], counters: Path = COUNTERS) -> float | None:
    """What all packages of the processor use while `run` runs; None without a readable counter.

    That is the whole machine's processor, whoever else works on it. A counter begins again behind
    its largest value, which is taken into account once.

    >>> joules(lambda: None, counters=Path("nowhere")) is None
    True
    """
    before = _counted(counters, "energy_uj")
    run()
    after = _counted(counters, "energy_uj")
    whole = _counted(counters, "max_energy_range_uj")
    if not (before and after and whole):
        return None
    used = ((b - a) % w for a, b, w in zip(before, after, whole, strict=True))
    return sum(used) / 1e6


def _counted(counters: Path, name: str) -> list[int]:
    """A number for each package; none where they may not be read."""
    packages = sorted(counters.glob("intel-rapl:?"))
    try:
        return [int((package / name).read_text(encoding="ascii")) for package in packages]
    except PermissionError:
        return []
