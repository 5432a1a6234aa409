"""A page links one style sheet and one script instead of twenty.

The themes and extensions link their files one by one on every page. `bundle_site` puts those named
here together after the build. `templates/` holds the theme's templates that have to differ.
"""

from typing import TYPE_CHECKING, Any

from .html_pages import HtmlPage

if TYPE_CHECKING:
    from . import Build

# In the order in which they must come. A name that ends in a dot stands for the file's first part.
STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "togglebutton.css",
    "copybutton.css",
    "mystnb.",
    "proof.css",
    "exercise.css",
    "sphinx-design.min.css",
    "style.css",
)
MATH_STYLES = ("vendor/katex/katex.min.css",)
SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "clipboard.min.js",
    "copybutton.js",
    "scripts/sphinx-book-theme.js",
    "togglebutton.js",
    "scripts/bootstrap.js",
    "scripts/pydata-sphinx-theme.js",
    "vendor/katex/copy-tex.min.js",  # a selected formula is copied as LaTeX
    "reachable.js",
    "paper.js",
    "found.js",
    "preview.js",
)
# Nothing of this book needs these.
UNUSED = ("sphinx-thebe.css", "sphinx_highlight.js")
# Needed only where this piece of HTML is.
NEEDED_FOR = {"design-tabs.js": "sd-tab-set"}


def static_name(asset: Any) -> str | None:
    """The name below `_static` of what a page links; None for a script written into the page."""
    filename = getattr(asset, "filename", asset)
    return str(filename).split("?")[0].removeprefix("_static/") if filename else None


def is_kept(asset: Any, body: str) -> bool:
    """Whether the page links the asset by itself: it isn't in a bundle, and the page needs it."""
    name = static_name(asset)
    if name is None:
        return False  # settings: `slim` keeps those that something reads
    if name in NEEDED_FOR:
        return NEEDED_FOR[name] in body
    return not name.startswith((*STYLES, *MATH_STYLES, *SCRIPTS, *UNUSED))


def slim(build: "Build", page: HtmlPage) -> None:
    context = page.context
    body = context.get("body", "")
    # Settings are the same on every page; only the toggles' are read by anything.
    inline = [asset for asset in context["script_files"] if static_name(asset) is None]
    build.settings_scripts = [
        text for asset in inline if "oggle" in (text := asset.attributes.get("body", ""))
    ]
    for kind in ("css_files", "script_files"):
        context[kind] = [asset for asset in context[kind] if is_kept(asset, body)]
    context["has_math"] = 'class="katex' in body
    context["bundle_version"] = build.version
