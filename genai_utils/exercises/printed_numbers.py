"""Exercise on printed numbers: could this one have been a float32?"""

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import printed_numbers as solutions

HALF, TENTH, SINGLE_TENTH = "one half", "0.1 as a float64", "0.1 as a float32, printed in full"
LARGE, SMALL = "a large float64", "a small float64"
CASES = {
    HALF: 0.5,
    SINGLE_TENTH: 0.10000000149011612,
    "a large float32": 1000.0001220703125,
    "a small float32": 9.999999974752427e-07,
    TENTH: 0.1,
    LARGE: 1000.0001234,
    SMALL: 1e-7,
    "a float32 and the smallest step more": 0.10000000149011613,
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
    asks=(
        (
            HALF,
            "One half can be written exactly in every precision. Does yours say yes, a truth "
            "value? A printed number always has Python's own type: ask what it holds.",
        ),
        *(
            (
                name,
                "This number is a genuine float32 of 24 bits, printed in full, as a float64 is. "
                "Yours refuses it: is it too small, too large or too long for your test?",
            )
            for name in (SINGLE_TENTH, "a large float32", "a small float32")
        ),
        *(
            (
                name,
                "This number has more bits than a float32, however few digits are printed. Is it "
                "compared exactly with the float32 nearest to it, both as Python's numbers?",
            )
            for name in (TENTH, LARGE, SMALL, "a float32 and the smallest step more")
        ),
    ),
    mistakes=(
        Mistake(
            old="float(np.float32(value))",
            new="np.float32(value)",
            hint="Every number passes. Are the two sides compared exactly, and in which precision "
            "does Python compare them?",
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
        Mistake(
            old="nearest == value",
            new="nearest != value",
            hint="What does your True mean: that the number can be a float32, or that it can't? It "
            "is the other way round.",
            more="The function asks whether the two numbers are the same.",
        ),
    ),
)
