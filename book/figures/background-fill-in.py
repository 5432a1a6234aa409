"""Lower halves of digits, drawn given the upper halves: the Gaussians of the page, a class each.

It draws `eq-gaussian-conditional` and `eq-mixture-conditional`; the fit is
`eq-shrunk-covariance`.
"""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical, MultivariateNormal

from genai_utils import data, plots

KAPPA, DRAWS, SHOWN = 20, 5, (4, 7, 9)
UPPER, LOWER = torch.arange(32), torch.arange(32, 64)


def shrink(covariance, count, towards):
    return (count * covariance + KAPPA * towards) / (count + KAPPA)


def gaussians(counts, labels):
    """Log-shares (10,), means (10, 64) and covariances (10, 64, 64)."""
    parts = [counts[labels == digit] for digit in range(10)]
    means = torch.stack([part.mean(0) for part in parts])
    within = (counts - means[labels]).T.cov(correction=0)
    shared = shrink(within, len(counts), within.diagonal().diag())
    own = torch.stack([shrink(p.T.cov(correction=0), len(p), shared) for p in parts])
    shares = torch.tensor([len(part) for part in parts], dtype=torch.double)
    return shares.log(), means + 0.5, own + torch.eye(64, dtype=torch.double) / 12


def lower_halves(seen, log_shares, means, covariances):
    """Draws (DRAWS, 32), and the probabilities of the digits given the upper half."""
    cut = covariances[:, UPPER][:, :, UPPER]
    across = covariances[:, LOWER][:, :, UPPER]
    log_p = log_shares + MultivariateNormal(means[:, UPPER], cut).log_prob(seen)
    gain = torch.linalg.solve(cut, across.mT).mT
    mean = means[:, LOWER] + (gain @ (seen - means[:, UPPER])[..., None])[..., 0]
    left = covariances[:, LOWER][:, :, LOWER] - gain @ across.mT
    digits = Categorical(logits=log_p)
    drawn = MultivariateNormal(mean, left).sample((DRAWS,))
    return drawn[torch.arange(DRAWS), digits.sample((DRAWS,))], digits


def draw():
    rest, test = data.split(data.small_digits(), held_out=397)
    counts, unseen = ((16 * part.images.double()).round() for part in (rest, test))
    model = gaussians(counts, rest.labels)
    doubts = [lower_halves(x[UPPER] + 0.5, *model)[1].entropy() for x in unseen]
    doubt = torch.stack(doubts)
    fig, axes = plt.subplots(len(SHOWN), 1, figsize=(6.4, 3.6))
    for ax, digit in zip(axes, SHOWN, strict=True):
        image = unseen[(doubt * (test.labels == digit)).argmax()]
        filled, _ = lower_halves(image[UPPER] + 0.5, *model)
        rows = image.repeat(DRAWS + 2, 1)
        rows[1, LOWER] = 8
        rows[2:, LOWER] = filled.floor().clamp(0, 16)
        plots.picture_grid(ax, rows / 16, columns=DRAWS + 2)
        ax.axis("off")
    for at, words in ((4.5, "the image"), (14.5, "what is seen"), (44.5, "five draws of the rest")):
        axes[0].text(at, -2, words, ha="center")
    return fig
