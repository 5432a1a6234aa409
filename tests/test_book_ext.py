"""The extension's parts run in the order that they need, and a formula that is wrong is told."""

import ast
from types import SimpleNamespace

import book_ext
import pytest
from book_ext import formulas
from book_sources import ROOT
from docutils import nodes

FOLDER = ROOT / "tools" / "book_ext"
# Of one event: what must come first, and what rests on it.
BEFORE = (
    ("config-inited", "begin", "configure"),
    ("html-page-context", "move_state", "slim"),  # MyST-NB's state is no script of the page then
    ("build-finished", "drop_originals", "bundle"),
    ("build-finished", "trim", "bundle"),  # the bundle takes fonts as they are
)


def name_of(handler):
    return getattr(getattr(handler, "func", handler), "__name__", "")


@pytest.fixture(scope="module")
def connected():
    """Event -> (priority, name) of each handler that `setup` connects, in its order."""
    events: dict[str, list] = {}

    def connect(event, handler, priority=500):
        events.setdefault(event, []).append((priority, name_of(handler)))

    app = SimpleNamespace(connect=connect)
    for method in (
        "config_value",
        "directive",
        "node",
        "post_transform",
        "builder",
        "domain",
    ):
        setattr(app, f"add_{method}", lambda *args, **kwargs: None)
    app.add_html_math_renderer = lambda *args: None
    book_ext.setup(app)
    return events


@pytest.mark.parametrize(("event", "first", "second"), BEFORE)
def test_what_rests_on_another_step_comes_after_it(connected, event, first, second):
    names = [name for _, name in connected[event]]
    assert names.index(first) < names.index(second)


def test_ours_come_after_those_of_sphinx_and_the_themes(connected):
    assert {priority for found in connected.values() for priority, _ in found} == {book_ext.LATE}
    assert book_ext.LATE > 500


def test_only_the_folder_itself_connects():
    for path in FOLDER.glob("[!_]*.py"):
        defined = {n.name for n in ast.parse(path.read_text()).body if hasattr(n, "name")}
        assert "setup" not in defined, path.name


def test_nothing_is_hung_on_the_application():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for target in getattr(node, "targets", []):
                owner = getattr(target, "value", None)
                assert getattr(owner, "id", "") not in ("app", "env"), f"{path.name}: {owner.id}"


@pytest.fixture
def katex():
    if not (FOLDER.parent / "vendor/katex").exists():
        pytest.skip("nothing fetched yet: `make book` does")
    engine = formulas.Katex({"\\E": "\\mathbb{E}"})
    yield engine
    engine.close()


def test_a_formula_is_drawn_and_spoken_with_the_books_macros(katex):
    html, error = katex.render(r"\E[x]", False)
    assert error == ""
    assert "<math" in html
    assert "mathbb" in html
    assert katex.render(r"\E[x]", True)[0] != html


def test_a_wrong_formula_is_a_warning_with_its_source(katex, monkeypatch):
    said = []
    monkeypatch.setattr(formulas.logger, "warning", lambda text, *rest, **more: said.append(rest))
    node = nodes.math("", r"\nosuchmacro x")
    assert formulas.html_of(node, katex) == ""
    assert said[0][0] == r"\nosuchmacro x"
    assert "nosuchmacro" in said[0][1]
    assert katex.render("x", False)[1] == ""  # the process goes on
