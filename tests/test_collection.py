"""The tests can be collected together, in any choice of folders and any order."""

import ast
from collections import Counter

import work_units
from book_sources import ROOT

MODULES = sorted((ROOT / "tests").rglob("*.py"))
MODULES = [path for path in MODULES if "vendor" not in path.parts]


def imported(text):
    """The modules that a file imports, at any depth."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_test_imports_a_conftest():
    """Each folder has one, all by one name: an import gets the one that was loaded last."""
    texts = {path.name: path.read_text("utf-8") for path in MODULES}
    named = {name: text for name, text in texts.items() if "conftest" in text}
    assert [name for name, text in named.items() if "conftest" in imported(text)] == []


def test_no_two_modules_have_one_name():
    """pytest puts every folder on the path, so the first of two would hide the second."""
    names = Counter(path.stem for path in MODULES if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_an_import_is_seen():
    assert list(imported("def f():\n    from conftest import a\n    import b.c")) == [
        *("conftest", "b.c")
    ]


def test_a_worker_takes_a_module_or_all_that_draw_the_emoji():
    assert all((ROOT / module).exists() for module in work_units.TOGETHER)
    assert len({work_units.unit(f"{module}::test_a[b]") for module in work_units.TOGETHER}) == 1
    assert work_units.unit("tests/test_files.py::TestClass::test_a[b::c]") == "tests/test_files.py"
