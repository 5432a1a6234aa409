"""The book's own prose as one text for a language model: `python experiments/prose.py`.

Pages and the words of the notebooks as they stood at COMMIT, each a document: a title line, then a
paragraph a line. Code, displayed formulas, tables and comments are left out; so is a sentence with
a formula of more than plain characters in it, or with a character outside the alphabet. The commit
is fixed, so that a page that is mended later changes no measurement.

Stores `genai_utils/data/prose.txt.xz`, which `data.prose` reads. Takes a few seconds.
"""

import hashlib
import json
import lzma
import re
import subprocess
from pathlib import Path

from genai_utils import files
from genai_utils.data.prose import ALPHABET, PROSE

COMMIT = "4de2a39"
ROOT = Path(__file__).resolve().parents[1]
# Tables and placeholders: no prose.
LEFT_OUT = re.compile(r"book/(exercises|notation|claims|references|equations|live-figures)\.md")
FENCE = re.compile(r"^\s*(`{3,}|:{3,}|~{3,})(.*)$")
PROSE_IN = ("{figure}", "{exercise}", "{solution}", "{admonition}", "{note}", "{dropdown}")
NO_PROSE = re.compile(r"^\s*(\||:[a-z-]+:|<!--|\(.*\)=$|---|\+\+\+|- [{`])")
MATH = re.compile(r"\$([^$]+)\$")
GREEK = re.compile(r"\\(alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|phi|rho|sigma|tau)\b ?")
PLAIN = re.compile(r"[A-Za-z0-9 .,;!?'()/=+<>_-]{1,24}")
ROLE = re.compile(r"\{(eq|numref|doc|ref)\}`([^`]*)`")
ROLES = {"eq": "the equation", "numref": "the figure", "doc": "the page", "ref": "the section"}
TYPED = {"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "×": "x"}
TYPED |= {"…": "...", "\u00a0": " ", "·": "x", "é": "e", "ö": "o", "ü": "u", "á": "a"}


def git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def sources() -> dict[str, str]:
    """The Markdown of each page and of each notebook's cells, by path without its ending."""
    found = {}
    for path in git("ls-tree", "-r", "--name-only", COMMIT, "book", "notebooks").split():
        name, _, ending = path.rpartition(".")
        if ending == "md" and not LEFT_OUT.match(path):
            found[name] = git("show", f"{COMMIT}:{path}")
        elif ending == "ipynb":
            cells = json.loads(git("show", f"{COMMIT}:{path}"))["cells"]
            texts = ("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
            found[name] = "\n\n".join(texts)
    return found


def families() -> dict[str, str]:
    """For each file of the table of contents its page: itself, or the one above."""
    page, found = "", {}
    for name in re.findall(r"file: (\S+)", git("show", f"{COMMIT}:_toc.yml")):
        page = name if name.startswith("book/") else page
        found[name] = page
    return found


def prose_lines(text: str) -> list[str]:
    """The lines outside code, displayed formulas, tables, comments and labels."""
    lines, fences, formula = [], [], False
    for line in text.splitlines():
        fence = FENCE.match(line)
        if line.startswith("$$"):
            formula = not formula and line.count("$$") == 1
        elif fence and fences and fence[2] == "" and fence[1] == fences[-1][0]:
            fences.pop()
        elif fence:
            fences.append((fence[1], fence[2].strip().startswith(PROSE_IN)))
        elif not formula and all(prose for _, prose in fences):
            lines.append("" if NO_PROSE.match(line) else line)
    return lines


def cited(key: str) -> str:
    """A source's name and year, from its key: surname, digits, a word of the title."""
    found = re.match(r"([a-z]+?)(\d{4})", key)
    return f"{found[1].capitalize()} ({found[2]})" if found else key


def spoken(text: str) -> str:
    """A sentence without marks; a backslash stays where a formula is more than plain characters."""
    text = re.sub(r" ?\{cite(:p)?\}`[^`]*`", "", text)
    text = re.sub(r"\{cite:t\}`(\w+)[^`]*`", lambda m: cited(m[1]), text)
    text = ROLE.sub(lambda m: m[2].split(" <")[0] if " <" in m[2] else ROLES[m[1]], text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = MATH.sub(lambda m: GREEK.sub(r"\1", m[1].strip()).replace("{,}", ","), text)
    text = "".join(TYPED.get(c, c) for c in text)
    return re.sub(r"\s+", " ", re.sub(r"\*+|`", "", text)).strip()


def kept(sentence: str) -> str:
    """The sentence as plain text, or nothing if it can't be had."""
    for formula in MATH.findall(sentence):
        if not PLAIN.fullmatch(GREEK.sub(r"\1", formula.strip()).replace("{,}", ",")):
            return ""
    plain = spoken(sentence)
    return plain if not set(plain) - set(ALPHABET) and not set(plain) & set("\\{}$") else ""


def paragraphs(lines: list[str]) -> list[str]:
    """Headings, list items and paragraphs, each of its kept sentences, joined."""
    blocks = re.split(r"\n\s*\n|\n(?=#|\s*[-*] |\s*\d+\. )|(?<=\n)(?=#)", "\n".join(lines))
    found = []
    for block in blocks:
        whole = re.sub(r"^\s*(#+|[-*]|\d+\.) ", "", " ".join(block.split()))
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z\"(])", whole)
        found.append(" ".join(filter(None, map(kept, sentences))))
    return [text for text in found if len(text) > 3]


def main() -> None:
    family, parts = families(), []
    for name, text in sorted(sources().items()):
        lines = paragraphs(prose_lines(text))
        if sum(map(len, lines)) > 1000:
            parts.append(f"\f{name}\n{family.get(name, name)}\n" + "\n".join(lines) + "\n")
    content = "".join(parts).encode("ascii")
    files.write_atomically(PROSE, lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    print(len(content), "characters,", PROSE.stat().st_size, "bytes stored")
    print("SHA-256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
