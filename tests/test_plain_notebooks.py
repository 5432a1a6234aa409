"""A notebook's plain copy says what its page says, with the book published or not."""

import json
import shutil
from types import SimpleNamespace

import pytest
from book_sources import ROOT
from IPython.core.inputtransformer2 import TransformerManager
from small_book import BLACK, PAGES, build, write

pytestmark = [
    pytest.mark.slow,  # each builds a book
    pytest.mark.skipif(shutil.which("make") is None, reason="there is no make"),
]
REPOSITORY = "repository: {url: https://github.com/Some-One/a-book, branch: drafts}\n"
SITE = "https://some-one.github.io/a-book/book"
TEXT = (
    "(nb-n)=\n# A notebook\n\nBy {eq}`eq-two`, {ref}`article-4-1`, {doc}`../book/second`, "
    "{ref}`here <nb-n>`, {ref}`below`, {numref}`fig-dot`, {ref}`ex-a`."
)
EXERCISE = "(below)=\n## Below\n\n```{exercise} Think\n:label: ex-a\nWhy, by {eq}`eq-one`?\n```"
FIGURE = {"image": {"alt": "A dot."}, "figure": {"caption": "See {eq}`eq-two`.", "name": "fig-dot"}}


@pytest.fixture(scope="module", params=["", REPOSITORY], ids=["not published", "published"])
def copy(request, tmp_path_factory):
    """The cells of the plain copy by id, of a small book that reads a stored measurement."""
    folder = write(tmp_path_factory.mktemp("book"), PAGES, BLACK)
    (folder / "_config.yml").unlink()
    settings = (ROOT / "_config.yml").read_text("utf-8")
    (folder / "_config.yml").write_text(request.param + settings, "utf-8")
    (folder / "notebooks/n.json").write_text("{}", "utf-8")
    path = folder / "notebooks/n.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    text, code = notebook["cells"]
    text["source"], code["metadata"] = TEXT, {"mystnb": FIGURE}
    code["source"] = "draw('n.json')"
    notebook["cells"].append({**text, "id": "c", "source": EXERCISE})
    path.write_text(json.dumps(notebook), "utf-8")
    files = build(folder)
    cells = json.loads(files["_sources/notebooks/n.ipynb"])["cells"]
    assert "_sources/notebooks/n.json" in files
    assert "_sources/notebooks/n.zip" in files
    return bool(request.param), {cell["id"]: "".join(cell["source"]) for cell in cells}


def test_references_are_words_or_links(copy):
    published, cells = copy
    one, two = (
        "[({})]({}/second.html#equation-eq-{})".format(*it) if published else f"({it[0]})"
        for it in (("2.1", SITE, "one"), ("2.2", SITE, "two"))
    )
    assert cells["c"] == f"## Below\n\n### Exercise 5.1: Think\n\nWhy, by {one}?"
    assert two in cells["b"]


def test_the_words_say_where_without_a_link(copy):
    published, cells = copy
    words = cells["b"].split("\n\n")[1]
    if published:
        wanted = [f"[The first page]({SITE}/first.html#article-4-1)"]
        wanted += [f"[The second page]({SITE}/second.html)", "[Exercise 5.1](https://"]
    else:
        wanted = ["*The first page*, *The second page*, here, *Below*, Fig. 5.1, Exercise 5.1."]
    assert all(part in words for part in wanted), words


def test_a_caption_stands_below_its_figure(copy):
    _, cells = copy
    assert list(cells) == ["b", "the-package", "a", "a-caption", "c", "references"]
    assert cells["a-caption"].startswith("**Figure 5.1.** See ")
    assert "<summary>The figure in words</summary>\n\nA dot.\n" in cells["a-caption"]


def test_the_formulas_stand_at_the_end(copy):
    _, cells = copy
    first, second = cells["references"].split("\n\n$$\n")[:2]
    assert first.endswith("**(2.1)**, in *The second page*:")
    assert second.startswith("a = 1\n$$")


def test_the_first_code_sees_to_the_package(copy, monkeypatch, tmp_path):
    """It does nothing where all is there; else it installs and fetches, or says what is missing."""
    published, cells = copy
    code, done = TransformerManager().transform_cell(cells["the-package"]), []
    shell = SimpleNamespace(run_line_magic=lambda *words: done.append(words))
    names = {"get_ipython": lambda: shell}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("urllib.request.urlretrieve", lambda *words: done.append(words))
    (tmp_path / "n.json").touch()
    exec(code, names)
    assert done == []
    (tmp_path / "n.json").unlink()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    if published:
        exec(code, names)
        package = '"genai_utils @ git+https://github.com/Some-One/a-book@drafts"'
        raw = "https://raw.githubusercontent.com/Some-One/a-book/drafts/notebooks/n.json"
        assert done == [("pip", f"install --quiet {package}"), (raw, "n.json")]
    else:
        with pytest.raises(ModuleNotFoundError, match="pip install FOLDER"):
            exec(code, names)
