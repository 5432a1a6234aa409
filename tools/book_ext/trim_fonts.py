"""After the build, fonts keep only the characters that the book uses.

KaTeX's fonts hold all of mathematics and Font Awesome holds 1,400 icons; the theme shows a dozen.
The sources stay whole, so every build starts from them and nothing is lost from one to the next.
"""

import logging
import re
from html import unescape
from pathlib import Path

from fontTools import subset
from sphinx.application import Sphinx

ICON_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"(\\[0-9a-f]+|[^"\\])"\}')
# A hundred lines a font, which would bury a build's own warnings.
logging.getLogger("fontTools").setLevel(logging.WARNING)
FONTS = ("vendor/katex/fonts", "vendor/fontawesome/webfonts")


def escapes(text: str) -> set[str]:
    """The characters that a style sheet writes as escapes, such as \\f107."""
    return {chr(int(code, 16)) for code in re.findall(r"\\([0-9a-f]{4})(?![0-9a-f])", text)}


def trim_icon_rules(css: str, used: set[str]) -> str:
    """The style sheet without the rules of icons that no page or script names."""

    def keep(rule: re.Match[str]) -> str:
        names = set(re.findall(r"fa-[\w-]+", rule[1]))
        return rule[0] if names & used else ""

    return ICON_RULE.sub(keep, css)


def trim_font(source: Path, characters: set[str], target: Path) -> None:
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    subset.save_font(font, target, options)


def trim(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    theme = static / "styles/pydata-sphinx-theme.css"
    if not theme.exists():
        return  # no page was out of date, so nothing was copied, and the fonts are trimmed already
    pages = [page.read_text(encoding="utf-8") for page in Path(app.outdir).rglob("*.html")]
    scripts = [script.read_text(encoding="utf-8") for script in static.rglob("*.js")]
    icons = set(re.findall(r"\bfa-[\w-]+", " ".join(pages + scripts)))

    theme.write_text(trim_icon_rules(theme.read_text(encoding="utf-8"), icons), encoding="utf-8")
    styles = [sheet.read_text(encoding="utf-8") for sheet in static.rglob("*.css")]

    characters = set(unescape("".join(pages))) | set("".join(styles)) | escapes("".join(styles))
    for folder in FONTS:
        for font in (static / folder).glob("*.woff2"):
            trim_font(font, characters, font)
