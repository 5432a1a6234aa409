"""What PyTorch says about small games, for the live GAN to be compared with.

`python tests/browser/gan_game_cases.py` writes gan_game_cases.json: networks, a batch, and of both
players the loss, the gradient, and the parameters after some rounds. All in double precision, so
that a difference is a mistake and not rounding.
"""

import json
from itertools import pairwise
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from genai_utils import files
from genai_utils.losses import gan

STORED = Path(__file__).with_name("gan_game_cases.json")
RATES = {"generator": 0.003, "discriminator": 0.01}
ROUNDS = 4
BATCH = 6
LOSSES = {
    "non-saturating": (gan.discriminator_loss, gan.generator_loss_non_saturating),
    "saturating": (gan.discriminator_loss, gan.generator_loss_saturating),
    "wasserstein": (gan.critic_loss, lambda scores: -scores.mean()),
}


def network(sizes):
    layers = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.LeakyReLU(0.2)]
    net = nn.Sequential(*layers[:-1]).double()
    # Far from the usual start and rounded, so that the file is short and no unit is at its kink.
    start = (0.8 * torch.randn(count(net))).round(decimals=3).double()
    vector_to_parameters(start, net.parameters())
    return net


def count(net):
    return sum(p.numel() for p in net.parameters())


def flat(net):
    return parameters_to_vector(net.parameters()).tolist()


def batch():
    uniform = torch.rand(BATCH).round(decimals=3).double()
    real, noise = (torch.randn(2, BATCH, 2).round(decimals=3)).double()
    return {"real": real, "noise": noise, "mix": uniform}


def discriminator_loss(kind, generator, critic, drawn):
    fake = generator(drawn["noise"]).detach()
    loss = LOSSES[kind][0](critic(drawn["real"]), critic(fake))
    if kind == "wasserstein":
        loss = loss + gan.gradient_penalty(critic, drawn["real"], fake, drawn["mix"])
    return loss


def generator_loss(kind, generator, critic, drawn):
    return LOSSES[kind][1](critic(generator(drawn["noise"])))


def with_gradient(loss, net):
    gradient = torch.autograd.grad(loss, list(net.parameters()), allow_unused=True)
    zeros = [torch.zeros_like(p) for p in net.parameters()]
    parts = [z if g is None else g for g, z in zip(gradient, zeros, strict=True)]
    return {"loss": loss.item(), "gradient": parameters_to_vector(parts).tolist()}


def case(kind, seed):
    torch.manual_seed(seed)
    generator, critic = network([2, 7, 5, 2]), network([2, 6, 4, 1])
    batches = [batch() for _ in range(ROUNDS)]
    first = batches[0]
    fake = generator(first["noise"]).detach()
    players = {"generator": generator, "discriminator": critic}
    stored = {
        "kind": kind,
        "rates": RATES,
        "sizes": {"generator": [2, 7, 5, 2], "discriminator": [2, 6, 4, 1]},
        "start": {name: flat(net) for name, net in players.items()},
        "batches": [{key: t.flatten().tolist() for key, t in b.items()} for b in batches],
        "samples": fake.flatten().tolist(),
        "discriminator": with_gradient(discriminator_loss(kind, generator, critic, first), critic),
        "generator": with_gradient(generator_loss(kind, generator, critic, first), generator),
        "penalty": with_gradient(
            gan.gradient_penalty(critic, first["real"], fake, first["mix"]), critic
        ),
    }
    optimizers = {
        name: torch.optim.Adam(net.parameters(), lr=RATES[name], betas=(0.5, 0.999))
        for name, net in players.items()
    }
    for drawn in batches:
        for name, loss in (("discriminator", discriminator_loss), ("generator", generator_loss)):
            optimizers[name].zero_grad()
            loss(kind, generator, critic, drawn).backward()
            optimizers[name].step()
    return stored | {"end": {name: flat(net) for name, net in players.items()}}


def cases():
    return [case(kind, seed) for kind in LOSSES for seed in range(2)]


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return round(value, 9) if isinstance(value, float) else value


if __name__ == "__main__":
    files.write_atomically(STORED, json.dumps(rounded(cases())) + "\n")
