"""A file is written in one way: as a whole, or not at all."""

import ast
import os
import re
from pathlib import Path

import book_sources
import pytest
from book_sources import ROOT

from genai_utils import files

# What puts one file in another's place. Where something else than a file is put, or nothing of the
# package may be imported, the file is named here with the reason.
REPLACING = {"os.replace", "os.rename", "tempfile.mkstemp", "tempfile.NamedTemporaryFile"}
OTHERS = {"tools/fetch_assets.py"}  # a folder, before the package is installed


@pytest.mark.parametrize("content", ["βeta\n", b"\x00\xff"])
def test_what_was_written_is_read(tmp_path, content):
    path = tmp_path / "stored.json"
    for _ in range(2):  # a new file, and one that is there
        files.write_atomically(path, content)
        assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert os.listdir(tmp_path) == [path.name]


def test_a_write_that_fails_leaves_the_file_before(tmp_path, monkeypatch):
    path = tmp_path / "stored.json"
    files.write_atomically(path, "before")
    whole = Path.write_bytes

    def full_disk(part, content):
        whole(part, content[:2])
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space"):
        files.write_atomically(path, "after")
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == [path.name]


def replacing(text):
    """The calls in a module that put a file in another's place."""
    if not re.search(r"\b(os|tempfile)\b", text):  # parsing takes a hundred times as long
        return []
    names = (ast.unparse(n.func) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call))
    return sorted(REPLACING.intersection(names))


def test_it_is_written_once():
    modules = [path for path in book_sources.tracked_files() if path.suffix == ".py"]
    found = {str(path.relative_to(ROOT)) for path in modules if replacing(path.read_text("utf-8"))}
    assert found == OTHERS | {"genai_utils/files.py"}


def test_a_second_way_is_seen():
    assert replacing("import os\nos.replace(part, path)") == ["os.replace"]
    assert replacing("text.replace('a', 'b')\nfiles.write_atomically(path, text)") == []
