"""The stored models of dialogue: their size, their numbers, and answers that nobody wrote."""

import json

import pytest
from book_sources import ROOT

from genai_utils import data
from genai_utils.data import dialogue as corpus
from genai_utils.dialogue import measures, packed, prefix

FOLDER = ROOT / "notebooks"
STORED = json.loads((FOLDER / "6-dialogue.measured.json").read_text(encoding="utf-8"))
WEIGHTS = {kind: FOLDER / f"6-dialogue{kind}.safetensors" for kind in (".base", "", ".preferred")}
ONCE = corpus.distinct(corpus.dialogue())
TRAINING, _, TEST = corpus.split_dialogue(ONCE, corpus.families(ONCE))


def greedy(kind, questions):
    found = prefix.answers(packed.load(WEIGHTS[kind]), questions, greedy=True)
    return [answer for (answer,) in found]


def test_the_weights_are_small():
    sizes = [path.stat().st_size for path in WEIGHTS.values()]
    assert max(sizes) <= 600_000
    assert sum(sizes) <= 2_000_000


@pytest.mark.parametrize("kind", ["", ".base"])
def test_weights_in_bytes_score_as_they_did_before(kind):
    name = {"": "longer", ".base": "base"}[kind]
    found = prefix.bits(packed.load(WEIGHTS[kind]), TEST)
    assert found == pytest.approx(STORED["models"][name]["bits"][0], abs=0.03)


def test_the_answers_in_the_figure_are_made_again():
    for question, answers in STORED["answers"].items():
        for kind in ("", ".preferred"):
            assert greedy(kind, [question]) == [answers[kind]]


def test_an_answer_is_in_no_training_text():
    """Of the answers to ten test questions at least one of four words or more is new."""
    seen = [corpus.plain(text) for each in TRAINING for text in (each.question, each.answer)]
    seen += [corpus.plain(page.text) for page in data.split_prose(data.prose())[0]]
    answers = [corpus.plain(answer) for answer in greedy("", [each.question for each in TEST[:10]])]
    assert [a for a in answers if len(a.split()) > 3 and not any(a in text for text in seen)]


def test_fine_tuning_helped_answers_and_cost_prose():
    before, after = (STORED["models"][name] for name in ("base", "tuned"))
    assert max(after["bits"]) < before["bits"][0] - 0.3
    assert min(after["text"]) > before["text"][0] + 0.1
    replayed = STORED["models"]["replayed"]
    assert replayed["text"][0] < min(after["text"]) - 0.1


def test_the_leak_is_in_the_split_and_not_in_the_program():
    exact = {name: found["exact"] for name, found in STORED["looked up"].items()}
    assert exact["as it comes"] > 0.5
    assert max(exact["without repeats"], exact["by families"]) < 0.02
    bits = {name: min(found["bits"]) for name, found in STORED["leak"].items()}
    assert bits.pop("as it comes") < min(bits.values()) - 1


def test_a_smaller_beta_buys_more_reward_with_more_divergence():
    rows = [STORED["preference"][f"dpo {beta}"] for beta in (8.0, 2.0, 0.5)]
    assert rows[0]["divergence"] < rows[1]["divergence"] < rows[2]["divergence"]
    assert STORED["preference"]["reference"]["reward"] < max(row["reward"] for row in rows)


def test_the_preferred_model_pleases_more_than_its_reference():
    questions = [each.question for each in TEST[:12]]
    before, after = (
        sum(map(measures.pleasing, greedy(kind, questions))) for kind in ("", ".preferred")
    )
    assert after > before
