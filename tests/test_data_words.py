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


def test_three_parts_share_no_word_and_hold_them_all(words):
    training, validation, test = data.split_words(words)
    assert [len(training), len(validation), len(test)] == [107_493, 5000, 5000]
    assert sorted(training + validation + test) == words


def test_a_words_part_is_its_own(words):
    """Neither the order, nor a seed, nor most of the other words decide where a word goes."""
    _, validation, test = data.split_words(words)
    torch.manual_seed(7)
    backwards = data.split_words(words[::-1])
    assert backwards[1][::-1] == validation
    assert backwards[2][::-1] == test
    fewer = data.split_words([word for word in words if word[0] != "q"], held_out=4000)[2]
    assert set(fewer) <= set(test)
    assert {"abandonments", "bunyard", "volatile"} <= set(test)  # what was stored is scored on them


@pytest.mark.parametrize(
    ("wrong", "held_out"), [(["a", "b"], 1), (["a", "b", "c"], 0), (["a", "a", "b", "c"], 1)]
)
def test_a_part_without_words_is_refused(wrong, held_out):
    with pytest.raises(ValueError, match="different words are needed"):
        data.split_words(wrong, held_out)
