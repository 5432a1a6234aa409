"""The words: that they are the known ones, and how they become tokens and back."""

import pytest
import torch

from genai_utils import data


@pytest.fixture(scope="module")
def words():
    return data.words()


def test_the_words_are_the_known_ones(words):
    assert len(words) == len(set(words)) == 117_493
    assert words == sorted(words)
    assert max(map(len, words)) == 28
    assert sum(map(len, words)) == 869_823
    assert {"banana", "phoneme", "walk", "walks"} <= set(words)
    assert not {"a(2)", "'bout", "a.m.", "banana's"} & set(words)


def test_a_word_is_a_beginning_its_letters_an_end_and_filler():
    assert data.encode_words(["bad", "z"], length=7).tolist() == [
        [0, 2, 1, 4, 0, 0, 0],
        [0, 26, 0, 0, 0, 0, 0],
    ]
    assert data.encode_words(["bad", "z"]).shape == (2, 5)
    assert data.encode_words(["bad"]).dtype == torch.int64


def test_words_come_back(words):
    some = words[::1000]
    assert data.decode_words(data.encode_words(some)) == some
    assert data.decode_words(torch.tensor([[0, 3, 1, 20], [0, 0, 5, 5]])) == ["cat", ""]


@pytest.mark.parametrize("wrong", [[], [""], ["Bad"], ["a.m."], ["naïve"], ["no", "two words"]])
def test_what_is_no_word_is_refused(wrong):
    with pytest.raises(ValueError, match=r"words of letters a to z"):
        data.encode_words(wrong)


def test_a_text_is_no_list_of_words():
    with pytest.raises(ValueError, match=r"got the text 'cat': take \['cat'\]"):
        data.encode_words("cat")


def test_a_length_without_room_for_both_ends_is_refused():
    with pytest.raises(ValueError, match=r"5 tokens or more .*length=4"):
        data.encode_words(["bad"], length=4)


@pytest.mark.parametrize(
    "wrong",
    [
        torch.tensor([0, 1, 2]),
        torch.tensor([[0.0, 1.0]]),
        torch.tensor([[1, 2, 0]]),
        torch.tensor([[0, 27]]),
        torch.tensor([[0, -1]]),
        torch.zeros(2, 0, dtype=torch.long),
    ],
)
def test_tokens_that_spell_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"int64 of shape|begin with 0"):
        data.decode_words(wrong)
