"""Exercises: PSNR inside a hole, and sharpness, written as code."""

import numpy as np
import torch
from skimage.metrics import peak_signal_noise_ratio

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import inpainting

PAGE = "6-applications/inpainting"
EVEN, TWO = "an error of 0.1 everywhere, all missing", "two pictures with holes of two sizes"
OUTSIDE = "an error outside the hole as well"


def _random(seed, *shape):
    return torch.from_numpy(np.random.default_rng(seed).uniform(0.1, 0.9, shape))


def _holes():
    missing = torch.zeros(2, 5, 6, dtype=torch.double)
    missing[0, 1:4, 1:4] = 1
    missing[1, 2, 2:4] = 1
    return missing


def _psnr_cases():
    flat = torch.full((1, 3, 3), 0.5, dtype=torch.double)
    truth, other, missing = _random(0, 2, 5, 6), _random(1, 2, 5, 6), _holes()
    joined = torch.where(missing == 1, other, truth)
    return {
        EVEN: (flat + 0.1, flat, torch.ones_like(flat)),
        TWO: (joined, truth, missing),
        OUTSIDE: (other, truth, missing),
    }


def see_psnr(answer):
    return {name: answer(*case) for name, case in _psnr_cases().items()}


def expect_psnr():
    """By scikit-image, on the missing pixels laid out in a row."""

    def one(filling, truth, missing):
        at = missing.numpy() == 1
        return peak_signal_noise_ratio(truth.numpy()[at], filling.numpy()[at], data_range=1.0)

    return {
        name: torch.tensor([one(*picture) for picture in zip(*case, strict=True)])
        for name, case in _psnr_cases().items()
    }


SQUARED = "(missing * (filling - truth) ** 2).sum((1, 2))"
PSNR = Exercise(
    label="ex-inpainting-psnr",
    solution=inpainting.psnr,
    probe=see_psnr,
    oracle=expect_psnr,
    see=("eq-psnr", PAGE),
    asks=(
        (
            EVEN,
            "An error of 0.1 at every pixel has the mean square 0.01. How many decibels are that, "
            "with the logarithm to the base 10, a factor of 10, and a sign?",
        ),
        (
            TWO,
            "The filling differs from the truth inside the holes only, which have 9 pixels and 2. "
            "Is your mean over the missing pixels, and taken for each picture by itself?",
        ),
        (OUTSIDE, "Here the seen pixels are wrong, too. May they count, by the definition?"),
    ),
    mistakes=(
        Mistake(
            "squared / missing.sum((1, 2))",
            "squared / missing[0].numel()",
            "By how many pixels do you divide: by the missing ones, or by all of the picture?",
            "Pixels that were seen are right for free. With them a small hole looks well filled.",
        ),
        Mistake(
            SQUARED,
            "((filling - truth) ** 2).sum((1, 2))",
            "Which errors do you add up? What is the mask there for?",
            "Errors at pixels that were seen mustn't count.",
        ),
        Mistake(
            "torch.log10",
            "torch.log",
            "To which base is the logarithm of a decibel?",
            "To the base 10; the natural logarithm is 2.3 times as large.",
        ),
        Mistake(
            "-10 * torch.log10",
            "10 * torch.log10",
            "Is a smaller error a higher PSNR in your code? Look at the sign.",
            "The logarithm of a small number is negative.",
        ),
        Mistake(
            "-10 * torch.log10",
            "-20 * torch.log10",
            "Is your factor that of a square, or that of its root?",
            "It is 10 for the mean square and 20 for its root.",
        ),
    ),
)

RAMP, BLUR = "a ramp of a quarter of the truth's slope", "a random picture against another"
UNEVEN = "a strong picture and a weak one together"


def _sharpness_cases():
    ramp = torch.arange(4.0, dtype=torch.double).expand(1, 4, 4) / 4
    truth, filling = _random(2, 2, 5, 6), 0.3 * _random(3, 2, 5, 6)
    strength = torch.tensor([1.0, 0.05], dtype=torch.double).view(2, 1, 1)
    return {
        RAMP: (ramp / 4, ramp),
        BLUR: (filling[:1], truth[:1]),
        UNEVEN: (filling, strength * truth),
    }


def see_sharpness(answer):
    return {name: answer(*case) for name, case in _sharpness_cases().items()}


def expect_sharpness():
    """By NumPy's differences, as lengths of complex numbers."""

    def total(pictures):
        pictures = pictures.numpy()
        right, below = np.diff(pictures, axis=2)[:, :-1], np.diff(pictures, axis=1)[:, :, :-1]
        return np.abs(right + 1j * below).sum()

    return {
        name: torch.tensor(total(filling) / total(truth))
        for name, (filling, truth) in _sharpness_cases().items()
    }


SHARPNESS = Exercise(
    label="ex-inpainting-sharpness",
    solution=inpainting.sharpness,
    probe=see_sharpness,
    oracle=expect_sharpness,
    see=("eq-sharpness", PAGE),
    asks=(
        (
            RAMP,
            "The filling rises to the right a quarter as steeply as the truth. Is your ratio a "
            "quarter: the filling's gradients over the truth's?",
        ),
        (
            BLUR,
            "Is the length of each gradient the root of two squares, one difference to the right "
            "and one below, from the same pixel?",
        ),
        (
            UNEVEN,
            "Of these two pictures one is twenty times as strong. Do you add the gradients of all "
            "pictures first, and divide once?",
        ),
    ),
    mistakes=(
        Mistake(
            "total(filling) / total(truth)",
            "total(truth) / total(filling)",
            "Which of the two is divided by which, if a blurred filling must get less than 1?",
            "Sharpness is relative to the truth, so the truth stands below the line.",
        ),
        Mistake(
            "(right**2 + below**2).sqrt().sum()",
            "(right**2 + below**2).sum()",
            "Is that the length of a gradient, or its square?",
            "A root is missing: a quarter of the slope came out as a sixteenth.",
        ),
        Mistake(
            "(right**2 + below**2).sqrt().sum()",
            "(right.abs() + below.abs()).sum()",
            "How long is an arrow that goes 3 to the right and 4 down?",
            "It is 5, by Pythagoras, and not 7.",
        ),
        Mistake(
            "(right**2 + below**2).sqrt().sum()",
            "right.abs().sum()",
            "Where are the differences to the pixel below?",
            "An edge that runs from left to right has no others.",
        ),
        Mistake(
            "(right**2 + below**2).sqrt().sum()",
            "(right**2 + below**2).sum().sqrt()",
            "Do you take one root of the whole sum, or one root for each pixel?",
            "The length belongs to each pixel's gradient. Add after taking the roots.",
        ),
    ),
)
