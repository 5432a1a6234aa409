"""In the PDF, links to equations, exercises and solutions arrive.

In LaTeX these have labels of their own, which aren't the names in the pages' addresses.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx_exercise.nodes import solution_node


def place(address: str) -> str:
    """The address by LaTeX's labels; Sphinx makes the label `a:b` of the address `%a#b`."""
    page, _, name = address.rpartition("#")
    if name.startswith("equation-"):
        return f"%equation#{page.lstrip('%')}:{name.removeprefix('equation-')}"
    return f"%exercise#{name}" if name.startswith("ex-") else address


def mend(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name != "latex":
        return
    for reference in doctree.findall(nodes.reference):
        if "refuri" in reference:
            reference["refuri"] = place(reference["refuri"])
    for file in list(doctree.findall(addnodes.start_of_file)):
        for solution in list(file.findall(solution_node)):
            label = rf"\phantomsection\label{{{file['docname']}:{solution['ids'][0]}}}"
            target = nodes.raw("", label, format="latex")
            solution.parent.insert(solution.parent.index(solution), target)
