"""Exercises: Heun's step along a flow, and the velocity of guidance."""

import torch
from scipy import integrate

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import diffusion

FLOW, TRENDS = "4-mathematics/flow-matching", "8-outlook/trends"
STILL, STEADY = "where nothing moves", "a steady velocity"
CLOCK, PLACE = "a velocity that only time changes", "a velocity that only place changes"
BOTH = "one that both change"
X = torch.tensor([[1.0, -2.0], [0.5, 4.0]], dtype=torch.double)
FIELDS = {
    STILL: lambda x, t: 0 * x,
    STEADY: lambda x, t: 0 * x + 3.0,
    CLOCK: lambda x, t: 0 * x + 2 * t,
    PLACE: lambda x, t: 3 * x,
    BOTH: lambda x, t: x * t + t**2,
}


def see_heun(answer):
    return {name: answer(field, X, 0.25, 0.5) for name, field in FIELDS.items()}


def expect_heun():
    """By the trapezoid over the two ends, the second of them where a Taylor step ends."""
    found = {}
    for name, field in FIELDS.items():
        ends = [field(X, 0.25), field(X.add(field(X, 0.25), alpha=0.5), 0.75)]
        area = integrate.trapezoid(torch.stack(ends).numpy(), dx=0.5, axis=0)
        found[name] = X + torch.from_numpy(area)
    return found


HEUN = Exercise(
    label="ex-flow-heun",
    solution=diffusion.heun_step,
    probe=see_heun,
    oracle=expect_heun,
    see=("eq-flow-heun", TRENDS),
    asks=(
        (STILL, "Without a velocity the point stays. What have you added to it?"),
        (STEADY, "A velocity of 3 for a time of 0.5 moves a point by 1.5. By how much does yours?"),
        (CLOCK, "The velocity grows with time alone. At which two times do you look at it?"),
        (PLACE, "The velocity depends on the place alone. Where do you look the second time, and "
                "how far along the first velocity is that?"),
        (BOTH, "Place and time both count. Are both of the second look's right?"),
    ),
    mistakes=(
        Mistake(
            "x + dt * (first + second) / 2",
            "x + dt * first",
            "You look once. What does Heun's rule do with the velocity at the step's end?",
            "It goes the mean of both velocities; one look is Euler's rule.",
        ),
        Mistake(
            "velocity(x + dt * first, t + dt)",
            "velocity(x + dt * first, t)",
            "At which time is the second look?",
            "It is at the end of the step, so at t + dt: a field at the wrong time is another.",
        ),
        Mistake(
            "velocity(x + dt * first, t + dt)",
            "velocity(x, t + dt)",
            "From which place is the second look?",
            "It is from where Euler's step would end.",
        ),
        Mistake(
            "(first + second) / 2",
            "(first + second)",
            "Two velocities of 3 for a time of 0.5: how far is that?",
            "Their mean moves the point, not their sum.",
        ),
        Mistake(
            "velocity(x + dt * first, t + dt)",
            "velocity(x + dt / 2 * first, t + dt / 2)",
            "That looks from the middle of the step. Where does Heun's rule look?",
            "The mean of both ends needs the second look at the end.",
        ),
    ),
)  # fmt: skip

ALONE, AGAIN = "with weight 0", "if class and crowd agree"
PUSHED, MINUS = "with weight 1", "with weight -1"


def _answers():
    return torch.tensor([[2.0, -1.0]]).double(), torch.tensor([[0.5, 3.0]]).double()


def see_guide(answer):
    told, free = _answers()
    return {
        ALONE: answer(told, free, 0.0),
        AGAIN: answer(told, told, 2.5),
        MINUS: answer(told, free, -1.0),
        PUSHED: answer(told, free, 1.0),
    }


def expect_guide():
    """On the line through both answers: 0 is the crowd, 1 the class, 1 + w what is asked for."""
    told, free = _answers()
    return {
        ALONE: told,
        AGAIN: told,
        MINUS: free,
        PUSHED: torch.lerp(free, told, 2.0),
    }


GUIDE = Exercise(
    label="ex-flow-guide",
    solution=diffusion.guide,
    probe=see_guide,
    oracle=expect_guide,
    see=("eq-guidance", FLOW),
    asks=(
        (ALONE, "Weight 0 is the class as it is. Which of the two answers is that?"),
        (AGAIN, "If the class says the same as the crowd, there is no direction to go further in. "
                "What should come out?"),
        (MINUS, "With weight -1 the class has no say. Which answer is left?"),
        (PUSHED, "With weight 1 we go as far beyond the class as the class is from the crowd."),
    ),
    mistakes=(
        Mistake(
            "free + (1 + weight) * (told - free)",
            "free + weight * (told - free)",
            "With weight 0, is that the class or the crowd?",
            "In the book's convention w counts how far we go beyond the class; others count from "
            "the crowd, and their weight is one larger.",
        ),
        Mistake(
            "free + (1 + weight) * (told - free)",
            "told + (1 + weight) * (free - told)",
            "From which answer do we go away?",
            "From the crowd's, towards the class and beyond it.",
        ),
        Mistake(
            "free + (1 + weight) * (told - free)",
            "(1 + weight) * told",
            "What if class and crowd say the same? Then no push is due.",
            "The crowd's answer, weight times, has to be taken off again.",
        ),
        Mistake(
            "free + (1 + weight) * (told - free)",
            "(1 + weight) * told + weight * free",
            "Do the two factors add up to 1?",
            "The crowd's answer is taken off, so its sign is minus.",
        ),
    ),
)  # fmt: skip
