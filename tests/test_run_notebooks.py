"""`tools/run_notebooks.py`: a second run changes no byte, and a failure stores nothing."""

import budget
import nbformat
import pytest
import run_notebooks as tool
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

COST = "**Cost:** at most 45 s of one CPU core, 1.1 GB of memory, 0.65 M parameters."
# What differs from run to run unless somebody takes care of it: ids, times, pieces of a stream.
RESTLESS = [
    "import os\nprint(1, flush=True)\nprint(2, flush=True)\nprint(os.environ['TQDM_DELAY'])",
    """import ipywidgets
one, two = ipywidgets.IntSlider(3), ipywidgets.IntSlider(4)
ipywidgets.jslink((one, "value"), (two, "value"))
ipywidgets.VBox([one, two])""",
    "from tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    pass",
    "{'a': 1}",
]


def write(path, *sources, cost=COST):
    cells = [new_markdown_cell(f"# Title\n\n{cost}"), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The file after the first run and after the second."""
    path = write(tmp_path_factory.mktemp("notebooks") / "restless.ipynb", *RESTLESS)
    texts = []
    for _ in range(2):
        assert tool.main([], path.parent) == 0
        texts.append(path.read_bytes())
    assert list(path.parent.iterdir()) == [path]
    return texts


def test_a_second_run_changes_no_byte(twice):
    assert twice[0] == twice[1]


def test_outputs_are_stored(twice):
    notebook = nbformat.reads(twice[0].decode(), as_version=4)
    first, widget, bar, value = (cell for cell in notebook.cells if cell.cell_type == "code")
    assert [output.text for output in first.outputs] == ["1\n2\n1000000\n"]
    assert bar.outputs == []
    assert value.outputs[0].data["text/plain"] == "{'a': 1}"
    assert [first.execution_count, value.execution_count] == [1, 4]
    assert "MEASURE" not in twice[0].decode()
    assert "VmHWM" not in twice[0].decode()
    view = widget.outputs[0].data["application/vnd.jupyter.widget-view+json"]
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    children = state[view.model_id].state.children
    assert {child.removeprefix("IPY_MODEL_") for child in children} <= set(state)
    assert list(state) == [f"{number:032x}" for number in range(len(state))]
    # The link between the sliders is kept; of the bar, which was not shown, nothing is.
    kinds = sorted(model.model_name for model in state.values())
    assert "LinkModel" in kinds
    assert "HTMLModel" not in kinds


def test_nothing_of_the_machine_is_stored(twice):
    notebook = nbformat.reads(twice[0].decode(), as_version=4)
    assert notebook.metadata.language_info == tool.LANGUAGE
    assert notebook.metadata.kernelspec == tool.KERNELSPEC
    assert all("execution" not in cell.metadata for cell in notebook.cells)


def test_a_cell_that_raises_is_named_and_nothing_is_stored(tmp_path, capsys):
    path = write(tmp_path / "broken.ipynb", "print(1)", "raise ValueError('too small')")
    before = path.read_bytes()
    assert tool.main(["broken"], tmp_path) == 1
    assert (
        "broken.ipynb: FAILED, not stored: cell 3: ValueError: too small" in capsys.readouterr().err
    )
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_cost_line_is_refused_before_the_run(tmp_path, capsys):
    path = write(tmp_path / "free.ipynb", "open('ran', 'w')", cost="It costs little.")
    assert tool.main([], tmp_path) == 1
    assert "**Cost:**" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


def test_a_notebook_over_the_budget_is_refused_and_not_stored(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(tool, "MAX_SECONDS", 0.01)
    path = write(tmp_path / "slow.ipynb", "sum(range(1_000_000))")
    before = path.read_bytes()
    assert tool.main([], tmp_path) == 1
    assert "may take 0.01 s" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_only_a_listed_notebook_may_take_longer(tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "MAX_SECONDS", 0.01)
    monkeypatch.setattr(tool, "LONGER", {"(nb-long)=": 30})
    write(tmp_path / "long.ipynb", "1", cost=f"(nb-long)=\n{COST}")
    notebook = nbformat.read(tmp_path / "long.ipynb", as_version=4)
    assert tool.seconds_allowed(notebook) == 0.01  # its first line is another
    notebook.cells[0].source = notebook.cells[0].source.removeprefix("# Title\n\n")
    assert tool.seconds_allowed(notebook) == 30
    tool.check_budget(tool.Cost(seconds=29.0, gigabytes=0.1), tool.seconds_allowed(notebook))
    tool.update_cost(notebook, tool.Cost(seconds=60.0, gigabytes=0.9))
    assert "at most 30 s of one CPU core" in notebook.cells[0].source


def test_no_more_notebooks_than_three_may_take_longer():
    most = {"(nb-digits-gan)=": 90, "(nb-image-generation)=": 75, "(nb-text-generation)=": 75}
    assert tool.LONGER.keys() == most.keys()
    assert all(seconds <= most[label] for label, seconds in tool.LONGER.items())


def test_all_notebooks_together_take_a_minute_each():
    """What `make test` pays for them: it grows by at most 60 s with each notebook."""
    promised = [budget.promised(path)[0] for path in sorted(tool.NOTEBOOKS.glob("*.ipynb"))]
    assert sum(promised) <= tool.MAX_SECONDS * len(promised)


@pytest.mark.slow
def test_the_measure_counts_work_and_memory(tmp_path):
    source = "block = bytearray(400_000_000)\nwhile __import__('time').process_time() < 3: pass"
    path = write(tmp_path / "busy.ipynb", source)
    cost = tool.run(path)
    assert 2.9 < cost.seconds < 8
    assert 0.4 < cost.gigabytes < 0.7


def test_an_unknown_name_lists_the_known_ones(tmp_path):
    write(tmp_path / "3-vae.ipynb")
    with pytest.raises(SystemExit, match=r"no notebook 3-gan; there are: 3-vae"):
        tool.main(["3-gan"], tmp_path)


@pytest.mark.parametrize(
    ("stored", "measured", "promise"),
    [
        (45, 44.9, 45),  # kept while it holds
        (45, 22.5, 45),
        (45, 45.1, 60),  # broken: 56.4, and up to the next five
        (45, 20.0, 25),  # too careful by more than a factor of two
        (5, 0.4, 5),
        (45, 55.0, 60),  # never beyond the budget
    ],
)
def test_when_a_promise_is_rewritten(stored, measured, promise):
    assert tool.kept_or_new(stored, measured, 5, 60) == promise


def test_memory_is_rounded_up_to_a_tenth():
    assert tool.kept_or_new(0.1, 0.88, 0.1, 2.0) == 1.1


def test_a_step_of_rounding_is_not_too_careful():
    """A promise made for 0.081 GB stays after a run of 0.080."""
    assert tool.kept_or_new(1.1, 0.081, 0.1, 2.0) == 0.2
    assert tool.kept_or_new(0.2, 0.080, 0.1, 2.0) == 0.2
    assert tool.kept_or_new(0.3, 0.080, 0.1, 2.0) == 0.1


def test_only_seconds_and_memory_are_rewritten():
    notebook = new_notebook(cells=[new_markdown_cell(f"# T\n\n{COST}\n\nText.")])
    tool.update_cost(notebook, tool.Cost(seconds=10.0, gigabytes=0.3))
    promise = "**Cost:** at most 15 s of one CPU core, 0.4 GB of memory, 0.65 M parameters."
    assert notebook.cells[0].source == f"# T\n\n{promise}\n\nText."
