"""A page's pictures are WebP, have their size, and load when needed.

A drawing stays exact and takes less than half of PNG's bytes. What is big all the same is made of
small photographs, such as a grid of digits, and there a lower quality shows no difference. With
the size in the page the text doesn't jump when a picture arrives. Without JavaScript browsers load
at once what is marked as lazy.

A picture that says how many dots it has to the inch is shown at 110 of them, so that one drawn
with 220 is sharp where a point of the page is two of the screen.

To press them is a third of a build's work, and Pillow leaves Python free meanwhile: they are made
beside the pages, as many at once as there are cores.
"""

import io
import os
import posixpath
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from . import Build

BIG = 24_000
QUALITY, DENSE = 80, 60  # of WebP; a fault of one dot is half as wide in a dense picture
# Exact, "quality" is effort: 80 saves 2 % of the bytes, and takes half as long again.
EXACT = {"lossless": True, "method": 2, "quality": 25}
GLANCE = 1.5  # a hasty rough picture has as many times the bytes of a careful one, seldom more
INCH = 110  # points of the page for an inch of a picture, as in genai_utils.plots


class Press:
    """Makes pictures, and is asked at the end whether all were made."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(os.cpu_count())
        self.begun: dict[Path, Future[None]] = {}

    def take(self, source: Path, target: Path) -> None:
        if target not in self.begun:  # a picture may stand on two pages
            self.begun[target] = self.threads.submit(convert, source, target)

    def finish(self) -> None:
        """Waits for the last; raises what went wrong with one."""
        self.threads.shutdown()
        for picture in self.begun.values():
            picture.result()


def scale_of(picture: Image.Image) -> float:
    """Points of the page for a dot of the picture."""
    return INCH / max(INCH, picture.info.get("dpi", (INCH,))[0])


def size_of(source: Path) -> tuple[int, int]:
    """Width and height on the page."""
    with Image.open(source) as opened:
        scale = scale_of(opened)
        return round(opened.width * scale), round(opened.height * scale)


def convert(source: Path, target: Path) -> None:
    """Writes the picture as WebP."""
    with Image.open(source) as opened:
        target.parent.mkdir(parents=True, exist_ok=True)
        opaque = (
            opened.mode != "P" and opened.convert("RGBA").getchannel("A").getextrema()[0] == 255
        )
        picture = opened.convert("RGB" if opaque else "RGBA")
        picture.save(target, "webp", **EXACT)
        if target.stat().st_size > BIG:
            lighten(picture, target, DENSE if scale_of(opened) < 1 else QUALITY)


def lighten(picture: Image.Image, target: Path, quality: int) -> None:
    """Replaces an exact picture by a rough one, where that is lighter.

    Drawings and digits of few greys are lighter exact: a glance tells most of them.
    """
    size = target.stat().st_size
    for method, most in ((0, GLANCE * size), (4, size)):
        rough = io.BytesIO()
        picture.save(rough, "webp", quality=quality, method=method)
        if rough.tell() >= most:
            return
    target.write_bytes(rough.getvalue())


def visitors(build: "Build") -> tuple[Any, Any]:
    """How an image of the web pages is written, as `add_node` takes it."""

    def visit_image(self: HTML5Translator, node: nodes.Element) -> None:
        """As WebP; whatever isn't a PNG of ours is left to Sphinx."""
        name = self.builder.images.get(node["uri"], "")
        if self.builder.name != "html" or not name.endswith(".png"):
            HTML5Translator.visit_image(self, node)
            return
        light = posixpath.splitext(name)[0] + ".webp"
        source = Path(self.builder.srcdir, node["uri"])
        build.press.take(source, Path(self.builder.outdir, self.builder.imagedir, light))
        place = posixpath.join(self.builder.imgpath, quote(light))
        width, height = size_of(source)
        shape = {"loading": "lazy", "width": width, "height": height, "alt": node.get("alt", "")}
        self.body.append(self.emptytag(node, "img", "\n", src=place, **shape))

    def depart_image(self: HTML5Translator, node: nodes.Element) -> None:
        pass

    return visit_image, depart_image


def drop_originals(app: Sphinx, exception: Exception | None) -> None:
    """The PNGs of which the pages show a WebP."""
    if app.builder.name != "html":
        return
    for picture in Path(app.outdir, app.builder.imagedir).glob("*.png"):
        if picture.with_suffix(".webp").exists():
            picture.unlink()
