"""Exercise: three alignments of letters and phones, two of them broken, from their records."""

from genai_utils.checks import Mistake
from genai_utils.exercises.diagnosis import FINE, diagnosis
from genai_utils.solutions import speech

SUM, WHERE, SHARED = "sum of the weights", "letter looked at", "letters that share the look"
AXIS, BLIND = "weights over the wrong axis", "query not used"


def _whole(run) -> bool:
    return all(abs(total - 1) < 0.02 for total in run[SUM])


def _moves(run) -> bool:
    return max(run[WHERE]) - min(run[WHERE]) > 1


DIAGNOSIS = diagnosis(
    label="ex-speech-diagnose",
    solution=speech.alignment_diagnosis,
    record_name="alignment",
    failures=(AXIS, BLIND, FINE),
    rules={
        AXIS: (lambda run, healthy: not _whole(run), {SUM}),
        BLIND: (lambda run, healthy: _whole(run) and not _moves(run), {WHERE, SHARED}),
        FINE: (lambda run, healthy: _whole(run) and _moves(run), {WHERE, SHARED}),
    },
    see=("speech-letters", "6-applications/speech"),
    asks={
        "A": (
            "The weights of one phone say how much of each letter is seen. To what do those of A "
            "add up, phone by phone?",
            "Which quantity of A is out of the ordinary, beside the healthy run's?",
        ),
        "B": (
            "Does B look at another letter when another phone is written?",
            "Which quantity of B is the same for every phone, and isn't in the healthy run?",
        ),
        "C": (
            "Does C go through its word from the first letter to the last, a letter or two at a "
            "time?",
            "Which quantity of C says where it looks, or how sharply?",
        ),
    },
    mistakes=(
        Mistake(
            '"A": ("weights over the wrong axis"',
            '"A": ("query not used"',
            "Without its query, would A look at other letters from phone to phone? And what would "
            "its weights add up to?",
            "Weights over the letters add up to 1 for each phone, whatever the query is.",
        ),
        Mistake(
            '"B": ("query not used"',
            '"B": ("nothing is wrong"',
            "Where does B look at the first phone, and where at the last?",
            "An alignment moves along the word. A look that never moves depends on nothing that "
            "was written.",
        ),
        Mistake(
            '"C": ("nothing is wrong"',
            '"C": ("query not used"',
            "Where does C look at the first phone, and where at the last?",
            "It moves. Another word has other silent letters, over which it jumps.",
        ),
    ),
)
