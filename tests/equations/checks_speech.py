"""Sound as data and what speech is trained by: book/6-applications/speech.md."""

import itertools
import math

import formula
import numpy as np
import scipy.fft
import scipy.signal
import torch
from registry import checks
from scipy import optimize, stats

from genai_utils import audio, losses
from genai_utils.audio import vocoder

SIZE, HOP = 16, 4
WINDOW = scipy.signal.get_window("hann", SIZE)


def sound(seed, samples=40):
    return np.random.default_rng(seed).normal(size=samples)


def matrix(samples):
    """The whole transform as a matrix from samples to complex numbers, all frequencies, by hand."""
    rows = []
    for t in range(1 + samples // HOP):
        for k in range(SIZE):
            row = np.zeros(samples, complex)
            for n in range(SIZE):
                m = t * HOP + n - SIZE // 2
                if 0 <= m < samples:
                    row[m] += WINDOW[n] * np.exp(-2j * np.pi * k * n / SIZE)
            rows.append(row)
    return np.array(rows)


def folded(table, samples):
    """Rows of all frequencies, frame after frame, as our half (k, t)."""
    return table.reshape(1 + samples // HOP, SIZE)[:, : SIZE // 2 + 1].T


@checks("eq-stft", tolerance=1e-12)
def short_time_transform():
    """The short-time Fourier transform, sample by sample."""
    for seed in range(3):
        x = sound(seed)
        by_code = audio.stft(torch.from_numpy(x), SIZE, HOP).numpy()
        yield np.abs(by_code - folded(matrix(len(x)) @ x, len(x))).max()


@checks("eq-istft", tolerance=1e-9)
def best_sound():
    """The sound whose transform is nearest to a given table."""
    for seed in range(3):
        draw, samples = np.random.default_rng(seed), 40
        half = draw.normal(size=(9, 11)) + 1j * draw.normal(size=(9, 11))
        half[[0, -1]] = half[[0, -1]].real
        whole = np.concatenate([half, half[-2:0:-1].conj()]).T.ravel()
        table = matrix(samples)
        stacked = np.concatenate([table.real, table.imag])
        nearest = np.linalg.lstsq(stacked, np.concatenate([whole.real, whole.imag]), rcond=None)[0]
        by_code = audio.istft(torch.from_numpy(half), samples, SIZE, HOP).numpy()
        yield np.abs(by_code - nearest).max()


@checks("eq-mel", tolerance=1e-12)
def mel_scale():
    """The mel of a frequency."""
    printed = formula.read("eq-mel")
    for f in (0.0, 100.0, 700.0, 5000.0):
        m = 2595 * math.log1p(f / 700) / math.log(10)
        yield printed.error({"m(f)": m, "f": f})
        yield abs(audio.to_mel(torch.tensor(f, dtype=torch.double)).item() - m) / 1000


@checks("eq-dct", tolerance=1e-12)
def cosine_transform():
    """A cepstrum's coefficients are cosine sums of the log-mel values."""
    for bands in (4, 9):
        s = sound(bands, bands)
        theirs = scipy.fft.dct(s, norm="ortho")
        spelled = [
            math.sqrt(2 / bands)
            * sum(s[b] * math.cos(math.pi * j * (b + 0.5) / bands) for b in range(bands))
            for j in range(1, bands)
        ]
        yield np.abs(theirs[1:] - spelled).max()
        ours = audio.mel_cepstrum(torch.from_numpy(s)[:, None])[:, 0].numpy()
        yield np.abs(ours - theirs).max()


@checks("eq-pulses", tolerance=1e-9)
def pulse_train():
    """A sum of equal harmonics in closed form."""
    for pitch, rate in ((900.0, 8000), (230.0, 8000), (1500.0, 22050)):
        count = math.ceil(rate / 2 / pitch) - 1
        n = np.arange(1, 60)
        phi = 2 * np.pi * pitch * n / rate
        summed = sum(np.cos(j * phi) for j in range(1, count + 1))
        closed = (np.sin((count + 0.5) * phi) / np.sin(phi / 2) - 1) / 2
        yield np.abs(summed - closed).max()
        train = audio.pulses(torch.full((2,), pitch, dtype=torch.double), 60, rate=rate)
        yield np.abs(train[1:].numpy() - summed).max()


@checks("eq-resonator", tolerance=1e-4)
def resonator():
    """The size of a resonator's response."""
    for centre, width in ((500.0, 80.0), (2440.0, 200.0)):
        rho, theta = np.exp(-np.pi * width / 22050), 2 * np.pi * centre / 22050
        # The response to an impulse, computed sample by sample, then transformed.
        y, impulse = np.zeros(1 << 14), (1 - 2 * rho * np.cos(theta) + rho**2)
        for n in range(len(y)):
            before = y[n - 1] if n else 0.0
            y[n] = (impulse if n == 0 else 0) + 2 * rho * np.cos(theta) * before
            y[n] -= rho**2 * (y[n - 2] if n > 1 else 0.0)
        response = np.abs(np.fft.rfft(y))[:: (1 << 14) // 1024]
        ours = audio.resonances([centre], [width]).numpy()
        yield np.abs(ours - response).max() / response.max()


@checks("eq-griffin-lim", tolerance=1e-12)
def amplitude_projection():
    """A step of Griffin and Lim: the sound nearest to the table, then the given sizes."""
    for seed in range(4):
        draw = np.random.default_rng(seed)
        x, size = complex(*draw.normal(size=2)), abs(draw.normal())
        # The nearest number of this size, found by going round the circle.
        turn = optimize.minimize_scalar(
            lambda a: abs(size * np.exp(1j * a) - x), bounds=(-np.pi, np.pi), method="bounded",
            options={"xatol": 1e-13},
        ).x  # fmt: skip
        ours = audio.with_amplitude(
            torch.tensor(x, dtype=torch.cdouble), torch.tensor(size, dtype=torch.double)
        ).item()
        yield max(0.0, abs(ours - size * np.exp(1j * turn)) - 1e-6)
        yield abs(ours - size * x / abs(x))
        table = matrix(40)
        twice = audio.consistent(
            audio.stft(torch.from_numpy(sound(seed)), SIZE, HOP), 40, SIZE, HOP
        )
        yield np.abs(twice.numpy() - folded(table @ sound(seed), 40)).max()


@checks("eq-griffin-lim-descent", tolerance=1e-12)
def descent():
    """No step of Griffin and Lim raises the distance between its two sets."""
    for seed in range(3):
        draw = np.random.default_rng(seed)
        sizes = np.abs(draw.normal(size=(11, SIZE)))
        sizes[:, 9:] = sizes[:, 7:0:-1]
        table = matrix(40)
        real = np.concatenate([table.real, table.imag])
        x = sizes * np.exp(1j * draw.uniform(-3, 3, size=sizes.shape))
        gaps = []
        for _ in range(12):
            wanted = np.concatenate([x.ravel().real, x.ravel().imag])
            y = table @ np.linalg.lstsq(real, wanted, rcond=None)[0]
            gaps.append(np.linalg.norm(x.ravel() - y))
            x = sizes * np.exp(1j * np.angle(y.reshape(sizes.shape)))
        yield max(0.0, max(late - early for early, late in itertools.pairwise(gaps)))
        given = torch.from_numpy(sizes.T[: SIZE // 2 + 1].copy())
        _, ours = audio.griffin_lim(given, 40, 12, SIZE, HOP, seed)
        yield max(0.0, max(late - early for early, late in itertools.pairwise(ours)))


@checks("eq-source-filter", tolerance=1e-9)
def source_and_filter():
    """The synthesiser's table is the sum of both sources, each times its response."""
    torch.manual_seed(0)
    model = vocoder.Vocoder().double()
    frames, pitch = torch.randn(1, 5, 40).double(), torch.full((1, 5), 110.0).double()
    noise = torch.randn(1, 1024).double()
    with torch.no_grad():
        of_pulses, of_noise = model.responses(frames, pitch)
        made = model(frames, pitch, noise)
        source = audio.pulses(pitch[0], 1024)[None]
        table = of_pulses * audio.stft(source) + of_noise * audio.stft(noise)
        yield (made - audio.istft(table, 1024)).abs().max().item()
        silent = model(frames, torch.zeros_like(pitch), torch.zeros_like(noise))
    yield silent.abs().max().item()


@checks("eq-spectral-loss", tolerance=1e-6)
def spectral():
    """The loss of the synthesiser compares sizes and their logarithms over several windows."""
    one, other = sound(1, 4000), sound(2, 4000)
    total = 0.0
    for size in (512, 1024, 2048):
        window = scipy.signal.get_window("hann", size)
        tool = scipy.signal.ShortTimeFFT(window, size // 4, 22050, phase_shift=None)
        count = 1 + 4000 // (size // 4)
        a, b = (np.abs(tool.stft(x, p0=0, p1=count)) * 2 / size for x in (one, other))
        total += np.abs(np.log(a + 1e-4) - np.log(b + 1e-4)).mean() + 10 * np.abs(a - b).mean()
    ours = vocoder.spectral_loss(*(torch.from_numpy(x) for x in (one, other))).item()
    yield abs(ours - total / 3)


@checks("eq-phone-likelihood", tolerance=1e-6)
def phone_likelihood():
    """A word's phones cost the sum of what each costs after those before it."""
    for seed in range(3):
        scores = np.random.default_rng(seed).normal(size=(4, 5))
        meant = [3, 1, 0]
        chances = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
        product = math.prod(chances[i, phone] for i, phone in enumerate(meant))
        ours = losses.spelling_loss(torch.from_numpy(scores)[None], torch.tensor([[*meant, -1]]))
        yield abs(ours.item() + math.log(product))


@checks("eq-duration-loss", tolerance=1e-12)
def durations():
    """The duration loss is the squared difference of logarithms."""
    printed = formula.read("eq-duration-loss")
    for guess, frames in ((0.3, 2.0), (2.0, 9.5), (1.0, math.e)):
        listed = math.log(math.exp(guess) / frames) ** 2
        yield printed.error({r"\ell_D": listed, "g": guess, "d": frames})
        ours = losses.duration_loss(
            *(torch.tensor([v], dtype=torch.double) for v in (guess, frames))
        )
        yield abs(ours.item() - listed)


@checks("eq-alignment", tolerance=1e-12)
def alignment():
    """The cheapest path through a table of costs, found step by step, is that of all paths."""
    for seed in range(4):
        costs = np.random.default_rng(seed).uniform(size=(4, 3))

        def paths(i, j):
            if (i, j) == (3, 2):
                yield costs[i, j]
            for a, b in ((1, 1), (1, 0), (0, 1)):
                if i + a < 4 and j + b < 3:
                    yield from (costs[i, j] + rest for rest in paths(i + a, j + b))

        ours = audio.align(torch.from_numpy(costs))
        yield abs(sum(costs[i, j] for i, j in ours) - min(paths(0, 0)))


@checks("eq-mcd", tolerance=1e-9)
def mel_cepstral():
    """The distance of two cepstra is that of two envelopes in decibels, root mean square."""
    for seed, bands in ((0, 6), (1, 9)):
        draw = np.random.default_rng(seed)
        one, other = draw.normal(size=(2, bands))
        one, other = one - one.mean(), other - other.mean()  # coefficient 0 isn't compared
        decibels = 20 * np.log10(np.exp(one - other))
        columns = [torch.from_numpy(scipy.fft.dct(s, norm="ortho"))[:, None] for s in (one, other)]
        ours = audio.mel_cepstral_distance(*columns, bands)
        yield abs(ours - np.sqrt((decibels**2).mean()))


@checks("eq-frame-likelihood", tolerance=1e-9)
def frame_likelihood():
    """A frame's coefficients are independent Gaussians, given all that came before."""
    for seed in range(3):
        c, mu, log_sigma = np.random.default_rng(seed).normal(size=(3, 4, 5))
        listed = stats.norm(mu, np.exp(log_sigma)).logpdf(c).sum()
        given = [torch.from_numpy(it) for it in (c, mu, 2 * log_sigma)]
        yield abs(losses.normal_log_density(*given).sum().item() - listed)
