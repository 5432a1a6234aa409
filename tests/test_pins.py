"""What is installed is pinned: exactly, for every system, and with hashes for the builder."""

import re
import shutil
import subprocess
from collections import Counter

import pytest
import torch_size
from book_sources import ROOT

PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
ASKED = {name: (ROOT / f"requirements/{name}.in").read_text() for name in ("book", "notebooks")}
BOOK = (ROOT / "requirements/book.txt").read_text()
ALL = (ROOT / "requirements.txt").read_text()


def pins(text):
    """Package -> version, names as packaging compares them."""
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


@pytest.mark.parametrize(("asked", "written"), [("book", BOOK), ("book", ALL), ("notebooks", ALL)])
def test_what_is_asked_for_is_pinned_as_asked(asked, written):
    wanted = pins(ASKED[asked])
    assert len(wanted) > 10
    assert {name: pins(written).get(name) for name in wanted} == wanted


def test_builder_and_notebooks_agree():
    both = pins(BOOK).keys() & pins(ALL).keys()
    assert len(both) > 80
    assert [name for name in both if pins(BOOK)[name] != pins(ALL)[name]] == []


def test_the_builder_has_hashes_and_no_torch():
    entries = re.split(r"\n(?=\S)", BOOK.strip())
    assert len(entries) == len(pins(BOOK))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "torch" not in pins(BOOK)


def test_a_cpu_build_of_torch_can_take_its_place():
    line = next(line for line in ALL.splitlines() if line.startswith("torch=="))
    assert "hash" not in line
    assert [name for name in pins(ALL) if name.startswith(("nvidia", "cuda", "triton"))] == []


def twice(command):
    """The options that stand more than once in a command, which uv refuses."""
    counted = Counter(word for word in command.split() if word.startswith("--"))
    return [option for option, count in counted.items() if count > 1]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_pins_gives_no_option_twice():
    dry = ["make", "--dry-run", "--no-print-directory", "pins"]
    told = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = [line for line in told.splitlines() if " pip compile " in line]
    assert len(commands) == 3
    assert [(found, line) for line in commands if (found := twice(line))] == []


def test_an_option_that_stands_twice_is_seen():
    assert twice("uv pip compile --python-version 3.11 a.in --python-version 3.12") == [
        "--python-version"
    ]


def test_no_file_names_a_registry():
    assert not re.search(r"https?://|--index|--find-links", BOOK + ALL)


@pytest.mark.parametrize(
    ("index", "system", "has_torch", "has_gpu", "warned"),
    [
        ("", "Linux", False, False, True),
        ("an address", "Linux", False, False, False),
        ("", "Darwin", False, False, False),
        ("", "Linux", True, False, False),
        ("", "Linux", False, True, False),
    ],
)
def test_the_size_of_torch_is_said_where_it_could_be_smaller(
    index, system, has_torch, has_gpu, warned
):
    assert torch_size.needs_warning(index, system, has_torch, has_gpu) is warned
