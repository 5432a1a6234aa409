"""What MyST leaves to be read where nobody knows MyST: roles, directives, labels, our macros."""

import functools
import re

import yaml
from book_sources import ROOT

# A role is kept and code dropped; read together, since a role's backticks aren't those of code.
ROLE_OR_CODE = re.compile(
    r"(?P<role>\{[\w:-]+\}`[^`]*`)|"
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?!`*\{).*?^[ \t]*(?P=fence)[ \t]*$|"
    r"(?<!`)(?P<ticks>`{1,2})(?!`)[^`\n]+(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
MYST = re.compile(
    r"\{[\w:-]+\}`[^`]*`?|^[ \t]*(?:`{3,}|:{3,})\{[\w:-]+\}.*|^\([\w-]+\)=|"
    r"^:(?:label|class|name|language|pyobject|nonumber):.*|\$\$[ \t]*\([\w-]+\)|"
    r"\]\(\.\.?/[^)]*\)|\{\{.*?\}\}|^\{[.#][^}\n]*\}",
    re.MULTILINE,
)


@functools.cache
def macros() -> dict[str, str]:
    """The macros that only the book's pages know, as `_config.yml` has them."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return config["sphinx"]["config"]["math_macros"]


def raw_marks(text: str) -> list[str]:
    """Every mark in a Markdown text that a reader would see raw; code is code."""
    prose = ROLE_OR_CODE.sub(lambda found: found["role"] or "", text)
    names = "|".join(name.removeprefix("\\") for name in macros())
    unknown = re.findall(rf"\\(?:{names})(?![A-Za-z])", prose)
    return MYST.findall(prose) + unknown


def plainly(text: str) -> int:
    """How many roles and labels the scan must at least find, counted without it."""
    roles = sum(text.count(f"{{{role}}}`") for role in ("doc", "ref", "eq", "numref", "cite"))
    return roles + sum(line.startswith("(") and line.endswith(")=") for line in text.splitlines())
