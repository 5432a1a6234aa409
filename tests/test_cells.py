"""Cells of notebooks are run by their tags, with another seed and other settings."""

import cells
import nbformat
import pytest
import torch

from genai_utils import runtime


def cell(source, *tags):
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})


CODE = [
    cell("from genai_utils import runtime\nimport torch\nruntime.start(seed=0)"),
    cell("rate, steps = 0.1, 3\nprint(rate)", "settings"),
    cell("def step(x):\n    inner = rate * x\n    return inner", "settings"),
    cell("found, drawn = step(steps), torch.rand(1).item()"),
]


def test_the_cells_are_run_as_they_are(capsys):
    names = cells.run(CODE, {})
    assert names["found"] == pytest.approx(0.3)
    assert capsys.readouterr().out == ""


def test_a_setting_takes_the_place_of_what_its_cell_binds():
    assert cells.run(CODE, {}, settings={"steps": 5})["found"] == pytest.approx(0.5)
    assert cells.run(CODE, {}, settings={"step": lambda x: -x})["found"] == -3


@pytest.mark.parametrize("name", ["stps", "inner", "found"])
def test_a_setting_that_no_such_cell_binds_is_refused_before_anything_is_run(name):
    names = {}
    with pytest.raises(ValueError, match=f"no cell tagged 'settings' binds {name}"):
        cells.run(CODE, names, settings={name: 1})
    assert names == {}


def test_another_seed_is_the_one_that_is_drawn_from_and_the_start_comes_back():
    start = runtime.start
    first, again, other = (cells.run(CODE, {}, seed=seed)["drawn"] for seed in (1, 1, 2))
    assert first == again != other
    assert runtime.start is start
    runtime.start(seed=1)
    assert torch.rand(1).item() == first


def test_what_a_cell_binds():
    source = "import a.b as c\nfrom d import e\nx, (y, z) = 1, (2, 3)\nfor i in x:\n    w = 1\n"
    assert cells.bound(cell(source)) == {"c", "e", "x", "y", "z", "i", "w"}
    assert cells.bound(cell("class K:\n    a = 1\ndef f(b):\n    g = 1")) == {"K", "f"}


def test_a_tag_that_no_cell_carries_is_refused():
    with pytest.raises(ValueError, match="3-vae needs a code cell tagged 'nothing'"):
        cells.tagged("3-vae", "nothing")
    with pytest.raises(ValueError, match="tagged 'nothing'"):
        cells.before("3-vae", "nothing")


def test_a_run_ends_before_the_cells_that_show_stored_runs():
    assert cells.before("3-vae", "after-seeds")[-1].id == "cell-18"


def test_a_process_of_its_own_leaves_nothing_behind():
    assert cells.apart(pow, 2, 10) == 1024
    with pytest.raises(ValueError, match="no cell tagged 'settings' binds nothing"):
        cells.apart(cells.results, "3-vae", 0, {"nothing": 1})


def test_a_fingerprint_follows_the_text_and_the_budget():
    found = cells.fingerprint(CODE, 1)
    assert len({found, cells.fingerprint(CODE, 2), cells.fingerprint(CODE[1:], 1)}) == 3
    assert cells.fingerprint(CODE, 1) == found
