"""Attention without positions, and with them: book/4-mathematics/self-attention.md."""

import itertools
import math

import numpy as np
import torch
from checks_attention_layer import KINDS, causal_rows, layer, triple
from registry import checks
from scipy import linalg

from genai_utils import models


@checks("eq-permutation-equivariance", tolerance=1e-12)
def permutation_equivariance():
    """Attention without positions: permuted input, permuted output."""
    for seed, kind in itertools.product(range(3), KINDS):
        x = triple(seed, 6, 6)[0]
        maps = triple(seed + 10, 4, 4, 4, 4)
        order = torch.randperm(6, generator=torch.Generator().manual_seed(seed))
        before = kind(*(x @ m for m in maps))
        after = kind(*(x[order] @ m for m in maps))
        yield (after - before[order]).abs().max()


@checks("eq-order-blind", tolerance=1e-12)
def order_blind():
    """Without positions the last output doesn't know the order of what came before."""
    for seed, kind, causal in itertools.product(range(3), KINDS, (False, True)):
        q, k, v = triple(seed, 6, 6)
        order = [*torch.randperm(5, generator=torch.Generator().manual_seed(seed)).tolist(), 5]
        found = kind(q, k[order], v[order], causal)[-1]
        yield (found - kind(q, k, v, causal)[-1]).abs().max()


@checks("eq-sinusoidal", tolerance=1e-6)
def sinusoidal():
    """The sinusoidal positions."""
    for length, width in ((1, 2), (50, 6), (300, 64)):
        found = models.sinusoidal_positions(length, width)
        for t, j in itertools.product(range(0, length, 7), range(width // 2)):
            turned = np.exp(1j * t * 10_000 ** (-2 * j / width))
            yield abs(found[t, 2 * j].item() - turned.imag)
            yield abs(found[t, 2 * j + 1].item() - turned.real)


@checks("eq-sinusoidal-shift", tolerance=1e-6)
def sinusoidal_shift():
    """A shift turns every pair of a sinusoidal position by an angle."""
    table = models.sinusoidal_positions(120, 8).double().numpy()
    for shift in (1, 5, 40):
        angles = [shift * 10_000 ** (-2 * j / 8) for j in range(4)]
        blocks = [[[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]] for a in angles]
        turn = linalg.block_diag(*blocks)
        yield np.abs(turn @ turn.T - np.eye(8)).max()
        for t in (0, 1, 33, 79):  # the same matrix from wherever the step is taken
            yield np.abs(table[t + shift] - turn.T @ table[t]).max()


@checks("eq-sinusoidal-product", tolerance=1e-5)
def sinusoidal_product():
    """Products of two sinusoidal positions depend on their distance alone."""
    table = models.sinusoidal_positions(60, 10).double().numpy()
    for t, u in [(0, 0), (3, 17), (59, 1), (40, 40)]:
        cosines = (math.cos((t - u) * 10_000 ** (-2 * j / 10)) for j in range(5))
        yield abs(table[t] @ table[u] - sum(cosines))


def as_complex(x):
    return x[..., 0::2] + 1j * x[..., 1::2]


@checks("eq-rotary", tolerance=1e-12)
def rotary():
    """Rotary positions turn queries and keys."""
    x = triple(0, queries=7, d_k=6)[0]
    speeds = 10_000 ** (-2 * np.arange(3) / 6)
    for start in (0, 5, 1000):
        found = as_complex(models.rotary(x, start).numpy())
        for t in range(7):
            turned = as_complex(x.numpy()[t]) * np.exp(1j * speeds * (start + t))
            yield np.abs(found[t] - turned).max()


@checks("eq-rotary-relative", tolerance=1e-10)
def rotary_relative():
    """Turned queries and keys have products that depend on the distance alone."""
    q, k, _ = triple(1, queries=1, keys=1, d_k=6)
    for t, u in [(0, 0), (3, 1), (2, 9), (400, 390), (5, 2000)]:
        score = (models.rotary(q, t) @ models.rotary(k, u).T).item()
        # The rotation by the distance as a matrix: real parts, and imaginary parts across.
        speeds = 10_000 ** (-2 * np.arange(3) / 6)
        turn = np.kron(np.diag(np.exp(1j * speeds * (u - t)).real), np.eye(2))
        turn += np.kron(np.diag(np.exp(1j * speeds * (u - t)).imag), [[0.0, -1.0], [1.0, 0.0]])
        yield abs(score - q.numpy()[0] @ turn @ k.numpy()[0])
    # A layer that turns: scores from complex numbers, and the same wherever the text begins.
    x = np.random.default_rng(0).normal(size=(6, 12))
    module, blocks = layer(heads=3)
    module.turned = True
    expected = 0.0
    for w_q, w_k, w_v, w_o in blocks:
        speeds = 10_000 ** (-2 * np.arange(2) / 4)
        turns = np.exp(1j * speeds * np.arange(6)[:, None])
        turned_q, turned_k = (as_complex(x @ w) * turns for w in (w_q, w_k))
        scores = (turned_q @ turned_k.conj().T).real / math.sqrt(4)
        expected = expected + causal_rows(scores) @ x @ (w_v @ w_o)
    for start in (0, 1, 37, 500):
        found = module(torch.from_numpy(x)[None], 0, None, start)[0].detach().numpy()
        yield np.abs(found - expected).max()
