"""The counts: probabilities that sum to 1, values by hand, words in bits, what is refused.

The definition of Kneser-Ney is held to a second route in `equations/checks_words.py`. Once, outside
these tests, it was compared with nltk 3's `KneserNeyInterpolated`: within 1e-16, after allowing for
nltk's begin mark among the continuations and for its lowest level, which it doesn't discount.
"""

import math

import pytest

from genai_utils.ngrams import AddedCounts, KneserNey

WORDS = ["banana", "ban", "cab", "nab", "abba", "bananas", "a", "b", "cabs", "scab", "ban", "an"]
CONTEXTS = [".", ".b", ".ba", ".ban", ".banan", ".zzz", ".cabzan", "an", "n", ""]


@pytest.mark.parametrize("before", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("kind", [AddedCounts, KneserNey])
def test_probabilities_sum_to_one(kind, before):
    model = kind(WORDS, before)
    for context in CONTEXTS:
        chances = [model.probability(context, symbol) for symbol in model.symbols]
        assert min(chances) > 0
        assert sum(chances) == pytest.approx(1, abs=1e-12)


def test_kneser_ney_by_hand():
    # Behind ".": a twice, b once. Behind nothing: a after 1 symbol, b after 2, the end after 1.
    model = KneserNey(["ab", "ab", "b"], before=1, discount=0.5, alphabet="ab")
    expected = {("", "b"): 1 / 2, (".", "a"): 7 / 12, (".", "b"): 1 / 3, (".", "."): 1 / 12}
    for (context, symbol), p in expected.items():
        assert model.probability(context, symbol) == pytest.approx(p)


def test_added_counts_by_hand():
    model = AddedCounts(["ab", "ab", "b"], before=1, added=0.1, alphabet="ab")
    assert model.probability(".", "a") == pytest.approx(2.1 / 3.3)
    assert model.probability("za", "b") == pytest.approx(2.1 / 2.3)
    assert model.probability(".", ".") == pytest.approx(0.1 / 3.3)


@pytest.mark.parametrize("kind", [AddedCounts, KneserNey])
def test_a_word_costs_the_bits_of_its_letters_and_its_end(kind):
    model = kind(WORDS, before=2)
    pairs = [(".", "c"), (".c", "a"), ("ca", "b"), ("ab", ".")]
    expected = [-math.log2(model.probability(context, symbol)) for context, symbol in pairs]
    assert model.bits("cab") == pytest.approx(expected)
    assert model.probability(".bananaca", "b") == model.probability("ca", "b")


def test_all_short_words_together_are_less_than_one():
    model = KneserNey(WORDS, before=2, alphabet="abcns")
    words = [""]
    total = 0.0
    for _ in range(5):
        total += sum(2 ** -sum(model.bits(word)) for word in words)
        words = [word + letter for word in words for letter in "abcns"]
    assert 0.5 < total < 1


def test_grams_hold_the_end_and_no_more_than_was_read():
    assert KneserNey([], before=2).grams("cab") == [".c", ".ca", "cab", "ab."]
    assert KneserNey([], before=0).grams("cab") == ["c", "a", "b", "."]


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (KneserNey, {"before": -1}),
        (KneserNey, {"before": 2, "discount": 1.0}),
        (KneserNey, {"before": 2, "discount": 0.0}),
        (KneserNey, {"before": 2, "alphabet": "ab."}),
        (AddedCounts, {"before": 2, "alphabet": "aa"}),
        (AddedCounts, {"before": 2, "alphabet": ""}),
        (AddedCounts, {"before": 2, "added": 0.0}),
    ],
)
def test_what_makes_no_distribution_is_refused(kind, wrong):
    with pytest.raises(ValueError, match=r"needed|positive"):
        kind([], **wrong)


@pytest.mark.parametrize("word", ["Cab", "ca.b", "naïve"])
def test_an_unknown_symbol_is_refused(word):
    with pytest.raises(ValueError, match="are known, but got"):
        KneserNey(WORDS, before=1).bits(word)
    with pytest.raises(ValueError, match="are known, but got"):
        KneserNey([word], before=1)
