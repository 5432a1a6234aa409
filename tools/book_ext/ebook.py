"""The EPUB (`make epub`): Sphinx's, mended where a reading device or `epubcheck` stumbles.

Its contents list every page; what a page holds (MathML, SVG) is declared; it links only style
sheets and fonts that it brings, and no script, since few readers run them.
"""

import posixpath
import re
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.builders._epub_base import MEDIA_TYPES
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config

from .html_pages import HtmlPage

VIEW = "application/vnd.jupyter.widget-view+json"
OPF = "http://www.idpf.org/2007/opf"
OTHER_FONTS = re.compile(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)")
STYLES = ("vendor/katex/katex.min.css", "epub.css")


def configure(app: Sphinx, config: Config) -> None:
    config.nb_mime_priority_overrides = [("epub", VIEW, None)]
    config.epub_css_files = [(name, {}) for name in STYLES]
    config.epub_show_urls = "no"
    config.epub_exclude_files = [".nojekyll", "index.html", "_static/page.png", "_static/card.png"]
    config.epub_exclude_files += ["_static/vendor/katex/LICENSE", "_static/style.css"]
    config.epub_exclude_files += ["_static/vendor/minisearch/LICENSE.txt"]
    MEDIA_TYPES[".woff2"] = "font/woff2"  # of the formulas' fonts; Sphinx knows older ones
    config.epub_basename = config.epub_uid = "book"
    config.epub_identifier = f"urn:uuid:{uuid5(NAMESPACE_URL, config.project)}"
    config.epub_tocscope = "includehidden"
    config.epub_tocdepth = 4
    config.epub_tocdup = False
    config.epub_description = (
        "An open course textbook with tested equations and runnable notebooks."
    )


def slim(page: HtmlPage) -> None:
    """No script, and no style sheet but the book's own: the extensions' come after the packing."""
    page.context["script_files"] = []
    page.context["css_files"] = [
        asset
        for asset in page.context["css_files"]
        if str(asset.filename).endswith((*STYLES, "pygments.css"))
    ]


class Epub(Epub3Builder):
    def get_toc(self) -> None:
        """The first page lies in a folder, from which Sphinx writes the others' addresses."""
        super().get_toc()
        for node in self.refnodes:
            node["refuri"] = posixpath.normpath(node["refuri"])

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_content(self) -> None:
        sheet = Path(self.outdir, "_static", STYLES[0])
        sheet.write_text(OTHER_FONTS.sub("", sheet.read_text("utf-8")), "utf-8")
        super().build_content()
        declare(Path(self.outdir))


def declare(folder: Path) -> None:
    """Names in the package's list what its pages hold."""
    ElementTree.register_namespace("", OPF)
    ElementTree.register_namespace("dc", "http://purl.org/dc/elements/1.1/")
    tree = ElementTree.parse(folder / "content.opf")
    for item in tree.iter(f"{{{OPF}}}item"):
        page = folder / item.attrib["href"]
        if page.suffix != ".xhtml" or item.get("properties"):
            continue
        text = page.read_text("utf-8")
        held = [name for name, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in text]
        if held:
            item.set("properties", " ".join(held))
    tree.write(folder / "content.opf", "utf-8", xml_declaration=True)
