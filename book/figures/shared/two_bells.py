"""Two narrow bells at -1 and 1, each with half of the data: their exact best guesses, and samplers.

A curve gives the shares of data and noise, a and b, at each time; `line` is flow matching's,
`circle` is diffusion's.
"""

import numpy as np
from scipy import stats

WIDTH = 0.2


def line(time):
    return time, 1 - time


def circle(time):
    return np.sin(time * np.pi / 2), np.cos(time * np.pi / 2)


def guess(x, a, b, width=WIDTH):
    """The mean of x_0 given a x_0 + b noise = x."""
    variance = (a * width) ** 2 + b**2
    side = np.tanh(a * x / variance)
    return side + a * width**2 / variance * (x - a * side)


def paths(x, steps, curve, *, dice=None, width=WIDTH):
    """Each place of the points x over so many steps; with `dice` fresh noise at each."""
    a, b = curve(np.linspace(0, 1, steps + 1))
    places = [x]
    for i in range(steps):
        best = guess(places[-1], a[i], b[i], width)
        noise = (places[-1] - a[i] * best) / b[i]
        if dice is None:
            places.append(a[i + 1] * best + b[i + 1] * noise)
            continue
        kept = b[i + 1] ** 2 * a[i] / (b[i] * a[i + 1])  # how much of the old noise stays
        fresh = np.sqrt(max(b[i + 1] ** 2 - kept**2, 0.0))
        places.append(a[i + 1] * best + kept * noise + fresh * dice.standard_normal(x.shape))
    return np.array(places)


def crowd(number):
    """Evenly spread starting points of the standard normal distribution."""
    return stats.norm.ppf((np.arange(number) + 0.5) / number)


def distance(ends):
    """How far each must be carried on average to lie as the data do (Wasserstein distance)."""
    level = (np.arange(ends.size) + 0.5) / ends.size
    x = np.linspace(-2.2, 2.2, 8001)
    below = (stats.norm.cdf(x, -1, WIDTH) + stats.norm.cdf(x, 1, WIDTH)) / 2
    return np.abs(np.sort(ends) - np.interp(level, below, x)).mean()
