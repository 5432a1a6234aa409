"""Puts a live figure's still picture on the page, for a reader whose browser runs no JavaScript.

A notebook stores a live figure twice: as a widget view and as a PNG. MyST-NB keeps the view alone;
this keeps the PNG beside it, inside `<noscript>`, so that it costs other readers no download.
"""

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"


class KeepStillFrames(SphinxPostTransform):
    default_priority = 3  # before MyST-NB selects one form of each output, at 4
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            if self.app.builder.name != "html":
                return  # an EPUB shows the picture itself
            parts = (part for part in bundle.children if isinstance(part, nodes.Element))
            forms = {form["mime_type"]: form for form in parts}
            if VIEW in forms and "image/png" in forms:
                still = [node.deepcopy() for node in forms["image/png"].children]
                forms[VIEW] += [raw_html("<noscript>"), *still, raw_html("</noscript>")]


def raw_html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
