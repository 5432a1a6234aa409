"""Exercises: what the adversarial game will do, said before it is run."""

import torch

from genai_utils import losses
from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts, words
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"


def expect_optimum():
    """The run: data and fakes on the same three places, a discriminator with a logit for each."""
    places = torch.tensor([0, 1, 1, 2, 2, 2])
    logits = torch.tensor([3.0, -2.0, 1.0], requires_grad=True)
    optimizer = torch.optim.SGD([logits], lr=5.0)
    for _ in range(100):
        loss = losses.discriminator_loss(logits[places], logits[places])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {
        "D": logits.sigmoid().mean().item(),
        "discriminator loss": loss.item(),
        "generator loss": losses.generator_loss_non_saturating(logits[places]).item(),
    }


OPTIMUM = Exercise(
    label="ex-gan-optimum",
    solution=gan.values_at_the_optimum,
    probe=parts("D", "discriminator loss", "generator loss"),
    oracle=expect_optimum,
    see=("eq-optimal-discriminator", PAGE),
    tolerance=0.01,
    asks=(
        (
            "D",
            "D is the probability that an example is real. If nothing tells data from fakes, what "
            "can the optimal discriminator say?",
        ),
        (
            "discriminator loss",
            "The loss, in nats, is a sum of two terms, -log D on the data and -log(1 - D) on the "
            "fakes. What is each?",
        ),
        (
            "generator loss",
            "The non-saturating loss pays -log D on the fakes, in nats, one term. What is D there?",
        ),
    ),
    mistakes=(
        Mistake(
            '"D": 0.5',
            '"D": 1.0',
            "If the fakes are distributed as the data are, what can a discriminator know?",
            "Nothing, wherever it looks. D = 1 says that it is certain.",
        ),
        Mistake(
            '"D": 0.5',
            '"D": 0.0',
            "D is the probability that an example is real. Are there no real ones?",
            "There are as many as there are fakes, everywhere.",
        ),
        Mistake(
            "math.log(4)",
            "0.0",
            "A loss of 0 needs a discriminator that is certain and right. Is there one here?",
            "It knows nothing, and pays for that on the data and again on the fakes.",
        ),
        Mistake(
            "math.log(4)",
            "math.log(2)",
            "The discriminator's loss has two terms. What is each?",
            "You have one of them. The loss is the sum of both.",
        ),
        Mistake(
            "math.log(4)",
            "-math.log(4)",
            "Is that the value of the game or the discriminator's loss?",
            "The value is maximised, the loss is its negative.",
        ),
        Mistake(
            "math.log(2)",
            "0.0",
            "The generator is perfect. Does its loss know?",
            "It pays -log D, and D is what the best discriminator says. A loss near 0 would mean "
            "that the discriminator is wrong, not that the generator is good.",
        ),
        Mistake(
            "math.log(2)",
            "math.log(4)",
            "The generator's loss looks at the fakes only.",
            "So it has one of the discriminator's two terms.",
        ),
        Mistake(
            "math.log(4)",
            "2.0",
            "In which unit is your discriminator's loss: in bits or in nats?",
            "The losses here use the natural logarithm.",
        ),
        Mistake(
            "math.log(2)",
            "1.0",
            "In which unit is your generator's loss: in bits or in nats?",
            "The losses here use the natural logarithm.",
        ),
        Mistake(
            "math.log(2)",
            "-math.log(2)",
            "Which of the generator's two losses is never positive? Is it the one asked for?",
            "That is the saturating one; the other pays -log D.",
        ),
    ),
)


def expect_gradients():
    """The run: both losses differentiated at a logit of ±8."""
    kinds = {
        "saturating": losses.generator_loss_saturating,
        "non-saturating": losses.generator_loss_non_saturating,
    }
    right = {}
    for kind, loss in kinds.items():
        for state, value in (("rejected", -8.0), ("believed", 8.0)):
            logit = torch.tensor([value], requires_grad=True)
            (slope,) = torch.autograd.grad(loss(logit), logit)
            word = "vanishes" if slope.abs().item() < 0.01 else "stays"
            right[f"{kind}, fake {state}"] = frozenset({word})
    return right


GRADIENTS = Exercise(
    label="ex-gan-gradients",
    solution=gan.vanishing_gradients,
    probe=words(list(gan.vanishing_gradients()), ("vanishes", "stays")),
    oracle=expect_gradients,
    see=("eq-saturating-gradient", PAGE),
    asks=tuple(
        (
            f"{kind}, fake {state}",
            f"The {kind} loss has the slope {slope} in the logit. How large is that where D is "
            f"near {value}, which is where a fake is {state}?",
        )
        for kind, slope in (("saturating", "-D"), ("non-saturating", "-(1 - D)"))
        for state, value in (("rejected", 0), ("believed", 1))
    ),
    mistakes=(
        Mistake(
            '''"saturating, fake rejected": "vanishes",
        "saturating, fake believed": "stays",
        "non-saturating, fake rejected": "stays",
        "non-saturating, fake believed": "vanishes"''',
            '''"saturating, fake rejected": "stays",
        "saturating, fake believed": "vanishes",
        "non-saturating, fake rejected": "vanishes",
        "non-saturating, fake believed": "stays"''',
            "The two losses are exchanged. Put D = 0.000001 into log(1 - D): what is its slope?",
            "A textbook of this field says it the other way round, too. By the chain rule the "
            "slope in the logit is -D: it is near 0 when the fake is rejected.",
        ),
        Mistake(
            '"saturating, fake rejected": "vanishes"',
            '"saturating, fake rejected": "stays"',
            "Why would anybody replace the loss of the minimax game?",
            "Because at the start all fakes are rejected, and then its gradient is near 0.",
        ),
        Mistake(
            '"non-saturating, fake rejected": "stays"',
            '"non-saturating, fake rejected": "vanishes"',
            "What is -log D where D is near 0, and how steep is it in the logit?",
            "Its slope is -(1 - D), so near -1: a rejected fake gets the strongest push.",
        ),
        Mistake(
            '"non-saturating, fake believed": "vanishes"',
            '"non-saturating, fake believed": "stays"',
            "A fake that is believed: is there anything left to gain?",
            "By the slope -(1 - D), no: at D near 1 it is near 0.",
        ),
        Mistake(
            '"saturating, fake believed": "stays"',
            '"saturating, fake believed": "vanishes"',
            "How does log(1 - D) go on as D comes near 1?",
            "It falls without limit, with slope -D in the logit.",
        ),
    ),
)
