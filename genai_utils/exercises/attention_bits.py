"""Exercise: bits per character, the unit of models of text."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import attention

PAGE = "4-mathematics/transformer"
EIGHTH = "three characters of probability 1/8"
# name -> the probability of each character of each text; a shorter text is filled up
TEXTS = {
    "four characters of different probability": [[0.5, 0.25, 0.5, 0.125]],
    "one text of two characters, filled up": [[0.25, 0.5], []],
    "two texts of four and two characters": [[0.5, 0.25, 0.5, 0.125], [0.25, 0.5]],
    "a text with a very unlikely character": [[0.5, 0.25, 0.5], [1e-13, 0.5]],
}
FILLERS = 0.0, -30.0, -3.0, -0.5  # any number may stand there


def _batch(texts):
    counted = torch.zeros(len(texts), 4, dtype=torch.bool)
    log_p = torch.tensor(FILLERS).repeat(len(texts), 1)
    for row, text in enumerate(texts):
        log_p[row, : len(text)] = torch.tensor(text).log()
        counted[row, : len(text)] = True
    return log_p, counted


def see_bits(answer):
    everything = torch.ones(1, 3, dtype=torch.bool)
    seen = {EIGHTH: answer(torch.full((1, 3), 0.125).log(), everything)}
    return seen | {name: answer(*_batch(texts)) for name, texts in TEXTS.items()}


def expect_bits():
    right = {EIGHTH: 3.0}
    for name, texts in TEXTS.items():
        bits = [math.log2(1 / p) for text in texts for p in text]
        right[name] = sum(bits) / len(bits)
    return right


FORMULA = "-log_p[counted].sum() / counted.sum() / math.log(2)"

BITS = Exercise(
    label="ex-attention-bits",
    solution=attention.bits_per_character,
    probe=see_bits,
    oracle=expect_bits,
    see=("eq-bits-per-character", PAGE),
    asks=(
        (
            EIGHTH,
            "A character of probability 1/8 costs three bits, and so does each of three. Is yours "
            "the cost of one character, in bits and not in nats?",
        ),
        (
            "four characters of different probability",
            "Equal characters are right. Of different ones, take the mean of their logarithms: "
            "the sum over all characters, divided by their number. What do you take?",
        ),
        (
            "one text of two characters, filled up",
            "Which places are counted? Fillers are no characters: neither in the sum nor in the "
            "number that divides it.",
        ),
        (
            "two texts of four and two characters",
            "Each text alone is right. Is the sum taken over the characters of all texts, and "
            "divided once?",
        ),
        (
            "a text with a very unlikely character",
            "How do you tell fillers from characters: by `counted`, or by their values? An "
            "unlikely character is still one.",
        ),
    ),
    mistakes=(
        Mistake(
            " / math.log(2)",
            "",
            "How many bits does a character of probability ⅛ take?",
            "Three. You have them in nats, the unit of the natural logarithm.",
        ),
        Mistake(
            " / math.log(2)",
            " * math.log(2)",
            "Is a bit larger or smaller than a nat?",
            "Smaller: a nat is 1.44 bits, so the number of bits is the larger one.",
        ),
        Mistake(
            FORMULA,
            "-log_p.mean() / math.log(2)",
            "The shorter text is filled up. Do the fillers count?",
            "They are no characters. Leave them out of the sum and out of the count.",
        ),
        Mistake(
            FORMULA,
            "-(log_p.where(counted, 0.0).sum(1) / counted.sum(1)).mean() / math.log(2)",
            "Should a text of two characters count as much as one of four?",
            "Bits per character of everything: sum over all characters first, then divide once.",
        ),
        Mistake(
            FORMULA,
            "log_p[counted].sum() / counted.sum() / math.log(2)",
            "Can a description have a negative length?",
            "A log-probability is negative; its cost is the negative of it.",
        ),
        Mistake(
            FORMULA,
            "torch.exp(-log_p[counted].sum() / counted.sum())",
            "That is the perplexity. In which unit is it?",
            "In none: it is a number of equally likely characters. Its binary logarithm is asked "
            "for.",
        ),
    ),
)
