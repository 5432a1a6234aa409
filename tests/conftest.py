"""What all tests share: one thread, the tools on the path, the switch that writes the record."""

import gc
import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
import work_units

# For addresses, jsonschema makes 39 grammars when it is loaded, and that takes a second. Without
# the package of the grammars it makes none; no schema that we hold a notebook to needs one.
sys.modules.setdefault("rfc3987_syntax", None)

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


@pytest.hookimpl(optionalhook=True)  # pytest may run without xdist
def pytest_xdist_make_scheduler(config, log):
    return work_units.ByUnit(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    # What is loaded and collected stays to the end. The collector of garbage would look through
    # all of it again and again: a fifth of the time here, and seconds afterwards.
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)  # new objects between two looks, where Python says 700
        gc.enable()


def pytest_collection_finish():
    # Not in the process that only hands out tests to workers: PyTorch takes seconds to load.
    import torch

    torch.set_num_threads(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The order in which the workers take units: the slow ones first, then those of most tests.

    One that is long and comes last would keep one worker busy, and the other idle.
    """
    count = Counter(work_units.unit(item.nodeid) for item in items)
    slow = {work_units.unit(item.nodeid) for item in items if item.get_closest_marker("slow")}
    rank = {unit: (unit not in slow, -count[unit], unit) for unit in count}
    items.sort(key=lambda item: rank[work_units.unit(item.nodeid)])
