"""Exercises: noising at once, the mean of one step back, and the loss in v."""

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import diffusion

PAGE = "4-mathematics/diffusion"
CLEAN, GONE, BETWEEN = "with no noise, alpha_bar = 1", "with noise alone, alpha_bar = 0", "between"
SHARES = torch.tensor([0.64, 0.09, 0.5], dtype=torch.double)


def _drawn(count):
    random = np.random.default_rng(8)
    return [torch.from_numpy(random.normal(size=(3, 4))) for _ in range(count)]


def see_noised(answer):
    x_0, eps = _drawn(2)
    one = torch.ones(3, dtype=torch.double)
    return {
        CLEAN: answer(x_0, eps, one),
        GONE: answer(x_0, eps, 0 * one),
        BETWEEN: answer(x_0, eps, SHARES),
    }


def expect_noised():
    """On a circle: the angle whose cosine squared is the share turns data into noise."""
    x_0, eps = (it.numpy() for it in _drawn(2))
    angles = np.arccos(np.sqrt(SHARES.numpy()))[:, None]
    between = np.cos(angles) * x_0 + np.sin(angles) * eps
    return {CLEAN: _drawn(2)[0], GONE: _drawn(2)[1], BETWEEN: torch.from_numpy(between)}


NOISED = Exercise(
    label="ex-diffusion-noised",
    solution=diffusion.q_sample,
    probe=see_noised,
    oracle=expect_noised,
    see=("eq-diffusion-marginal", PAGE),
    asks=(
        (CLEAN, "With alpha_bar = 1 no step has been taken. What is left of the noise?"),
        (GONE, "With alpha_bar = 0 nothing is left of the data. How strong is the noise then?"),
        (BETWEEN, "alpha_bar is a share of the variance. By what is the example itself multiplied, "
                  "and do the two variances add up to 1?"),
    ),
    mistakes=(
        Mistake(
            "share.sqrt() * x_0 + (1 - share).sqrt() * eps",
            "share * x_0 + (1 - share) * eps",
            "alpha_bar is a share of the variance. Which factor gives x_0 that variance?",
            "A factor c multiplies a variance by c squared, so both factors are roots.",
        ),
        Mistake(
            "share.sqrt() * x_0 + (1 - share).sqrt() * eps",
            "(1 - share).sqrt() * x_0 + share.sqrt() * eps",
            "At alpha_bar = 1, is there noise or data?",
            "alpha_bar is what is left of the signal.",
        ),
        Mistake(
            "(1 - share).sqrt() * eps",
            "(1 - share) * eps",
            "Which variance has (1 - alpha_bar) times eps?",
            "The variance has to be 1 - alpha_bar, so the factor is its root.",
        ),
        Mistake(
            "share.sqrt() * x_0 +",
            "x_0 +",
            "Does the example keep its strength while noise is added?",
            "Then the variance would grow with every step; the example fades instead.",
        ),
    ),
)  # fmt: skip

EQUAL, FAR, BACK = "x_0 and x_t both 0 but one", "the weight of x_0", "the weight of x_t"
LAST = "the last step, before = 1"


def see_mean(answer):
    one, zero = torch.ones(2, dtype=torch.double), torch.zeros(2, dtype=torch.double)
    x_0, x_t = _drawn(2)
    return {
        LAST: answer(x_t[0], x_0[0], 0.9, 1.0),
        FAR: answer(zero, one, 0.36, 0.72),
        BACK: answer(one, zero, 0.36, 0.72),
        "both": answer(x_t[0], x_0[0], 0.1, 0.4),
    }


def _by_regression(x_t, x_0, alpha_bar, before):
    """From the covariances of x_{t-1} and x_t given x_0, by the formula for joint normals."""
    alpha = alpha_bar / before
    covariance, variance = alpha**0.5 * (1 - before), 1 - alpha_bar
    return before**0.5 * x_0 + covariance / variance * (x_t - alpha_bar**0.5 * x_0)


def expect_mean():
    return see_mean(_by_regression)


MEAN = Exercise(
    label="ex-diffusion-mean",
    solution=diffusion.posterior_mean,
    probe=see_mean,
    oracle=expect_mean,
    see=("eq-diffusion-posterior", PAGE),
    asks=(
        (LAST, "Before the first step of noising there is no noise. Where does x_{t-1} stand when "
               "x_0 is known?"),
        (FAR, "How much of x_0 is in the mean? Look at its numerator: the step's own share is "
              "alpha_bar over before."),
        (BACK, "How much of x_t is in the mean? Which variance stands in its numerator, and which "
               "in the denominator?"),
        ("both", "The weights of both parts are right on their own. What becomes of their sum?"),
    ),
    mistakes=(
        Mistake(
            "alpha = alpha_bar / before",
            "alpha = alpha_bar",
            "alpha belongs to one step. Which of the two given shares is of all steps so far?",
            "alpha_bar is the product of all alphas, and before the product without the last.",
        ),
        Mistake(
            "of_data = before**0.5 * (1 - alpha)",
            "of_data = alpha_bar**0.5 * (1 - alpha)",
            "Under the root of the weight of x_0, is it the share at t or at t - 1?",
            "x_{t-1} has the mean sqrt(before) x_0: the root is of the share at t - 1.",
        ),
        Mistake(
            "of_noisy = alpha**0.5 * (1 - before)",
            "of_noisy = alpha**0.5 * (1 - alpha)",
            "Which variance does x_{t-1} have when only x_0 is known?",
            "Its variance is 1 - before; that is what x_t can still correct.",
        ),
        Mistake(
            "of_noisy = alpha**0.5 * (1 - before)",
            "of_noisy = (1 - before)",
            "By what was x_{t-1} multiplied on its way to x_t?",
            "By the root of alpha, and that root stands in the weight.",
        ),
    ),
)  # fmt: skip

RIGHT, SILENT = "if the prediction is v itself", "if the prediction is 0, at alpha_bar = 0"
FEW, SIGN = "if the prediction is 0, at alpha_bar = 1", "if the prediction is 0, between"


def see_v_loss(answer):
    predicted, x_0, eps = _drawn(3)
    zero, one = torch.zeros_like(x_0), torch.ones(3, dtype=torch.double)
    share = SHARES[:, None]
    v = share.sqrt() * eps - (1 - share).sqrt() * x_0
    return {
        RIGHT: answer(v, x_0, eps, SHARES),
        FEW: answer(zero, x_0, eps, one),
        SILENT: answer(zero, x_0, eps, 0 * one),
        SIGN: answer(zero, x_0, eps, SHARES),
        "for another prediction": answer(predicted, x_0, eps, SHARES),
    }


def _by_data(predicted, x_0, eps, alpha_bar):
    """The error of x_0 that the prediction implies, in v's unit."""
    found = []
    for guess, x, e, share in zip(predicted, x_0, eps, alpha_bar.tolist(), strict=True):
        if share == 1:  # no noise to divide by: v is the noise
            found.append(((e - guess) ** 2).sum())
            continue
        x_t = share**0.5 * x + (1 - share) ** 0.5 * e
        implied = share**0.5 * x_t - (1 - share) ** 0.5 * guess
        found.append(((x - implied) ** 2).sum() / (1 - share))
    return torch.stack(found)


def expect_v_loss():
    return see_v_loss(_by_data)


V_LOSS = Exercise(
    label="ex-diffusion-v",
    solution=diffusion.v_loss,
    probe=see_v_loss,
    oracle=expect_v_loss,
    see=("eq-diffusion-v", PAGE),
    asks=(
        (RIGHT, "A perfect prediction pays nothing. What is v, of noise and data?"),
        (FEW, "With alpha_bar = 1 there is no noise in the picture. What is v then, and over what "
              "is its square summed?"),
        (SILENT, "With alpha_bar = 0 there is noise alone. What is v then, the noise or the data?"),
        (SIGN, "Between, v holds both. Which root stands before which, and with which sign?"),
        ("for another prediction", "How is the error of the prediction counted: square, sum, and "
                                   "one number an example?"),
    ),
    mistakes=(
        Mistake(
            "share.sqrt() * eps - (1 - share).sqrt() * x_0",
            "share.sqrt() * eps + (1 - share).sqrt() * x_0",
            "Which sign has x_0 in v?",
            "v is how x_t moves when noise takes the place of data: the data go out.",
        ),
        Mistake(
            "share.sqrt() * eps - (1 - share).sqrt() * x_0",
            "share.sqrt() * x_0 - (1 - share).sqrt() * eps",
            "At alpha_bar = 1, where the picture is clean, what is asked for?",
            "There the data are known, so v is the noise.",
        ),
        Mistake(
            "share.sqrt() * eps - (1 - share).sqrt() * x_0",
            "eps",
            "That is the loss in the noise. What does v mix with it?",
            "v is the noise times the root of the share, less the data times the other root.",
        ),
        Mistake(
            ".sum(1)",
            ".mean(1)",
            "Is the loss of an example a sum over its pixels or a mean?",
            "In this book a likelihood term is summed over the pixels.",
        ),
    ),
)  # fmt: skip
