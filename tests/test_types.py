"""`make check` runs mypy over the package and the build; nothing is taken out of its sight."""

import re
import tomllib

from book_sources import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
CHECKED = [*(ROOT / "genai_utils").rglob("*.py"), *(ROOT / "tools/book_ext").rglob("*.py")]


def test_the_package_and_the_build_are_checked():
    assert SETTINGS["packages"] == ["genai_utils", "book_ext"]
    (check,) = re.findall(r"^check: .*\n(?:\t.*\n)+", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.search(r"\$\(BIN\)/mypy$", check, re.MULTILINE)


def test_every_function_has_types_but_those_of_exercises():
    """A stub is bare, its solution equals it, and a probe looks at whatever an answer returns."""
    assert SETTINGS["disallow_untyped_defs"]
    assert SETTINGS["check_untyped_defs"]
    laxer = [it["module"] for it in SETTINGS["overrides"] if "ignore_missing_imports" not in it]
    assert laxer == [["genai_utils.exercises.*", "genai_utils.solutions.*"]]
    assert "ignore_errors" not in str(SETTINGS)
    assert "follow_imports" not in str(SETTINGS)


def test_no_line_is_left_out():
    assert [
        it.name for it in CHECKED if re.search(r"type:\s*ignore|no_type_check", it.read_text())
    ] == []
