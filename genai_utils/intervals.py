"""Intervals for a difference of two models, and what each of them includes.

Two things vary from one measurement to the next: the seed of the training, and the test examples.
`metrics.paired_interval` is over seeds, with the test examples as they are. `over_examples` is over
test examples, with the trained models as they are. `over_both` puts the two together.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

from genai_utils import metrics

Interval = tuple[float, float]


def over_examples(
    statistic: Callable[[np.ndarray], float],
    examples: int,
    coverage: float = 0.99,
    resamples: int = 2000,
) -> Interval:
    """Where the statistic lies if other test examples had been drawn: the bootstrap's interval.

    `statistic(index)` is computed on the examples that `index` names, some of them several times.
    A difference of two models is paired if both are measured on the same `index`. The interval is
    the "basic" one of `scipy.stats.bootstrap`, which takes off the bias that drawing examples
    several times brings in. It repeats to the last digit. Raises `ValueError` for fewer than 30
    examples, a coverage outside (0, 1), or a statistic that isn't finite on all examples.

    >>> low, high = over_examples(lambda index: index.mean(), examples=30)
    >>> low < 14.5 < high  # the mean of 0 to 29
    True
    """
    if examples < 30 or not 0 < coverage < 1:
        raise ValueError(
            f"30 test examples and a coverage in (0, 1) are needed, but got {examples} and "
            f"{coverage}: from so few examples drawing again says little."
        )
    index = np.arange(examples)
    if not math.isfinite(statistic(index)):
        raise ValueError(f"a finite statistic is needed, but it is {statistic(index)}.")
    found = stats.bootstrap(
        (index,),
        statistic,
        vectorized=False,
        n_resamples=resamples,
        confidence_level=coverage,
        method="basic",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)


def over_both(
    first: Sequence[float], second: Sequence[float], examples: Interval, coverage: float = 0.99
) -> Interval:
    """Where the mean of first - second lies, other seeds *and* other test examples allowed for.

    Student's interval over seeds, and `examples`, the interval of the same difference over test
    examples: seeds and examples are drawn independently, so variances add, and half the widths add
    as the sides of a right triangle. Raises as `metrics.paired_interval` does.

    >>> over_both([2.0, 3.0, 4.0], [1.0, 2.0, 3.0], examples=(-3.0, 5.0))  # equal over the seeds
    (-3.0, 5.0)
    """
    low, high = metrics.paired_interval(first, second, coverage)
    middle = (low + high) / 2
    half = math.hypot(high - low, examples[1] - examples[0]) / 2
    return middle - half, middle + half
