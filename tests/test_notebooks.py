"""Every committed notebook keeps to the rules, and every rule is seen to fail on a broken one."""

import base64
import copy
import struct

import book_sources
import nbformat
import notebook_rules as rules
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

COST = "**Cost:** at most 5 s of one CPU core, 0.3 GB of memory, 0.65 M parameters."
VIEW = {rules.WIDGET_VIEW: {"model_id": "1", "version_major": 2, "version_minor": 0}}
# The head of a PNG of 20 × 1 pixels, and the size at which it is shown.
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 20, 1)).decode()
SHOWN = {"image/png": {"width": 10, "height": 1}}
DESCRIBED = {"mystnb": {"image": {"alt": "a"}, "figure": {"caption": "c", "name": "n"}}}


def sound():
    """A notebook of four cells against which no rule has a complaint."""
    shown = [
        new_code_cell("from genai_utils import runtime\n\nruntime.start(seed=0)"),
        new_code_cell("print(1)", outputs=[new_output("stream", name="stdout", text="1\n")]),
        new_code_cell(
            "plt.subplots()",
            metadata=copy.deepcopy(DESCRIBED),
            outputs=[new_output("display_data", {"image/png": PICTURE}, metadata=SHOWN)],
        ),
        new_code_cell("figure = Explorer()\nfigure", outputs=[new_output("display_data", VIEW)]),
    ]
    for count, cell in enumerate(shown, start=1):
        cell.execution_count = count
    notebook = new_notebook(cells=[new_markdown_cell(f"# Title\n\n{COST}"), *shown])
    notebook.metadata.kernelspec = nbformat.from_dict({"name": "python3"})
    notebook.metadata.widgets = nbformat.from_dict({rules.WIDGET_STATE: {"state": {"1": {}}}})
    return notebook


def stripped(notebook):
    for cell in notebook.cells[1:]:
        cell.outputs, cell.execution_count = [], None


def source(number, text):
    def edit(notebook):
        notebook.cells[number].source = text

    return edit


def printed(text, name="stdout"):
    def edit(notebook):
        notebook.cells[2].outputs = [new_output("stream", name=name, text=text)]

    return edit


def displayed(kind, text):
    def edit(notebook):
        notebook.cells[3].outputs.append(new_output("display_data", {kind: text}))

    return edit


def raised(notebook):
    notebook.cells[2].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]


def undescribed(*keys):
    def edit(notebook):
        *path, last = keys
        place = notebook.cells[3].metadata.mystnb
        for key in path:
            place = place[key]
        place[last] = " "

    return edit


def without(name):
    def edit(notebook):
        del notebook.metadata[name]

    return edit


def out_of_order(notebook):
    notebook.cells[2].execution_count = 7


def one_output_lost(notebook):
    notebook.cells[2].outputs = []


def all_cells_long(notebook):
    for cell in notebook.cells[1:]:
        cell.source += "\n# why" * 8


HOME = "/" + "home/someone/data"  # in two parts, so that no file of ours holds such a path

BROKEN = [
    (rules.executed_in_order, stripped),
    (rules.executed_in_order, out_of_order),
    (rules.has_outputs, stripped),
    (rules.is_python, source(2, "%matplotlib inline")),
    (rules.shown_is_stored, one_output_lost),
    (rules.no_semicolon_at_the_end, source(3, "ax.plot([0, 1]);")),
    (rules.no_errors, raised),
    (rules.no_warnings, printed("UserWarning: ...", name="stderr")),
    (rules.no_svg, displayed("image/svg+xml", "<svg/>")),
    (rules.no_progress_bar, printed(" 40%|####      | 4/10 [00:01<00:02, 3.1it/s]")),
    (rules.no_progress_bar, displayed("text/plain", "100%|##########| 10/10")),
    (rules.no_memory_address, displayed("text/plain", "<Figure at 0x7f3b2c1d4e50>")),
    (rules.no_path_in_outputs, printed(f"read {HOME}")),
    (rules.no_path_in_sources, source(2, f"print(open({HOME!r}))")),
    (rules.memory_has_a_unit, source(2, "print(1024 * getrusage(RUSAGE_SELF).ru_maxrss)")),
    (rules.widgets_are_stored, without("widgets")),
    (rules.states_its_cost, source(0, "# Title")),
    (rules.states_its_cost, source(0, COST.replace("at most 5 s", "at most 65 s"))),
    (rules.states_its_cost, source(0, COST.replace("0.3 GB", "2.1 GB"))),
    (rules.cells_are_short, source(2, "print(1)\n" * 26)),
    (rules.cells_are_short, all_cells_long),
    (rules.images_are_described, undescribed("image", "alt")),
    (rules.images_are_described, undescribed("figure", "caption")),
    (rules.images_are_described, undescribed("figure", "name")),
    (rules.images_are_described, displayed("image/png", PICTURE)),
    (rules.figures_are_sharp, displayed("image/png", PICTURE)),
    (rules.commands_have_one_backslash, source(0, COST + r" $n \\cdot d$")),
    (rules.starts_seeded, source(1, "runtime.start(seed=1)")),
    (rules.uses_python3, without("kernelspec")),
]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", book_sources.notebooks())
def test_notebook(name, rule):
    found = rule(book_sources.notebooks()[name])
    assert not found, "\n".join(found)


def test_there_are_notebooks():
    assert book_sources.notebooks(), "notebooks/ is empty, so the rules above looked at nothing"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_sound_notebook_passes(rule):
    assert rule(sound()) == []


@pytest.mark.parametrize(("rule", "edit"), BROKEN, ids=lambda part: part.__name__)
def test_a_broken_notebook_fails(rule, edit):
    notebook = sound()
    edit(notebook)
    assert rule(notebook) != []


def test_every_rule_is_seen_failing():
    assert {rule for rule, _ in BROKEN} == set(rules.RULES)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("x = 1", False),
        ("x = 1\nx", True),
        ("optimizer.step()", False),
        ("LatentExplorer(model)", True),
        ("for step in range(3):\n    print(step)", True),
        ("def show_later():\n    print(1)", False),
        ("fig, ax = plt.subplots()", True),
    ],
)
def test_which_cells_must_show_something(text, shows):
    assert rules.shows_something(text) is shows
