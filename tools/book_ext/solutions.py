"""An exercise leads to its solution: each solution is named after its exercise.

The solution's title leads back, by sphinx-exercise.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_exercise.nodes import is_exercise_node, solution_node


def name_solutions(app: Sphinx, doctree: nodes.document) -> None:
    """`solution-ex-vae-kl` in place of a number."""
    for solution in doctree.findall(solution_node):
        solution["ids"] = [f"solution-{solution['target_label']}"]


def solved(env: BuildEnvironment) -> dict[str, str]:
    """The exercises that have a solution, each with the page on which it stands."""
    entries = getattr(env, "sphinx_exercise_registry", {}).values()
    return {
        entry["node"]["target_label"]: entry["docname"]
        for entry in entries
        if entry["type"] == "solution"
    }


def link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    pages = solved(app.env)
    for exercise in list(doctree.findall(is_exercise_node)):
        label = exercise.get("label")
        if label in pages:
            address = app.builder.get_relative_uri(docname, pages[label])
            target = f"{address}#solution-{label}"
            words = nodes.reference("", "Solution", refuri=target, internal=True)
            exercise += nodes.paragraph("", "", words, classes=["to-solution"])
