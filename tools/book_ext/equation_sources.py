"""Where an equation lives outside its page: its code, its test, the exercises and figures on it.

All of it is read from the sources' text, so that a build imports nothing of the package:

- code: the functions of `genai_utils` whose docstring names the label,
- test: the function of `tests/equations` that is registered under it; its docstring says in one
  sentence what the equation says,
- exercises: those of the pages and notebooks whose text refers to it, and those of the package that
  send a student there,
- figures: those whose program names it in its docstring.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAME = re.compile(r"\beq-[a-z0-9-]*[a-z0-9]")
EXERCISE = re.compile(
    r"^(`{3,}|:{3,})\{exercise\}[^\n]*\n(?::[^\n]*\n)*?:label: (\S+)\n(.*?)^\1", re.M | re.S
)
REFERENCE = re.compile(r"\{eq\}`(?:[^`<]*<)?([^`>]+)>?`")
NOT_CODE = {"exercises", "solutions", "checks"}
LONGEST = 10  # lines of a function that a panel shows; a longer one is named


Definition = ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True)
class Function:
    """A function: its name below `genai_utils`, file, line, and body where it is short."""

    name: str
    path: str
    line: int
    body: str = ""


@dataclass(frozen=True)
class Test:
    path: str
    line: int
    name: str
    says: str


@dataclass
class Sources:
    code: list[Function] = field(default_factory=list)
    test: Test | None = None
    exercises: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def definitions(path: Path) -> Iterator[tuple[str, Definition, str]]:
    """The functions, methods and classes of a file with their dotted names."""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            inner = [child for child in node.body if isinstance(child, ast.FunctionDef)]
            yield from ((f"{node.name}.{child.name}", child, text) for child in inner)
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name, node, text


def body_of(node: Definition, text: str) -> str:
    """The lines of a function after its docstring, unless they are many."""
    first, last = node.body[0].end_lineno, node.end_lineno
    lines = text.splitlines()[first:last]
    if isinstance(node, ast.ClassDef) or len(lines) > LONGEST:
        return ""
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines).strip("\n")


def find_code(root: Path, found: dict[str, Sources]) -> None:
    for path in sorted((root / "genai_utils").rglob("*.py")):
        place = path.relative_to(root)
        if NOT_CODE & set(place.parts):
            continue
        module = ".".join(place.with_suffix("").parts[1:])
        for name, node, text in definitions(path):
            for label in sorted(set(NAME.findall(ast.get_docstring(node) or ""))):
                function = Function(
                    f"{module}.{name}", place.as_posix(), node.lineno, body_of(node, text)
                )
                found[label].code.append(function)


def find_tests(root: Path, found: dict[str, Sources]) -> None:
    for path in sorted((root / "tests" / "equations").glob("checks_*.py")):
        for name, node, _ in definitions(path):
            calls = [call for call in node.decorator_list if isinstance(call, ast.Call)]
            for call in calls:
                if getattr(call.func, "id", "") == "checks":
                    says = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
                    place = path.relative_to(root).as_posix()
                    found[ast.literal_eval(call.args[0])].test = Test(
                        place, node.lineno, name, says
                    )


def find_exercises(root: Path, found: dict[str, Sources]) -> None:
    for label, text in exercises(root):
        for name in sorted(set(REFERENCE.findall(text))):
            if label not in found[name].exercises:
                found[name].exercises.append(label)
    for path in sorted((root / "genai_utils" / "exercises").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Exercise":
                given = {key.arg: key.value for key in node.keywords}
                add_exercise(given, found)


def add_exercise(given: dict, found: dict[str, Sources]) -> None:
    """The exercise of a call `Exercise(label=..., see=("eq-...", ...))`."""
    try:
        label, see = (ast.literal_eval(given[name]) for name in ("label", "see"))
    except (KeyError, ValueError):  # a name in place of a text: the first of `see` is read alone
        label = getattr(given.get("label"), "value", None)
        see = [getattr(first, "value", "") for first in getattr(given.get("see"), "elts", [])[:1]]
    if label and see and NAME.fullmatch(see[0]) and label not in found[see[0]].exercises:
        found[see[0]].exercises.append(label)


def exercises(root: Path) -> Iterator[tuple[str, str]]:
    """(label, text) of every exercise of the pages and notebooks."""
    for page in sorted((root / "book").rglob("*.md")):
        yield from ((m[2], m[3]) for m in EXERCISE.finditer(page.read_text(encoding="utf-8")))
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        yield from ((m[2], m[3]) for text in texts for m in EXERCISE.finditer(text + "\n"))


def find_figures(root: Path, found: dict[str, Sources]) -> None:
    for path in sorted((root / "book" / "figures").glob("*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for label in sorted(set(NAME.findall(said))):
            found[label].figures.append(f"fig-{path.stem}")


def read_sources(root: str | Path) -> dict[str, Sources]:
    """Label -> where the equation lives, for every label that a source names."""
    found: dict[str, Sources] = defaultdict(Sources)
    for find in (find_code, find_tests, find_exercises, find_figures):
        find(Path(root), found)
    return found
