"""What a written text has in common with another one, and with itself."""

from collections import Counter
from collections.abc import Sequence


def matched(text: str, corpus: str) -> list[int]:
    """For each character: how many characters up to it stand in the corpus, in one row.

    One pass: the row either grows by the new character or loses characters at its beginning, until
    what is left stands in the corpus.

    >>> matched("abxbc", "abc")
    [1, 2, 0, 1, 2]
    """
    start, found = 0, []
    for end in range(1, len(text) + 1):
        while text[start:end] not in corpus:
            start += 1
        found.append(end - start)
    return found


def longest_common(text: str, corpus: str) -> str:
    """The longest piece of the text that stands in the corpus, the first of equals.

    >>> longest_common("a cat sits", "the cat sat")
    ' cat s'
    """
    rows = matched(text, corpus)
    if not rows:
        return ""
    end = max(range(len(rows)), key=rows.__getitem__)
    return text[end + 1 - rows[end] : end + 1]


def distinct(texts: Sequence[Sequence], n: int) -> float:
    """The share of different ones among all pieces of `n` tokens. Eq. `eq-distinct`.

    A text is any sequence of tokens: words of a sentence, or characters. Source: li2016diversity.
    Raises `ValueError` if no text has `n` tokens or n < 1.

    >>> distinct([["a", "b", "a", "b"]], n=2)  # ab, ba, ab
    0.6666666666666666
    """
    pieces = Counter(tuple(t[i : i + n]) for t in texts for i in range(len(t) - n + 1))
    if n < 1 or not pieces:
        raise ValueError(f"pieces of n >= 1 tokens are needed, but got n={n} and no such piece.")
    return len(pieces) / pieces.total()


def repeated(text: Sequence, n: int) -> float:
    """The share of a text's pieces of `n` tokens that stood in it before.

    1 - `distinct` of this text alone. Raises as `distinct` does.

    >>> round(repeated("ababab", n=2), 2)  # ab, ba; then ab, ba, ab again
    0.6
    """
    return 1 - distinct([text], n)
