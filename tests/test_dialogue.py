"""Answers that are looked up, continued and counted, and weights that travel in bytes."""

import math

import pytest
import torch

from genai_utils import data, models
from genai_utils.data.dialogue import Exchange
from genai_utils.dialogue import measures, packed, prefix
from genai_utils.dialogue.retrieval import Retriever

PAIRS = [Exchange("Hello", "Hi", "t", 0), Exchange("Are you a robot?", "Yes, I am.", "t", 1)]


def small(context=40, seed=0):
    torch.manual_seed(seed)
    return models.Transformer(len(data.ALPHABET), 16, 2, 2, context, positions="rotary").eval()


def test_only_the_answer_counts():
    tokens, counted = prefix.encode_exchanges(PAIRS)
    for row, mask, each in zip(tokens, counted, PAIRS, strict=True):
        assert data.decode_text(row[mask]) == each.answer + prefix.END
    with pytest.raises(ValueError, match="one question or more"):
        prefix.encode_exchanges([])
    with pytest.raises(ValueError, match=r"printable ASCII is needed, but got .'é'."):
        prefix.encode_answers(["café"], ["Hi"])


def test_the_question_and_the_filler_pay_nothing():
    model = small()
    alone = [prefix.log_likelihood(model, *prefix.encode_exchanges([each])) for each in PAIRS]
    together = prefix.log_likelihood(model, *prefix.encode_exchanges(PAIRS))
    assert torch.allclose(together, torch.cat(alone), atol=1e-4)
    characters = sum(len(each.answer) + 1 for each in PAIRS)
    wanted = -together.double().sum().item() / characters / math.log(2)
    assert prefix.bits(model, PAIRS) == pytest.approx(wanted, abs=1e-4)


def test_answers_to_questions_of_several_lengths_come_in_their_order():
    model = small()
    questions = ["Hello", "Hi", "Howdy", "Who are you?"]
    together = prefix.answers(model, questions, greedy=True, longest=8)
    alone = [prefix.answers(model, [question], greedy=True, longest=8)[0] for question in questions]
    assert together == alone
    assert all(len(answer) <= 8 and prefix.END not in answer for (answer,) in together)


def test_drawn_answers_follow_their_generator():
    def drawn(seed):
        return prefix.answers(
            small(), ["Hello"], each=3, longest=9, generator=torch.Generator().manual_seed(seed)
        )

    assert drawn(0) == drawn(0) != drawn(1)
    assert len(set(drawn(0)[0])) == 3


def test_a_question_that_leaves_no_room_is_refused():
    with pytest.raises(ValueError, match="no longer context was trained"):
        prefix.answers(small(context=12), ["a question of many words"])


def test_a_known_question_is_found_and_an_unknown_one_is_no_match():
    program = Retriever(PAIRS)
    found = program.find("hello")
    assert (found.exchange, found.cosine) == (PAIRS[0], pytest.approx(1.0))
    assert program.find("42").cosine == 0
    with pytest.raises(ValueError, match=r'"word" or "char" are needed, but got 2 and .byte.'):
        Retriever(PAIRS, unit="byte")


def test_characters_find_what_has_no_spaces():
    chinese = [Exchange("你好吗", "很好", "t", 0), Exchange("什么是化学", "科学", "t", 1)]
    assert Retriever(chinese, unit="char").find("化学是什么").exchange == chinese[1]
    assert Retriever(chinese).find("化学是什么").cosine == 0


def test_distinct_counts_runs_over_all_answers():
    assert measures.distinct(["a b a b"], 2) == pytest.approx(2 / 3)
    assert measures.distinct(["a b", "a b"], 2) == 0.5
    with pytest.raises(ValueError, match="n=2 and no such piece"):
        measures.distinct(["a"], 2)
    with pytest.raises(ValueError, match="n=0"):
        measures.distinct(["a"], 0)


def test_copies_are_found_whatever_their_marks():
    assert measures.copied(["I am!", "I was"], ["I am."]) == 0.5
    with pytest.raises(ValueError, match="one answer or more"):
        measures.copied([], ["Hi"])


def test_the_toy_reward_wants_a_stop_and_few_words():
    ordered = ["Yes.", "Yes, I am one.", "Yes", "Yes I am one of them"]
    rewards = [measures.pleasing(answer) for answer in ordered]
    assert rewards == sorted(rewards, reverse=True)


def test_weights_in_bytes_are_near_and_small(tmp_path):
    model, path = small(), tmp_path / "small.safetensors"
    path.write_bytes(packed.pack(model))
    back = packed.load(path)
    tokens = data.encode_text("> Hello\n< ")[None]
    assert (model(tokens) - back(tokens)).abs().max() < 0.01
    assert path.stat().st_size < 2 * sum(p.numel() for p in model.parameters())
    for name, value in model.state_dict().items():
        if value.dim() == 2:
            step = value.abs().amax(1, keepdim=True) / 127
            assert ((back.state_dict()[name] - value).abs() <= step / 2 + 1e-6).all(), name


def test_a_file_without_sizes_is_refused(tmp_path):
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(1)}, tmp_path / "a.safetensors")
    with pytest.raises(ValueError, match=r"a.safetensors should say its sizes"):
        packed.load(tmp_path / "a.safetensors")
