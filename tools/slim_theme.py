"""Sphinx extension: a page links only the scripts and style sheets that something on it uses.

The themes and extensions link everything on every page. `templates/` holds the two theme templates
that have to differ; the icons' font is made small by `trim_fonts`.
"""

import hashlib
from pathlib import Path

# An asset, and the piece of HTML without which it has nothing to do.
# None: nothing of this book needs it (its rules that we use are in assets/style.css).
NEEDED_FOR = {
    "vendor/katex/katex.min.css": 'class="katex',
    "katex-math.css": None,
    "copybutton.css": 'class="highlight',
    "copybutton.js": 'class="highlight',
    "clipboard.min.js": 'class="highlight',
    "mystnb": 'class="cell',
    "proof.css": 'class="proof',
    "exercise.css": 'class="exercise|class="solution',
    "sphinx-design.min.css": "sd-",
    "design-tabs.js": "sd-tab-set",
    "togglebutton.css": "dropdown|toggle|hide-",
    "togglebutton.js": "dropdown|toggle|hide-",
    "sphinx-thebe.css": None,
    # It opens no page by itself and marks words only for a reader who comes from the search page.
    "sphinx_highlight.js": None,
}
# Summaries in search results are fetched from the pages, which a browser forbids on file://.
NO_SUMMARIES = (
    'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'
)


def is_needed(filename, body):
    """Whether a page with this body uses the asset; an asset that isn't in the table is kept."""
    name = str(filename or "").split("?")[0].removeprefix("_static/")
    for prefix, traces in NEEDED_FOR.items():
        if name.startswith(prefix):
            return traces is not None and any(trace in body for trace in traces.split("|"))
    return True


def slim(app, pagename, templatename, context, doctree):
    if pagename == "search":
        app.add_js_file(None, body=NO_SUMMARIES)
        return
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [f for f in context[kind] if is_needed(getattr(f, "filename", f), body)]


def prepare(app, config):
    tools = Path(__file__).parent
    config.templates_path.insert(0, str(tools / "templates"))
    # Sphinx copies no style sheet when no page is out of date. As a value of the category "html",
    # this makes every page so when an asset or one of these extensions changes.
    sources = sorted([*tools.glob("*.py"), *Path(app.srcdir, "assets").glob("*.*")])
    contents = b"".join(source.read_bytes() for source in sources)
    config.site_sources = hashlib.sha256(contents).hexdigest()


def setup(app):
    app.add_config_value("site_sources", "", "html")
    app.connect("config-inited", prepare)
    # After every extension that adds files to a page.
    app.connect("html-page-context", slim, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
