"""Words that a chain's list should hold: common ones that its network says wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import torch

from genai_utils.data.pronunciations import PHONES, SPELLED
from genai_utils.models.pronouncer import Pronouncer

Ways = Mapping[str, Sequence[tuple[str, ...]]]


def frequent(words: Iterable[str], count: int) -> list[str]:
    """The `count` most frequent words, of equally frequent ones those that came first.

    >>> frequent("a rose is a rose".split(), 2)
    ['a', 'rose']
    """
    return [word for word, _ in Counter(words).most_common(count)]


def letters_of(words: Sequence[str]) -> torch.Tensor:
    """Words of one length as a `Pronouncer` reads them, a row each, with the end behind each.

    >>> letters_of(["to"])
    tensor([[20, 15,  0]])
    """
    return torch.tensor([[SPELLED.index(letter) + 1 for letter in word] + [0] for word in words])


def spelled(reader: Pronouncer, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """How a network says each word of a to z and ', words of one length at a time.

    >>> list(spelled(Pronouncer(28, 70), ["to", "two"]))
    ['to', 'two']
    """
    lengths = defaultdict(list)
    for word in words:
        lengths[len(word)].append(word)
    said: dict[str, tuple[str, ...]] = {}
    for those in lengths.values():
        for word, phones in zip(those, reader.say(letters_of(those)).tolist(), strict=True):
            said[word] = tuple(PHONES[phone - 1] for phone in phones if phone)
    return said


def exceptions(reader: Pronouncer, words: Sequence[str], ways: Ways) -> dict[str, tuple[str, ...]]:
    """Those of the words that a network says in none of their ways, and the first way of each.

    Raises `KeyError` for a word that has no way.

    >>> exceptions(Pronouncer(28, 70), ["to"], {"to": (("T", "UW1"),)})
    {'to': ('T', 'UW1')}
    """
    said = spelled(reader, words)
    return {word: tuple(ways[word][0]) for word in words if said[word] not in ways[word]}
