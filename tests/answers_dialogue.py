"""Right answers to the exercises on dialogue, written otherwise."""

import string

import torch
from answers_vae import answers
from torch.nn import functional as F


@answers("ex-dialogue-dpo")
def by_the_logarithm_of_a_sigmoid(preferred, other, beta):
    rewards = beta * (preferred[0] - preferred[1]), beta * (other[0] - other[1])
    return -F.logsigmoid(rewards[0] - rewards[1])


@answers("ex-dialogue-dpo")
def as_a_cross_entropy_of_two(preferred, other, beta):
    rewards = beta * torch.stack([preferred[0] - preferred[1], other[0] - other[1]], dim=1)
    return F.cross_entropy(rewards, torch.zeros(len(rewards), dtype=torch.long), reduction="none")


@answers("ex-dialogue-leak")
def by_taking_marks_out(training, test):
    gone = str.maketrans("", "", string.punctuation)
    known = [question.translate(gone).lower().split() for question, _ in training]
    return [n for n, pair in enumerate(test) if pair[0].translate(gone).lower().split() in known]
