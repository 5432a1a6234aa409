"""Pitch, means, neighbours, losses, clips and the mark: book/6-applications/voice-conversion.md."""

import importlib
import itertools
from unittest import mock

import formula
import numpy as np
import torch
from registry import checks
from signs import Terms

from genai_utils import audio, conversion
from genai_utils.conversion import Bottleneck, Frames, Regression, Voice

mark_file = importlib.import_module("genai_utils.audio.mark")


def random(seed, *shape):
    return np.random.default_rng(seed).uniform(-1.0, 1.0, shape)


def voice(mean, spread, pitch_mean=4.0, pitch_spread=0.2):
    columns = (torch.from_numpy(np.atleast_1d(it))[:, None].double() for it in (mean, spread))
    return Voice(*columns, pitch_mean, pitch_spread)


@checks("eq-pitch-matched", tolerance=1e-5)
def pitch_matched():
    """The logarithm of the pitch gets the target's mean and spread."""
    printed = formula.read("eq-pitch-matched")
    for seed in range(3):
        logs = 4.6 + 0.2 * random(seed, 50)
        mean, spread = logs.mean(), logs.std()
        # Matched by ranks of units: the standardised values, laid out on the target's scale.
        wanted = np.interp(logs, [mean - spread, mean, mean + spread], [5.1, 5.4, 5.7])
        inner = np.abs(logs - mean) <= spread
        for log, after in zip(logs[inner], wanted[inner], strict=True):
            names = {r"\mu_a": mean, r"\sigma_a": spread, r"\mu_b": 5.4, r"\sigma_b": 0.3}
            yield printed.error({r"f'": np.exp(after), "f": np.exp(log), **names})
        one, other = voice(0.0, 1.0, mean, spread), voice(0.0, 1.0, 5.4, 0.3)
        by_code = conversion.pitch_matched(torch.from_numpy(np.exp(logs)), one, other)
        yield np.abs(np.log(by_code.numpy())[inner] - wanted[inner]).max()


@checks("eq-mean-matched", tolerance=1e-12)
def mean_matched():
    """A cepstrum less its voice's mean, plus the target's."""
    printed = formula.read("eq-mean-matched")
    for seed in range(3):
        frames, goal = random(seed, 1, 40), random(seed + 9, 1, 30) + 2
        own, other = frames.mean(), goal.mean()
        made = conversion.mean_matched(
            Frames(torch.from_numpy(frames), torch.zeros(40)), voice(own, 1.0), voice(other, 1.0)
        ).cepstrum.numpy()
        yield abs(made.mean() - goal.mean())  # what the formula is for
        yield abs(made.std() - frames.std())
        for c, after in zip(frames[0], made[0], strict=True):
            yield printed.error({"c'": after, "c": c, "m_a": own, "m_b": other})


@checks("eq-nearest-frames", tolerance=1e-9)
def nearest_frames():
    """The converted frame is the mean of the target's nearest frames."""
    printed = formula.read("eq-nearest-frames")
    silent = conversion.recorded("yes", 0)
    for k, seed in ((1, 0), (3, 1), (5, 2)):
        bank, asked = random(seed, conversion.KEPT, 20), random(seed + 9, conversion.KEPT, 1)
        known = [
            type(silent)(silent.utterance, 0, Frames(torch.from_numpy(bank), torch.zeros(20)), ())
        ]
        same = voice(np.zeros(conversion.KEPT), np.ones(conversion.KEPT))
        source = Frames(torch.from_numpy(asked), torch.zeros(1))
        made = conversion.Neighbours(known, 0, same)(source, same, k).cepstrum.numpy()[:, 0]
        order = sorted(range(20), key=lambda i: ((bank[:, i] - asked[:, 0]) ** 2).sum())
        for row in range(3):
            chosen = Terms(bank[row, order[:k]])
            yield printed.error({"c'": made[row], "k": k, "b_i": chosen})


def losses_of(label, network, left, right):
    """The printed loss against PyTorch's own mean squared error."""
    printed = formula.read(label)
    made, wanted = left.flatten().double().numpy(), right.flatten().double().numpy()
    value = torch.nn.functional.mse_loss(left, right).item()
    names = {"D": len(made), "g_i": Terms(made), "x_i": Terms(wanted), "y_i": Terms(wanted)}
    symbol = {"eq-bottleneck-loss": r"\ell_B", "eq-parallel-loss": r"\ell_P"}[label]
    return printed.error({**names, symbol: value})


@checks("eq-bottleneck-loss", tolerance=1e-6)
def bottleneck_loss():
    """The loss is the mean squared error of the frame that the decoder restores."""
    for seed in range(3):
        torch.manual_seed(seed)
        network, x = Bottleneck(2, 2), torch.randn(1, conversion.KEPT, 5)
        with torch.no_grad():
            made = network(x, torch.tensor([1]))
        yield losses_of("eq-bottleneck-loss", network, made, x)


@checks("eq-parallel-loss", tolerance=1e-6)
def parallel_loss():
    """The loss is the mean squared error against the target's frame at the same place."""
    for seed in range(3):
        torch.manual_seed(seed)
        network, x = Regression(2), torch.randn(1, conversion.KEPT, 5)
        with torch.no_grad():
            made = network.convert(x, torch.tensor([0]), torch.tensor([1]))
        yield losses_of("eq-parallel-loss", network, made, torch.randn(1, conversion.KEPT, 5))


@checks("eq-mark", tolerance=1e-4)
def mark():
    """A marked cell's amplitude is the unmarked one times e to the strength with its sign."""
    printed = formula.read("eq-mark")
    tone = torch.sin(torch.arange(11025) / audio.RATE * 2 * torch.pi * 1000)
    inside = slice(2048, 8192)
    for s, delta in itertools.product((-1.0, 1.0), (0.05, 0.15, 0.4)):
        # One sign everywhere, so that no neighbour's reaches into the cells that are looked at.
        with mock.patch.object(mark_file, "signs", lambda key, n, s=s: torch.full((48, n), s)):
            after = audio.marked(tone, 0, strength=delta)
        before, now = (it[inside].square().mean().sqrt().item() for it in (tone, after))
        yield printed.error({"A'": now, "A": before, r"\delta": delta, "s": s})


@checks("eq-mark-score", tolerance=1e-6)
def mark_score():
    """The score is the keyed sum over its standard deviation, of all the keys that may be drawn."""
    printed = formula.read("eq-mark-score")
    for seed in range(3):
        r = random(seed, 9)
        sums = np.array([np.dot(r, key) for key in itertools.product((-1, 1), repeat=9)])
        yield abs(sums.mean())
        for s in random(seed + 5, 4, 9).round() * 2 // 1:
            s = np.where(s >= 0, 1.0, -1.0)
            names = {"s_i": Terms(s), "r_i": Terms(r), "n": 9}
            yield printed.error({"z": np.dot(s, r) / sums.std(), **names})
    sound = torch.from_numpy(random(0, 22050))
    found = audio.cells(sound.float()).double().numpy()
    signs = audio.signs(3, found.shape[1]).numpy()
    by_hand = (found * signs).sum() / np.linalg.norm(found)
    yield abs(audio.mark_score(sound.float(), 3) - by_hand) / 10


@checks("eq-mu-law", tolerance=1e-6)
def mu_law():
    """The logarithmic scale whose slope at 0 is 255 / log 256 times that at a straight line."""
    printed = formula.read("eq-mu-law")
    for x in (0.0, 0.001, 0.03, 0.5, 1.0):
        grid = np.linspace(0, x, 200_001)
        slopes = 255 / (1 + 255 * grid) / np.log(256)  # its derivative, added up
        area = np.trapezoid(slopes, grid)
        yield printed.error({"F(x)": area, "x": x})
        yield abs(audio.companded(torch.tensor(x, dtype=torch.double)).item() - area)
