"""After the build, the style sheets become one, and so do the scripts.

A rule of a style sheet goes when it names a class or an id that no page and no script has, and a
custom property when nothing reads it: the theme brings thousands for what a book doesn't hold. The
four fonts of big brackets move into the sheet, as their requests would cost more than their bytes.
"""

import base64
import posixpath
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2
from sphinx.application import Sphinx

from .slim_theme import MATH_STYLES, SCRIPTS, STYLES

if TYPE_CHECKING:
    from . import Build


INLINED = "KaTeX_Size"  # 3 kB each; a page with formulas needs most of them
URL = re.compile(r"url\(\s*[\"']?([^\"')]+?)[\"']?\s*\)")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
# A declaration ends at a semicolon outside quotation marks and parentheses, or with its block.
PROPERTY = re.compile(
    r"""(?<=[{;\s]) (--[\w-]+) :
        (?: "[^"]*" | '[^']*' | \( [^()]* (?: \([^()]*\) [^()]* )* \) | [^;{}"'()] )*
        (?: ; | (?=\}) )""",
    re.VERBOSE,
)
FONT_NAME = re.compile(r"font-family:\s*[\"']?([^\"';}]+)")
# What the themes bring and no page asks for.
LEFTOVERS = (
    *("scripts/*.map", "styles/*", "scripts/fontawesome.js*", "locales", "*webpack-macros.html"),
    *("file.png", "minus.png", "plus.png", "page.png", "copybutton_funcs.js"),
    *("sphinx-thebe.*", "vendor/*/fonts/*.ttf", "vendor/*/fonts/*.woff"),
)


def used_names(outdir: Path, scripts: str) -> set[str]:
    """Every class, id and custom property of a page, and every word of a script."""
    names = set(re.findall(r"[\w-]+", scripts))
    for page in outdir.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for value in re.findall(r"""\b(?:class|id)=["']([^"']*)""", text):
            names.update(value.split())
        names.update(re.findall(r"var\((--[\w-]+)", text))  # a diagram's colours
    return names


def is_used(selector: Iterable[Any], used: set[str]) -> bool:
    """Whether every class and id outside a function such as `:not(...)` is used."""
    names, before = [], None
    for token in selector:
        if token.type == "hash":
            names.append(token.value)
        elif token.type == "ident" and before is not None and before == ".":
            names.append(token.value)
        before = token
    return used.issuperset(names)


def split_selectors(prelude: Iterable[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def prune(rules: Iterable[Any], used: set[str]) -> str:
    """The rules as text, without comments, less the selectors that match nothing."""
    kept = []
    for rule in rules:
        if rule.type == "at-rule":
            head = f"@{rule.at_keyword} {squeeze(tinycss2.serialize(rule.prelude))}"
            if rule.content is None:
                kept.append(head + ";")
                continue
            content = tinycss2.serialize(rule.content)
            if rule.lower_at_keyword in ("media", "supports"):
                nested = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
                content = prune(nested, used)
            if content:
                kept.append(f"{head}{{{squeeze(content)}}}")
        elif rule.type == "qualified-rule":
            selectors = [s for s in split_selectors(rule.prelude) if is_used(s, used)]
            if selectors:
                heads = ",".join(squeeze(tinycss2.serialize(s)) for s in selectors)
                body = re.sub(r"/\*.*?\*/", "", tinycss2.serialize(rule.content), flags=re.DOTALL)
                kept.append(f"{heads}{{{squeeze(body)}}}")
    return "\n".join(kept)


def drop_unread_properties(css: str, used: set[str]) -> str:
    """The sheet without the custom properties that neither it, nor a page, nor a script reads."""
    read = used | set(re.findall(r"var\(\s*(--[\w-]+)", css))
    return PROPERTY.sub(lambda found: found[0] if found[1] in read else "", css)


def drop_unused_fonts(css: str) -> str:
    faces = re.findall(r"@font-face ?\{[^}]*\}", css)
    rest = css
    for face in faces:
        rest = rest.replace(face, "")
    for face in faces:
        name = FONT_NAME.search(face)
        if name and name[1].strip() not in rest:
            css = css.replace(face + "\n", "")
    return css


def place(css: str, sheet: str, static: Path) -> str:
    """The sheet's addresses as seen from `_static`; small fonts as data."""

    def move(match: re.Match[str]) -> str:
        if match[1].startswith(("data:", "#")):
            return match[0]
        name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), match[1].split("?")[0]))
        file = static / name
        if file.suffix == ".woff2" and file.name.startswith(INLINED):
            data = base64.b64encode(file.read_bytes()).decode()
            return f'url("data:font/woff2;base64,{data}")'
        return f'url("{name}")'

    return URL.sub(move, css)


def find(static: Path, names: Iterable[str]) -> list[Path]:
    """The files of these names; of a name that ends in a dot, the one that begins so."""
    found = []
    for name in names:
        matches = sorted(static.glob(name + "*" if name.endswith(".") else name))
        if len(matches) != 1:
            raise FileNotFoundError(f"{len(matches)} files {name!r} in {static}, expected 1")
        found += matches
    return found


def bundle_styles(static: Path, names: Iterable[str], used: set[str], target: str) -> None:
    sheets = []
    for file in find(static, names):
        text = file.read_text(encoding="utf-8")
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        sheets.append(place(prune(rules, used), file.relative_to(static).as_posix(), static))
    css = drop_unused_fonts("\n".join(sheet for sheet in sheets if sheet) + "\n")
    before = None
    while css != before:  # a property may be read only by one that nothing reads
        before, css = css, drop_unread_properties(css, used)
    (static / target).write_text(css, encoding="utf-8")


def bundle(build: "Build", app: Sphinx, exception: Exception | None) -> None:
    static = Path(app.outdir, "_static")
    # Without the sources, nothing was copied: no page was out of date.
    if exception or app.builder.name != "html" or not (static / SCRIPTS[0]).exists():
        return
    sources = find(static, (*STYLES, *MATH_STYLES, *SCRIPTS))
    texts = [f.read_text(encoding="utf-8") for f in find(static, SCRIPTS)]
    text = ";\n".join([*build.settings_scripts, *texts])
    (static / "book.js").write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    for file in find(static, SCRIPTS):
        file.unlink()
    remove_leftovers(static)
    scripts = "\n".join(f.read_text(encoding="utf-8") for f in static.rglob("*.js"))
    used = used_names(Path(app.outdir), scripts)
    bundle_styles(static, STYLES, used, "book.css")
    bundle_styles(static, MATH_STYLES, used, "math.css")
    for file in sources:
        file.unlink(missing_ok=True)


def remove_leftovers(static: Path) -> None:
    for pattern in LEFTOVERS:
        for path in static.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.relative_to(static).as_posix() not in STYLES:
                path.unlink()
