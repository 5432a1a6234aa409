"""The corpus of dialogue: what it holds, what is left out, and parts that share nothing."""

import functools
from itertools import pairwise

import pytest

from genai_utils.data import dialogue as corpus
from genai_utils.data.dialogue import Exchange

EVERY = corpus.dialogue()
ONCE = corpus.distinct(EVERY)
FAMILIES = corpus.families(ONCE)


def made(*questions):
    return [Exchange(q, "Yes.", "t", number) for number, q in enumerate(questions)]


def test_what_no_page_should_show_is_left_out():
    topics = {each.topic for each in EVERY}
    assert not topics & {"gossip", "politics", "humor", "psychology"}
    for each in (*EVERY, *corpus.dialogue("chinese")):
        assert not corpus.UNWANTED.search(each.question + " " + each.answer), each


def test_alternatives_answer_the_question_and_turns_answer_each_other():
    own = [each for each in EVERY if each.topic == "emotion" and each.conversation == 0]
    assert len(own) > 2
    assert {each.question for each in own} == {"You are arrogant"}
    turns = [e for e in EVERY if e.topic == "conversations" and e.conversation == 0]
    assert all(one.answer == other.question for one, other in pairwise(turns))
    assert len(turns) > 2


def test_every_line_is_read_as_a_line():
    """A bullet without its list would be read as a conversation between single characters."""
    assert max(len(each.question) for each in EVERY) > 60
    assert not [e for e in EVERY if len(e.question) == 1 and len(e.answer) == 1]
    assert all(isinstance(e.answer, str) and e.answer == e.answer.strip() for e in EVERY)


def test_another_language_and_another_file_are_refused(monkeypatch):
    with pytest.raises(ValueError, match=r"'english'.*but got 'latin'"):
        corpus.dialogue("latin")
    corpus.dialogue.cache_clear()
    monkeypatch.setitem(corpus.SHA256, "english", "0" * 64)
    with pytest.raises(ValueError, match="should have the SHA-256 0000"):
        corpus.dialogue()
    monkeypatch.undo()
    assert corpus.dialogue() == EVERY


def test_a_conversation_by_itself_leaks_and_a_family_does_not():
    """The leak of the page: the very exchanges of the test stand in the training part."""

    def known(parts):
        training, _, test = parts
        seen = {corpus.plain(each.question) for each in training}
        return sum(corpus.plain(each.question) in seen for each in test) / len(test)

    whole = corpus.split_dialogue(EVERY, [(e.topic, e.conversation) for e in EVERY])
    assert known(whole) > 0.5
    assert known(corpus.split_dialogue(ONCE, FAMILIES)) == 0


def test_no_near_duplicate_lies_over_the_split(monkeypatch):
    monkeypatch.setattr(corpus, "triples", functools.cache(corpus.triples))
    training, validation, test = corpus.split_dialogue(ONCE, FAMILIES)
    assert min(len(training), len(validation), len(test)) > 90
    for held_out in (validation, test):
        inside = set(held_out)
        others = {e.question for e in ONCE if e not in inside}
        for question in {each.question for each in held_out}:
            assert max(corpus.likeness(question, other) for other in others) < corpus.ALIKE


def test_links_of_links_make_one_family():
    chain = made("are you a robot", "are you a big robot", "are you a big old robot", "hello")
    assert corpus.likeness(chain[0].question, chain[2].question) < corpus.ALIKE
    numbers = corpus.families(chain)
    assert len(set(numbers[:3])) == 1
    assert numbers[3] != numbers[0]


def test_a_conversation_is_a_family():
    talk = [Exchange("one thing", "a", "t", 7), Exchange("quite another", "b", "t", 7)]
    assert len(set(corpus.families(talk))) == 1


@pytest.mark.parametrize("share", [0, 0.5, -1])
def test_a_share_that_leaves_nothing_is_refused(share):
    with pytest.raises(ValueError, match=r"a share between 0 and 0.5"):
        corpus.split_dialogue(made("a", "b", "c"), range(3), held_out=share)


def test_a_group_is_needed_for_each():
    with pytest.raises(ValueError, match=r"a group for each of 3 exchanges .* 2"):
        corpus.split_dialogue(made("a", "b", "c"), range(2))


def test_the_order_of_the_exchanges_changes_no_part():
    data = made(*"abcdefghij")
    forth = corpus.split_dialogue(data, [e.question for e in data], held_out=0.2)
    back = corpus.split_dialogue(data[::-1], [e.question for e in data[::-1]], held_out=0.2)
    assert [set(part) for part in forth] == [set(part) for part in back]
