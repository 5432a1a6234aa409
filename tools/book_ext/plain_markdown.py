"""MyST as Markdown that any reader of notebooks shows: JupyterLab, VS Code, Colab.

What stands here is all the MyST that a notebook may use. The rest raises, so that a build stops
before a student sees it raw.
"""

import re

from .reference_words import Words

DIRECTIVE = re.compile(r"(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*)")
CODE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})")
TARGET = re.compile(r"\([\w-]+\)=\s*")
OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
INLINE = re.compile(
    r"\{(?P<role>[\w:-]+)\}`(?P<target>[^`]+)`|(?P<code>(?P<ticks>`+).+?(?P=ticks))|"
    r"(?P<script>[_^]?)\\(?P<macro>[A-Za-z]+)",
    re.DOTALL,
)


def plain(text: str, words: Words) -> str:
    """The text of a cell in Markdown; `words` says what the book has for a reference.

    Raises `ValueError` for a directive or a role that no other reader knows.
    """
    lines = text.split("\n")
    out: list[str] = []
    prose: list[str] = []
    while lines:
        directive = DIRECTIVE.fullmatch(lines[0])
        if fenced := directive or CODE.match(lines[0]):
            out += [inline("\n".join(prose), words)] * bool(prose)
            prose = []
            block = taken(lines, fenced["fence"])
            out.append(shown(directive, block, words) if directive else "\n".join(block))
        elif TARGET.fullmatch(lines[0]):
            lines.pop(0)
        else:
            prose.append(lines.pop(0))
    return "\n".join(out + [inline("\n".join(prose), words)] * bool(prose))


def taken(lines: list[str], fence: str) -> list[str]:
    """The lines of a fenced block, which are removed: fence, content, fence."""
    closing = re.compile(rf"[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*")
    end = next((n for n, line in enumerate(lines) if n and closing.fullmatch(line)), None)
    if end is None:
        raise ValueError(f"the block that begins with {lines[0]!r} has no end.")
    block = lines[: end + 1]
    del lines[: end + 1]
    return block


def shown(directive: re.Match, block: list[str], words: Words) -> str:
    """A directive as Markdown."""
    body, options = block[1:-1], {}
    while body and (option := OPTION.fullmatch(body[0])):
        options[option["name"]] = option["value"]
        body = body[1:]
    title, folded = directive["title"].strip(), "dropdown" in options.get("class", "").split()
    if directive["name"] == "literalinclude":
        code = words.code(title, options["pyobject"])
        return f"```python\n{code}\n```"
    content = plain("\n".join(body), words)
    if directive["name"] == "exercise":
        return f"### {words.numbered(options['label'])}: {inline(title, words)}\n\n{content}"
    if directive["name"] == "admonition" and folded:
        return f"<details>\n<summary>{title}</summary>\n\n{content}\n\n</details>"
    raise ValueError(
        f"no plain notebook can show {block[0]!r}: plain_markdown.py has no form for it."
    )


def inline(text: str, words: Words) -> str:
    """Prose with its references in words and its macros written out; code stays as it is."""

    def replaced(found: re.Match) -> str:
        if found["role"]:
            return words.reference(found["role"], found["target"])
        meaning = words.macros.get("\\" + (found["macro"] or ""))
        if meaning is None:
            return found[0]
        # As a script, x_\N, all of it has to be one.
        return f"{found['script']}{{{meaning}}}" if found["script"] else meaning

    return INLINE.sub(replaced, text)
