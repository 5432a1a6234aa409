"""Right answers to the exercises on attention and text, written otherwise than the solutions."""

import math

import torch
from answers_vae import answers
from torch.nn import functional as F


@answers("ex-attention-causal")
def fused(query, key, value):
    return F.scaled_dot_product_attention(query, key, value, is_causal=True)


@answers("ex-attention-causal")
def token_by_token(query, key, value):
    rows = []
    for t in range(query.shape[1]):
        seen = key[:, : t + 1]
        scores = torch.einsum("bd,bnd->bn", query[:, t], seen) * query.shape[-1] ** -0.5
        weights = torch.exp(scores - scores.max(dim=1, keepdim=True).values)
        weights = weights / weights.sum(dim=1, keepdim=True)
        rows.append(torch.einsum("bn,bnd->bd", weights, value[:, : t + 1]))
    return torch.stack(rows, dim=1)


@answers("ex-attention-causal")
def with_a_large_negative_number(query, key, value):
    scores = torch.einsum("bid,bjd->bij", query, key) / query.shape[-1] ** 0.5
    seen = torch.tril(torch.ones(scores.shape[-2:]))
    return F.softmax(scores - 1e9 * (1 - seen), dim=2) @ value


@answers("ex-attention-positions")
def filled_in_place(length, width):
    table = torch.zeros(length, width)
    position = torch.arange(length, dtype=torch.float).unsqueeze(1)
    rates = torch.exp(torch.arange(0, width, 2).float() * -(math.log(10_000.0) / width))
    table[:, 0::2] = torch.sin(position * rates)
    table[:, 1::2] = torch.cos(position * rates)
    return table


@answers("ex-attention-bits")
def bits_as_a_number(log_p, counted):
    total = sum(p.item() for p, c in zip(log_p.flatten(), counted.flatten(), strict=True) if c)
    return -total / int(counted.sum()) * math.log2(math.e)


@answers("ex-attention-generate")
def prompt_first_then_a_loop(model, cache, prompt, length):
    pieces = [prompt]
    logits = model(prompt, cache)
    while sum(piece.shape[1] for piece in pieces) < prompt.shape[1] + length:
        pieces.append(torch.max(logits[:, -1, :], dim=-1).indices.unsqueeze(1))
        if sum(piece.shape[1] for piece in pieces) < prompt.shape[1] + length:
            logits = model(pieces[-1], cache)
    return torch.hstack(pieces)


@answers("ex-attention-sample")
def by_gumbel_noise(logits, temperature, generator):
    uniform = torch.rand(logits.shape, generator=generator)
    return torch.argmax(logits / temperature - (-uniform.log()).log(), dim=1, keepdim=True)


@answers("ex-attention-spread")
def spread_as_integers():
    return {"q·k": 8, "q·k/√d": 1}


@answers("ex-attention-diagnose")
def other_evidence():
    return {
        "A": ("learning rate too high", "held-out loss"),
        "B": ("mask leaks", "training loss"),
        "C": ("nothing is wrong", "loss of written text"),
    }


@answers("ex-attention-causal")
def masked_after_and_divided_anew(query, key, value):
    weights = (query @ key.mT / query.shape[-1] ** 0.5).softmax(-1).tril()
    return weights / weights.sum(-1, keepdim=True) @ value


@answers("ex-attention-positions")
def turned_as_complex_numbers(length, width):
    frequency = torch.pow(10_000.0, -torch.arange(0, width, 2) / width)
    turned = torch.polar(
        torch.ones(length, width // 2), torch.outer(torch.arange(length), frequency)
    )
    return torch.stack([turned.imag, turned.real], -1).reshape(length, width)


@answers("ex-attention-bits")
def bits_by_a_product(log_p, counted):
    return -(log_p * counted).sum() / counted.float().sum() / torch.tensor(2.0).log()


@answers("ex-attention-generate")
def reads_its_last_token_too(model, cache, prompt, length):
    tokens, logits = prompt, model(prompt, cache)
    for _ in range(length):
        new = logits[:, -1:].argmax(-1)
        tokens = torch.cat([tokens, new], 1)
        logits = model(new, cache)
    return tokens


@answers("ex-attention-generate")
def reads_the_prompt_token_by_token(model, cache, prompt, length):
    for place in range(prompt.shape[1] - 1):
        model(prompt[:, place : place + 1], cache)
    tokens = prompt.clone()
    while tokens.shape[1] < prompt.shape[1] + length:
        tokens = torch.cat([tokens, model(tokens[:, -1:], cache)[:, 0].argmax(1, True)], 1)
    return tokens


@answers("ex-attention-sample")
def by_cumulative_shares(logits, temperature, generator):
    shares = torch.softmax(logits / temperature, 1).cumsum(1)
    uniform = torch.rand(len(logits), 1, generator=generator)
    return torch.searchsorted(shares, uniform).clamp(max=logits.shape[1] - 1)
