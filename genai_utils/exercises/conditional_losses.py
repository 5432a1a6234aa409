"""Exercise: the two losses of a GAN that is told the class."""

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake, expect_parts
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import conditional

REAL, LABELS = [0.5, -1.0, 2.0, 0.3], [0, 1, 2, 1]
FAKE, ASKED = [1.5, 0.2, -0.7, -2.0], [2, 0, 0, 1]
SLOPE, SHIFT = [1.0, -2.0, 0.5], [0.3, 0.8, -1.2]  # of the logit in the image, for each class
BLIND = "a discriminator that ignores the class"
TOLD = "one that uses it"
INTO = "the slope in the fakes"


def _discriminator(use):
    slope, shift = torch.tensor(SLOPE), torch.tensor(SHIFT)

    def logit(x, labels):
        chosen = labels if use else torch.zeros_like(labels)
        return slope[chosen] * x[:, 0] + shift[chosen]

    return logit


def see_losses(answer):
    seen = {}
    for name, use in ((BLIND, False), (TOLD, True)):
        real, fake = (torch.tensor(values)[:, None] for values in (REAL, FAKE))
        fake.requires_grad_()
        given = real, torch.tensor(LABELS), fake, torch.tensor(ASKED)
        pair = expect_parts(
            answer(_discriminator(use), *given), 2, "two losses are needed, L_D first"
        )
        for loss, value in zip(("L_D", "L_G"), pair, strict=True):
            seen[f"{loss}, {name}"] = value
            seen[f"{loss}, {name}: {INTO}"] = slopes(value, fake)[0]
    return {
        name: seen[name] for name in sorted(seen, key=lambda name: (INTO in name, TOLD in name))
    }


def expect_losses():
    right = {}
    for name, use in ((BLIND, False), (TOLD, True)):
        logits, slope = [], None
        for x, y in ((REAL, LABELS), (FAKE, ASKED)):
            chosen = np.array(y) * use
            slope = np.array(SLOPE)[chosen]
            logits.append(slope * np.array(x) + np.array(SHIFT)[chosen])
        d_real, d_fake = (1 / (1 + np.exp(-a)) for a in logits)
        right[f"L_D, {name}"] = -np.log(d_real).mean() - np.log(1 - d_fake).mean()
        right[f"L_G, {name}"] = -np.log(d_fake).mean()
        right[f"L_D, {name}: {INTO}"] = torch.zeros(len(FAKE), 1)
        pull = (d_fake - 1) * slope / len(FAKE)
        right[f"L_G, {name}: {INTO}"] = torch.tensor(pull).float()[:, None]
    return right


LOSSES = Exercise(
    label="ex-conditional-losses",
    solution=conditional.conditional_losses,
    probe=see_losses,
    oracle=expect_losses,
    see=("eq-conditional-losses", "6-applications/images"),
    asks=(
        (
            f"L_D, {BLIND}",
            "Here no class matters. L_D is the sum of two means: -log D over the real pairs and "
            "-log(1 - D) over the fakes. Which of them differs in yours, or what comes first?",
        ),
        (
            f"L_G, {BLIND}",
            "Here no class matters. Which of the generator's two losses is asked for, the mean of "
            "-log D over the fakes, and does its step raise their logits?",
        ),
        (
            f"L_D, {TOLD}",
            "The loss is what it should be as long as no class matters. Which class does each "
            "image go into the discriminator with: its own, or the one that was asked for?",
        ),
        (
            f"L_G, {TOLD}",
            "With which class is a fake judged when the generator learns: the one that it was "
            "asked for?",
        ),
        (
            f"L_D, {BLIND}: {INTO}",
            "Does L_D send a gradient into the fakes? Whose weights would it move there?",
        ),
        (f"L_G, {BLIND}: {INTO}", "Can L_G's gradient reach the fakes?"),
    ),
    mistakes=(
        Mistake(
            "discriminator(fake.detach(), asked)",
            "discriminator(fake.detach(), labels)",
            "With which class does a fake go into the discriminator, in L_D?",
            "With that of a real image, which it was never asked to be. A pair is an image and "
            "the class that it was made for.",
        ),
        Mistake(
            "discriminator(fake, asked)",
            "discriminator(fake, labels)",
            "With which class is a fake judged in L_G?",
            "With that of a real image: the generator is then told to draw another class than it "
            "was asked for.",
        ),
        Mistake(
            "discriminator(real, labels)",
            "discriminator(real, asked)",
            "With which class does a real image go into the discriminator?",
            "With the class that a fake was asked for. Most of these pairs are no real pairs.",
        ),
        Mistake(
            "discriminator(fake.detach(), asked)",
            "discriminator(fake, asked)",
            "How far back does the gradient of L_D go?",
            "Through the fakes into the generator. The discriminator needs them detached.",
        ),
        Mistake(
            "discriminator(fake, asked))",
            "discriminator(fake.detach(), asked))",
            "How does the gradient of L_G reach the generator, if the fakes were detached?",
            "It doesn't. They are detached for the discriminator's loss alone.",
        ),
        Mistake(
            "losses.generator_loss_non_saturating(",
            "losses.generator_loss_saturating(",
            "Which of the generator's two losses is yours?",
            "The saturating one of the minimax game. The mean of -log D is asked for.",
        ),
        Mistake(
            "return critique, reply",
            "return reply, critique",
            "Whose loss comes first?",
            "The discriminator's.",
        ),
    ),
)
