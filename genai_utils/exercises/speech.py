"""Exercises: rows and frames of a transform, the sizes of Griffin and Lim's step, durations."""

import cmath
import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts
from genai_utils.solutions import speech

PAGE = "6-applications/speech"
ROWS, FRAMES, SHORT = "Hz between rows", "frames of a second", "milliseconds of 128 samples"
NUMBERS = f'{{"{ROWS}": 21.5, "{FRAMES}": 87.0, "{SHORT}": 5.8}}'


def expect_numbers():
    """Counted: samples in steps of the hop, and turns of the wave of row 1 in a second."""
    centres = float(len(range(0, 22050 + 1, 256)))
    return {ROWS: 22050 / 1024, FRAMES: centres, SHORT: 128 * 1000 / 22050}


WINDOW = Exercise(
    label="ex-speech-window",
    solution=speech.window_numbers,
    probe=parts(ROWS, FRAMES, SHORT),
    oracle=expect_numbers,
    see=("eq-stft", PAGE),
    tolerance=0.05,
    asks=(
        (ROWS, "Row k turns k times within the window. How often does row 1 turn in a second?"),
        (FRAMES, "Frames are centred on the samples 0, 256, 512 and so on. How many fit, with 0?"),
        (SHORT, "A second has 22,050 samples. What part of it are 128, in thousandths?"),
    ),
    mistakes=(
        Mistake(
            NUMBERS,
            NUMBERS.replace("21.5", "43.1"),
            "How many rows lie between 0 and half the rate, and how many up to the rate?",
            "The rate is divided by the size of the window, not by half of it.",
        ),
        Mistake(
            NUMBERS,
            NUMBERS.replace("87.0", "21.5"),
            "By what does the window move on: by its size or by the hop?",
            "A new frame begins every 256 samples, while windows overlap.",
        ),
        Mistake(
            NUMBERS,
            NUMBERS.replace("5.8", "0.0058"),
            "In which unit is the last number asked for?",
            "Seconds times 1,000 are milliseconds.",
        ),
    ),
)

KEPT, GIVEN, ZERO = "the angles stay", "the sizes are those given", "where the table is 0"


def _table():
    draw = torch.Generator().manual_seed(0)
    table = torch.complex(*torch.randn(2, 3, 4, generator=draw, dtype=torch.double))
    return table, torch.rand(3, 4, generator=draw, dtype=torch.double) + 0.5


def see_sizes(answer):
    table, sizes = _table()
    found = answer(table, sizes)
    zero = answer(torch.zeros(1, 1, dtype=torch.cdouble), torch.full((1, 1), 2.0).double())
    both = (torch.view_as_real(it) if it.is_complex() else it for it in (found, zero))
    seen, at_zero = both
    angles = torch.atan2(seen[..., 1], seen[..., 0]) if seen.dim() == 3 else seen
    return {GIVEN: seen.norm(dim=-1) if seen.dim() == 3 else seen, KEPT: angles, ZERO: at_zero}


def expect_sizes():
    """Number by number, by polar coordinates."""
    table, sizes = _table()
    angles = [[cmath.phase(it) for it in row] for row in table.tolist()]
    return {
        GIVEN: sizes,
        KEPT: torch.tensor(angles, dtype=torch.double),
        ZERO: torch.tensor([[[2.0, 0.0]]], dtype=torch.double),
    }


SIZES = Exercise(
    label="ex-speech-griffin-lim",
    solution=speech.with_sizes,
    probe=see_sizes,
    oracle=expect_sizes,
    see=("eq-griffin-lim", PAGE),
    asks=(
        (GIVEN, "What size must each number have after the step: its own, or the one given?"),
        (KEPT, "The nearest number of a given size lies on the ray through the old one. Does it?"),
        (
            ZERO,
            "Where the table is 0 every angle is as near. Which do we take, and what comes out?",
        ),
    ),
    mistakes=(
        Mistake(
            "return sizes * direction",
            "return spectrum * sizes",
            "A number times the size has which size? It had one of its own before.",
            "Divide by its own size first.",
        ),
        Mistake(
            "return sizes * direction",
            "return sizes * direction.conj()",
            "Is your angle that of the table, or its mirror image?",
            "The angle stays as it is, sign included.",
        ),
        Mistake(
            "torch.where(length > 0, spectrum / length, 1.0)",
            "spectrum / length.clamp(min=1e-30)",
            "What does your step make of a 0? The size there is given, too.",
            "Nothing divided by something small is still nothing: choose the angle 0 there.",
        ),
    ),
)

RIGHT, TENTH, SHORTER = "a guess that is right", "a tenth too long, short and long", "too short"


def see_durations(answer):
    frames = torch.tensor([5.0, 50.0], dtype=torch.double)
    return {
        RIGHT: answer(frames.log(), frames),
        TENTH: answer((1.1 * frames).log(), frames),
        SHORTER: answer(torch.tensor([0.0, 1.0], dtype=torch.double), frames),
    }


def expect_durations():
    """By ratios of durations."""
    tenth, short = math.log(1.1) ** 2, [math.log(5.0) ** 2, math.log(50 / math.e) ** 2]
    lists = {RIGHT: [0.0, 0.0], TENTH: [tenth, tenth], SHORTER: short}
    return {name: torch.tensor(it, dtype=torch.double) for name, it in lists.items()}


DURATIONS = Exercise(
    label="ex-speech-duration",
    solution=speech.duration_loss,
    probe=see_durations,
    oracle=expect_durations,
    see=("eq-duration-loss", PAGE),
    asks=(
        (
            RIGHT,
            "The network gives a logarithm, the teacher a number of frames. Compare like with "
            "like: what is the loss of a right guess, one number for each phone?",
        ),
        (
            TENTH,
            "A tenth too long should cost the same for 5 frames and for 50. Does it, and is the "
            "error squared?",
        ),
        (SHORTER, "Is the error squared, and is it that of logarithms?"),
    ),
    mistakes=(
        Mistake(
            "(log_frames - frames.log()) ** 2",
            "(log_frames.exp() - frames) ** 2",
            "Does a long phone cost more than a short one here, for the same tenth?",
            "Compare logarithms, not frames.",
        ),
        Mistake(
            "(log_frames - frames.log()) ** 2",
            "(log_frames - frames) ** 2",
            "One of the two is a logarithm and the other isn't. Which?",
            "Take the logarithm of the true number of frames first.",
        ),
        Mistake(
            "(log_frames - frames.log()) ** 2",
            "(log_frames - frames.log()).abs()",
            "Is the error squared?",
            "The plain distance has the median as its best answer, not the mean.",
        ),
    ),
)
