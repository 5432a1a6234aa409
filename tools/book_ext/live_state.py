"""What a page's live figures need stands in a file of its own.

MyST-NB writes the state of a notebook's widgets into the page's head, before the text: on a page
with a decoder's weights 120 kB compressed, which a reader who never gets to the figure loads too.
Here it becomes `_static/live/<page>.js`, a script and not JSON since a page on file:// may load
only scripts, and `live.js` loads it when the first figure comes near the screen.
"""

from pathlib import Path

from .html_pages import HtmlPage

STATE = "application/vnd.jupyter.widget-state+json"


def is_state(script: object) -> bool:
    return getattr(script, "attributes", {}).get("type") == STATE


def move_state(page: HtmlPage) -> None:
    states = [s for s in page.context.get("script_files", []) if is_state(s)]
    if not states:
        return
    (state,) = states
    page.context["script_files"] = [s for s in page.context["script_files"] if s is not state]
    target = Path(page.app.outdir, "_static", "live", page.name.replace("/", "-") + ".js")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"liveState = {state.attributes['body']};\n", encoding="utf-8")
    page.context["live_state"] = f"_static/live/{target.name}"
