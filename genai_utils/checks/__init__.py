"""The exercise engine: it looks at an answer and says what is wrong with it.

It knows no exercise; those are in `genai_utils.exercises`. `python -P -m genai_utils.checks FOLDER`
grades a folder of submitted notebooks.
"""

from genai_utils.checks.calls import NotYet, expect_parts, expect_shape
from genai_utils.checks.engine import Exercise, Mistake, Verdict, edited, examine

__all__ = [
    "Exercise",
    "Mistake",
    "NotYet",
    "Verdict",
    "edited",
    "examine",
    "expect_parts",
    "expect_shape",
]
