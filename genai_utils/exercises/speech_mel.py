"""Exercise: the triangles of the mel scale as a matrix."""

import math

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import speech

SHAPE, LEAST = "rows and columns", "the least number"
HIGHEST, WHOLE = "column where each row is highest", "the matrix"
BANDS, SIZE, RATE = 5, 128, 8000


def see_matrix(answer):
    found = answer(BANDS, SIZE, RATE)
    shape = torch.tensor(found.shape).double()
    if found.dim() != 2 or not found.numel():
        return {SHAPE: shape}
    return {
        SHAPE: shape,
        LEAST: found.min().double(),
        HIGHEST: found.argmax(1).double(),
        WHOLE: found.double(),
    }


def expect_matrix():
    """Band by band, by straight lines between three points."""
    steps = np.log1p(RATE / 2 / 700) / (BANDS + 1)
    edges = [700 * math.expm1(steps * number) for number in range(BANDS + 2)]
    hertz = [RATE * row / SIZE for row in range(SIZE // 2 + 1)]
    rows = [np.interp(hertz, edges[b : b + 3], [0.0, 1.0, 0.0]) for b in range(BANDS)]
    matrix = torch.tensor(np.array(rows))
    return {
        SHAPE: torch.tensor([5.0, 65.0]).double(),
        LEAST: torch.tensor(0.0).double(),
        HIGHEST: torch.tensor([float(np.argmax(row)) for row in rows]).double(),
        WHOLE: matrix,
    }


MATRIX = Exercise(
    label="ex-speech-mel",
    solution=speech.mel_matrix,
    probe=see_matrix,
    oracle=expect_matrix,
    see=("eq-mel", "6-applications/speech"),
    asks=(
        (
            SHAPE,
            "A row is a band and a column a frequency. How many frequencies, from 0 to half the "
            "rate, has the transform of a window of `size` samples?",
        ),
        (LEAST, "A filter lets pass much or nothing. What does yours do beyond its edges?"),
        (
            HIGHEST,
            "In which unit are the centres equally far apart, and what are the first and the last "
            "edge?",
        ),
        (
            WHOLE,
            "Each row is a triangle: straight in hertz, 0 at its two neighbours' centres. How high "
            "is it at its own centre?",
        ),
    ),
    mistakes=(
        Mistake(
            "700 * (10 ** (mel / 2595) - 1)",
            "mel / top * rate / 2",
            "Your triangles are equally wide. In hertz, or in mel?",
            "Space the edges in mel, then go back to hertz with the inverse of the formula.",
        ),
        Mistake(
            "1 + rate / 2 / 700",
            "1 + rate / 700",
            "Which is the highest frequency that samples can tell?",
            "The last edge lies at half the rate: what is above it is aliased.",
        ),
        Mistake(
            "torch.minimum(rising, falling).clamp(min=0)",
            "torch.minimum(rising, falling)",
            "Both lines go on beyond the triangle. What are they there?",
            "Below 0. A filter there lets nothing pass, and doesn't subtract.",
        ),
        Mistake(
            "torch.minimum(rising, falling).clamp(min=0)",
            "torch.maximum(rising, falling).clamp(min=0)",
            "Between the left edge and the centre the rising line counts, behind it the falling "
            "one. Which of the two is it each time, the higher or the lower?",
            "A triangle is below both lines.",
        ),
        Mistake(
            "torch.minimum(rising, falling).clamp(min=0)",
            "(torch.minimum(rising, falling).clamp(min=0) * 2 / (right - left))",
            "How high is each of your triangles? They have equal areas, it seems.",
            "Ours have equal heights: each is 1 at its centre.",
        ),
    ),
)
