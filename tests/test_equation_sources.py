"""Where an equation lives is read from the sources: code, test, exercises, figures."""

import re

import pytest
from book_ext import equation_sources
from book_sources import ROOT, equation_labels

CODE = '''"Losses."


def kl(mu):
    """The divergence. Eq. `eq-a`."""
    size = mu**2
    return size.sum()


class Model:
    """A model."""

    def sample(self):
        """A draw, by `eq-b`."""
        return 0
'''

TEST = '''@checks("eq-a", tolerance=1e-9)
def kl():
    """What it says,
    on two lines.

    And how it is computed.
    """
    yield 0.0
'''
PAGE = """```{exercise} By hand
:label: ex-a
Compute {eq}`eq-a`, and {eq}`the other <eq-b>`.
```
"""
EXERCISE = """E = Exercise(label="ex-b", solution=kl, see=("eq-a", PAGE))"""
FIGURE = '''"""A curve, `eq-a`."""'''


@pytest.fixture
def found(tmp_path):
    files = {
        "genai_utils/losses/vae.py": CODE,
        "genai_utils/exercises/kl.py": EXERCISE,
        "genai_utils/solutions/kl.py": CODE,
        "tests/equations/checks_a.py": TEST,
        "book/a.md": PAGE,
        "book/figures/curve.py": FIGURE,
        "notebooks/none.txt": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return equation_sources.read_sources(tmp_path)


def test_the_code_is_the_function_that_names_the_equation(found):
    (function,) = found["eq-a"].code
    assert (function.name, function.line) == ("losses.vae.kl", 4)
    assert function.body == "size = mu**2\nreturn size.sum()"
    assert [function.name for function in found["eq-b"].code] == ["losses.vae.Model.sample"]


def test_the_test_says_what_the_equation_says(found):
    test = found["eq-a"].test
    assert (test.name, test.says) == ("kl", "What it says, on two lines.")
    assert found["eq-b"].test is None


def test_exercises_come_from_pages_and_from_the_package(found):
    assert found["eq-a"].exercises == ["ex-a", "ex-b"]
    assert found["eq-b"].exercises == ["ex-a"]


def test_a_figure_is_found_by_its_program(found):
    assert found["eq-a"].figures == ["fig-curve"]


def test_a_long_function_is_named_and_not_shown(tmp_path):
    path = tmp_path / "long.py"
    path.write_text('def f():\n    """A."""\n' + "    x = 1\n" * 11, encoding="utf-8")
    ((_, node, text),) = equation_sources.definitions(path)
    assert equation_sources.body_of(node, text) == ""


@pytest.fixture(scope="module")
def book():
    return equation_sources.read_sources(ROOT)


def test_every_check_says_in_a_sentence_what_its_equation_says(book):
    tested = {label: found.test for label, found in book.items() if found.test}
    assert len(tested) > 100
    silent = [label for label, test in tested.items() if not test.says.endswith(".")]
    assert not silent, f"no docstring that ends in a full stop: {silent}"


def test_no_source_names_an_equation_that_no_page_has(book):
    assert set(book) <= set(equation_labels())


def test_the_strangers_way_in_the_architecture_leads_to_all_that_it_promises(book):
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (way,) = re.findall(r"^\*A stranger's way from an equation.*$", text, re.MULTILINE)
    (label,) = set(re.findall(r"eq-[\w-]+", way))
    found = book[label]
    assert found.code
    assert found.test
    assert found.exercises
    assert found.figures
