"""Wrong answers to the exercises on dialogue."""

import re

import torch
from torch.nn import functional as F
from wrong_answers import add

REWARD = "reward|reference|likel"


def dpo(sign=1.0, known=1.0, inside=True, end=lambda x: x):
    def answer(preferred, other, beta):
        gap = (preferred[0] - known * preferred[1]) - (other[0] - known * other[1])
        found = F.softplus(-sign * beta * gap) if inside else beta * F.softplus(-sign * gap)
        return end(found)

    return answer


add("ex-dialogue-dpo", {
    "turned round": ("reward|fall", dpo(sign=-1.0)),
    "no reference": ("reference", dpo(known=0.0)),
    "the reference added": (REWARD, dpo(known=-1.0)),
    "beta outside": ("beta", dpo(inside=False)),
    "the mean": ("many|pair", dpo(end=torch.mean)),
    "the sum": ("many|pair", dpo(end=torch.sum)),
    "minus the loss": (REWARD + "|cost", dpo(end=torch.neg)),
    "in bits": (REWARD + "|cost", dpo(end=lambda x: x / 0.6931)),
    "the difference of rewards": (REWARD + "|cost", lambda a, b, beta: beta * (
        b[0] - b[1] - a[0] + a[1])),
    "the sigmoid": (REWARD + "|cost", lambda a, b, beta: torch.sigmoid(beta * (
        a[0] - a[1] - b[0] + b[1]))),
    "a hinge": (REWARD + "|cost", lambda a, b, beta: F.relu(1 - beta * (
        a[0] - a[1] - b[0] + b[1]))),
    "without the other answer": (REWARD, lambda a, b, beta: F.softplus(-beta * (a[0] - a[1]))),
    "log of a sigmoid in two steps": ("third|apart|sigmoid", lambda a, b, beta: -torch.sigmoid(
        beta * (a[0] - a[1] - b[0] + b[1])).log()),
    "ratios without a logarithm": (REWARD, lambda a, b, beta: F.softplus(beta * (
        (b[0] - b[1]).exp() - (a[0] - a[1]).exp()))),
    "detached": ("gradient|log p", dpo(end=torch.detach)),
})  # fmt: skip


def places(same):
    def answer(training, test):
        return [n for n, (question, _) in enumerate(test)
                if any(same(question, known) for known, _ in training)]  # fmt: skip

    return answer


def words(text):
    return re.findall(r"\w+", text.lower())


add("ex-dialogue-leak", {
    "character by character": ("case|letter|lower", places(lambda a, b: a == b)),
    "lower case only": ("mark|space|character", places(lambda a, b: a.lower() == b.lower())),
    "words as a set": ("order|statement|same", places(lambda a, b: set(words(a)) == set(words(b)))),
    "inside": ("begin|part|same", places(lambda a, b: " ".join(words(a)) in " ".join(words(b)))),
    "begins with": ("begin|same", places(lambda a, b: words(a)[:1] == words(b)[:1])),
    "whole pairs": ("answer|question", lambda training, test: [
        n for n, pair in enumerate(test) if pair in training]),
    "whole pairs in plain words": ("another answer", lambda training, test: [
        n for n, (q, a) in enumerate(test)
        if (words(q), words(a)) in [(words(x), words(y)) for x, y in training]]),
    "answers": ("answer|question", lambda training, test: [
        n for n, (_, a) in enumerate(test) if a in [x for _, x in training]]),
    "the questions themselves": ("type|places|int", lambda training, test: [
        q for q, _ in test if words(q) in [words(x) for x, _ in training]]),
    "how many": ("list|places", lambda training, test: sum(
        words(q) in [words(x) for x, _ in training] for q, _ in test)),
    "booleans": ("place", lambda training, test: [
        words(q) in [words(x) for x, _ in training] for q, _ in test]),
    "counted from one": ("place", lambda training, test: [
        n + 1 for n, (q, _) in enumerate(test) if words(q) in [words(x) for x, _ in training]]),
    "places in the training part": ("place", lambda training, test: [
        n for n, (q, _) in enumerate(training) if words(q) in [words(x) for x, _ in test]]),
    "each question once": ("missing|each", lambda training, test: [
        n for n, (q, _) in enumerate(test) if words(q) in [words(x) for x, _ in training]
        and words(q) not in [words(x) for x, _ in test[:n]]]),
    "nothing": ("place|stands|questions", lambda training, test: []),
})  # fmt: skip
