"""Numbers in a notebook's prose, and where they may come from.

A number counts if it has a decimal point or a per cent sign and doesn't stand in a formula, in
code, in an exercise, in the promised cost or in a sentence that cites a work. It is known if an
output, a code cell or a stored file that the notebook reads has one that rounds to it.
"""

import math
import re

from book_sources import ROOT
from notebook_rules import text_of

NUMBER = re.compile(r"(?<![\w.,/-])(\d[\d,]*(?:\.\d+)?)(\s?%)?")
ANY = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")
NOT_PROSE = re.compile(
    r"```.*?```|:::.*?:::|\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|^\*\*Cost.*?$", re.DOTALL | re.MULTILINE
)
SENTENCE = re.compile(r"(?<=[.;:?!])\s")
CITES = re.compile(r"\{cite(:\w+)?\}")
# What is worked out from numbers that stand in the notebook: (notebook, number) -> how.
COMPUTED = {
    ("3-self-attention", "0.03"): "3.060 - 3.031",
    ("4-vae-bound", "0.2"): "0.04 ** 0.5",
    ("4-vae-bound", "0.032"): "0.001 * 32",
    ("6-inpainting", "2.68"): "28.72 - 26.04",
    ("6-inpainting", "3.01"): "10 * log10(2)",
}
# What the notebook has from elsewhere: -> the file that says it, and how it writes it.
ELSEWHERE = {
    ("2-three-models-one-dataset", "0.0001"): ("genai_utils/widgets/game_settings.py", "0.0001"),
    ("3-self-attention", "99 %"): ("genai_utils/intervals.py", "coverage: float = 0.99"),
    ("5-the-listing-audited", "99 %"): ("genai_utils/metrics.py", "coverage: float = 0.99"),
}


def numbers(text):
    return {float(number) for number in ANY.findall(text.replace(",", ""))}


def shown(notebook):
    """All numbers in code, outputs and the stored files that the code names."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    source = "\n".join(cell.source for cell in code)
    files = [path for path in (ROOT / "notebooks").glob("*.json") if path.name in source]
    outputs = [text_of(output) for cell in code for output in cell.get("outputs", [])]
    return numbers("\n".join([source, *outputs, *(path.read_text("utf-8") for path in files)]))


def prose(notebook):
    """The sentences that may hold a number of our own."""
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or {"exercise", "solution"} & {
            *cell.metadata.get("tags", ())
        }:
            continue
        # A citation is code to `NOT_PROSE`, so it is looked for first.
        for sentence in SENTENCE.split(cell.source):
            if not CITES.search(sentence):
                yield sentence


def claimed(notebook):
    """(number as printed, its sentence)."""
    text = "\n".join(prose(notebook))
    for sentence in SENTENCE.split(NOT_PROSE.sub("", text)):
        for digits, percent in NUMBER.findall(sentence):
            if "." in digits or percent:
                yield f"{digits}{percent}", sentence.strip()


def rounds_to(printed, pool):
    """Whether a number of the pool is the printed one, or that share in per cent."""
    digits = printed.rstrip(" %").replace(",", "")
    near = 10.0 ** -len(digits.partition(".")[2]) / 2 + 1e-9
    scales = (1, 100) if printed.endswith("%") else (1,)
    return any(abs(scale * each - float(digits)) <= near for each in pool for scale in scales)


def excused(name, printed, pool):
    """Whether it is worked out from numbers that are shown, or stands in the file that is named."""
    if how := COMPUTED.get((name, printed)):
        parts = {each for each in numbers(how) if each % 1}
        return parts <= pool and rounds_to(printed, {eval(how, {"log10": math.log10})})
    path, words = ELSEWHERE.get((name, printed), (None, ""))
    return path is not None and words in (ROOT / path).read_text("utf-8")


def unknown(name, notebook):
    pool = shown(notebook)
    return [
        f"{name}: {printed} in: {sentence[:120]}"
        for printed, sentence in claimed(notebook)
        if not rounds_to(printed, pool) and not excused(name, printed, pool)
    ]


def needless(name, notebook):
    """Excuses for numbers that nobody prints, or that are shown anyway."""
    pool, printed = shown(notebook), {number for number, _ in claimed(notebook)}
    return [
        key
        for key in (*COMPUTED, *ELSEWHERE)
        if key[0] == name and (key[1] not in printed or rounds_to(key[1], pool))
    ]
