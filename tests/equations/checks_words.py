"""The count that the words model has to beat: book/3-algorithms/self-attention.md."""

from fractions import Fraction

from registry import checks

from genai_utils.ngrams import KneserNey

WORDS = ["banana", "ban", "cab", "nab", "abba", "bananas", "a", "b", "cabs", "scab", "ban", "an"]
CONTEXTS = [".", ".b", ".ba", ".ban", ".banan", ".zzz", ".cabzan", "an", "n", ""]


def times_seen(texts, string, longest):
    """n(string): how often it stands in the texts, or behind how many symbols if it isn't longest.

    What starts with the mark is counted as it is, except the lone mark, which is an end.
    """
    if len(string) > 1 and string.startswith("."):
        return sum(text.startswith(string) for text in texts)
    ends = [(text, i) for text in texts for i in range(1, len(text) + 1 - len(string))]
    here = [text[i - 1] for text, i in ends if text[i : i + len(string)] == string]
    return len(here) if longest else len(set(here))


def by_definition(context, symbol, before, discount, symbols):
    """The equation, in fractions; every count is the length of a list or of a set."""
    texts = ["." + word + "." for word in WORDS]
    counts = {s: times_seen(texts, context + s, len(context) == before) for s in symbols}
    shorter = Fraction(1, len(symbols))
    if context:
        shorter = by_definition(context[1:], symbol, before, discount, symbols)
    total = sum(counts.values())
    if total == 0:
        return shorter
    freed = discount * sum(count > 0 for count in counts.values())
    return (max(counts[symbol] - discount, 0) + freed * shorter) / total


@checks("eq-kneser-ney", tolerance=1e-12)
def kneser_ney():
    """Kneser-Ney takes a discount from every count and gives it to the shorter context."""
    for before in (0, 1, 2, 4):
        for discount in (Fraction(1, 2), Fraction(9, 10)):
            model = KneserNey(WORDS, before, float(discount))
            for context in CONTEXTS:
                seen = context[max(0, len(context) - before) :]
                for symbol in "abnsz.":
                    oracle = by_definition(seen, symbol, before, discount, model.symbols)
                    yield abs(model.probability(context, symbol) - float(oracle))
