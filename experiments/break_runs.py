"""Make the records of broken runs: `python experiments/break_runs.py [gan] [vae] [attention]`.

Stores `genai_utils/exercises/traces/NAME.json`, which the exercises in diagnosis of the notebooks
show. Takes a minute and a half.

Each run is broken in one place, named in its comment. The numbers are rounded, so that a reader
finds the same file on another machine up to the last digits that training magnifies.
"""

import json
import sys

import stored_json
import torch
from torch import nn
from torch.nn import functional as F

from genai_utils import data, files, losses, runtime
from genai_utils.models import (
    VAE,
    FullyConnectedDiscriminator,
    FullyConnectedGenerator,
    Transformer,
    generate,
    naive_attention,
)

TRACES = stored_json.NOTEBOOKS.parent / "genai_utils" / "exercises" / "traces"


def rounded(values):
    return [float(f"{value:.4g}") for value in values]


def trace(rows, *names):
    """The columns of a run's rows, an epoch each, by name."""
    columns = zip(*rows, strict=True)
    return {name: rounded(column) for name, column in zip(names, columns, strict=True)}


def classes(samples, digits):
    """To how many of the ten classes at least 2 % of the samples are nearest."""
    nearest = torch.cdist(samples, digits.images).argmin(1)
    counts = torch.bincount(digits.labels[nearest], minlength=10)
    return int((counts >= 0.02 * len(samples)).sum())


def gan_run(generator_rate, discriminator_rate, turns=(1, 1), saturating=False, epochs=25):
    """`turns` are the steps of generator and discriminator on each batch."""
    runtime.start(seed=0)
    digits = data.small_digits()
    generator = FullyConnectedGenerator(16, (64, 128), 64)
    discriminator = FullyConnectedDiscriminator(64, (128, 64))
    optimizers = [
        torch.optim.Adam(network.parameters(), lr=rate, betas=(0.5, 0.999), fused=True)
        for network, rate in ((generator, generator_rate), (discriminator, discriminator_rate))
    ]
    loss = losses.generator_loss_saturating if saturating else losses.generator_loss_non_saturating
    rows = []
    for _ in range(epochs):
        sums = torch.zeros(3)
        batches = (2 * digits.images - 1)[torch.randperm(len(digits))].split(64)
        for real in batches:
            for _ in range(turns[1]):
                fake = generator(torch.randn(len(real), 16)).detach()
                critique = losses.discriminator_loss(discriminator(real), discriminator(fake))
                optimizers[1].zero_grad()
                critique.backward()
                optimizers[1].step()
            for _ in range(turns[0]):
                logits = discriminator(generator(torch.randn(len(real), 16)))
                optimizers[0].zero_grad()
                loss(logits).backward()
                optimizers[0].step()
            length = torch.stack([p.grad.norm() for p in generator.parameters()]).norm()
            reply = losses.generator_loss_non_saturating(logits)
            sums += torch.stack([critique, reply, length]).detach() / len(batches)
        with torch.no_grad():
            samples = (generator(torch.randn(500, 16)) + 1) / 2
        rows.append([*sums.tolist(), classes(samples, digits)])
    found = trace(rows, "discriminator loss", "generator loss", "generator's gradient", "classes")
    return found | {"samples": (16 * samples[:10]).round().int().tolist()}


class Autoregressive(nn.Module):
    """A decoder that sees the pixels before the one that it predicts, and so needs no code."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder
        self.before = nn.Parameter(0.1 * torch.randn(16, 64, 64))
        self.mix = nn.Parameter(0.1 * torch.randn(16, 1, 64))

    def forward(self, z, x):
        hidden = (x @ self.before.triu(diagonal=1)).relu()  # 16 units for each pixel
        return self.decoder(z) + (hidden * self.mix).sum(0)


def vae_run(objective, autoregressive=False, epochs=40):
    runtime.start(seed=0)
    model = VAE(pixels=64, hidden=(64,), latent=8)
    decoder = Autoregressive(model.decode)
    parts = [*model.parameters(), *([decoder.before, decoder.mix] if autoregressive else [])]
    optimizer = torch.optim.Adam(parts, lr=3e-3, fused=True)
    images, rows = data.small_digits().images, []
    for _ in range(epochs):
        sums = torch.zeros(2)
        batches = images[torch.randperm(len(images))].split(64)
        for batch in batches:
            x = data.binarize(batch)
            mu, log_var = model.encode(x)
            z = model.reparameterize(mu, log_var)
            logits = decoder(z, x) if autoregressive else model.decode(z)
            distortion = -losses.bernoulli_log_likelihood(logits, x).mean()
            rate = losses.kl_standard_normal(mu, log_var).mean()
            optimizer.zero_grad()
            objective(distortion, rate).backward()
            optimizer.step()
            sums += torch.stack([distortion, rate]).detach() / len(batches)
        rows.append(sums.tolist())
    return trace(rows, "distortion", "rate")


STATES, LENGTH = 8, 32


def walk(chain, count):
    """Sequences of a Markov chain: the least loss per token is known, the chain's entropy."""
    tokens = [torch.randint(STATES, (count,))]
    for _ in range(LENGTH):
        tokens.append(torch.multinomial(chain[tokens[-1]], 1).squeeze(1))
    return torch.stack(tokens, dim=1)


def attention_run(rate=3e-3, causal=True, examples=2000, epochs=15):
    runtime.start(seed=0)
    chain = (2 * torch.randn(STATES, STATES)).softmax(-1)
    train, held_out = walk(chain, examples), walk(chain, 400)

    def attention(query, key, value, asked):
        return naive_attention(query, key, value, asked and causal)

    model = Transformer(STATES, 32, 4, 2, LENGTH, attention=attention)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, fused=True)
    rows = []

    def loss(x):
        return F.cross_entropy(model(x[:, :-1]).flatten(0, 1), x[:, 1:].flatten())

    for _ in range(epochs):
        seen = []
        for batch in train[torch.randperm(examples)].split(64):
            optimizer.zero_grad()
            value = loss(batch)
            value.backward()
            optimizer.step()
            seen.append(value.item())
        with torch.no_grad():
            written = generate(model, held_out[:100, :1], LENGTH - 1, cached=False)
            likely = chain[written[:, :-1], written[:, 1:]].log().mean().item()
            rows.append([sum(seen) / len(seen), loss(held_out).item(), -likely])
    found = trace(rows, "training loss", "held-out loss", "loss of written text")
    visited = torch.bincount(train[:, :-1].flatten(), minlength=STATES) / train[:, :-1].numel()
    entropy = -(visited[:, None] * chain * chain.log()).sum().item()
    return found | {"entropy of the source": rounded([entropy] * epochs)}


RUNS = {
    "gan": lambda: {
        "healthy": gan_run(5e-3, 5e-3),
        "A": gan_run(1e-4, 2e-3, turns=(1, 5), saturating=True),  # the discriminator runs ahead
        "B": gan_run(4e-3, 2e-4, turns=(5, 1)),  # the generator chases one weak spot after another
        "C": gan_run(0.03, 0.1),  # the first steps kill every unit of the discriminator
    },
    "vae": lambda: {
        "healthy": vae_run(lambda distortion, rate: distortion + rate),
        "A": vae_run(lambda distortion, rate: distortion),  # nothing is paid for the code
        "B": vae_run(lambda distortion, rate: distortion + rate, autoregressive=True),
        "C": vae_run(lambda distortion, rate: distortion / 64 + rate),  # a mean next to a sum
    },
    "attention": lambda: {
        "A": attention_run(rate=0.3),  # no step is small
        "B": attention_run(causal=False),  # every position sees the token that it predicts
        "C": attention_run(),  # nothing is wrong
    },
}


def main(names):
    for name in names or RUNS:
        text = json.dumps(RUNS[name](), separators=(",", ":"), ensure_ascii=False)
        lines = text.replace('"samples"', '\n"samples"') + "\n"
        files.write_atomically(TRACES / f"{name}.json", lines)
        print(f"{name}.json: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
