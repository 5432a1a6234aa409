"""The build of the book, as one Sphinx extension: `setup` reads as its table of contents.

Each file of this folder is one concern; none connects itself. What one step finds and a later one
needs travels in a `Build`. Handlers of one event run in the order in which they stand here, and
after those of the themes and of MyST-NB: that is what `LATE` is for.
"""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from . import (
    addresses,
    article_numbers,
    book_counts,
    bundle_site,
    citations,
    claim_counts,
    diagrams,
    doctrees,
    ebook,
    equation_doors,
    formulas,
    glossary_links,
    live_list,
    live_state,
    notebook_links,
    page_list,
    pictures,
    plain_notebooks,
    print_book,
    print_links,
    print_numbers,
    print_tables,
    publication,
    search_index,
    slim_theme,
    solutions,
    sounds,
    spoken_names,
    still_frames,
    trim_fonts,
    unique_names,
)
from .equation_marks import RECORD, read_record
from .equation_sources import Sources, read_sources
from .html_pages import HtmlPage

HERE = Path(__file__).parent
LATE = 900  # Sphinx, the themes and MyST-NB connect theirs at 500


@dataclass
class Build:
    """What one step of a build leaves for a later one."""

    record: dict[str, dict] = field(default_factory=dict)  # of the equations' checks, by label
    sources: dict[str, Sources] = field(default_factory=dict)  # of the equations, by label
    repository: tuple[str, str, str] | None = None  # owner, name, branch
    katex: formulas.Katex = field(default_factory=lambda: formulas.Katex({}))
    press: pictures.Press = field(default_factory=pictures.Press)
    version: str = ""  # changes with the style sheet and the extension: browsers keep old files
    pages: list[tuple[str, tuple[page_list.Listed, ...]]] = field(default_factory=list)  # by part
    searched: dict[str, list] = field(default_factory=dict)  # what the search finds, by page
    settings_scripts: list[str] = field(default_factory=list)  # the bundle begins so


def version_of(*folders: Path) -> str:
    """A short sum of the files in these folders."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    kept = [path for path in files if not {"vendor", "__pycache__"} & set(path.parts)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in kept)).hexdigest()[:8]


def begin(build: Build, app: Sphinx, config: Config) -> None:
    """What needs the configuration: it is read now, and nothing else has run."""
    # A node knows its parent, and Python looks through all trees for rings that it may free. It
    # frees as much when it looks seldom.
    gc.set_threshold(100_000, 20, 20)
    build.record = read_record(Path(app.srcdir) / RECORD)
    build.sources = read_sources(Path(app.srcdir))
    build.repository = addresses.repository(app.srcdir)
    build.katex = formulas.Katex(dict(config.math_macros))
    build.version = version_of(HERE, Path(app.srcdir, "assets"))
    config.templates_path.insert(0, str(HERE / "templates"))


def setup(app: Sphinx) -> dict[str, Any]:
    build = Build()
    app.add_config_value("math_macros", {}, "html")

    # Reading: directives and the nodes that they leave.
    app.add_directive("mermaid", diagrams.Mermaid)
    app.add_directive("live-figures", live_list.LiveFigures)
    app.add_directive("equation-list", equation_doors.EquationList)
    app.add_directive("sound", sounds.Sound)
    app.add_directive("claim-counts", claim_counts.ClaimCounts)
    app.add_directive("book-counts", book_counts.BookCounts)
    app.add_node(live_list.live_figures)
    app.add_node(equation_doors.equation_list)

    # Writing: how a node becomes HTML, LaTeX or text.
    app.add_html_math_renderer("prerendered", *formulas.renderer(build))
    app.add_node(
        diagrams.diagram,
        html=(diagrams.visit_html, None),
        latex=(diagrams.visit_latex, None),
        text=(diagrams.visit_text, None),
    )
    app.add_node(
        sounds.sound,
        html=(sounds.visit_html, None),
        latex=(sounds.visit_latex, None),
        text=(sounds.visit_text, None),
    )
    app.add_node(notebook_links.links, html=(notebook_links.visit_links, None))
    app.add_node(nodes.image, override=True, html=pictures.visitors(build))
    app.add_builder(ebook.Epub, override=True)
    app.add_post_transform(still_frames.KeepStillFrames)
    app.add_domain(doctrees.References, override=True)

    def late(event: str, handler: Callable[..., Any]) -> None:
        app.connect(event, handler, priority=LATE)

    def on_page(builder: str, handler: Callable[..., None]) -> None:
        @wraps(getattr(handler, "func", handler))
        def each(
            app: Sphinx,
            name: str,
            template: str,
            context: dict[str, Any],
            doctree: nodes.document | None,
        ) -> None:
            if app.builder.name == builder:
                handler(HtmlPage(app, name, context, doctree))

        late("html-page-context", each)

    # 1. The configuration is there.
    late("config-inited", partial(begin, build))
    late("config-inited", publication.configure)
    late("config-inited", citations.configure)
    late("config-inited", print_book.configure)
    late("config-inited", ebook.configure)
    late("builder-inited", search_index.configure)
    late("builder-inited", citations.tell_apart)
    # 2. A page is read.
    late("doctree-read", solutions.name_solutions)
    # 3. All pages are read, and Sphinx has numbered sections, equations and figures.
    late("env-get-updated", article_numbers.renumber)
    # 4. A page's tree is complete, its references resolved.
    late("doctree-resolved", unique_names.drop_shared)
    late("doctree-resolved", solutions.link)
    late("doctree-resolved", live_list.fill)
    late("doctree-resolved", sounds.move_stored)
    late("doctree-resolved", partial(equation_doors.fill, build))
    late("doctree-resolved", notebook_links.insert)
    late("doctree-resolved", glossary_links.link)
    late("doctree-resolved", print_numbers.number)
    late("doctree-resolved", print_links.mend)  # of numbers that are text by now, too
    late("doctree-resolved", print_tables.fit_all)
    late("doctree-resolved", print_book.gather_front)
    late("doctree-resolved", print_book.keep_together)
    late("doctree-resolved", partial(search_index.collect, build))  # of all that is put there
    late("doctree-resolved", citations.complete_list)  # which nobody searches
    late("html-collect-pages", search_index.page)
    # 5. A page is HTML, and its template is about to be filled.
    on_page("html", publication.describe_page)
    on_page("html", partial(page_list.insert, build))
    on_page("html", spoken_names.mend)
    on_page("html", live_state.move_state)  # MyST-NB has put the state into the head
    on_page("html", partial(slim_theme.slim, build))  # every file is named by now
    on_page("epub", spoken_names.mend)
    on_page("epub", ebook.slim)
    # 6. All pages are written.
    late("build-finished", lambda app, exception: build.katex.close())
    late("build-finished", lambda app, exception: build.press.finish())
    late("build-finished", pictures.drop_originals)
    late("build-finished", plain_notebooks.write)
    late("build-finished", publication.write_sitemap)
    late("build-finished", partial(search_index.write, build))
    late("build-finished", trim_fonts.trim)  # by the characters of the pages
    late("build-finished", partial(bundle_site.bundle, build))  # of fonts that are trimmed
    return {"parallel_read_safe": True, "parallel_write_safe": False}
