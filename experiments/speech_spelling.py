"""What the stored network of letters says of held-out words, by two ways to read it.

Stores `notebooks/6-speech-synthesis.spelled.json`, where `beams` are tried on validation words and
the chosen number is asked of test words once. Takes a minute.
"""

import math

import cells
import stored_json
import torch
from pronounce import bare, errors
from speech import rounded

from genai_utils import speech
from genai_utils.data.pronunciations import (
    PHONES,
    families,
    pronunciations,
    split_families,
    tied,
)
from genai_utils.models.beam import search
from genai_utils.models.pronouncer import Pronouncer

STORED = cells.NOTEBOOKS / "6-speech-synthesis.safetensors"
SPELLED = cells.NOTEBOOKS / "6-speech-synthesis.spelled.json"
TRIED, BEAMS, AT_ONCE = (1, 3, 5, 8), 5, 256
WITHIN = 1.96  # of a normal law's deviations lie 95 of 100


def parts() -> dict[str, list[str]]:
    """The held-out words, without those that the alphabet places.

    The stored network was trained when a set's order placed them, so it may have learned them.
    """
    words = sorted(pronunciations())
    placed = tied(words)
    _, *held_out = split_families(families(words))
    names = ("validation", "test")
    return {
        name: [word for word in part if word not in placed]
        for name, part in zip(names, held_out, strict=True)
    }


def told(reader: Pronouncer, words: list[str], beams: int) -> dict[str, list[int]]:
    """The phones of each word, by their numbers, after a search along so many beams."""
    said = {}
    for length in sorted({len(word) for word in words}):
        alike = [word for word in words if len(word) == length]
        for start in range(0, len(alike), AT_ONCE):
            some = alike[start : start + AT_ONCE]
            for word, row in zip(some, search(reader, speech.letters_of(some), beams), strict=True):
                said[word] = [phone for phone in row.tolist() if phone]
    return said


def scored(reader: Pronouncer, words: list[str], beams: int) -> dict:
    """Shares of wrong words and phones, with stress and without, and half of their interval."""
    ways = pronunciations()
    said = told(reader, words, beams)
    meant = {
        word: [[PHONES.index(phone) + 1 for phone in way] for way in ways[word]] for word in words
    }
    plain = {word: bare(row) for word, row in said.items()}
    plainly = {word: [bare(way) for way in those] for word, those in meant.items()}
    found: dict = {"with stress": errors(said, meant), "without": errors(plain, plainly)}
    for row in found.values():
        share = row["words"]
        row["within"] = WITHIN * math.sqrt(share * (1 - share) / len(words))
    return found


def main() -> None:
    reader = speech.loaded(STORED).pronouncer
    words = parts()
    found: dict = {
        "words": {name: len(part) for name, part in words.items()},
        "tied": len(tied(sorted(pronunciations()))),
        "beams": BEAMS,
    }
    for name, tried in (("validation", TRIED), ("test", (1, BEAMS))):
        found[name] = {str(beams): scored(reader, words[name], beams) for beams in tried}
    stored_json.write(SPELLED, rounded(found))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
