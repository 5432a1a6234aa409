"""ESLint over every script that the repository holds, each as the program that it becomes.

A live figure's module is several files one after the other; what one defines the next may use.
"""

import functools
import json
import subprocess
from pathlib import Path

import book_sources
import pytest
from book_ext.node import NODE
from book_sources import ROOT

from genai_utils import widgets
from genai_utils.widgets.scripts import without_remarks

LINT = Path(__file__).with_name("lint.mjs")
# What a browser brings, and MiniSearch; a name that is missing here is reported as unknown.
BROWSER = """
    window document globalThis console performance navigator location history devicePixelRatio
    addEventListener removeEventListener Event CustomEvent AbortController
    requestAnimationFrame cancelAnimationFrame setTimeout clearTimeout setInterval clearInterval
    getComputedStyle matchMedia IntersectionObserver ResizeObserver MutationObserver
    Path2D ImageData URL URLSearchParams TextDecoder Blob atob fetch CSS Highlight Range
    NodeFilter AudioContext AudioBufferSourceNode MiniSearch DOMParser innerWidth innerHeight
""".split()
NODES = ["process", "console"]


def complaints(programs):
    """What ESLint says of programs, by name; a program is a text, its kind and its globals."""
    asked = {
        name: {"text": text, "kind": kind, "globals": known}
        for name, (text, kind, known) in programs.items()
    }
    done = subprocess.run(
        [NODE, LINT], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@functools.cache
def programs():
    figures = {
        name: (str(getattr(widgets, name)._esm), "module", BROWSER) for name in widgets.__all__
    }
    scripts = {
        path.name: (path.read_text(encoding="utf-8"), "script", BROWSER)
        for path in (ROOT / "assets").glob("*.js")
    }
    for_node = {
        path.name: (path.read_text(encoding="utf-8"), "module", NODES)
        for path in book_sources.tracked_files()
        if path.suffix == ".mjs"
    }
    return {**figures, **scripts, **for_node}


@functools.cache
def found():
    return complaints(programs())


@pytest.mark.parametrize("name", programs())
def test_no_complaint(name):
    assert found()[name] == []


def test_every_script_is_read():
    everything = "\n".join(text for text, _, _ in programs().values())
    for path in book_sources.tracked_files():
        if path.suffix in {".js", ".mjs", ".cjs"}:
            text = path.read_text(encoding="utf-8")
            carried = without_remarks(text) if path.parent.name == "widgets" else text
            assert carried.strip() in everything, path


@pytest.mark.parametrize("name", widgets.__all__)
def test_what_a_page_carries_weighs_at_most_80_kB(name):
    """The scripts of every page, and those of one figure: a page with a figure has one kind."""
    others = [path.read_text("utf-8") for path in (ROOT / "assets").glob("*.js")]
    carried = [str(getattr(widgets, name)._esm), *others]
    assert 20_000 < sum(len(text.encode()) for text in carried) <= 80_000


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("const a = 1;", "no-unused-vars"),
        ("console.log(undefinedName);", "no-undef"),
        ("let a = 1; console.log(a);", "prefer-const"),
        ("var a = 1; console.log(a); a = 2;", "no-var"),
        ("if (console.a == 1) console.log();", "eqeqeq"),
        ("const a = 1; a.b = a; a += 2;", "no-const-assign"),
        ("console.log((;", "null"),
    ],
)
def test_a_fault_is_seen(text, rule):
    (first, *_) = complaints({"faulty": (text, "module", NODES)})["faulty"]
    assert first.startswith(rule)
