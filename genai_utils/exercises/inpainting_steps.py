"""Exercises: the seen part of RePaint's step as code, and two edges by hand."""

import numpy as np
import torch
from scipy import optimize

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts
from genai_utils.solutions import inpainting

PAGE = "6-applications/inpainting"
END, START, HALF = "at the end, t = 1", "at the start, t = 0", "on the way, t = 0.25"
KEPT = "the missing pixels on the way"


def _pictures():
    random = np.random.default_rng(5)
    moved, seen, noise = (torch.from_numpy(random.normal(size=(2, 3, 4))) for _ in range(3))
    missing = torch.zeros(2, 3, 4, dtype=torch.double)
    missing[:, 1:, 1:3] = 1
    return moved, seen, missing, noise


def see_known(answer):
    moved, seen, missing, noise = _pictures()
    states = {t: answer(moved, seen, missing, noise, t) for t in (1.0, 0.0, 0.25)}
    return {END: states[1.0], START: states[0.0], KEPT: states[0.25][missing == 1]} | {
        HALF: states[0.25]
    }


def expect_known():
    """Pixel by pixel, by a choice and not by a product."""
    moved, seen, missing, noise = (it.numpy() for it in _pictures())

    def state(t):
        known = noise + t * (seen - noise)
        return torch.from_numpy(np.where(missing > 0.5, moved, known))

    at = torch.from_numpy(missing == 1)
    return {END: state(1.0), START: state(0.0), KEPT: state(0.25)[at], HALF: state(0.25)}


KNOWN = Exercise(
    label="ex-inpainting-known",
    solution=inpainting.replace_seen,
    probe=see_known,
    oracle=expect_known,
    see=("eq-known-region", PAGE),
    asks=(
        (
            END,
            "At t = 1 nothing is noise any more. Which pixels come from `moved`, which from "
            "`seen`, and where is the mask 1?",
        ),
        (
            START,
            "At t = 0 the path is at its beginning. What is known of the seen pixels there, by "
            "the path, and what of the missing ones?",
        ),
        (
            KEPT,
            "The missing pixels are those that the velocity has moved. Are they as they came?",
        ),
        (
            HALF,
            "A quarter of the way, how much of a seen pixel is noise and how much is the pixel? "
            "The path says it.",
        ),
    ),
    mistakes=(
        Mistake(
            "missing * moved + (1 - missing) * known",
            "(1 - missing) * moved + missing * known",
            "Where is the mask 1, where a pixel is missing or where it is seen?",
            "You put the known values into the hole.",
        ),
        Mistake(
            "(1 - t) * noise + t * seen",
            "seen",
            "The network has seen points of the path only. Is a clean pixel one, before the end?",
            "Without noise the seen part belongs to t = 1, whatever the time of the rest.",
        ),
        Mistake(
            "(1 - t) * noise + t * seen",
            "t * noise + (1 - t) * seen",
            "At which end is the noise, at t = 0 or at t = 1?",
            "Here the path runs from the noise to the picture.",
        ),
        Mistake(
            "(1 - t) * noise + t * seen",
            "seen + (1 - t) * noise",
            "By how much is the pixel itself multiplied at time t?",
            "The path mixes: what the noise gains the picture loses.",
        ),
        Mistake(
            "missing * moved + (1 - missing) * known",
            "missing * ((1 - t) * noise + t * moved) + (1 - missing) * known",
            "The missing pixels stand at time t already. Do they need noise?",
            "They have come here along the velocity. Only the seen part is brought to time t.",
        ),
    ),
)

EARLY = 0.8  # the probability of the early edge
FILLINGS = np.array([[0.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]])
WEIGHTS = np.array([EARLY, 1 - EARLY])


def _error(answer):
    return WEIGHTS @ ((FILLINGS - answer) ** 2).sum(1)


def expect_edges():
    """The best answer found by searching, and the error of a draw by listing all pairs."""
    found = optimize.minimize(_error, np.full(4, 0.5), options={"gtol": 1e-10})
    draw = sum(w * _error(it) for w, it in zip(WEIGHTS, FILLINGS, strict=True))
    return {
        "grey value": float(found.x[1]),
        "error of the mean": float(found.fun),
        "error of a draw": float(draw),
    }


ANSWER = '{"grey value": 0.8, "error of the mean": 0.32, "error of a draw": 0.64}'
EDGES = Exercise(
    label="ex-inpainting-edges",
    solution=inpainting.two_edges,
    probe=parts("grey value", "error of the mean", "error of a draw"),
    oracle=expect_edges,
    see=("eq-fillings-error", PAGE),
    tolerance=0.002,
    asks=(
        (
            "grey value",
            "What is the mean of a pixel that is white, 1, in four fillings of five and black, 0, "
            "in the fifth?",
        ),
        (
            "error of the mean",
            "How large is the variance of such a pixel, and how many pixels vary? The error is "
            "their sum.",
        ),
        (
            "error of a draw",
            "A draw and the truth are independent. What does one more draw, k = 1, do to the "
            "variance?",
        ),
    ),
    mistakes=(
        Mistake(
            ANSWER,
            '{"grey value": 0.5, "error of the mean": 0.5, "error of a draw": 1.0}',
            "Are the two edges equally likely here?",
            "One has four chances in five, and a mean is weighed by chances.",
        ),
        Mistake(
            ANSWER,
            '{"grey value": 1.0, "error of the mean": 0.4, "error of a draw": 0.64}',
            "That is the likelier filling. Which number has the least mean squared error?",
            "The squared error asks for the mean, not for the likeliest value.",
        ),
        Mistake(
            ANSWER,
            '{"grey value": 0.8, "error of the mean": 0.16, "error of a draw": 0.32}',
            "How many pixels of the hole differ between the two fillings?",
            "Two pixels vary, and the squared error is a sum over the pixels.",
        ),
        Mistake(
            ANSWER,
            '{"grey value": 0.8, "error of the mean": 0.32, "error of a draw": 0.32}',
            "Is a draw as near to the truth as the mean is?",
            "Truth and draw both vary, and independently.",
        ),
    ),
)
