"""Exercise on printed numbers: could this one have been a float32?"""

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import printed_numbers as solutions

CASES = {
    "one half": 0.5,
    "0.1 as a float64": 0.1,
    "0.1 as a float32": 0.10000000149011612,
    "a large float64": 1000.0001234,
    "a large float32": 1000.0001220703125,
    "a small float64": 1e-7,
}


def _probe(answer):
    return {name: answer(value) for name, value in CASES.items()}


def _has_24_bits(value: float) -> bool:
    """Whether the odd part of the number's numerator fits into a float32's 24 bits."""
    numerator, _ = value.as_integer_ratio()  # the denominator is a power of two
    odd = numerator // (numerator & -numerator)
    return odd < 2**24


def _oracle():
    return {name: float(_has_24_bits(value)) for name, value in CASES.items()}


SINGLE = Exercise(
    label="ex-float32",
    solution=solutions.is_single,
    probe=_probe,
    oracle=_oracle,
    see=("results-float32", "5-practice/results"),
    mistakes=(
        Mistake(
            old="float(np.float32(value))",
            new="np.float32(value)",
            hint="Every number passes. In which precision does Python compare the two sides?",
            more="NumPy compares a float32 with a Python number in float32, so both are rounded.",
        ),
        Mistake(
            old="nearest == value",
            new="abs(nearest - value) < 1e-6",
            hint="The nearest float32 is always near. Is near what is asked for?",
            more="A tolerance of a millionth is wider than the gaps between small float32s.",
        ),
        Mistake(
            old="nearest == value",
            new="str(np.float32(value)) == str(value)",
            hint="A genuine float32 is refused. What does Python print once it holds a float64?",
            more="A float32 turned into a float64 is printed with up to 17 digits, not with 8.",
        ),
    ),
)
