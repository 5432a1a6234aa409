"""Every small change of a solution is refused, but for those that change nothing."""

import pytest
from exercise_rules import given
from mutants import mutants

from genai_utils import checks
from genai_utils.exercises import EXERCISES

# Changes that leave the answer right: an axis by its other name, a noise turned round, a tensor in
# place of a number, a history that nobody follows.
SAME = {
    "ex-vae-kl": {"-1 -> 1"},
    "ex-vae-elbo": {"-1 -> 1"},
    "ex-vae-reparameterize": {
        "mu + torch.exp(0.5 * log_var) * eps -> mu - torch.exp(0.5 * log_var) * eps"
    },
    "ex-vae-step": {"loss.item() -> loss"},
    "ex-gan-penalty": {"between.detach() -> between"},
    "ex-gan-step": {"critique.item() -> critique", "reply.item() -> reply"},
    "ex-attention-generate": {"-1 -> 1"},
    "ex-attention-sample": {"-1 -> 1"},
    # A ratio of sums over the same pixels is one of means; the copies are cut off at `lacking`.
    "ex-inpainting-sharpness": {
        "(right ** 2 + below ** 2).sqrt().sum -> (right ** 2 + below ** 2).sqrt().mean"
    },
    "ex-augment-interval": {
        "(gap.mean() - width).item() -> gap.mean() - width",
        "(gap.mean() + width).item() -> gap.mean() + width",
    },
    "ex-augment-leak": {"1 -> 2"},
    "ex-aligned-distance": {"costs[i, j].item() -> costs[i, j]"},
    "ex-green-score": {"seen[:, -1].sum().item() -> seen[:, -1].sum()"},
    # A sign divides as it multiplies.
    "ex-mark-score": {
        "(cells * signs).sum().item() -> (cells * signs).sum()",
        "cells.square().sum().sqrt().item() -> cells.square().sum().sqrt()",
        "cells * signs -> cells / signs",
    },
    # All counts begin at one instead of zero: their order stays.
    "ex-language-merge": {"0 -> 1"},
    "ex-bug-average": {"weight.detach() -> weight", "new.detach() -> new", "True -> False"},
}


@pytest.mark.parametrize("label", EXERCISES)
def test_every_small_change_is_refused(label):
    exercise = EXERCISES[label]
    table = list(mutants(exercise.solution))
    passed = []
    for words, mutant in table:
        try:
            answer = given(exercise, mutant)
        except Exception:  # a changed value that can't be computed is no answer
            continue
        if checks.examine(exercise, answer).passed:
            passed.append(words)
    assert set(passed) == SAME.get(label, set())


def test_changes_are_found():
    counts = {label: len(list(mutants(it.solution))) for label, it in EXERCISES.items()}
    assert sum(counts.values()) >= 150, counts
