"""Exercise: one training step of a variational autoencoder."""

import torch
from torch import nn
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import RecordedSGD, weights
from genai_utils.solutions import vae


class FixedNoise(nn.Module):
    """A linear VAE whose noise is always the same, so that a step can be computed exactly."""

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(4, 4), nn.Linear(2, 4)
        with torch.no_grad():
            for number, parameter in enumerate(self.parameters(), start=1):
                values = torch.arange(parameter.numel()).view_as(parameter)
                parameter.copy_(0.5 * torch.sin(number + 1.7 * values))

    def forward(self, x):
        mu, log_var = self.encoder(x).chunk(2, dim=-1)
        eps = torch.tensor([0.7, -1.1]).to(x)
        return self.decoder(mu + torch.exp(0.5 * log_var) * eps), mu, log_var


class Given(nn.Module):
    """A model that returns what it was given, whatever it sees, so that one term can be 0."""

    def __init__(self, logits, mu, log_var):
        super().__init__()
        self.parts = nn.ParameterList([logits, mu, log_var])

    def forward(self, x):
        return tuple(part[: len(x)] for part in self.parts)


IMAGES = torch.tensor([[1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
RATE_OF_LEARNING = 0.1
STEPS = "how often the optimiser steps in two calls"
LIKELIHOOD, DIVERGENCE = "the loss where the rate is 0", "the loss where the distortion is 0"
FIRST, SECOND = "the first step", "the second step"


def _one_term_each():
    """Models whose other term is 0: a code like the prior, and certain and right pixels."""
    logits = torch.linspace(-2, 2, 12).view(3, 4)
    codes = torch.tensor([[0.5, -1.0, 1.5], [0.0, 2.0, -0.5], [1.0, 0.0, 0.3]])
    nothing = torch.zeros(3, 3)
    return {
        LIKELIHOOD: Given(logits, nothing.clone(), nothing.clone()),
        DIVERGENCE: Given(60 * IMAGES - 30, codes, codes / 2),
    }


def see_step(answer):
    seen, log = {}, []
    model = FixedNoise()
    optimizer = RecordedSGD(model.parameters(), RATE_OF_LEARNING, "the one that was passed", log)
    for turn in (FIRST, SECOND):
        seen[f"the loss of {turn}"] = answer(model, optimizer, IMAGES.clone())
        gradient = log[-1][1] if log else torch.zeros_like(weights(model))
        seen[f"the gradient at {turn}"] = gradient
        seen[f"the weights after {turn}"] = weights(model)
    seen[STEPS] = float(len(log))
    for name, given in _one_term_each().items():
        optimizer = RecordedSGD(given.parameters(), RATE_OF_LEARNING, name, log)
        seen[name] = answer(given, optimizer, IMAGES.clone())
    return seen


def _loss(model, x):
    """By torch.distributions."""
    logits, mu, log_var = model(x)
    q = Independent(Normal(mu, (log_var / 2).exp()), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    likelihood = Independent(Bernoulli(logits=logits), 1).log_prob(x)
    return (kl_divergence(q, prior) - likelihood).mean().item()


def _slope(loss, vector, place, h=1e-5):
    start, values = vector[place].item(), []
    for moved in (start + h, start - h):
        vector[place] = moved
        values.append(loss())
    vector[place] = start
    return (values[0] - values[1]) / (2 * h)


@torch.no_grad()
def expect_step():
    """Two steps with differences in place of gradients."""
    right = {STEPS: 2.0} | {name: _loss(it, IMAGES) for name, it in _one_term_each().items()}
    model, x = FixedNoise().double(), IMAGES.double()
    vectors = [p.view(-1) for p in model.parameters()]
    for turn in (FIRST, SECOND):
        right[f"the loss of {turn}"] = _loss(model, x)
        slopes = [
            torch.tensor([_slope(lambda: _loss(model, x), v, i) for i in range(len(v))]).to(v)
            for v in vectors
        ]
        for vector, gradient in zip(vectors, slopes, strict=True):
            vector -= RATE_OF_LEARNING * gradient
        right[f"the gradient at {turn}"] = torch.cat(slopes).float()
        right[f"the weights after {turn}"] = weights(model)
    return right


STEP = Exercise(
    label="ex-vae-step",
    solution=vae.vae_step,
    probe=see_step,
    oracle=expect_step,
    see=("eq-elbo-split", "4-mathematics/vae"),
    tolerance=1e-3,
    asks=(
        (
            STEPS,
            "Each call is one step of the optimiser that was passed. How often does yours step, "
            "and which optimiser is it?",
        ),
        (
            LIKELIHOOD,
            "With a rate of 0 the distortion is left: summed over an image's pixels, in nats, and "
            "averaged over the batch. Is that the loss that you return?",
        ),
        (
            DIVERGENCE,
            "With a distortion of 0 the rate is left: summed over a code's units and averaged over "
            "the batch. Is that the loss that you return?",
        ),
        (
            f"the loss of {FIRST}",
            "Each term alone is right. Is the loss that you return their sum, at the weights "
            "before the step?",
        ),
        (
            f"the gradient at {FIRST}",
            "The loss that you return is right. Is the gradient that the optimiser finds at its "
            "step that of the whole loss, the rate's included, and of nothing else?",
        ),
        (f"the weights after {FIRST}", "Who else moves the weights, beside the optimiser?"),
        (
            f"the gradient at {SECOND}",
            "The first step is right. What did it leave in the gradients, and who clears it?",
        ),
    ),
    mistakes=(
        Mistake(
            "    optimizer.zero_grad()\n",
            "",
            "What does `backward` do with gradients that are there already, from the step before?",
            "It adds to them. Somebody has to clear the old ones before each step.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "distortion.mean()",
            "Which term keeps the codes near the prior?",
            "Without the rate this is an autoencoder: its encoder drops the noise, and samples "
            "from the prior mean nothing to the decoder.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "(distortion - rate).mean()",
            "The optimiser makes this number small. Should it make the divergence large?",
            "The loss is the negative of the bound, so both costs have the same sign.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "(distortion / x.shape[1] + rate).mean()",
            "In which unit is the distortion, per image or per pixel?",
            "A mean over pixels next to a sum over units is an objective with a large β.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "(distortion + rate).sum()",
            "What happens to the step if the batch is twice as large?",
            "The loss is a mean over the batch; a sum makes the learning rate depend on its size.",
        ),
        Mistake(
            "    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()\n",
            "    optimizer.zero_grad()\n    optimizer.step()\n    loss.backward()\n",
            "What does the optimiser find at its step? The gradient isn't there yet, or it has "
            "been cleared, so no weight moves.",
            "The order is: clear the old gradients, compute the new ones, move.",
        ),
        Mistake(
            "    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()\n",
            "    optimizer.step()\n    loss.backward()\n",
            "Which gradients does a call of `step` find: this batch's, or those of the one before?",
            "It moves before it has looked: by nothing at first, and by an old slope later.",
        ),
        Mistake(
            "    optimizer.step()\n",
            "",
            "Do the weights move? Gradients are there, and nobody takes the step.",
            "The optimiser moves the weights when its `step` is called.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "-(distortion + rate).mean()",
            "Is this the bound, which is to rise, or the loss, which the optimiser lets fall?",
            "The sign is that of the bound.",
        ),
        Mistake(
            "return loss.item()",
            "return -loss.item()",
            "Is the number that you return the loss, or the bound, which has the other sign?",
            "The loss is positive here.",
        ),
        Mistake(
            "return loss.item()",
            "return loss.item() * len(x)",
            "Is the number that you return a mean over the batch, as the loss is, or a sum?",
            "The loss that was differentiated is the mean.",
        ),
        Mistake(
            "return loss.item()",
            "return (losses.kl_standard_normal(*model(x)[1:])"
            " - losses.bernoulli_log_likelihood(model(x)[0], x)).mean().item()",
            "At which weights is the loss that you return: those before the step or those after?",
            "The loss of the step is the one that was differentiated.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "(distortion + rate / mu.shape[1]).mean()",
            "Is the divergence of a code the sum over its units, or their mean?",
            "Averaged over units it weighs too little, by their number.",
        ),
        Mistake(
            "(distortion + rate).mean()",
            "rate.mean()",
            "Which term says how well the images are described? It's missing from your loss.",
            "The distortion, which is the negative log-likelihood.",
        ),
    ),
)
