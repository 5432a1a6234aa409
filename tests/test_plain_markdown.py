"""MyST becomes Markdown that any reader shows, and what can't become it stops the build."""

import pytest
import raw_marks
from book_ext.plain_markdown import plain
from book_sources import notebooks


class Words:
    """A book that has a word for everything."""

    macros = raw_marks.macros()

    def reference(self, role, target):
        if role not in ("eq", "doc", "ref", "cite", "cite:t"):
            raise ValueError(f"the role {role}")
        return f"<{role} {target}>"

    def numbered(self, label):
        return f"Exercise ({label})"

    def code(self, path, name):
        return f"def {name}(): # {path}"


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        ("By {eq}`eq-a`, {cite:t}`b2020c`.", "By <eq eq-a>, <cite:t b2020c>."),
        ("{ref}`at the end\n<nb-end>`", "<ref at the end\n<nb-end>>"),
        ("(nb-a)=\n# Title", "# Title"),
        (r"$p(x \given y)$", r"$p(x \,|\, y)$"),
        (r"$p_\N$ and $p^\N$", r"$p_{\mathcal{N}}$ and $p^{\mathcal{N}}$"),
        (r"$\dot x \Nu \dd$", r"$\dot x \Nu \dd$"),  # names that only begin like a macro
        (r"`\d+` and ``\N{eq}`x` ``", r"`\d+` and ``\N{eq}`x` ``"),
        ("```python\nr'\\d {eq}`a`'\n```", "```python\nr'\\d {eq}`a`'\n```"),
        (
            "```{exercise} On $\\d$\n:label: ex-a\nFind {eq}`eq-a`.\n```\nAfter.",
            "### Exercise (ex-a): On $\\mathrm{d}$\n\nFind <eq eq-a>.\nAfter.",
        ),
        (
            "```{admonition} Hint\n:class: hint dropdown\nTry $\\d$.\n```",
            "<details>\n<summary>Hint</summary>\n\nTry $\\mathrm{d}$.\n\n</details>",
        ),
        (
            "````{admonition} Solution\n:class: dropdown\n```{literalinclude} ../a.py\n"
            ":language: python\n:pyobject: f\n```\n````",
            "<details>\n<summary>Solution</summary>\n\n"
            "```python\ndef f(): # ../a.py\n```\n\n</details>",
        ),
    ],
)
def test_plain(myst, markdown):
    assert plain(myst, Words()) == markdown


@pytest.mark.parametrize(
    ("myst", "complaint"),
    [
        ("```{mermaid}\na\n```", "mermaid"),
        ("```{admonition} Always open\na\n```", "Always open"),
        ("{abbr}`GAN`", "abbr"),
        ("```{exercise} A\n:label: ex-a", "has no end"),
    ],
)
def test_what_no_other_reader_shows_is_refused(myst, complaint):
    with pytest.raises(ValueError, match=complaint):
        plain(myst, Words())


@pytest.mark.parametrize("name", notebooks())
def test_no_mark_of_a_notebook_is_left(name):
    cells = [cell.source for cell in notebooks()[name].cells if cell.cell_type == "markdown"]
    before = [mark for cell in cells for mark in raw_marks.raw_marks(cell)]
    after = [mark for cell in cells for mark in raw_marks.raw_marks(plain(cell, Words()))]
    assert len(before) >= sum(map(raw_marks.plainly, cells)) > 1
    assert after == []


@pytest.mark.parametrize(
    "text",
    [
        *("By {eq}`eq-a`.", "```{exercise} A\n```", ":::{note}", "(nb-a)=\n# A", ":label: ex-a"),
        *("$$\na\n$$ (eq-a)", r"$\given$", "[a](../book/a.md)", "{{ word }}", "{.class}"),
    ],
)
def test_a_raw_mark_is_seen(text):
    assert raw_marks.raw_marks(f"Before.\n\n{text}\n\nAfter.") != []


def test_code_is_no_raw_mark():
    assert raw_marks.raw_marks("`{eq}` and ``\\d``\n\n```python\n{x}`a`\n(nb-a)=\n```\n") == []
