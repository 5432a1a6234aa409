"""Every exercise keeps to the rules, and every rule is seen to fail on a broken exercise."""

import dataclasses
import tomllib
from pathlib import PurePath

import answers_attention
import answers_augmentation
import answers_compute
import answers_conditional
import answers_dialogue
import answers_diffusion
import answers_emoji
import answers_ethics
import answers_gan
import answers_inpainting
import answers_language
import answers_practice
import answers_printed_numbers
import answers_privacy
import answers_speech
import answers_vae
import answers_voice
import book_sources
import exercise_rules as rules
import pytest
import torch

from genai_utils import checks, exercises
from genai_utils.exercises import EXERCISES

assert answers_compute
assert answers_conditional
assert answers_dialogue
assert answers_diffusion
assert answers_gan
assert answers_emoji
assert answers_ethics
assert answers_inpainting
assert answers_language
assert answers_augmentation
assert answers_practice
assert answers_speech
assert answers_voice
assert answers_printed_numbers
assert answers_privacy
assert answers_attention  # importing them fills the table
ANSWERS = answers_vae.ANSWERS


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("label", EXERCISES)
def test_exercise(label, rule):
    found = rule(EXERCISES[label], ANSWERS.get(label, []))
    assert not found, "\n".join(found)


def test_there_are_enough_of_every_kind():
    assert len(EXERCISES) >= 18
    assert set(ANSWERS) == set(EXERCISES)
    assert sum(exercise.takes_value for exercise in EXERCISES.values()) >= 8


def test_the_page_counts_the_known_mistakes():
    known = sum(len(exercise.mistakes) for exercise in EXERCISES.values())
    assert f" {known} are known by what they do" in book_sources.pages()["book/exercises.md"]


@pytest.mark.parametrize("label", EXERCISES)
def test_what_a_hint_points_to_exists(label):
    place, page = EXERCISES[label].see
    text = book_sources.pages()[f"book/{page}.md"]
    assert place in book_sources.math_labels(text) or f"({place})=" in text


KL = EXERCISES["ex-vae-kl"]
FIRST = KL.mistakes[0]


def shifted(observations):
    return {name: value + 0.01 for name, value in observations.items()}


def noisy(answer):
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float64)
    return KL.probe(answer)


def replaced(**changes):
    """The exercise on the divergence with something broken."""
    return dataclasses.replace(KL, **changes)


def first_mistake(**changes):
    return (dataclasses.replace(FIRST, **changes), *KL.mistakes[1:])


def forgets_half(mu, log_var):
    return 0.5 * (mu**2 - log_var - 1).sum(-1)


def returns_at_once(mu, log_var):
    if mu is not None:
        return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)


BROKEN = {
    "an oracle that is off": (
        rules.the_reference_passes,
        replaced(oracle=lambda: shifted(KL.oracle())),
    ),
    "a probe that looks at nothing": (
        rules.each_mistake_earns_its_own_hint,
        replaced(probe=lambda answer: KL.oracle()),
    ),
    "a probe that looks at one place only": (
        rules.each_mistake_earns_its_own_hint,
        replaced(
            probe=lambda answer: {"zero": answer(torch.zeros(1, 2), torch.zeros(1, 2))},
            oracle=lambda: {"zero": torch.zeros(1)},
        ),
    ),
    "a solution that is wrong": (rules.the_reference_passes, replaced(solution=forgets_half)),
    "a mistake that is none": (
        rules.each_mistake_earns_its_own_hint,
        replaced(mistakes=first_mistake(new="torch.exp(log_var)")),
    ),
    "two mistakes that look the same": (
        rules.each_mistake_earns_its_own_hint,
        replaced(mistakes=(FIRST, dataclasses.replace(FIRST, hint="Another?"))),
    ),
    "a hint that stands twice": (
        rules.each_mistake_earns_its_own_hint,
        replaced(mistakes=first_mistake(hint=KL.mistakes[1].hint)),
    ),
    "one mistake only": (rules.each_mistake_earns_its_own_hint, replaced(mistakes=(FIRST,))),
    "a hint that is the line": (
        rules.a_hint_does_not_give_the_line_away,
        replaced(mistakes=first_mistake(hint="Write log_var.exp() instead.")),
    ),
    "a hint that claims too much": (
        rules.a_hint_claims_nothing_unseen,
        replaced(mistakes=first_mistake(hint="The first step is right. And the second?")),
    ),
    "a stub under another label": (rules.a_blank_is_named, replaced(probe=lambda _: KL.oracle())),
    "a return in the depth": (
        rules.a_missing_return_is_named,
        replaced(solution=returns_at_once),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_exercise_is_seen(name):
    rule, exercise = BROKEN[name]
    assert rule(KL, ANSWERS["ex-vae-kl"]) == []
    assert rule(exercise, ANSWERS["ex-vae-kl"]) != []


def test_an_alternative_that_fails_or_is_missing_is_seen():
    assert rules.another_right_answer_passes(KL, [forgets_half]) != []
    assert rules.another_right_answer_passes(KL, []) != []


def test_a_check_without_its_sandbox_is_seen(monkeypatch):
    import contextlib

    monkeypatch.setattr(checks.engine.sandbox, "untouched", contextlib.nullcontext)
    dtype = torch.get_default_dtype()
    try:
        assert rules.the_random_state_is_untouched(replaced(probe=noisy), []) != []
    finally:
        torch.set_default_dtype(dtype)


def test_a_mistake_that_is_no_edit_is_refused():
    with pytest.raises(ValueError, match="must stand once"):
        checks.edited(KL.solution, dataclasses.replace(FIRST, old="logsumexp"))


def test_the_second_wrong_call_says_more(capsys):
    exercises._seen.clear()
    wrong = checks.edited(KL.solution, KL.mistakes[1])
    for _ in range(2):
        exercises.check("ex-vae-kl", wrong)
    first, second = capsys.readouterr().out.split("NOT YET")[1:]
    assert KL.mistakes[1].hint in " ".join(first.split())
    assert KL.mistakes[1].more not in " ".join(first.split())
    assert KL.mistakes[1].more in " ".join(second.split())
    assert "Kullback–Leibler divergence between" in " ".join(second.split())


def test_an_answer_of_two_faults_earns_a_hint():
    """The named mistake in one run, another wrong word in the second."""
    exercise = EXERCISES["ex-gan-diagnose"]
    answer = exercise.solution() | {
        "B": ("nothing is wrong", "classes"),
        "C": ("mode collapse", "classes"),
    }
    assert "Do losses see" in checks.examine(exercise, answer).hint


def test_an_unknown_label_gets_a_suggestion(capsys):
    exercises.check("ex-vae-lk", None)
    assert "did you mean ex-vae-kl?" in capsys.readouterr().out
    exercises.check(["ex-vae-kl"], None)
    assert "no such exercise" in capsys.readouterr().out


def test_an_installed_package_has_the_records():
    folder = book_sources.ROOT / "genai_utils" / "exercises"
    settings = tomllib.loads((book_sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["genai_utils.exercises"]
    data = [path.relative_to(folder) for path in folder.rglob("*.json")]
    assert len(data) == 5
    for path in data:
        assert any(PurePath(path).match(pattern) for pattern in patterns), path


def test_an_unknown_record_is_refused():
    with pytest.raises(ValueError, match="attention, diffusion, gan, vae"):
        exercises.record("weather")
