"""Which common words a chain's list gets: counted, and asked of a network."""

import torch
from speech_figure import small_chain

from genai_utils import speech
from genai_utils.data.pronunciations import PHONES


def test_words_are_spelled_as_the_chain_spells_them():
    reader, words = small_chain().pronouncer, ["voice", "quick", "or", "trains"]
    said = speech.spelled(reader, words)
    assert said == {word: small_chain().phones(word) for word in said}
    assert set(said) == set(words)


def test_a_word_said_in_any_of_its_ways_is_no_exception():
    reader = small_chain().pronouncer
    voice = small_chain().phones("voice")
    ways = {"voice": (("V", "OY1", "S"), voice), "quick": (("K", "W", "IH1", "K"),)}
    assert speech.exceptions(reader, ["voice", "quick"], ways) == {"quick": ways["quick"][0]}


def test_the_most_frequent_words_come_first():
    assert speech.frequent("b a a c b a".split(), 2) == ["a", "b"]


def test_a_chain_says_its_lists_words_by_the_list():
    chain = small_chain()
    assert chain.phones("two") == ("T", "UW1")
    symbols, begins = chain.symbols("Two two")
    assert symbols[:5] == (",", "T", "UW1", "T", "UW1")
    assert torch.equal(begins[:5], torch.tensor([0.0, 1, 0, 1, 0]))
    assert set(chain.phones("voice")) <= set(PHONES)
