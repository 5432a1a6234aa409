"""Answers to the exercises on dialogue."""

import torch


def pair_loss(preferred, other, beta):
    """The loss of each preference: log p under policy and reference. (2, n) twice -> (n,)."""
    gained = preferred[0] - preferred[1]
    lost = other[0] - other[1]
    return torch.nn.functional.softplus(beta * (lost - gained))


def leaked(training, test):
    """The places of the test pairs whose question the training pairs hold. Lists -> a list."""
    import re

    def plain(question):
        return " ".join(re.findall(r"\w+", question.lower()))

    known = {plain(question) for question, _ in training}
    return [place for place, (question, _) in enumerate(test) if plain(question) in known]
