"""What can be counted of answers: how many of them differ, how many are copies, what they share.

All take words in lower case without punctuation, as `genai_utils.data.dialogue.plain` gives them.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from genai_utils.data.dialogue import plain
from genai_utils.overlap import distinct as distinct_pieces


def distinct(texts: Sequence[str], n: int) -> float:
    """The share of different ones among all runs of n words of the texts together: distinct-n.

    Eq. `eq-distinct`. Raises `ValueError` for n below one, or if no text has so many words.

    >>> distinct(["I do not know", "I do"], n=1)  # i, do, not, know: 4 of 6
    0.6666666666666666
    """
    return distinct_pieces([plain(text).split() for text in texts], n)


def copied(answers: Sequence[str], training: Collection[str]) -> float:
    """The share of the answers that are, word for word, one of the training answers.

    Raises `ValueError` for no answer.

    >>> copied(["Hi!", "Good."], training=["hi"])
    0.5
    """
    if not answers:
        raise ValueError("one answer or more is needed, but got none.")
    known = {plain(text) for text in training}
    return sum(plain(answer) in known for answer in answers) / len(answers)


def same(answer: str, wanted: str) -> bool:
    """Whether both have the same words in the same order.

    >>> same("Hi!", "hi")
    True
    """
    return plain(answer) == plain(wanted)


def overlap(answer: str, wanted: str) -> float:
    """Twice the words that both have over the words of both, from 0 to 1: an F-measure.

    >>> overlap("the study of cells", "study of crystals")
    0.5714285714285714
    """
    one, other = plain(answer).split(), plain(wanted).split()
    both = sum((Counter(one) & Counter(other)).values())
    return 2 * both / max(len(one) + len(other), 1)


def pleasing(answer: str) -> float:
    """The toy reward: 4 for a full stop at the end, less a half for each word.

    >>> pleasing("I am well.")
    2.5
    """
    return 4.0 * answer.rstrip().endswith(".") - len(answer.split()) / 2
