"""A page's pictures are WebP, have their size, and load when needed.

A drawing stays exact and takes less than half of PNG's bytes. What is big all the same is made of
small photographs, such as a grid of digits, and there a lower quality shows no difference. With
the size in the page the text doesn't jump when a picture arrives. Without JavaScript browsers load
at once what is marked as lazy.

A picture that says how many dots it has to the inch is shown at 110 of them, so that one drawn
with 220 is sharp where a point of the page is two of the screen.
"""

import io
import posixpath
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

BIG = 24_000
QUALITY, DENSE = 80, 60  # of WebP; a fault of one dot is half as wide in a dense picture
# Exact, "quality" is effort: 80 saves 2 % of the bytes, and takes half as long again.
EXACT = {"lossless": True, "method": 2, "quality": 25}
GLANCE = 1.5  # a hasty rough picture has as many times the bytes of a careful one, seldom more
INCH = 110  # points of the page for an inch of a picture, as in genai_utils.plots


def convert(source: Path, target: Path) -> tuple[int, int]:
    """Writes the picture as WebP; returns its width and height on the page."""
    with Image.open(source) as opened:
        scale = INCH / max(INCH, opened.info.get("dpi", (INCH,))[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        opaque = (
            opened.mode != "P" and opened.convert("RGBA").getchannel("A").getextrema()[0] == 255
        )
        picture = opened.convert("RGB" if opaque else "RGBA")
        picture.save(target, "webp", **EXACT)
        if target.stat().st_size > BIG:
            lighten(picture, target, DENSE if scale < 1 else QUALITY)
        return round(picture.width * scale), round(picture.height * scale)


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


def visit_image(self: HTML5Translator, node: nodes.Element) -> None:
    """An image of the web pages as WebP; whatever isn't a PNG of ours is left to Sphinx."""
    name = self.builder.images.get(node["uri"], "")
    if self.builder.name != "html" or not name.endswith(".png"):
        HTML5Translator.visit_image(self, node)
        return
    light = posixpath.splitext(name)[0] + ".webp"
    source = Path(self.builder.srcdir, node["uri"])
    width, height = convert(source, Path(self.builder.outdir, self.builder.imagedir, light))
    place = posixpath.join(self.builder.imgpath, quote(light))
    attributes = {"loading": "lazy", "width": width, "height": height, "alt": node.get("alt", "")}
    self.body.append(self.emptytag(node, "img", "\n", src=place, **attributes))


def depart_image(self: HTML5Translator, node: nodes.Element) -> None:
    pass


def drop_originals(app: Sphinx, exception: Exception | None) -> None:
    """The PNGs of which the pages show a WebP."""
    if app.builder.name != "html":
        return
    for picture in Path(app.outdir, app.builder.imagedir).glob("*.png"):
        if picture.with_suffix(".webp").exists():
            picture.unlink()
