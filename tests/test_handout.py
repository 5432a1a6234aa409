"""A handout holds the exercises and nothing that answers them."""

import inspect
import json
import re
import zipfile

import book_sources
import handout
import pytest
from book_sources import ROOT

from genai_utils.checks import submission
from genai_utils.exercises import EXERCISES

BINARY = (".safetensors", ".npz")
CHAPTERS = sorted({path.name[0] for path in (ROOT / "notebooks").glob("*.ipynb")})


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_handout(chapter, tmp_path):
    path = handout.pack(chapter, ROOT / "notebooks", tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names if not name.endswith(BINARY)}
    there = [name for name in book_sources.notebooks() if f"/{chapter}-" in name]
    assert sum(name.endswith(".ipynb") for name in names) == len(there)
    for name, text in texts.items():
        assert "solutions.md" not in name
        assert "literalinclude" not in text
        assert "Solution" not in text
    for name in there:
        before, after = (
            book_sources.notebooks()[name],
            json.loads(texts[f"chapter-{chapter}/{name.removeprefix('notebooks/')}"]),
        )
        solutions = sum("solution" in cell.metadata.get("tags", []) for cell in before.cells)
        assert len(after["cells"]) == len(before.cells) - solutions
        assert all(not cell.get("outputs") for cell in after["cells"])


def test_a_handout_says_which_exercises_it_holds(tmp_path):
    """All that answer back, each in one notebook: so a grader misses a deleted one."""
    promised = []
    for chapter in CHAPTERS:
        with zipfile.ZipFile(handout.pack(chapter, ROOT / "notebooks", tmp_path)) as archive:
            for name in (it for it in archive.namelist() if it.endswith(".ipynb")):
                notebook = tmp_path / "handed out.ipynb"
                notebook.write_bytes(archive.read(name))
                cells, labels = submission.read(notebook, tmp_path)
                assert set(labels) == {
                    label
                    for kind, source in cells
                    for label in re.findall(r'^check\("([\w-]+)"', source, re.MULTILINE)
                    if kind == "code"
                }
                assert submission.expected([], labels, set(EXERCISES)) == labels
                promised += labels
    assert sorted(promised) == sorted(EXERCISES)


def test_two_handouts_are_the_same_file(tmp_path):
    first, second = (
        handout.pack("4", ROOT / "notebooks", tmp_path / name).read_bytes() for name in "ab"
    )
    assert first == second


def test_a_chapter_without_notebooks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        handout.pack("9", tmp_path, tmp_path)


@pytest.mark.parametrize("place", ["*Solutions*", "[Solutions](https://a/book/solutions.html)"])
def test_a_line_that_points_to_the_solutions_is_left_out(place):
    lines = ["An exercise.\n", f"Solutions are on the page {place}.\n", "More."]
    for source in (lines, "".join(lines)):
        cell = {"cell_type": "markdown", "metadata": {}, "source": source}
        text = handout.stripped(json.dumps({"cells": [cell], "metadata": {}}))
        assert json.loads(text)["cells"][0]["source"] == ["An exercise.\n", "More."]


def test_a_solution_without_its_tag_is_refused():
    code = inspect.getsource(EXERCISES["ex-vae-kl"].solution)
    cell = {"cell_type": "markdown", "metadata": {}, "source": [f"```python\n{code}```"]}
    with pytest.raises(ValueError, match="ex-vae-kl, but isn't tagged"):
        handout.stripped(json.dumps({"cells": [cell], "metadata": {}}))
    cell["metadata"]["tags"] = ["solution"]
    assert code[:9] not in handout.stripped(json.dumps({"cells": [cell], "metadata": {}}))


def test_a_caption_tells_what_was_to_be_predicted():
    cell = {"cell_type": "markdown", "metadata": {"tags": ["caption"]}, "source": ["It falls."]}
    assert "It falls" not in handout.stripped(json.dumps({"cells": [cell], "metadata": {}}))
