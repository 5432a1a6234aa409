"""Exercise: three samplers of a diffusion, from their records."""

from genai_utils.checks import Mistake
from genai_utils.exercises.diagnosis import FINE, diagnosis
from genai_utils.solutions import diffusion

SIGNAL, ABOVE, DISTANCE = "share of the signal", "share above 0", "distance to the data"
NOISY, NEVER = "noise after the last step", "never reaches noise"

DIAGNOSIS = diagnosis(
    label="ex-diffusion-diagnose",
    solution=diffusion.diffusion_diagnosis,
    record_name="diffusion",
    failures=(NEVER, NOISY, FINE),
    rules={
        NEVER: (lambda run, healthy: run[SIGNAL][0] > 0.1, {SIGNAL, ABOVE}),
        NOISY: (lambda run, healthy: run[DISTANCE][-1] > 0.02, {DISTANCE}),
        FINE: (
            lambda run, healthy: (
                run[SIGNAL][0] < 0.1
                and run[DISTANCE][-1] < 0.02
                and abs(run[ABOVE][-1] - healthy[ABOVE][-1]) < 0.05
            ),
            {ABOVE, DISTANCE},
        ),
    },
    see=("diffusion-bound", "4-mathematics/diffusion"),
    asks={
        "A": (
            "How much of the signal is left where A begins with noise alone, and where does its "
            "share above 0 end? The data have 0.8.",
            "Which quantity of A looks at the start of sampling, or counts what comes out?",
        ),
        "B": (
            "At which distance from the data do the points of B end, and at which those of C?",
            "Which quantity of B ends elsewhere than that of C?",
        ),
        "C": (
            "Does C begin without signal, end at the data, and keep the share of 0.8?",
            "Which quantity of C compares what comes out with the data?",
        ),
    },
    mistakes=(
        Mistake(
            '"A": ("never reaches noise"',
            '"A": ("nothing is wrong"',
            "All points of A end at the data. Do they have the data's shares?",
            "Sampling begins with noise, but training ended with half of the signal: the start "
            "says nothing of the shares, and the steps that are left can't make up for it.",
        ),
        Mistake(
            '"B": ("noise after the last step"',
            '"B": ("nothing is wrong"',
            "B has the data's shares. How far from the data do its points end?",
            "The last variance is 0, since before the first step of noising there is no noise.",
        ),
        Mistake(
            '"C": ("nothing is wrong"',
            '"C": ("never reaches noise"',
            "What is the share of the signal of C where sampling begins?",
            "A ten-thousandth is as good as none: compare what comes out with 0.8.",
        ),
    ),
)
