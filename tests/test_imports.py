"""What a module of genai_utils may import of the package, and what nothing may import."""

import ast
import functools
import importlib
import re

import book_sources
import pytest
from book_sources import ROOT

PACKAGE = "genai_utils"

# Subject -> the other subjects that it may import. A new subject needs a line here and in the text.
MAY_IMPORT = {
    "runtime": set(),
    "files": set(),
    "offline": set(),
    "precision": set(),
    "losses": {"precision"},
    "data": {"runtime"},
    "models": {"precision"},
    "train": {"runtime", "files"},
    "metrics": {"precision"},
    "audio": set(),
    "plots": {"precision"},
    "widgets": {"plots", "files", "models", "audio", "data", "speech", "privacy"},
    "checks": {"offline"},
    "exercises": {"checks", "solutions", "losses", "models", "metrics"},
    "solutions": {"losses", "models"},
    "ngrams": {"data"},
    "bpe": set(),
    "overlap": set(),
    "privacy": set(),
    "texts": {"models"},
    "costs": {"models"},
    "dialogue": {"data", "losses", "models", "overlap"},
    "intervals": {"metrics"},
    "judge": {"data", "metrics", "models"},
    "judge_emoji": {"data", "metrics", "models"},
    "copying": set(),
    "fidelity": {"precision"},
    "fillings": {"models", "precision"},
    "conversion": {"audio", "data", "files"},
    "speech": {"audio", "data", "files", "models"},
    "sampling": {"losses", "models"},
    "shares": set(),
    "watermark": {"models"},
    "watermark_law": set(),
    "rewriting": {"models"},
}
NOTEBOOK_IMPORTERS = {"notebooks", "import_ipynb", "nbimporter", "ipynb", "testbook"}


def written_table():
    """The table of ARCHITECTURE.md: subject -> what it may import."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+) \| (.+) \|$", text.split("| subject |")[1], re.MULTILINE)
    return {
        name: set(re.findall(r"`(\w+)`", allowed))
        for names, allowed in rows
        for name in re.findall(r"`(\w+)`", names)
    }


def test_the_written_table_is_the_one_that_is_enforced():
    assert written_table() == MAY_IMPORT


def modules():
    """The package's modules by their dotted names."""
    names = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


@functools.cache
def import_nodes(text):
    """The import statements of a module, wherever they stand."""
    return [it for it in ast.walk(ast.parse(text)) if isinstance(it, ast.Import | ast.ImportFrom)]


def imported(text, package):
    """Every dotted name that a module imports, with relative imports resolved in `package`."""
    for node in import_nodes(text):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            # `from genai_utils import data` imports a module, so the name belongs to the path.
            yield from (f"{base}.{alias.name}" for alias in node.names)


def upward_imports(module, text, *, is_package=False):
    """What `module` imports of the package although its line in the table doesn't allow it."""
    if module == PACKAGE:
        subject, allowed = "", set()
    else:
        subject = module.split(".")[1]
        if subject not in MAY_IMPORT:
            return [f"{module}: {subject!r} has no line in the table"]
        allowed = MAY_IMPORT[subject]
    package = module if is_package else module.rpartition(".")[0]
    used = [name.split(".") for name in imported(text, package)]
    subjects = {name[1] if len(name) > 1 else "" for name in used if name[0] == PACKAGE}
    return [f"{module} imports {name!r}" for name in sorted(subjects - {subject} - allowed)]


def star_imports(text):
    nodes = [node for node in import_nodes(text) if isinstance(node, ast.ImportFrom)]
    return [f"from {n.module} import *" for n in nodes if any(a.name == "*" for a in n.names)]


def notebook_imports(text):
    names = list(imported(text, ""))
    return [name for name in names if NOTEBOOK_IMPORTERS & set(name.split(".")[:1])]


@functools.cache
def all_code():
    """Every Python file of the repository, and every notebook's code as one text."""
    files = [path for path in book_sources.tracked_files() if path.suffix == ".py"]
    code = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    for name, notebook in book_sources.notebooks().items():
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        code[name] = "\n".join(cells)
    return code


def test_no_module_imports_upward():
    found = [
        complaint
        for name, path in modules().items()
        for complaint in upward_imports(
            name, path.read_text(encoding="utf-8"), is_package=path.stem == "__init__"
        )
    ]
    assert not found, "\n".join(found)


def test_the_table_has_no_circle():
    below = dict(MAY_IMPORT)
    while below:
        free = [name for name, needs in below.items() if not needs & set(below)]
        assert free, f"these import each other: {sorted(below)}"
        for name in free:
            del below[name]


@pytest.mark.parametrize("name", modules())
def test_module_imports(name):
    importlib.import_module(name)


def test_no_star_imports():
    assert [f"{name}: {it}" for name, text in all_code().items() for it in star_imports(text)] == []


def test_nothing_imports_a_notebook():
    found = [(name, it) for name, text in all_code().items() for it in notebook_imports(text)]
    assert found == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("genai_utils.losses.vae", "from genai_utils import models"),
        ("genai_utils.losses.vae", "import genai_utils.models.vae"),
        ("genai_utils.losses.vae", "from ..models import vae"),
        ("genai_utils.losses.vae", "from .. import models"),
        ("genai_utils.losses.vae", "def late():\n    from genai_utils.train import fit"),
        ("genai_utils.runtime", "from . import data"),
        ("genai_utils.models.vae", "import genai_utils"),
        ("genai_utils", "from genai_utils import losses"),
        ("genai_utils.helpers", "x = 1"),
    ],
)
def test_a_planted_upward_import_is_seen(module, text):
    assert upward_imports(module, text) != []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("genai_utils.train", "from genai_utils import runtime"),
        ("genai_utils.losses.vae", "from genai_utils.losses import gan\nfrom . import gan"),
        ("genai_utils.losses.vae", "import torch\nfrom torch import nn"),
        ("genai_utils.exercises.vae", "from genai_utils import losses, solutions"),
    ],
)
def test_an_allowed_import_passes(module, text):
    assert upward_imports(module, text) == []


def test_a_package_resolves_its_own_dots():
    assert upward_imports("genai_utils.losses", "from .vae import kl", is_package=True) == []
    assert upward_imports("genai_utils.losses", "from ..models import vae", is_package=True) != []


def test_planted_star_and_notebook_imports_are_seen():
    assert star_imports("from genai_utils.losses import *") != []
    assert notebook_imports("import import_ipynb") != []
    assert notebook_imports("from notebooks import vae") != []
