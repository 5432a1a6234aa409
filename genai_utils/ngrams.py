"""Letters after letters: two models of words that only count and need no network.

Words are strings over an alphabet. A word starts behind the mark "." and ends with it, so its end
is predicted like a letter. A context is what was read so far, with the mark in front; a model looks
at its last `before` symbols, or at all of them if there are fewer.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from genai_utils.data import LETTERS

MARK = "."


def sums_by_context(counts: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """For each context: the sum of its symbols' counts, and how many different ones it has.

    >>> sums_by_context(Counter({"ab": 2, "ac": 1}))
    (Counter({'a': 3}), Counter({'a': 2}))
    """
    totals: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for gram, count in counts.items():
        totals[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    return totals, kinds


class Counts:
    """What both have in common: contexts of at most `before` symbols, and words in bits.

    >>> Counts(before=1, alphabet="ab").grams("ab")
    ['.a', 'ab', 'b.']
    """

    def __init__(self, before: int, alphabet: str, mark: str = MARK):
        if before < 0 or mark in alphabet or len(set(alphabet)) < len(alphabet) or not alphabet:
            raise ValueError(
                f"before >= 0 and an alphabet of different symbols without {mark!r}, which marks "
                f"both ends, are needed, but got {before} and {alphabet!r}."
            )
        self.before, self.alphabet, self.symbols = before, alphabet, alphabet + mark
        self.mark = mark

    def grams(self, word: str) -> list[str]:
        """Each letter of the word and its end, with the symbols in front that count.

        Raises `ValueError` for a word with other symbols than the alphabet's.
        """
        if set(word) - set(self.alphabet):
            raise ValueError(f"symbols of {self.alphabet!r} are known, but got {word!r}.")
        marked = self.mark + word + self.mark
        return [marked[max(0, end - self.before) : end + 1] for end in range(1, len(marked))]

    def probability(self, context: str, symbol: str) -> float:
        """p(symbol | context), which each model estimates in its own way."""
        raise NotImplementedError

    def bits(self, word: str) -> list[float]:
        """-log2 p of each letter of the word and of its end; `ValueError` as for `grams`."""
        pairs = ((gram[:-1], gram[-1]) for gram in self.grams(word))
        return [-math.log2(self.probability(context, symbol)) for context, symbol in pairs]

    def last(self, context: str) -> str:
        """The end of the context that the model looks at."""
        return context[max(0, len(context) - self.before) :]


class AddedCounts(Counts):
    """The share of a symbol behind its context, after `added` is added to every count.

    >>> model = AddedCounts(["ab"], before=1, added=1, alphabet="ab")
    >>> model.probability("a", "b")  # (1 + 1)/(1 + 3)
    0.5
    """

    def __init__(
        self, words: Iterable[str], before: int, added: float = 0.1, alphabet: str = LETTERS
    ):
        super().__init__(before, alphabet)
        if added <= 0:
            raise ValueError(f"added must be positive, but got {added}: nothing is impossible.")
        self.added = added
        self.counts = Counter(gram for word in words for gram in self.grams(word))
        self.totals, _ = sums_by_context(self.counts)

    def probability(self, context: str, symbol: str) -> float:
        """p(symbol | context)."""
        seen = self.last(context)
        total = self.totals[seen] + self.added * len(self.symbols)
        return (self.counts[seen + symbol] + self.added) / total


class KneserNey(Counts):
    """Interpolated Kneser-Ney: what a long context lacks is asked of a shorter one.

    Every count behind a context pays `discount`, and what is collected is shared out by the context
    that is one symbol shorter; the empty one shares it out evenly. A shorter context doesn't count
    how often a symbol followed, but behind how many different longer contexts. One that starts with
    the mark has no longer one and keeps its counts. Eq. `eq-kneser-ney`. Source:
    kneser1995improved, interpolated as in chen1999empirical.

    >>> model = KneserNey(["ab"], before=1, alphabet="ab")
    >>> round(model.probability("a", "b"), 4)  # 1 - 0.75, and 0.75 · 1/3 from the empty context
    0.5
    """

    def __init__(
        self,
        words: Iterable[str],
        before: int,
        discount: float = 0.75,
        alphabet: str = LETTERS,
        mark: str = MARK,
    ):
        super().__init__(before, alphabet, mark)
        if not 0 < discount < 1:
            raise ValueError(
                f"a discount between 0 and 1 is needed, but got {discount}: a symbol that was seen "
                "once must keep a part and pay a part."
            )
        self.discount = discount
        self.counts = Counter(gram for word in words for gram in self.grams(word))
        by_length = defaultdict(list)
        for gram in self.counts:
            by_length[len(gram)].append(gram)
        for length in range(before + 1, 1, -1):
            different = Counter(gram[1:] for gram in by_length[length])
            self.counts.update(different)
            by_length[length - 1] += different
        self.totals, self.kinds = sums_by_context(self.counts)

    def probability(self, context: str, symbol: str) -> float:
        """p(symbol | context)."""
        seen, p = self.last(context), 1 / len(self.symbols)
        for start in range(len(seen), -1, -1):
            total = self.totals[seen[start:]]
            if total == 0:  # never seen, and so are all that are longer
                break
            kept = max(self.counts[seen[start:] + symbol] - self.discount, 0)
            p = (kept + self.discount * self.kinds[seen[start:]] * p) / total
        return p
