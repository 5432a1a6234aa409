"""Exercises: what the article's listing prints and moves, said before it is run."""

import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts, words
from genai_utils.solutions import practice

PAGE = "5-practice/walkthrough"
IMAGES, BATCH, EPOCHS = 60_000, 64, 100


def expect_lines():
    """Counted: an epoch's batches as PyTorch splits them."""
    sizes = [len(batch) for batch in torch.arange(IMAGES).split(BATCH)]
    return {
        "lines an epoch": float(len(sizes)),
        "images behind an epoch's last line": float(sizes[-1]),
        "lines in all": float(EPOCHS * len(sizes)),
    }


LINES = Exercise(
    label="ex-listing-lines",
    solution=practice.lines_of_a_log,
    probe=parts(*practice.lines_of_a_log()),
    oracle=expect_lines,
    see=("walkthrough-log", PAGE),
    tolerance=1e-9,
    asks=(
        (
            "lines an epoch",
            "A line is printed for each batch. Divide the images by the size of a batch: what is "
            "done with those that are left?",
        ),
        (
            "images behind an epoch's last line",
            "The last line is that of the last batch, which takes what the full ones have left. "
            "How many images is that?",
        ),
        (
            "lines in all",
            "How many lines does one epoch print, the smaller last batch included, and how many "
            "epochs are there?",
        ),
    ),
    mistakes=(
        Mistake(
            '"lines an epoch": 938',
            '"lines an epoch": 937',
            "Is 60,000 a multiple of 64? What becomes of the images that are left?",
            "They make a batch of their own, a smaller one, and it prints a line as well.",
        ),
        Mistake(
            '"lines an epoch": 938',
            '"lines an epoch": 1',
            "In which of the two loops does the `print` stand?",
            "In the inner one: it prints once a batch.",
        ),
        Mistake(
            'last line": 32',
            'last line": 64',
            "How many images are left when all full batches have been taken?",
            "The last batch isn't full.",
        ),
        Mistake(
            'last line": 32',
            'last line": 60_000',
            "Is a printed loss a mean over the epoch, or over the batch that the last call got?",
            "In this Keras over one batch, and the last is smaller than the others. (In Keras 3.0 "
            "to 3.14 it would be a mean over all batches since `compile`, and no epoch's either.)",
        ),
        Mistake(
            '"lines in all": 93_800',
            '"lines in all": 100',
            "That would be a line an epoch. What does this loop do?",
            "It prints as many lines as there are batches, in each of a hundred epochs.",
        ),
        Mistake(
            '"lines in all": 93_800',
            '"lines in all": 938',
            "That is one epoch. How many are there?",
            "The loop over the batches stands inside one over a hundred epochs.",
        ),
        Mistake(
            '"lines in all": 93_800',
            '"lines in all": 93_700',
            "Did you count the smaller batch at the end of each epoch?",
            "It prints a line, too, a hundred times.",
        ),
    ),
)


def _moves(flags_are_noted):
    """Whether D moves in its own step and in the generator's, by one step of two tiny networks."""
    generator, discriminator = nn.Linear(1, 1), nn.Linear(1, 1)
    compiled = {
        "its own step": (discriminator,),
        "the generator's step": (generator, discriminator),
    }
    trainable = {generator: True, discriminator: True}
    noted = {name: [part for part in row if trainable[part]] for name, row in compiled.items()}
    trainable[discriminator] = False
    for name, row in compiled.items():
        now = [part for part in row if trainable[part]]
        moved = [p for part in (noted[name] if flags_are_noted else now) for p in part.parameters()]
        before = discriminator.weight.detach().clone()
        loss = nn.Sequential(*row)(torch.ones(1, 1)).square().sum()
        gradients = torch.autograd.grad(loss, moved) if moved else ()
        with torch.no_grad():
            for parameter, gradient in zip(moved, gradients, strict=True):
                parameter -= 0.1 * gradient + 0.01
        yield name, "stay" if torch.equal(before, discriminator.weight) else "move"


def expect_flags():
    rules = {"Keras 3": False, "tf_keras": True}
    return {
        f"{keras}, {name}": frozenset({word})
        for keras, noted in rules.items()
        for name, word in _moves(noted)
    }


FLAGS = Exercise(
    label="ex-listing-flag",
    solution=practice.flag_set_last,
    probe=words(list(practice.flag_set_last()), ("move", "stay")),
    oracle=expect_flags,
    see=("walkthrough-frozen", PAGE),
    asks=tuple(
        (f"{keras}, {step}", question)
        for keras, question in (
            ("Keras 3", "Keras 3 looks at the flag when a step is taken. What does the flag say?"),
            (
                "tf_keras",
                "tf_keras keeps to the note of the flags that `compile` took. What did the flag "
                "say before it was set?",
            ),
        )
        for step in ("its own step", "the generator's step")
    ),
    mistakes=(
        Mistake(
            '"tf_keras, its own step": "move",\n        "tf_keras, the generator\'s step": "move"',
            '"tf_keras, its own step": "move",\n        "tf_keras, the generator\'s step": "stay"',
            "When did the pair take its note of the flags: before the flag was set, or after?",
            "Before. By its note the discriminator may be moved, so this is the listing without "
            "any freezing.",
        ),
        Mistake(
            '"tf_keras, its own step": "move",\n        "tf_keras, the generator\'s step": "move"',
            '"tf_keras, its own step": "stay",\n        "tf_keras, the generator\'s step": "stay"',
            "Does the older Keras look at a flag that was set after `compile`?",
            "No: it keeps to what was noted then.",
        ),
        Mistake(
            '"Keras 3, its own step": "stay"',
            '"Keras 3, its own step": "move"',
            "What does Keras 3 look at when the discriminator is trained alone?",
            "At the flag as it is then, and it says no; nobody sets it back.",
        ),
        Mistake(
            '"Keras 3, the generator\'s step": "stay"',
            '"Keras 3, the generator\'s step": "move"',
            "Does it matter to Keras 3 that the pair was compiled before the flag was set?",
            "No. It asks at the time of the step.",
        ),
    ),
)
