"""Byte-pair encoding, written out: which pairs of symbols become one, and a text in those symbols.

The symbols are characters. A text is cut into pieces first, and no pair reaches across a cut: a
piece is a word with the space before it, or a run of other characters. Source:
sennrich2016neural, algorithm 1.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

PIECES = re.compile(r" ?[A-Za-z]+| ?[^A-Za-z\s]+|\s")
Pair = tuple[str, str]


def merged(symbols: Sequence[str], pair: Pair) -> list[str]:
    """The symbols with each occurrence of the pair, from the left, joined to one.

    >>> merged(["a", "a", "a", "b"], ("a", "a"))
    ['aa', 'a', 'b']
    """
    found: list[str] = []
    for symbol in symbols:
        # A symbol that is itself a join can't be `pair[0]`: no pair has its own join as a part.
        if found and (found[-1], symbol) == pair:
            found[-1] += symbol
        else:
            found.append(symbol)
    return found


def learn_merges(text: str, count: int) -> list[Pair]:
    """The `count` merges, in order: each joins the pair that is then the most frequent.

    Of equally frequent pairs the first in the order of characters is taken. Fewer come back if
    nothing is left to join. Raises `ValueError` for a negative count.

    >>> learn_merges("low lower lowest", 3)
    [('l', 'o'), ('lo', 'w'), (' ', 'low')]
    """
    if count < 0:
        raise ValueError(f"a number of merges is needed, but got {count}.")
    words = Counter(PIECES.findall(text))
    split = {word: list(word) for word in words}
    merges: list[Pair] = []
    while len(merges) < count:
        pairs: Counter[Pair] = Counter()
        for word, symbols in split.items():
            for pair in itertools.pairwise(symbols):
                pairs[pair] += words[word]
        if not pairs:
            break
        merges.append(min(pairs, key=lambda pair: (-pairs[pair], pair)))
        split = {word: merged(symbols, merges[-1]) for word, symbols in split.items()}
    return merges


def encode(text: str, merges: Sequence[Pair]) -> list[str]:
    """The text in the symbols that the merges make; joined, they are the text again.

    >>> encode("lower slow", [("l", "o"), ("lo", "w")])
    ['low', 'e', 'r', ' ', 's', 'low']
    """
    known: dict[str, list[str]] = {}
    for piece in PIECES.findall(text):
        if piece not in known:
            symbols = list(piece)
            for pair in merges:
                symbols = merged(symbols, pair)
            known[piece] = symbols
    return [symbol for piece in PIECES.findall(text) for symbol in known[piece]]
