"""The cells of the notebooks that hold exercises, as they stand and solved."""

import inspect
import re
from types import SimpleNamespace

import book_sources

from genai_utils.exercises import EXERCISES

CHECK = re.compile(r'^check\("([\w-]+)", (\w+)\)$', re.MULTILINE)


def tagged(notebook, kind):
    for cell in notebook.cells:
        if cell.cell_type == kind and "exercise" in cell.metadata.get("tags", []):
            yield cell


def checks(notebook):
    """Label, name of the answer, and the cell with the stub, which stands before the check."""
    before = None
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        for label, name in CHECK.findall(cell.source):
            yield SimpleNamespace(label=label, name=name, stub=before, cell=cell)
        before = cell


WITH_CHECKS = {
    name: notebook for name, notebook in book_sources.notebooks().items() if list(checks(notebook))
}


def solved(it):
    """The solution in the student's place."""
    exercise = EXERCISES[it.label]
    if exercise.takes_value:
        return f"{it.name} = {exercise.solution()!r}"
    return inspect.getsource(exercise.solution)
