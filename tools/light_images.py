"""Sphinx extension: a page's pictures are WebP, have their size, and load when needed.

A drawing stays exact and takes less than half of PNG's bytes. What is big all the same is made of
small photographs, such as a grid of digits, and there a quality of 80 shows no difference. With
the size in the page the text doesn't jump when a picture arrives. Without JavaScript browsers load
at once what is marked as lazy.
"""

import re
from pathlib import Path
from urllib.parse import unquote

from PIL import Image

IMAGE = re.compile(r"<img\b[^>]*>")
BIG = 20_000
SOURCE = re.compile(r'\bsrc="([^"]*/_images/|_images/)([^"/]+)\.png"')


def convert(source, target):
    """Writes the picture as WebP, unless it is there and newer; returns its size in pixels."""
    with Image.open(source) as picture:
        newest = max(Path(file).stat().st_mtime for file in (source, __file__))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            opaque = picture.mode != "P" and picture.convert("RGBA").getextrema()[3][0] == 255
            picture = picture.convert("RGB" if opaque else "RGBA")
            picture.save(target, "webp", lossless=True, method=5)
            if target.stat().st_size > BIG:
                picture.save(target, "webp", quality=80, method=6)
        return picture.size


def lighten(app, pagename, templatename, context, doctree):
    if app.builder.name != "html":
        return
    sources = {name: Path(app.srcdir, path) for path, name in app.builder.images.items()}

    def rewrite(found):
        tag = found[0]
        match = SOURCE.search(tag)
        if match and (source := sources.get(unquote(match[2]) + ".png")):
            name = match[2] + ".webp"
            width, height = convert(source, Path(app.outdir, "_images", unquote(name)))
            tag = tag.replace(match[0], f'src="{match[1]}{name}"')
            if "width=" not in tag and "height=" not in tag:
                tag = tag.replace("<img", f'<img width="{width}" height="{height}"', 1)
        return tag.replace("<img", '<img loading="lazy"', 1)

    if "body" in context:
        context["body"] = IMAGE.sub(rewrite, context["body"])


def drop_originals(app, exception):
    if app.builder.name != "html":
        return
    for picture in Path(app.outdir, "_images").glob("*.png"):
        if picture.with_suffix(".webp").exists():
            picture.unlink()


def setup(app):
    app.connect("html-page-context", lighten, priority=990)
    app.connect("build-finished", drop_originals)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
