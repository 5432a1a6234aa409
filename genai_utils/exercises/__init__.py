"""The exercises of the book, by label; a notebook writes `check("ex-vae-kl", answer)`."""

import difflib
from typing import Any

from genai_utils import checks
from genai_utils.exercises import (
    attention_layer,
    attention_predictions,
    attention_text,
    gan_diagnosis,
    gan_losses,
    gan_predictions,
    gan_training,
    listing_predictions,
    planted_bugs,
    printed_numbers,
    vae_predictions,
    vae_terms,
    vae_training,
)
from genai_utils.exercises.records import record

__all__ = ["EXERCISES", "check", "examine", "record"]

_MODULES = (
    *(vae_terms, vae_training, vae_predictions),
    *(gan_losses, gan_training, gan_predictions, gan_diagnosis),
    *(attention_layer, attention_text, attention_predictions),
    *(listing_predictions, planted_bugs, printed_numbers),
)
EXERCISES = {
    thing.label: thing
    for module in _MODULES
    for thing in vars(module).values()
    if isinstance(thing, checks.Exercise)
}
_seen: set[checks.Verdict] = set()


def examine(label: str, answer: Any) -> checks.Verdict:
    """The verdict on an answer to the exercise of this label; it never raises."""
    if not isinstance(label, str) or label not in EXERCISES:
        close = difflib.get_close_matches(str(label), EXERCISES, n=1)
        words = f"did you mean {close[0]}?" if close else 'the page "Exercises" lists the labels'
        return checks.Verdict(str(label), "there is no such exercise", words)
    return checks.examine(EXERCISES[label], answer)


def check(label: str, answer: Any) -> None:
    """Print the verdict on an answer; the second time that it is wrong in one way, say more."""
    verdict = examine(label, answer)
    print(verdict.text(again=verdict in _seen))
    _seen.add(verdict)
