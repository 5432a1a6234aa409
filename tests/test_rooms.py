"""The rooms of ARCHITECTURE.md: what each imports, how cells are found, who makes stored files."""

import importlib.util
import re
from collections import Counter

import pytest
import room_rules as rules
from book_sources import ROOT, notebooks, tracked_files

FILES = {str(path.relative_to(ROOT)): path for path in sorted(tracked_files())}
SCRIPTS = [name for name in FILES if re.fullmatch(r"(experiments|benchmarks)/\w+\.py", name)]
# Modules that are imported by their bare names.
BESIDE = [
    FILES[n] for n in FILES if re.fullmatch(r"(tools|experiments|benchmarks|tests)/\w+\.py", n)
]
HOLDERS = (
    *("notebooks/", "benchmarks/", "experiments/hello/"),
    *("genai_utils/exercises/traces/", "book/figures/data/", "genai_utils/data/"),
)
STORED = [
    n
    for n in FILES
    if n.startswith(HOLDERS) and n.endswith((".json", ".npz", ".safetensors", ".xz"))
]


def text(name):
    return FILES[name].read_text(encoding="utf-8")


MAINS = [name for name in SCRIPTS if "__main__" in text(name)]
TABLE = list(rules.rows((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
MAKERS = {script for _, scripts in TABLE for script in scripts}


def code():
    """Name, room and text of every Python file in a room, and of every notebook's code."""
    for name in FILES:
        rooms = [room for room in rules.MAY_IMPORT if name.startswith(f"{room}/")]
        if rooms and name.endswith(".py"):
            yield name, max(rooms, key=len), text(name)
    for name, notebook in notebooks().items():
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        yield name, "notebooks", "\n".join(cells)


def rooms_of_modules():
    known = {"genai_utils": {"genai_utils"}, "book_ext": {"tools/book_ext"}}
    for path in BESIDE:
        known.setdefault(path.stem, set()).add(path.parent.name)
    return known


def test_no_room_imports_what_its_line_does_not_allow():
    known = rooms_of_modules()
    found = [
        f"{name} {words}"
        for name, room, source in code()
        for words in rules.foreign_imports(room, source, known)
    ]
    assert not found, "\n".join(found)


def test_architecture_says_what_is_enforced():
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("Inside the package")[0]
    said = dict(re.findall(r"^\| `([\w/]+)/` \| .* \| (.*) \|$", table, re.MULTILINE))
    names = {room: "the package" if room == "genai_utils" else f"`{room}/`" for room in said}
    for room, allowed in rules.MAY_IMPORT.items():
        if room != "genai_utils":  # it has a table of its own
            assert allowed == {it for it in rules.MAY_IMPORT if names[it] in said[room]}, room


def test_a_module_has_a_name_of_its_own():
    """Tests see all of these rooms on one path."""
    counts = Counter(path.stem for path in BESIDE)
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_cells_are_found_by_tag(name):
    rule = rules.looks_at_no_source if name == rules.READS_CELLS else rules.reads_no_notebook
    assert rule(text(name)) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_starts(name):
    """Its import runs nothing and finds all that it needs; pythae comes with `make bench` alone."""
    if "pythae" not in set(rules.imported(text(name))):
        spec = importlib.util.spec_from_file_location(f"{FILES[name].stem}_again", FILES[name])
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


@pytest.mark.parametrize("name", MAINS)
def test_a_script_says_what_it_stores_and_how_long_it_takes(name):
    assert rules.says_what_comes_of_it(text(name)) == []


@pytest.mark.parametrize("name", STORED)
def test_the_guide_says_who_makes_a_stored_file(name):
    assert len(rules.rows_of(name, TABLE)) == 1


def test_every_row_of_the_guide_has_a_file_and_every_script_a_row():
    assert all(any(rules.rows_of(name, [row]) for name in STORED) for row in TABLE)
    assert MAKERS <= set(FILES)
    ours = {name for name in MAINS if name.startswith("experiments/")}
    assert ours == {name for name in MAKERS if name.startswith("experiments/")}


KNOWN = {"genai_utils": {"genai_utils"}, "seeds": {"experiments"}, "offline": {"tools"}}


@pytest.mark.parametrize(
    ("room", "bad"),
    [
        ("genai_utils", "import seeds"),
        ("tools", "def late():\n    from seeds import SEEDS"),
        ("experiments", "import offline"),
        ("notebooks", "import seeds"),
        ("tools/book_ext", "from genai_utils import data"),
    ],
)
def test_a_planted_import_of_another_room_is_seen(room, bad):
    assert rules.foreign_imports(room, bad, KNOWN) != []
    assert rules.foreign_imports(room, "import torch\nfrom . import seeds", KNOWN) == []


@pytest.mark.parametrize(
    "bad",
    [
        "import nbformat",
        "from nbclient import NotebookClient",
        'path = NOTEBOOKS / f"{name}.ipynb"',
    ],
)
def test_a_script_that_reads_a_notebook_is_seen(bad):
    assert rules.reads_no_notebook(bad) != []
    assert rules.reads_no_notebook('"""Runs `3-vae.ipynb`."""\nimport cells') == []


@pytest.mark.parametrize(
    "bad",
    [
        'found = [cell for cell in cells if "in range(" in cell.source]',
        'exec(cell.source.replace("seed=0", "seed=1"), names)',
        "count = cell.source.count(START)",
        "re.sub(BUDGET, '', cell.source)",
    ],
)
def test_a_search_in_the_text_of_a_cell_is_seen(bad):
    assert rules.looks_at_no_source(bad) != []
    assert rules.looks_at_no_source("exec(cell.source, names)\nast.parse(cell.source)") == []


def test_a_docstring_without_result_or_time_is_seen():
    good = '"""What for.\n\nStores `a.json`, for a page. Takes a minute.\n"""'
    assert rules.says_what_comes_of_it(good) == []
    assert rules.says_what_comes_of_it(good.replace("Stores", "Has")) != []
    assert rules.says_what_comes_of_it(good.replace("Takes a minute.", "")) != []


def test_a_stored_file_without_a_row_is_seen():
    assert rules.rows_of("notebooks/3-vae.other.json", TABLE) == []
