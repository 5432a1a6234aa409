"""What an exercise must keep to. Each rule takes one and returns its complaints."""

import ast
import functools
import inspect
import random
import re
import textwrap

import numpy as np
import torch

from genai_utils import checks
from genai_utils.exercises import EXERCISES

FEWEST_MISTAKES = 2
LEAST_GIVEN_AWAY = 12  # characters: a shorter piece of the solution may be a word of a hint


def given(exercise, answer):
    """What a student passes: the function, or the value that it stands for."""
    return answer() if exercise.takes_value else answer


@functools.cache
def looked_at(exercise, answer):
    """The verdict on an answer, and whether the look left the random state as it was."""
    before = state()
    verdict = checks.examine(exercise, given(exercise, answer))
    return verdict, state() == before


def examined(exercise, answer):
    return looked_at(exercise, answer)[0]


@functools.cache
def mistaken(exercise, mistake):
    """The solution with a known mistake: one function, so that it is looked at once."""
    return checks.edited(exercise.solution, mistake)


def the_reference_passes(exercise, _):
    verdict = examined(exercise, exercise.solution)
    return [] if verdict.passed else [verdict.text(again=True)]


def another_right_answer_passes(exercise, alternatives):
    if not alternatives:
        return ["no other right answer is known"]
    verdicts = [(answer.__name__, examined(exercise, answer)) for answer in alternatives]
    return [f"{name}: {verdict.text(True)}" for name, verdict in verdicts if not verdict.passed]


def a_blank_is_named(exercise, _):
    def blank(*_):
        raise NotImplementedError(f"{exercise.label}: write it")

    kinds = {checks.examine(exercise, ... if exercise.takes_value else blank).kind}
    if exercise.takes_value and isinstance(value := exercise.solution(), dict):
        # One entry filled in, the others still blank.
        first = next(iter(value))
        kinds.add(checks.examine(exercise, dict.fromkeys(value, ...) | {first: value[first]}).kind)
    return [] if kinds == {"not written"} else [f"a blank is called {kinds}"]


def without_return(function):
    """The function with each of its own `return X` turned into `X`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = tree.body[0].body
    for place, statement in enumerate(body):
        if isinstance(statement, ast.Return):
            body[place] = ast.Expr(statement.value)
    namespace = dict(vars(inspect.getmodule(function)))
    exec(ast.unparse(ast.fix_missing_locations(tree)), namespace)
    return namespace[function.__name__]


def a_missing_return_is_named(exercise, _):
    if exercise.takes_value:
        return []
    kind = checks.examine(exercise, without_return(exercise.solution)).kind
    return [] if kind == "returned nothing" else [f"a missing return is called {kind!r}"]


def each_mistake_earns_its_own_hint(exercise, _):
    complaints = []
    if len(exercise.mistakes) < FEWEST_MISTAKES:
        complaints.append(f"only {len(exercise.mistakes)} known mistakes")
    for mistake in exercise.mistakes:
        verdict = examined(exercise, mistaken(exercise, mistake))
        if verdict.passed or verdict.hint != mistake.hint:
            complaints.append(f"{mistake.new!r} earns {verdict.text()!r}")
        if mistake.more not in verdict.more:
            complaints.append(f"{mistake.new!r}: the second call doesn't say {mistake.more!r}")
    hints = [mistake.hint for mistake in exercise.mistakes]
    return complaints + [f"twice: {hint!r}" for hint in set(hints) if hints.count(hint) > 1]


def a_hint_does_not_give_the_line_away(exercise, _):
    return [
        f"a hint holds {mistake.old!r}"
        for mistake in exercise.mistakes
        if len(mistake.old.strip()) >= LEAST_GIVEN_AWAY
        and mistake.old.strip() in mistake.hint + mistake.more
    ]


def a_hint_claims_nothing_unseen(exercise, _):
    """A mistake is recognised by what is wrong, so its hint can't know that the rest is right."""
    return [
        f"{mistake.hint!r} says what is right"
        for mistake in exercise.mistakes
        if re.search(r"\b(is|are) right\b(?!\?)|as (it|they) should", mistake.hint)
    ]


def state():
    numpy_state = np.random.get_state()  # noqa: NPY002
    return (
        random.getstate(),
        (numpy_state[0], numpy_state[1].tolist(), *numpy_state[2:]),
        torch.get_rng_state().tolist(),
        torch.get_default_dtype(),
        torch.get_num_threads(),
        torch.is_grad_enabled(),
    )


def the_random_state_is_untouched(exercise, alternatives):
    wrong = [mistaken(exercise, mistake) for mistake in exercise.mistakes]
    answers = exercise.solution, *alternatives, *wrong
    left = all(looked_at(exercise, answer)[1] for answer in answers)
    return [] if left else ["a check leaves another random state"]


RULES = (
    the_reference_passes,
    another_right_answer_passes,
    a_blank_is_named,
    a_missing_return_is_named,
    each_mistake_earns_its_own_hint,
    a_hint_does_not_give_the_line_away,
    a_hint_claims_nothing_unseen,
    the_random_state_is_untouched,
)


# How the right values of the exercises that ask for a prediction could be written in a hint.
NUMBERS = {
    "ex-speech-window": {
        "Hz between rows": r"21\.5",
        "frames of a second": r"(?<!\d)87(?!\d)",
        "milliseconds of 128 samples": r"(?<!\d)5\.8",
    },
    "ex-vae-betas": {
        "first": r"3\.9|784 ?/ ?200|98/25",
        "second": r"2\.0[45]|1024 ?/ ?500|256/125",
    },
    "ex-gan-optimum": {
        "D": r"½|0\.5(?!\d)|1/2|one half|one in two",
        "discriminator loss": r"log 4|1\.38|2 log 2|twice log 2",
        "generator loss": r"log 2|0\.69",
    },
    "ex-case-log": {"": r"0\.93|log\(1 - (math\.)?exp\(-0\.5\)\)"},
    "ex-attention-spread": {"q·k": r"(?<!\d)8(?!\d)|eight", "q·k/√d": r"(?<![\d/])1\.0|is 1(?!\d)"},
    "ex-inpainting-edges": {
        "grey value": r"0\.8(?!\d)|4/5",
        "error of the mean": r"0\.32",
        "error of a draw": r"0\.64",
    },
    "ex-augment-steps": {
        "steps with 50 digits": r"(?<![\d,])1[,_ ]?000(?!\d| epochs)",
        "steps in 1,000 epochs with 10,050": r"158[,_ ]?000",
        "whole epochs within the old number of steps": r"(?<![\d,.])6(?![\d,.]*\d)|\bsix\b",
    },
    "ex-listing-lines": {
        "lines an epoch": r"938",
        "images behind an epoch's last line": r"(?<!\d)32(?!\d)",
        "lines in all": r"93[,_ ]?800",
    },
}


def predicted(label, answer):
    """Spellings of what a hint may not say: the right value of each entry that is wrong."""
    solution = EXERCISES[label].solution()
    if label not in NUMBERS:
        right = solution.values() if isinstance(solution, dict) else [str(solution)]
        words = {pair[0] if isinstance(pair, tuple) else pair for pair in right}
        # A word that the student has used, or one of two that the text offers, is no secret.
        return [re.escape(word) for word in words if len(word) > len("vanishes")]
    if not isinstance(solution, dict) or not isinstance(answer, dict):
        return list(NUMBERS[label].values())
    entries = NUMBERS[label].items()
    return [spelling for name, spelling in entries if answer.get(name) != solution[name]]
