"""The table of what the notebooks may cost is that of the notebooks as they are."""

import shutil

import budget
import pytest
import run_notebooks
from book_sources import ROOT

SHORT = ROOT / "notebooks" / "5-find-the-bug.ipynb"


def test_the_table_is_that_of_the_notebooks():
    text = budget.PAGE.read_text("utf-8")
    assert text == budget.filled(text, budget.table()), "run tools/budget.py"


def test_each_notebook_promises_what_it_may_take_or_less():
    for path in run_notebooks.NOTEBOOKS.glob("*.ipynb"):
        seconds, allowed = budget.promised(path)
        assert seconds <= allowed, path.name


def test_a_later_notebook_adds_a_minute(tmp_path):
    shutil.copy(SHORT, tmp_path)
    assert "| all 1 | 5 | 60 |" in budget.table(tmp_path)
    assert "may take 12 minutes" in budget.table(tmp_path)
    shutil.copy(SHORT, tmp_path / "6-later.ipynb")
    assert "| `6-later` | 5 | 60 |\n| all 2 | 10 | 120 |" in budget.table(tmp_path)
    assert "may take 13 minutes" in budget.table(tmp_path)


@pytest.mark.parametrize("text", ["", budget.BEGIN, budget.END + budget.BEGIN, 2 * budget.BEGIN])
def test_a_page_without_its_comments_is_refused(text):
    with pytest.raises(ValueError, match=r"must hold .* once"):
        budget.filled(text, "new")
