"""Answers to the exercises on attention and on models of text."""

import math

import torch


def causal_attention(query, key, value):
    """Scaled dot-product attention that doesn't look ahead. Three times (batch, n, d) -> same."""
    n, d = query.shape[-2:]
    scores = query @ key.transpose(-2, -1) / math.sqrt(d)
    ahead = torch.ones(n, n, dtype=torch.bool).triu(diagonal=1)
    scores = scores.masked_fill(ahead, -math.inf)
    return scores.softmax(dim=-1) @ value


def sinusoidal_positions(length, width):
    """A vector for each position from 0: sines at even places, cosines at odd. (length, width)."""
    position = torch.arange(length)[:, None]
    frequency = 10_000 ** (-torch.arange(0, width, 2) / width)
    angles = position * frequency
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


def bits_per_character(log_p, counted):
    """Bits for each counted character; log_p in nats. Twice (batch, n) -> one number."""
    return -log_p[counted].sum() / counted.sum() / math.log(2)


def generate(model, cache, prompt, length):
    """The prompt (batch, n) and `length` more tokens, the likeliest each time.

    `model(tokens, cache)` reads only new tokens, adds them to the cache, and returns their logits
    (batch, new, vocabulary).
    """
    tokens, new = prompt, prompt
    for _ in range(length):
        logits = model(new, cache)[:, -1]
        new = logits.argmax(-1, keepdim=True)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens


def sample_token(logits, temperature, generator):
    """One token drawn from each row of logits. (batch, vocabulary) -> (batch, 1) of int64."""
    p = (logits / temperature).softmax(dim=-1)
    return torch.multinomial(p, 1, generator=generator)


def spread_of_scores():
    """The standard deviation of q·k and of q·k/√d for 64 independent standard normal entries."""
    return {"q·k": 8.0, "q·k/√d": 1.0}


def attention_diagnosis():
    """The failure of each run, and the recorded quantity that shows it."""
    return {
        "A": ("learning rate too high", "training loss"),
        "B": ("mask leaks", "held-out loss"),
        "C": ("nothing is wrong", "held-out loss"),
    }
