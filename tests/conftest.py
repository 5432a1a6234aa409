"""What all tests share: one thread, the tools on the path, the switch that writes the record."""

import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest

ROOT = Path(__file__).resolve().parents[1]

# At the end of the path: a tool must not hide a module of the standard library.
sys.path.append(str(ROOT / "tools"))
sys.path.append(str(ROOT / "experiments"))
sys.path.append(str(ROOT / "benchmarks"))


def pytest_addoption(parser):
    # Here and not in tests/equations/, because only this file is read before the arguments are.
    parser.addoption(
        "--record",
        action="store_true",
        help="write tests/equations/record.json from this run, if every test passes",
    )


def pytest_collection_finish():
    # Not in the process that only hands out tests to workers: PyTorch takes seconds to load.
    import torch

    torch.set_num_threads(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The order in which the workers take modules: the slow ones first, then those of most tests.

    One that is long and comes last would keep one worker busy, and the other idle.
    """
    modules = [item.nodeid.partition("::")[0] for item in items]
    count = Counter(modules)
    slow = {item.nodeid.partition("::")[0] for item in items if item.get_closest_marker("slow")}
    rank = {module: (module not in slow, -count[module], module) for module in count}
    items.sort(key=lambda item: rank[item.nodeid.partition("::")[0]])
