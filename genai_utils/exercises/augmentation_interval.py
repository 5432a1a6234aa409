"""Exercise: Student's interval for the mean difference of pairs."""

from scipy import stats

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import augmentation as solutions

PAGE = "6-applications/augmentation"
FIRST, SECOND = [81.0, 84.0, 79.5, 88.0, 83.0], [80.2, 83.5, 78.1, 87.6, 81.9]
CASES = {
    "three equal differences, 0.9": ([2.0, 3.0, 4.0], [1.0, 2.0, 3.0], 0.9),
    "five pairs that rise and fall together, 0.95": (FIRST, SECOND, 0.95),
    "the same pairs, 0.99": (FIRST, SECOND, 0.99),
}


def see_interval(answer):
    seen = {}
    for name, case in CASES.items():
        ends = answer(*case)
        try:
            low, high = ends
        except (TypeError, ValueError):
            raise NotYet("wrong type", "a pair of numbers (low, high) is needed") from None
        seen |= {f"middle, {name}": (low + high) / 2, f"width, {name}": high - low}
    return seen


def expect_interval():
    """By SciPy's interval of a mean."""
    seen = {}
    for name, (first, second, coverage) in CASES.items():
        gap = [a - b for a, b in zip(first, second, strict=True)]
        # Equal differences have no spread, and SciPy gives NaN for it.
        low, high = (
            (gap[0], gap[0])
            if len(set(gap)) == 1
            else stats.ttest_1samp(gap, 0).confidence_interval(coverage)
        )
        seen |= {
            f"middle, {name}": float(low + high) / 2,
            f"width, {name}": float(high - low),
        }
    return seen


def _asked(name: str) -> tuple[tuple[str, str], ...]:
    middle = (
        f"middle, {name}",
        "The middle is the mean of first − second. Is it that, with this sign?",
    )
    width = (
        f"width, {name}",
        "The width comes from the spread of the differences, from their number, and from a "
        "quantile of Student's distribution for this coverage. Which of the three is another?",
    )
    return middle, width


INTERVAL = Exercise(
    label="ex-augment-interval",
    solution=solutions.paired_interval,
    probe=see_interval,
    oracle=expect_interval,
    see=("augmentation-protocol", PAGE),
    asks=tuple(pair for name in CASES for pair in _asked(name)),
    mistakes=(
        Mistake(
            "gap.std() /",
            "torch.hypot(first.std(), second.std()) /",
            "Is the pairing used? Three differences that are all equal have no spread.",
            "What both arms of a seed share cancels in their difference, and in no other place.",
        ),
        Mistake(
            " / len(gap) ** 0.5",
            "",
            "Is that where one more difference would lie, or where their mean lies?",
            "The error of a mean falls with the root of the number.",
        ),
        Mistake(
            "stats.t.ppf((1 + coverage) / 2, len(gap) - 1)",
            "stats.norm.ppf((1 + coverage) / 2)",
            "The spread is itself an estimate, from five numbers. Which distribution allows for "
            "that?",
            "Student's has longer tails than the normal one, the more so the fewer the pairs.",
        ),
        Mistake(
            "(1 + coverage) / 2",
            "coverage",
            "How much may lie above the upper end, and how much below the lower?",
            "Half of what isn't covered on each side.",
        ),
        Mistake(
            "gap.std()",
            "gap.std(correction=0)",
            "By which number is the sum of squares divided?",
            "The mean was estimated from the same numbers, which costs one of them.",
        ),
        Mistake(
            "len(gap) - 1",
            "len(gap)",
            "How many degrees of freedom do five differences leave when their mean is taken?",
            "One fewer than there are differences.",
        ),
        Mistake(
            "first - second",
            "second - first",
            "Which arm do you subtract? Look at the sign of the middle.",
            "The difference asked for is first minus second.",
        ),
    ),
)
