"""Exercise: one training step of a generative adversarial network."""

import numpy as np
import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake, expect_parts
from genai_utils.exercises.recorded import RecordedSGD, weights
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"

REAL = [[1.0, 0.5], [0.8, -0.3], [1.5, 0.2]]
NOISE = [[0.3, -1.0], [1.2, 0.4], [-0.7, 0.9]]
G_WEIGHT, G_BIAS = [[0.5, -0.2], [0.1, 0.8]], [-0.4, 0.3]
D_WEIGHT, D_BIAS = [0.7, -0.6], 0.1
RATE = 0.5
TURNS = "first", "second"
ORDER = "which optimisers step, in this order"


def _networks():
    generator, discriminator = nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1), nn.Flatten(0))
    values = G_WEIGHT, G_BIAS, [D_WEIGHT], [D_BIAS]
    parameters = [*generator.parameters(), *discriminator.parameters()]
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(torch.tensor(value))
    return generator, discriminator


def see_step(answer):
    generator, discriminator = _networks()
    players = {"generator": generator, "discriminator": discriminator}
    log, seen = [], {}
    optimizers = [RecordedSGD(it.parameters(), RATE, name, log) for name, it in players.items()]
    for turn in TURNS:
        del log[:]
        result = answer(*players.values(), *optimizers, torch.tensor(REAL), torch.tensor(NOISE))
        pair = expect_parts(result, 2, "two losses are needed, the discriminator's first")
        if turn == TURNS[0]:
            seen[ORDER] = [name for name, _ in log]
        for (name, network), loss in zip(reversed(players.items()), pair, strict=True):
            found = [gradient for who, gradient in log if who == name]
            seen[f"the {name}'s loss, {turn} step"] = loss
            seen[f"the gradient at the {name}'s {turn} step"] = (
                found[-1] if found else torch.zeros_like(weights(network))
            )
            seen[f"the {name} after its {turn} step"] = weights(network)
    return seen


def _vector(parts):
    return torch.tensor(np.concatenate([np.ravel(part) for part in parts]))


def expect_step():
    """Both players by hand: logits w·x + b, fakes A z + c, and the chain rule written out."""
    real, noise = np.array(REAL), np.array(NOISE)
    a, c, w, b = np.array(G_WEIGHT), np.array(G_BIAS), np.array(D_WEIGHT), D_BIAS
    n, right = len(real), {ORDER: ["discriminator", "generator"]}

    def probability(x):
        return 1 / (1 + np.exp(-(x @ w + b)))

    for turn in TURNS:
        fake = noise @ a.T + c
        on_real, on_fake = probability(real), probability(fake)
        critique = -np.log(on_real).mean() - np.log(1 - on_fake).mean()
        push = (on_real - 1) / n, on_fake / n  # the loss's slope in each logit
        up = push[0] @ real + push[1] @ fake, (push[0] + push[1]).sum()
        w, b = w - RATE * up[0], b - RATE * up[1]
        on_fake = probability(fake)
        pull = np.outer((on_fake - 1) / n, w)  # the generator's loss's slope in each fake
        down = pull.T @ noise, pull.sum(0)
        a, c = a - RATE * down[0], c - RATE * down[1]
        for name, loss, slopes, after in (
            ("discriminator", critique, up, (w, b)),
            ("generator", -np.log(on_fake).mean(), down, (a, c)),
        ):
            right[f"the {name}'s loss, {turn} step"] = float(loss)
            right[f"the gradient at the {name}'s {turn} step"] = _vector(slopes)
            right[f"the {name} after its {turn} step"] = _vector(after)
    return right


STEP = Exercise(
    label="ex-gan-step",
    solution=gan.gan_step,
    probe=see_step,
    oracle=expect_step,
    see=("gan-losses", PAGE),
    asks=(
        (
            ORDER,
            "A call is one step of the discriminator's own optimiser, then one step of the "
            "generator's own. Which steps does yours take, how often, and who comes first?",
        ),
        (
            "the discriminator's loss, first step",
            "The discriminator pays -log D as a mean over the data and -log(1 - D) as a mean over "
            "the fakes of the given noise, and the loss is the sum of both terms. What is yours?",
        ),
        (
            "the gradient at the discriminator's first step",
            "The loss is right. Does its optimiser find the gradient of this loss, and of nothing "
            "else, when it steps? Was `backward` called before, and nothing cleared since?",
        ),
        ("the discriminator after its first step", "Who else moves the discriminator's weights?"),
        (
            "the generator's loss, first step",
            "The generator's loss is the mean of -log D over the same fakes, judged by the "
            "discriminator after its step, not before. What is different in yours?",
        ),
        (
            "the gradient at the generator's first step",
            "Does the generator's optimiser find the gradient of its loss when it steps? Was "
            "`backward` called, can it pass through the fakes, and is nothing cleared since?",
        ),
        ("the generator after its first step", "Who else moves the generator's weights?"),
        (
            "the gradient at the discriminator's second step",
            "The first call is right. What has it left in the discriminator's gradients, and who "
            "clears them before the next?",
        ),
        (
            "the gradient at the generator's second step",
            "The first call is right. What has it left in the generator's gradients, and who "
            "clears them before the next?",
        ),
    ),
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
            "What does the generator's optimiser find at its second step: the new gradient, or "
            "also what is left of the first?",
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
            "The generator's optimiser finds no gradient when it steps. Was `backward` called, can "
            "it pass through the fakes, and is nothing cleared before the step?",
            "Fakes that were detached carry no gradient: detach for the discriminator's turn only.",
        ),
        Mistake(
            "    generator_optimizer.step()\n",
            "    generator_optimizer.step()\n    discriminator_optimizer.step()\n",
            "Whose weights move after the generator's loss? The discriminator's optimiser steps "
            "twice in one call.",
            "It moves the discriminator as well, to accept the fakes: it plays for the opponent.",
        ),
        Mistake(
            "    discriminator_optimizer.step()\n",
            "",
            "Look at the discriminator's weights before and after.",
            "They are the same: gradients were computed and no step was taken.",
        ),
        Mistake(
            "    generator_optimizer.step()\n",
            "",
            "Look at the generator's weights before and after: is a step taken?",
            "They are the same: gradients were computed and its optimiser was never called.",
        ),
        Mistake(
            "    discriminator_optimizer.zero_grad()\n    critique.backward()\n"
            "    discriminator_optimizer.step()\n",
            "    critique.backward()\n    discriminator_optimizer.step()\n"
            "    discriminator_optimizer.zero_grad()\n",
            "You clear the discriminator's gradients after its step. Who writes into them next, "
            "before its next turn?",
            "The generator's `backward`, which passes through the discriminator.",
        ),
        Mistake(
            "return critique.item(), reply.item()",
            "return reply.item(), critique.item()",
            "Whose loss do you return first?",
            "The discriminator's comes first.",
        ),
        Mistake(
            "return critique.item(), reply.item()",
            "return critique.item(), losses.generator_loss_non_saturating("
            "discriminator(generator(noise))).item()",
            "Is the generator's loss that you return the one from before its step, which was "
            "differentiated, or the one after?",
            "The loss of a step is the one that was differentiated.",
        ),
        Mistake(
            "losses.generator_loss_non_saturating(discriminator(fake))",
            "losses.generator_loss_non_saturating(discriminator(real))",
            "Is the generator judged by its fakes, or by the data?",
            "The data don't depend on the generator, so it gets no gradient.",
        ),
        Mistake(
            "critique = losses.discriminator_loss(discriminator(real), "
            "discriminator(fake.detach()))",
            "critique = losses.discriminator_loss(discriminator(fake.detach()), "
            "discriminator(real))",
            "Which logits are those of the data, which those of the fakes? They are exchanged.",
            "The discriminator learns to call the fakes real.",
        ),
    ),
)
