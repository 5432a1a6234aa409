"""Where the tests find the book's sources, and how they read labels out of them."""

import functools
import os
import re
import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]

FENCE = re.compile(r"[ \t]*(`{3,}|:{3,}|~{3,})[ \t]*(.*)")
DOLLARS = re.compile(r"\$\$.+?\$\$(?:[ \t]*\((?P<label>[^()\s]+)\))?", re.DOTALL)
MATH_DIRECTIVE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|:{3,})\{math\}.*?^[ \t]*(?P=fence)", re.MULTILINE | re.DOTALL
)
OPTION_LABEL = re.compile(r"^[ \t]*:?label:[ \t]*(\S+)", re.MULTILINE)
EQUATION_NAME = re.compile(r"(?<![\w-])eq-[a-z0-9]+(?:-[a-z0-9]+)*")


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """All files that git knows or would add; without git there is nothing to ask."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0:
        reason = f"git cannot list the files here: {asked.stderr.strip()}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    names = [name for name in asked.stdout.split("\0") if name]
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


@functools.cache
def notebooks() -> dict[str, nbformat.NotebookNode]:
    """The notebooks by their path inside the repository."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return {str(path.relative_to(ROOT)): nbformat.read(path, as_version=4) for path in paths}


@functools.cache
def pages() -> dict[str, str]:
    """The text of every page: Markdown files whole, of notebooks their Markdown cells."""
    texts = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "book").rglob("*.md"))
    }
    for name, notebook in notebooks().items():
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        texts[name] = "\n\n".join(cells)
    return texts


def without_code(text: str) -> str:
    """The text without fenced code, where `$$` and `{eq}` are only shown. Directives stay."""
    kept, opened = [], []  # opened: the fences that are open, each with whether it holds code
    for line in text.splitlines():
        fence = FENCE.match(line)
        in_code = bool(opened) and opened[-1][1]
        if fence and opened and not fence[2] and fence[1].startswith(opened[-1][0]):
            opened.pop()
        elif fence and not in_code:
            in_code = not fence[2].startswith("{") or fence[2].startswith("{code")
            opened.append((fence[1], in_code))
        kept.append("" if in_code else line)
    return "\n".join(kept)


def math_labels(text: str) -> list[str]:
    """The labels of displayed equations, `$$ ... $$ (eq-x)` and `{math}` with `:label:`."""
    prose = re.sub(r"`[^`\n]+`", "", without_code(text))
    labels = [match["label"] for match in DOLLARS.finditer(prose) if match["label"]]
    for directive in MATH_DIRECTIVE.finditer(without_code(text)):
        labels += OPTION_LABEL.findall(directive[0])
    return labels


def equation_labels() -> dict[str, str]:
    """Every label of a displayed equation and the page that defines it."""
    return {label: page for page, text in pages().items() for label in math_labels(text)}
