"""Exercises: the importance-weighted bound and one training step of a variational autoencoder."""

import math

import torch
from torch import nn
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae"

LOG_WEIGHTS = {
    "two examples, three weights": [[-1.0, 2.0], [0.5, -3.0], [1.0, 0.0]],
    "one weight": [[-1.5, 0.3]],
    "weights near e⁻⁹⁰⁰": [[-900.0, -901.0], [-902.0, -900.0]],
}


def see_bound(answer):
    return {name: answer(torch.tensor(weights)) for name, weights in LOG_WEIGHTS.items()}


def expect_bound():
    """The mean in plain Python, with the largest weight taken out by hand."""
    right = {}
    for name, rows in LOG_WEIGHTS.items():
        columns = list(zip(*rows, strict=True))
        means = [sum(math.exp(w - max(c)) for w in c) / len(c) for c in columns]
        values = [max(c) + math.log(mean) for c, mean in zip(columns, means, strict=True)]
        right[name] = torch.tensor(values)
    return right


IWAE = Exercise(
    label="ex-vae-iwae",
    solution=vae.importance_weighted_bound,
    probe=see_bound,
    oracle=expect_bound,
    see=("eq-iwae-bound", PAGE),
    mistakes=(
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "log_weights.mean(0)",
            "Which comes first in the bound, the mean or the logarithm?",
            "The mean of the logarithms is the ELBO again, whatever K is; nothing gets tighter.",
        ),
        Mistake(
            " - math.log(len(log_weights))",
            "",
            "Take K equal weights. What is their mean?",
            "The sum of K weights was not divided by K, so the value grows with K and bounds "
            "nothing.",
        ),
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "log_weights.exp().mean(0).log()",
            "What is exp(-900) in single precision?",
            "The formula is right and the numbers underflow: an image's log-weight is in the "
            "hundreds. There is a function that takes the largest weight out first.",
        ),
        Mistake(
            "dim=0) - math.log(len(log_weights))",
            "dim=1) - math.log(log_weights.shape[1])",
            "Which axis holds the samples, and which the examples?",
            "The first axis is averaged; one number per example is left.",
        ),
    ),
)


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


IMAGES = torch.tensor([[1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
RATE_OF_LEARNING = 0.1


def _weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()]).float()


def see_step(answer):
    model = FixedNoise()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE_OF_LEARNING)
    losses = [answer(model, optimizer, IMAGES.clone()) for _ in range(2)]
    return {
        "the loss of the first step": losses[0],
        "the weights after two steps": _weights(model),
        "the loss of the second step": losses[1],
    }


@torch.no_grad()
def expect_step():
    """Two steps with differences in place of gradients, and torch.distributions for the loss."""
    model, x = FixedNoise().double(), IMAGES.double()

    def loss():
        logits, mu, log_var = model(x)
        q = Independent(Normal(mu, (log_var / 2).exp()), 1)
        prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
        likelihood = Independent(Bernoulli(logits=logits), 1).log_prob(x)
        return (kl_divergence(q, prior) - likelihood).mean().item()

    def slope(vector, place, h=1e-5):
        start, values = vector[place].item(), []
        for moved in (start + h, start - h):
            vector[place] = moved
            values.append(loss())
        vector[place] = start
        return (values[0] - values[1]) / (2 * h)

    seen = []
    for _ in range(2):
        seen.append(loss())
        vectors = [p.view(-1) for p in model.parameters()]
        slopes = [torch.tensor([slope(v, i) for i in range(len(v))]).to(v) for v in vectors]
        for vector, gradient in zip(vectors, slopes, strict=True):
            vector -= RATE_OF_LEARNING * gradient
    values = seen[0], _weights(model), seen[1]
    names = (
        "the loss of the first step",
        "the weights after two steps",
        "the loss of the second step",
    )
    return dict(zip(names, values, strict=True))


STEP = Exercise(
    label="ex-vae-step",
    solution=vae.vae_step,
    probe=see_step,
    oracle=expect_step,
    see=("eq-elbo-split", PAGE),
    tolerance=1e-3,
    mistakes=(
        Mistake(
            "    optimizer.zero_grad()\n",
            "",
            "The first step is right and the second isn't. What does `backward` do with gradients "
            "that are already there?",
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
            "    loss.backward()\n    optimizer.step()\n",
            "    optimizer.step()\n    loss.backward()\n",
            "Which gradients does the first call of `step` find?",
            "None: it moves before it has looked, and every later step uses the last batch's "
            "slope.",
        ),
    ),
)
