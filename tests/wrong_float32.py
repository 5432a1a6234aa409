"""Wrong answers to the exercise on printed numbers."""

import math
import struct

import numpy as np
import torch
from wrong_answers import add


def half_precision(value):
    return float(np.float16(value)) == value


NEAR, PRINTED = "near|exact|toleran|bit|gap", "print|digit|string|decimal"
add("ex-float32", {
    "within a ten-millionth": (NEAR, lambda v: abs(float(np.float32(v)) - v) <= 1e-7 * abs(v)),
    "math.isclose": (NEAR, lambda v: math.isclose(float(np.float32(v)), v, rel_tol=1e-6)),
    "np.allclose": (NEAR, lambda v: bool(np.allclose(np.float32(v), v))),
    "rounded to seven digits": (NEAR + "|" + PRINTED, lambda v: round(v, 7) == v),
    "few digits when printed": (PRINTED, lambda v: len(repr(v)) <= 10),
    "eight digits": (PRINTED + "|" + NEAR, lambda v: float(f"{v:.8g}") == v),
    "the type asked": ("type|Python|float64", lambda v: isinstance(v, np.float32)),
    "half precision": ("half|16|bits|24|precision", half_precision),
    "the answer turned round": ("turned|other way|¬|true|yes", lambda v: float(np.float32(v)) != v),
    "a tensor compared": ("precision|round|both", lambda v: bool(torch.tensor(v) == v)),
    "always": ("every|all|precision", lambda v: True),
    "never": ("never|every|genuine|none", lambda v: False),
    "packed as a double": ("every|precision|both|single", lambda v: struct.unpack(
        "d", struct.pack("d", v))[0] == v),
    "24 bits after the point": ("small|large|point|exponent|bits", lambda v: (
        v * 2**24).is_integer()),
    "the nearest returned": ("true|yes|whether|number", lambda v: float(np.float32(v))),
    "numpy on both sides": ("precision|round|both|every", lambda v: bool(
        np.float32(v) == np.float32(np.float64(v)))),
    "as words": ("type|str|number", lambda v: "yes" if float(np.float32(v)) == v else "no"),
})  # fmt: skip
