"""What search engines and link previews read.

Every page has a description, its own first paragraph. With a configured address (`addresses`) it
also names its canonical address and the card that a preview shows, and there is a `sitemap.xml`.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from .addresses import site
from .html_pages import HtmlPage

CARD = "_static/card.png"
LONGEST = 160
# Openings that say nothing of the page's matter.
FORMAL = (
    "The question of this page: ",
    "The question of this notebook: ",
    "Question. ",
    "Abstract. ",
)


def configure(app: Sphinx, config: Config) -> None:
    config.html_baseurl = site(app.srcdir) or ""


def describe(doctree: nodes.document) -> str | None:
    """The first paragraph that is a sentence, cut at a word; formulas read as their source."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        for opening in FORMAL:
            words = words.removeprefix(opening)
        if len(words) < 40 or words.startswith("Cost:"):
            continue
        words = words[0].upper() + words[1:]
        if len(words) > LONGEST:
            words = words[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
        return words
    return None


def describe_page(page: HtmlPage) -> None:
    app, context = page.app, page.context
    words = describe(page.doctree) if page.doctree else None
    tags = [f'<meta name="description" content="{escape(words)}">'] if words else []
    base = app.config.html_baseurl
    if base and page.doctree:
        tags += [
            f'<meta property="og:{name}" content="{escape(value)}">'
            for name, value in (
                ("type", "article"),
                ("site_name", app.config.html_title or app.config.project),
                ("title", app.env.titles[page.name].astext()),
                ("description", words or ""),
                ("url", f"{base}{app.builder.get_target_uri(page.name)}"),
                ("image", base + CARD),
            )
        ]
        tags.append('<meta name="twitter:card" content="summary_large_image">')
    context["metatags"] = context.get("metatags", "") + "\n" + "\n".join(tags)


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    base = app.config.html_baseurl
    if exception or app.builder.name != "html" or not base:
        return
    pages = sorted(app.builder.get_target_uri(name) for name in app.env.found_docs)
    rows = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in pages)
    Path(app.outdir, "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n',
        encoding="utf-8",
    )
