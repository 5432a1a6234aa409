"""What a page's live figures need stands in a file of its own.

MyST-NB writes the state of a notebook's widgets into the page's head, before the text: on a page
with a decoder's weights 120 kB compressed, which a reader who never gets to the figure loads too.
Here it becomes `_static/live/<page>.js`, a script and not JSON since a page on file:// may load
only scripts, and `live.js` loads it when the first figure comes near the screen.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

STATE = "application/vnd.jupyter.widget-state+json"


def is_state(script: object) -> bool:
    return getattr(script, "attributes", {}).get("type") == STATE


def move_state(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.builder.name != "html":
        return
    states = [s for s in context.get("script_files", []) if is_state(s)]
    if not states:
        return
    (state,) = states
    context["script_files"] = [s for s in context["script_files"] if s is not state]
    target = Path(app.outdir, "_static", "live", pagename.replace("/", "-") + ".js")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"liveState = {state.attributes['body']};\n", encoding="utf-8")
    context["live_state"] = f"_static/live/{target.name}"
