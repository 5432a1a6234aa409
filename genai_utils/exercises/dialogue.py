"""Exercises: the loss of a preference, and questions that stand in both parts."""

import math

import torch

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import dialogue as solutions

PAGE = "6-applications/dialogue"

# log p under the policy and under the reference, of the preferred and of the other answer.
PREFERRED = torch.tensor([[-2.0, -3.0, -900.0], [-2.0, -5.0, -3.0]])
OTHER = torch.tensor([[-7.0, -4.0, -3.0], [-7.0, -3.0, -900.0]])
SAME = "policy and reference agree"
ONE, TENTH = "three pairs at beta 1", "three pairs at beta 0.1"
SWAPPED = "preferred and other exchanged"
SLOPE = "the slopes in log p of the preferred answers"


def see_losses(answer):
    seen = {
        SAME: answer(PREFERRED[:, :1], OTHER[:, :1], 1.0),
        ONE: answer(PREFERRED, OTHER, 1.0),
        TENTH: answer(PREFERRED, OTHER, 0.1),
        SWAPPED: answer(OTHER[:, :2], PREFERRED[:, :2], 1.0),
    }
    moved = PREFERRED[:, :2].clone().requires_grad_()
    found = answer(moved, OTHER[:, :2], 1.0)
    if not isinstance(found, torch.Tensor) or not found.requires_grad:
        raise NotYet("no gradient", "the loss should depend on log p; which step lost it?")
    (slope,) = torch.autograd.grad(found.sum(), moved)
    return seen | {SLOPE: slope[0]}


def expect_losses():
    """By the rewards of each pair and the share that Bradley and Terry give the other answer."""

    def loss(pair, beta):
        reward = [beta * (row[0][pair] - row[1][pair]).item() for row in (PREFERRED, OTHER)]
        gap = reward[0] - reward[1]
        return -gap if gap < -100 else math.log1p(math.exp(-gap))

    gaps = [((PREFERRED[0] - PREFERRED[1]) - (OTHER[0] - OTHER[1]))[pair].item() for pair in (0, 1)]
    return {
        SAME: torch.tensor([math.log(2)]),
        ONE: torch.tensor([loss(pair, 1.0) for pair in range(3)]),
        TENTH: torch.tensor([loss(pair, 0.1) for pair in range(3)]),
        SWAPPED: torch.tensor([gap + math.log1p(math.exp(-gap)) for gap in gaps]),
        SLOPE: torch.tensor([-1 / (1 + math.exp(gap)) for gap in gaps]),
    }


DPO = Exercise(
    label="ex-dialogue-dpo",
    solution=solutions.pair_loss,
    probe=see_losses,
    oracle=expect_losses,
    see=("eq-dpo-loss", PAGE),
    tolerance=1e-5,
    asks=(
        (
            SAME,
            "If the policy is still the reference, both rewards are 0. What does a preference "
            "between equal rewards cost?",
        ),
        (
            ONE,
            "Write down the rewards of the second pair: how much more likely did each answer "
            "become? Its loss is the softplus of the other reward less the preferred one.",
        ),
        (TENTH, "Where does beta stand: on both rewards, or somewhere else?"),
        (SWAPPED, "Exchange the two answers. Which of the rewards comes first in yours?"),
        (SLOPE, "Raising log p of the preferred answer should lower the loss. Does it in yours?"),
    ),
    mistakes=(
        Mistake(
            "beta * (lost - gained)",
            "beta * (gained - lost)",
            "Raise the reward of the preferred answer in your formula. Does the loss fall?",
            "The softplus is of the other reward less the preferred one.",
        ),
        Mistake(
            "gained = preferred[0] - preferred[1]\n    lost = other[0] - other[1]",
            "gained = preferred[0]\n    lost = other[0]",
            "What do your rewards say when the policy equals the reference?",
            "A reward is the log of a ratio: the reference's log p has to be taken off.",
        ),
        Mistake(
            "torch.nn.functional.softplus(beta * (lost - gained))",
            "torch.nn.functional.softplus(lost - gained) / beta",
            "At another beta: is it a factor of the rewards, or of the loss?",
            "Of both rewards, so it stands inside the softplus.",
        ),
        Mistake(
            "torch.nn.functional.softplus(beta * (lost - gained))",
            "torch.nn.functional.softplus(beta * (lost - gained)).mean()",
            "How many numbers come out, and how many pairs went in?",
            "One a pair is asked for; whoever trains takes the mean.",
        ),
        Mistake(
            "torch.nn.functional.softplus(beta * (lost - gained))",
            "-torch.nn.functional.sigmoid(beta * (gained - lost)).log()",
            "What does yours say of the third pair, whose rewards lie 1,794 apart?",
            "The sigmoid is 0 there before its logarithm is taken; take both in one step.",
        ),
    ),
)

TRAINING = [
    ("What is AI?", "A field of science."),
    ("How are you?", "I am well."),
    ("Hello", "Hi"),
    ("You are jealous", "No."),
]
TESTS = {
    "a question word for word": [("Hello", "Good day."), ("Who are you?", "A program.")],
    "another case": [("what is ai?", "A field of science.")],
    "other punctuation and spaces": [("How  are you", "Fine."), ("Hello!", "Good day.")],
    "an answer that is known": [("No", "Hi"), ("Why is that?", "No.")],
    "the same words in another order": [("Are you jealous?", "Of what?")],
    "a part of a question": [("How are", "..."), ("Hello you", "Hi")],
    "the same question twice": [("Hello", "Hi"), ("Bye", "Bye"), ("hello", "Hey")],
}
KEPT = "the lists are as they were"


def see_places(answer):
    training, seen = list(TRAINING), {}
    for name, test in TESTS.items():
        found = answer(training, list(test))
        places = list(found) if isinstance(found, list | tuple | set | torch.Tensor) else [True]
        if any(isinstance(place, bool) for place in places):
            raise NotYet("wrong type", "a list of places is needed, whole numbers from 0")
        seen[name] = [int(place) for place in places]
    return seen | {KEPT: training == TRAINING}


def expect_places():
    """Read off by hand."""
    places = ([0], [0], [0, 1], [], [], [], [0, 2])
    return dict(zip(TESTS, places, strict=True)) | {KEPT: True}


LEAK = Exercise(
    label="ex-dialogue-leak",
    solution=solutions.leaked,
    probe=see_places,
    oracle=expect_places,
    see=("dialogue-split", PAGE),
    asks=(
        (
            "a question word for word",
            "One test question stands in the training part. At which place of the test is it?",
        ),
        ("another case", "Are `what is ai?` and `What is AI?` different questions to you?"),
        (
            "other punctuation and spaces",
            "What do you compare: characters, or the words between spaces and marks?",
        ),
        (
            "an answer that is known",
            "Only questions are asked for here. Which part of the pair do you compare?",
        ),
        (
            "the same words in another order",
            "Does the order of the words count in yours? Here it has to.",
        ),
        ("a part of a question", "Is a question the same if it only begins like another one?"),
        ("the same question twice", "Each place in the test counts. Is one missing?"),
        (KEPT, "The training list was changed. Which line of yours writes to it?"),
    ),
    mistakes=(
        Mistake(
            "question.lower()",
            "question",
            "Is a question with small letters another one to you?",
            "Make both sides lower case before you compare.",
        ),
        Mistake(
            '" ".join(re.findall(r"\\w+", question.lower()))',
            "question.lower()",
            "Are two questions different because of a mark or a space?",
            "Compare words; what stands between them doesn't count.",
        ),
        Mistake(
            '" ".join(re.findall(r"\\w+", question.lower()))',
            '" ".join(sorted(re.findall(r"\\w+", question.lower())))',
            "Are `You are jealous` and `Are you jealous?` the same question?",
            "One is a statement; keep the order of the words.",
        ),
        Mistake(
            "{plain(question) for question, _ in training}",
            "{plain(text) for pair in training for text in pair}",
            "You found a place whose question is new. What of it did you compare?",
            "The training answers were compared, too; only questions are asked for.",
        ),
        Mistake(
            "if plain(question) in known]",
            "if (plain(question), _) in {(plain(q), a) for q, a in training}]",
            "Yours passes over a known question that has another answer. What do you compare?",
            "Compare the questions alone, whatever their answers are.",
        ),
        Mistake(
            "[place for place, (question, _) in enumerate(test) if plain(question) in known]",
            "[place for place, pair in enumerate(test) if pair in training]",
            "A known question with another answer: does it leak in yours?",
            "Compare the questions alone, whatever their answers are.",
        ),
    ),
)
