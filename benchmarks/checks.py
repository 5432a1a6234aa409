"""How long one check takes: `python benchmarks/checks.py`.

Each exercise is checked with its solution, a blank and every known mistake, as a student would. A
wrong answer takes longest, because all known mistakes are tried before a hint is chosen. The goal
is a median of at most one second; the first check of a session loads parts of PyTorch and may
take longer, so it is shown apart.

Prints its verdict. Takes some minutes.
"""

import statistics
import sys
import time

from genai_utils import checks
from genai_utils.exercises import EXERCISES, examine

GOAL = 1.0  # seconds


def seconds(label, answer):
    start = time.perf_counter()
    examine(label, answer)
    return time.perf_counter() - start


def answers(exercise):
    """What students pass: functions, or the values that they stand for."""
    wrong = [checks.edited(exercise.solution, mistake) for mistake in exercise.mistakes]
    for function in (exercise.solution, *wrong):
        yield function() if exercise.takes_value else function


def main():
    started = time.perf_counter()
    first = seconds(*next((label, exercise.solution) for label, exercise in EXERCISES.items()))
    taken = {}
    for label, exercise in EXERCISES.items():
        taken[label] = [seconds(label, answer) for answer in answers(exercise)]
    every = sorted(one for times in taken.values() for one in times)
    slowest = max(taken, key=lambda label: max(taken[label]))
    print(f"first check of a session: {first:.3f} s")
    print(
        f"{len(every)} checks: median {statistics.median(every):.3f} s, largest {every[-1]:.3f} s"
    )
    print(f"slowest exercise: {slowest}; all in {time.perf_counter() - started:.1f} s")
    met = statistics.median(every) <= GOAL
    print(f"median at most {GOAL:.0f} s: {'yes' if met else 'no'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
