"""Run the notebooks and store their outputs: `python tools/run_notebooks.py [NAME ...]`.

A second run changes no byte: no times are stored, the ids of live figures are counted instead of
drawn, and what describes the machine is left out. A notebook that fails stays as it was.

The line "**Cost:** at most 45 s of one CPU core, 1.1 GB of memory, 0.65 M parameters." at the top
of a notebook is a promise. Its seconds and memory are measured here, and rewritten only when the
promise is broken or far too careful: a number that followed every run would change every run.
"""

import json
import math
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from genai_utils import files

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
MAX_SECONDS = 60  # of one CPU core
# Notebooks that train more than one model and a judge, by their label.
LONGER = {"(nb-digits-gan)=": 90} | dict.fromkeys(
    ("(nb-image-generation)=", "(nb-text-generation)="), 75
)
MAX_GIGABYTES = 2.0
CELL_TIMEOUT = 600  # wall clock, against a cell that hangs

COST = re.compile(
    r"^\*\*Cost:\*\* at most (?P<seconds>\d+) s of one CPU core, "
    r"(?P<gigabytes>\d+\.\d) GB of memory, (?P<parameters>\S.*) parameters\.$",
    re.MULTILINE,
)
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}
ENVIRONMENT = {
    "TQDM_DELAY": "1000000",  # seconds: a progress bar ends in a time, so none is shown
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # silences a notice of the debugger
}
# Run as the last cell, then removed. VmHWM is asked first because `ru_maxrss` can be inherited
# from the process that started the kernel.
MEASURE = """
import json as _json, pathlib as _pathlib, re as _re, resource as _resource, sys as _sys
_used = [_resource.getrusage(who) for who in (_resource.RUSAGE_SELF, _resource.RUSAGE_CHILDREN)]
_status = _pathlib.Path("/proc/self/status")
_peak = _used[0].ru_maxrss * (1 if _sys.platform == "darwin" else 1024)
if _status.exists():
    _peak = 1024 * int(_re.search(r"VmHWM:\\s+(\\d+) kB", _status.read_text())[1])
_seconds = sum(use.ru_utime + use.ru_stime for use in _used)
print(_json.dumps({"seconds": _seconds, "gigabytes": _peak / 1e9}))
"""


class NotebookFailed(Exception):
    """What went wrong, in one line; nothing was stored."""


@dataclass(frozen=True)
class Cost:
    seconds: float
    gigabytes: float


def blank(notebook) -> None:
    """Remove what an earlier run or an editor left, and keep what the author wrote."""
    for index, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{index}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.kernelspec = nbformat.from_dict(KERNELSPEC)
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def execute(notebook, folder: Path) -> Cost:
    """Run every cell in a fresh kernel, working in `folder`; the outputs stay in `notebook`."""
    notebook.cells.append(nbformat.v4.new_code_cell(MEASURE))
    client = NotebookClient(
        notebook,
        kernel_name=KERNELSPEC["name"],
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # not that a kernel on loopback isn't encrypted
        timeout=CELL_TIMEOUT,
    )
    try:
        client.execute(env={**os.environ, **ENVIRONMENT})
    except CellExecutionError as error:
        raise NotebookFailed(
            f"cell {failed_cell(notebook)}: {error.ename}: {error.evalue}"
        ) from None
    except CellTimeoutError:
        raise NotebookFailed(f"a cell ran longer than {CELL_TIMEOUT} s") from None
    except DeadKernelError:
        raise NotebookFailed("the kernel died (out of memory?)") from None
    return Cost(**json.loads(notebook.cells.pop().outputs[0].text))


def failed_cell(notebook) -> int:
    """The place of the cell that raised, counted from 1 over all cells."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return number
    return len(notebook.cells)


def first_markdown(notebook):
    return next((cell for cell in notebook.cells if cell.cell_type == "markdown"), None)


def seconds_allowed(notebook) -> float:
    """What a notebook may promise and take; more than the others only if its label is listed."""
    label = first_markdown(notebook).source.split("\n")[0]
    return LONGER.get(label, MAX_SECONDS)


def check_budget(cost: Cost, seconds: float) -> None:
    if cost.seconds > seconds or cost.gigabytes > MAX_GIGABYTES:
        raise NotebookFailed(
            f"it took {cost.seconds:.1f} s and {cost.gigabytes:.2f} GB, but this notebook may take "
            f"{seconds} s of one CPU core and {MAX_GIGABYTES} GB"
        )


def kept_or_new(stored: float, measured: float, step: float, limit: float) -> float:
    """The promise `stored` while it holds and isn't twice too careful; else one with room.

    A small promise is more than twice what was measured by its rounding alone; so a step more than
    would be promised now isn't too careful either, or a second run could change it.
    """
    # Rounded first, because 11 * 0.1 is a little more than 1.1.
    new = min(limit, round(step * math.ceil(round(1.25 * measured / step, 6)), 1))
    careful = max(2 * measured, round(new + step, 1))
    return stored if measured <= stored <= careful else new


def cost_line(notebook) -> re.Match:
    first = first_markdown(notebook)
    match = COST.search(first.source) if first else None
    if match is None:
        raise NotebookFailed(
            "its first markdown cell needs the line '**Cost:** at most 45 s of one CPU core, "
            "1.1 GB of memory, 0.65 M parameters.'"
        )
    return match


def update_cost(notebook, cost: Cost) -> None:
    line = cost_line(notebook)
    seconds = kept_or_new(int(line["seconds"]), cost.seconds, 5, seconds_allowed(notebook))
    gigabytes = kept_or_new(float(line["gigabytes"]), cost.gigabytes, 0.1, MAX_GIGABYTES)
    promise = (
        f"**Cost:** at most {seconds:.0f} s of one CPU core, {gigabytes:.1f} GB of memory, "
        f"{line['parameters']} parameters."
    )
    first = first_markdown(notebook)
    first.source = first.source.replace(line[0], promise)


def widget_state(notebook) -> dict:
    """The stored models of live figures by their id, in the order in which they were made."""
    widgets = notebook.metadata.get("widgets", {})
    return widgets.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})


def drop_unseen_models(notebook) -> None:
    """Remove the models that no view is connected with: those of progress bars that weren't shown.

    Connected means in either direction, because a link between two sliders names them, and not
    they the link.
    """
    state = widget_state(notebook)
    texts = {model_id: json.dumps(model) for model_id, model in state.items()}
    shown = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    seen = {model_id for model_id in state if model_id in shown}
    frontier = set(seen)
    while frontier:
        frontier = {
            model_id
            for model_id, text in texts.items()
            if model_id not in seen
            and any(other in text or model_id in texts[other] for other in frontier)
        }
        seen |= frontier
    for model_id in set(state) - seen:
        del state[model_id]
    if not state:
        notebook.metadata.pop("widgets", None)


def stable_text(notebook) -> str:
    """The notebook as nbformat writes it, less all that differs between two runs."""
    notebook.metadata.language_info = nbformat.from_dict(LANGUAGE)
    drop_unseen_models(notebook)
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    state = widget_state(notebook)
    # Replacing in the text reaches the state, the views and the references "IPY_MODEL_..." alike;
    # writing again sorts the new keys.
    for number, model_id in enumerate(state):
        text = text.replace(model_id, f"{number:032x}")
    return nbformat.writes(nbformat.reads(text, as_version=4)).rstrip("\n") + "\n"


def run(path: Path) -> Cost:
    notebook = nbformat.read(path, as_version=4)
    cost_line(notebook)  # asked before the run, so that a missing line costs no minute
    blank(notebook)
    cost = execute(notebook, path.parent)
    check_budget(cost, seconds_allowed(notebook))
    update_cost(notebook, cost)
    files.write_atomically(path, stable_text(notebook))
    return cost


def chosen(names: list[str], folder: Path) -> list[Path]:
    there = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    unknown = [name for name in names if Path(name).stem not in there]
    if not there:
        sys.exit(f"{folder.name}/ holds no notebook")
    if unknown:
        sys.exit(f"no notebook {', '.join(unknown)}; there are: {', '.join(there)}")
    return [there[Path(name).stem] for name in names] or list(there.values())


def main(names: list[str], folder: Path = NOTEBOOKS) -> int:
    failures = 0
    for path in chosen(names, folder):
        try:
            cost = run(path)
        except NotebookFailed as error:
            failures += 1
            print(f"{path.name}: FAILED, not stored: {error}", file=sys.stderr, flush=True)
        else:
            print(f"{path.name}: {cost.seconds:.1f} s CPU, {cost.gigabytes:.2f} GB", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
