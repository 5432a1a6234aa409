"""Exercise: sines and cosines of positions, written as code."""

import math

import torch

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.solutions import attention

SIZES = (1, 2), (6, 4), (50, 8)


ZERO, PAIR = "position 0", "the first pair of coordinates"


def see_positions(answer):
    table = expect_shape(answer(6, 4), (6, 4))
    whole = {f"length {n}, width {d}": answer(n, d) for n, d in SIZES}
    return {ZERO: table[0], PAIR: table[:, :2], **whole}


def expect_positions():
    """One number at a time, with a frequency for each pair of places."""

    def entry(position, place, width):
        angle = position / 10_000 ** ((place - place % 2) / width)
        return math.cos(angle) if place % 2 else math.sin(angle)

    def table(length, width):
        return torch.tensor([[entry(t, i, width) for i in range(width)] for t in range(length)])

    whole = {f"length {n}, width {d}": table(n, d) for n, d in SIZES}
    return {ZERO: table(1, 4)[0], PAIR: table(6, 4)[:, :2], **whole}


POSITIONS = Exercise(
    label="ex-attention-positions",
    solution=attention.sinusoidal_positions,
    probe=see_positions,
    oracle=expect_positions,
    see=("eq-sinusoidal", "4-mathematics/self-attention"),
    asks=(
        (
            ZERO,
            "At position 0 all angles are 0. What are sine and cosine there, and which stands at "
            "the even places? Is the first row position 0?",
        ),
        (
            PAIR,
            "The first pair is the sine and the cosine of one angle, which grows by one radian a "
            "position, however long the table is. How fast does yours turn?",
        ),
        *(
            (
                f"length {n}, width {d}",
                "The first pair is right. By which frequency does the next turn slower: which "
                f"power of 10,000 is it for width {d}?",
            )
            for n, d in SIZES
        ),
    ),
    mistakes=(
        Mistake(
            "[angles.sin(), angles.cos()]",
            "[angles.cos(), angles.sin()]",
            "What is the vector of position 0?",
            "Sines come first: zeros at the even places, ones at the odd.",
        ),
        Mistake(
            "torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)",
            "torch.cat([angles.sin(), angles.cos()], dim=-1)",
            "Where does the cosine of the first frequency stand?",
            "Next to its sine. Many programs put all sines before all cosines, which serves as "
            "well but isn't this formula: the two can't be mixed.",
        ),
        Mistake(
            "torch.arange(0, width, 2)",
            "torch.arange(width // 2)",
            "What is the exponent of the second frequency for width 4?",
            "2/4. The formula has 2i in it, and yours counts i: the frequencies fall half as fast.",
        ),
        Mistake(
            "torch.arange(length)[:, None]",
            "torch.arange(1, length + 1)[:, None]",
            "At which number do positions start?",
            "At 0.",
        ),
        Mistake(
            "10_000 ** (-torch",
            "10_000 ** (torch",
            "Which coordinates turn fast, the first or the last?",
            "The first turn by one radian a position, the last ones hardly at all. Yours turn "
            "faster and faster.",
        ),
    ),
)
