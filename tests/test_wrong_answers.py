"""Wrong answers to every exercise: none passes, none is misled, and most are told what is wrong."""

import functools
import importlib
import re

import pytest
from exercise_rules import predicted
from wrong_answers import WRONG

from genai_utils import checks
from genai_utils.checks import sandbox
from genai_utils.checks.calls import Watched
from genai_utils.checks.observe import differences, same
from genai_utils.exercises import EXERCISES

for topic in (
    "attention",
    "augmentation",
    "bugs",
    "compute",
    "conditional",
    "diagnoses",
    "dialogue",
    "diffusion",
    "emoji",
    "ethics",
    "float32",
    "gan",
    "gan_step",
    "inpainting",
    "privacy",
    "language",
    "later",
    "predictions",
    "text",
    "vae",
    "vae_training",
    "speech",
    "voice",
):
    importlib.import_module(f"wrong_{topic}")  # which fills the table
ALL = [wrong for label in EXERCISES for wrong in WRONG[label]]
FEWEST, LEAST_TOLD = 10, 0.8
PLACE_ONLY = ("wrong value", "not finite")  # kinds whose words say where, and no more


def outcome(verdict, about):
    """Whether a wrong answer passed, was told, was misled, or got nothing but a place."""
    if verdict.passed:
        return "passed"
    told = verdict.hint
    if verdict.kind not in PLACE_ONLY:
        told = f"{verdict.kind} {verdict.words} {verdict.hint}"
    if re.search(about, told, re.IGNORECASE):
        return "told"
    return "misled" if verdict.hint else "place only"


@pytest.fixture(scope="module")
def verdicts():
    return [(wrong, checks.examine(EXERCISES[wrong.label], wrong.answer)) for wrong in ALL]


def test_there_are_ten_of_each():
    assert {label for label in EXERCISES if len(WRONG[label]) < FEWEST} == set()
    for label, table in WRONG.items():
        assert len({wrong.name for wrong in table}) == len(table), label


def test_none_passes(verdicts):
    assert [(w.label, w.name) for w, verdict in verdicts if verdict.passed] == []


def test_none_is_misled_and_most_are_told(verdicts):
    found = [(wrong, outcome(verdict, wrong.about)) for wrong, verdict in verdicts]
    assert [(w.label, w.name) for w, kind in found if kind == "misled"] == []
    for label in EXERCISES:
        kinds = [kind for wrong, kind in found if wrong.label == label]
        assert kinds.count("told") >= LEAST_TOLD * len(kinds), label


def look(exercise, answer):
    """What the probe sees, and else the problem, without the engine's part in it."""
    with sandbox.untouched():
        try:
            return exercise.probe(Watched(answer)), None
        except Exception as error:
            return {}, error


def shown(exercise, answer, right):
    found, problem = look(exercise, answer)
    return found, problem, differences(found, right, exercise.allowed) if found else []


@functools.cache
def known(label):
    """What is right, and of each known mistake its hint and what it shows."""
    exercise = EXERCISES[label]
    with sandbox.untouched():
        right = exercise.oracle()
    table = []
    for mistake in exercise.mistakes:
        edited = checks.edited(exercise.solution, mistake)
        table.append((mistake.hint, *shown(exercise, edited, right)))
    return right, table


def hints_that_fit(exercise, answer):
    """Hint -> the observations of which it speaks: all that are wrong in this answer as well."""
    right, table = known(exercise.label)
    found, problem, wrong = shown(exercise, answer, right)
    fit, names = {}, {it.name for it in wrong}
    for hint, seen, trouble, off in table:
        agrees = all(same(found.get(it.name), seen[it.name], exercise.allowed) for it in off)
        if (problem and trouble and str(problem) == str(trouble)) or (off and found and agrees):
            fit[hint] = {it.name for it in off} & names
    # A question may say that all before is right, so it is that of the first that isn't.
    first = next((name for name in right if name in names), None)
    for name, question in exercise.asks:
        kinds = {it.name for it in wrong if it.kind == name}
        fit[question] = fit.get(question, set()) | ({name} & {first}) | kinds
    return fit


@pytest.mark.parametrize("label", EXERCISES)
def test_a_hint_speaks_of_what_is_named_and_what_is_named_is_wrong(label, verdicts):
    """For every wrong answer and every hint of its exercise: known mistakes and questions."""
    exercise = EXERCISES[label]
    for wrong, verdict in verdicts:
        if wrong.label != label or not verdict.hint:
            continue
        answer = (lambda it=wrong.answer: it) if exercise.takes_value else wrong.answer
        fit = hints_that_fit(exercise, answer)
        assert verdict.hint in fit, wrong.name
        if verdict.kind in PLACE_ONLY:
            assert any(verdict.words.startswith(name) for name in fit[verdict.hint]), wrong.name


@pytest.mark.parametrize("label", EXERCISES)
def test_a_question_is_about_an_observation(label):
    exercise = EXERCISES[label]
    names = [name for name, _ in exercise.asks]
    unknown = set(names) - set(exercise.oracle()) - set(PLACE_ONLY)
    assert not unknown, "questions about nothing"
    assert exercise.asks or label == "ex-vae-order"  # there every wrong order is a known mistake
    assert len(set(names)) == len(names)


def test_what_is_to_be_predicted_is_never_printed(verdicts):
    """Not in the hint, and not on a second call, which says more; the student's own may be."""
    told = []
    for wrong, verdict in verdicts:
        # Of an unknown word all names are listed that the text offers: it says nothing of one.
        if EXERCISES[wrong.label].takes_value and verdict.kind != "unknown word":
            for spelling in predicted(wrong.label, wrong.answer):
                if re.search(spelling, verdict.text(again=True).replace("\n", " ")):
                    told.append((wrong.label, wrong.name, spelling))
    assert told == []
