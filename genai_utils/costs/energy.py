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
    packages = sorted(counters.glob("intel-rapl:?"))
    try:
        before = [_read(package / "energy_uj") for package in packages]
        run()
        after = [_read(package / "energy_uj") for package in packages]
        whole = [_read(package / "max_energy_range_uj") for package in packages]
    except PermissionError:
        return None
    if not packages:
        return None
    used = ((b - a) % w for a, b, w in zip(before, after, whole, strict=True))
    return sum(used) / 1e6


def _read(counter: Path) -> int:
    return int(counter.read_text(encoding="ascii"))
