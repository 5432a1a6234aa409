"""Exercise: one training step of a generative adversarial network."""

import numpy as np
import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"

REAL = [[1.0, 0.5], [0.8, -0.3], [1.5, 0.2]]
NOISE = [[0.3, -1.0], [1.2, 0.4], [-0.7, 0.9]]
G_WEIGHT, G_BIAS = [[0.5, -0.2], [0.1, 0.8]], [-0.4, 0.3]
D_WEIGHT, D_BIAS = [0.7, -0.6], 0.1
RATE = 0.5


def _networks():
    generator, discriminator = nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1), nn.Flatten(0))
    values = G_WEIGHT, G_BIAS, [D_WEIGHT], [D_BIAS]
    parameters = [*generator.parameters(), *discriminator.parameters()]
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(torch.tensor(value))
    return generator, discriminator


def _weights(network):
    return torch.cat([p.detach().flatten() for p in network.parameters()])


def see_step(answer):
    generator, discriminator = _networks()
    optimizers = [
        torch.optim.SGD(part.parameters(), lr=RATE) for part in (generator, discriminator)
    ]
    seen = {}
    for turn in ("first", "second"):
        pair = answer(
            generator, discriminator, *optimizers, torch.tensor(REAL), torch.tensor(NOISE)
        )
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise NotYet("wrong type", "two losses are needed, the discriminator's first")
        (
            seen[f"the discriminator's loss, {turn} step"],
            seen[f"the generator's loss, {turn} step"],
        ) = pair
        seen[f"the discriminator after its {turn} step"] = _weights(discriminator)
        seen[f"the generator after its {turn} step"] = _weights(generator)
    return seen


def expect_step():
    """Both players by hand: logits w·x + b, fakes A z + c, and the chain rule written out."""
    real, noise = np.array(REAL), np.array(NOISE)
    a, c, w, b = np.array(G_WEIGHT), np.array(G_BIAS), np.array(D_WEIGHT), D_BIAS
    n, right = len(real), {}

    def probability(x):
        return 1 / (1 + np.exp(-(x @ w + b)))

    for turn in ("first", "second"):
        fake = noise @ a.T + c
        on_real, on_fake = probability(real), probability(fake)
        critique = -np.log(on_real).mean() - np.log(1 - on_fake).mean()
        push = (on_real - 1) / n, on_fake / n  # the loss's slope in each logit
        w, b = w - RATE * (push[0] @ real + push[1] @ fake), b - RATE * (push[0] + push[1]).sum()
        on_fake = probability(fake)
        reply = -np.log(on_fake).mean()
        pull = np.outer((on_fake - 1) / n, w)  # and in each coordinate of a fake
        a, c = a - RATE * pull.T @ noise, c - RATE * pull.sum(0)
        right[f"the discriminator's loss, {turn} step"] = float(critique)
        right[f"the generator's loss, {turn} step"] = float(reply)
        right[f"the discriminator after its {turn} step"] = torch.tensor([*w, b])
        right[f"the generator after its {turn} step"] = torch.tensor([*a.flatten(), *c])
    return right


STEP = Exercise(
    label="ex-gan-step",
    solution=gan.gan_step,
    probe=see_step,
    oracle=expect_step,
    see=("gan-losses", PAGE),
    mistakes=(
        Mistake(
            "discriminator(fake.detach())",
            "discriminator(fake)",
            "How far back does the discriminator's `backward` go?",
            "Through the fakes into the generator, whose graph is then used up before its own "
            "turn. The discriminator needs the fakes as data, without their history.",
        ),
        Mistake(
            "    generator_optimizer.zero_grad()\n",
            "",
            "The generator's first step is right, its second isn't. What is left in its gradients?",
            "Those of the step before: `backward` adds.",
        ),
        Mistake(
            "    discriminator_optimizer.zero_grad()\n",
            "",
            "Who else has written into the discriminator's gradients since its last step?",
            "The generator's `backward` passes through the discriminator and leaves gradients "
            "there, which point the other way. Clear them before its next turn.",
        ),
        Mistake(
            "losses.generator_loss_non_saturating(discriminator(fake))",
            "losses.generator_loss_saturating(discriminator(fake))",
            "Which of the generator's two losses do you minimise?",
            "The one of the minimax game is legitimate and stalls when the fakes are rejected; the "
            "non-saturating one is asked for.",
        ),
        Mistake(
            "losses.generator_loss_non_saturating(discriminator(fake))",
            "losses.generator_loss_saturating(-discriminator(fake))",
            "Does the generator's step raise the discriminator's logits of its fakes or lower "
            "them?",
            "It lowers them, so it learns to be found out. A sign is wrong.",
        ),
        Mistake(
            "losses.generator_loss_non_saturating(discriminator(fake))",
            "losses.generator_loss_non_saturating(discriminator(fake.detach()))",
            "Which gradients does the generator get?",
            "None: the fakes were cut off from it, and the discriminator alone can move. Detach "
            "for the discriminator's turn only.",
        ),
        Mistake(
            "    generator_optimizer.step()\n",
            "    generator_optimizer.step()\n    discriminator_optimizer.step()\n",
            "Whose weights does the generator's loss move?",
            "It moves the discriminator as well, to accept the fakes: it plays for the opponent.",
        ),
        Mistake(
            "    discriminator_optimizer.step()\n",
            "",
            "Look at the discriminator's weights before and after.",
            "They are the same: gradients were computed and no step was taken.",
        ),
    ),
)
