"""Four measures of a filling: book/6-applications/inpainting.md."""

import formula
import numpy as np
import torch
from registry import checks
from signs import Terms
from skimage import metrics as reference

from genai_utils import fidelity


def random(seed, *shape):
    return np.random.default_rng(seed).uniform(0.1, 0.9, shape)


def pictures(seed):
    """A filling, the truth and a mask, (2, 1, 12, 12), as arrays."""
    missing = np.zeros((2, 1, 12, 12))
    missing[0, :, 3:9, 3:9], missing[1, :, 2:5, 4:10] = 1, 1
    missing[..., 0, 0] = missing[..., -1, -1] = 1  # a sum that leaves out an end is noticed
    return random(seed, 2, 1, 12, 12), random(seed + 7, 2, 1, 12, 12), missing


def cases(measure):
    """Six pictures one by one: what the code says, the filling, the truth and the mask."""
    for seed in range(3):
        arrays = pictures(seed)
        by_code = measure(*map(torch.from_numpy, arrays))
        yield from zip(by_code.tolist(), *(it[:, 0] for it in arrays), strict=True)


@checks("eq-psnr", tolerance=1e-9)
def psnr():
    """The squared error over the missing pixels, in decibels."""
    printed = formula.read("eq-psnr")
    for by_code, *picture in cases(fidelity.psnr):
        x, y, m = (it.ravel() for it in picture)
        wanted = reference.peak_signal_noise_ratio(y[m == 1], x[m == 1], data_range=1.0)
        given = {"D": len(x), "m_i": Terms(m), r"\hat x_i": Terms(x), "x_i": Terms(y)}
        yield printed.error({**given, r"\text{PSNR}": wanted})
        yield abs(by_code - wanted)


@checks("eq-ssim", tolerance=1e-9)
def ssim():
    """The structural similarity, window by window."""
    printed = formula.read("eq-ssim")
    for by_code, x, y, m in cases(fidelity.ssim):
        _, whole = reference.structural_similarity(y, x, data_range=1.0, full=True)
        inside = m[3:-3, 3:-3] == 1
        yield abs(by_code - whole[3:-3, 3:-3][inside].mean())
        window = (slice(2, 9), slice(3, 10))
        a, b = x[window].ravel(), y[window].ravel()
        moments = np.cov(a, b)
        names = {r"\mu_x": a.mean(), r"\mu_y": b.mean(), r"\sigma_{xy}": moments[0, 1]}
        names |= {r"\sigma_x": moments[0, 0] ** 0.5, r"\sigma_y": moments[1, 1] ** 0.5}
        yield printed.error({**names, "c_1": 1e-4, "c_2": 9e-4, r"\text{SSIM}": whole[5, 6]})


def steps(pictures, missing):
    """Differences to the right and below where all three pixels are missing, (J, 2)."""
    found = []
    for n, y, x in np.argwhere(missing[:, 0, :-1, :-1] == 1):
        if missing[n, 0, y, x + 1] and missing[n, 0, y + 1, x]:
            here = pictures[n, 0, y, x]
            found.append((pictures[n, 0, y, x + 1] - here, pictures[n, 0, y + 1, x] - here))
    return np.array(found)


@checks("eq-sharpness", tolerance=1e-9)
def sharpness():
    """The lengths of the filling's gradients over those of the truth's."""
    ratio, length = (formula.read("eq-sharpness", place) for place in range(2))
    for seed in range(3):
        filling, truth, missing = pictures(seed)
        of_truth = steps(truth, missing)
        hats, plain = np.hypot(*steps(filling, missing).T), np.hypot(*of_truth.T)
        wanted = sum(hats) / sum(plain)
        given = {"J": len(plain), r"\hat g_j": Terms(hats), "g_j": Terms(plain)}
        yield ratio.error({**given, "S": wanted})
        for (a, b), g in zip(of_truth, plain, strict=True):
            yield length.error({"a_j": a, "b_j": b, "g_j": g})
        by_code = fidelity.sharpness(*map(torch.from_numpy, (filling, truth, missing)))
        yield abs(by_code.item() - wanted)


@checks("eq-spread", tolerance=1e-9)
def spread():
    """The variance of a pixel over the fillings."""
    variance, mean = (formula.read("eq-spread", place) for place in range(2))
    for k in (2, 5):
        drawn = random(k, k)
        given = {"k": k, "y_j": Terms(drawn), r"\bar y_k": drawn.mean()}
        yield variance.error({**given, "s": np.std(drawn, ddof=1)})
        yield mean.error(given)
        fillings = torch.from_numpy(drawn).view(k, 1, 1, 1, 1)
        yield abs(fidelity.spread(fillings, torch.ones(1, 1, 1, 1)).item() - drawn.std(ddof=1))
