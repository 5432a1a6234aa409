"""The equation on sharing a batch among processes."""

import formula
import numpy as np
import torch
from registry import checks
from signs import Terms


@checks("eq-shared-gradient", tolerance=1e-12)
def shares_of_a_least_squares_problem():
    """The whole gradient in closed form; those of the shares by automatic differentiation."""
    printed = formula.read("eq-shared-gradient")
    generator = torch.Generator().manual_seed(0)
    for sizes in ((3, 3, 2), (4, 4), (1, 7), (5,), (1, 1, 1, 9)):
        x = torch.randn(sum(sizes), 4, dtype=torch.double, generator=generator)
        y = torch.randn(sum(sizes), dtype=torch.double, generator=generator)
        weight = torch.randn(4, dtype=torch.double, generator=generator)
        whole = 2 * x.T @ (x @ weight - y) / sum(sizes)
        slopes = []
        for share_x, share_y in zip(x.split(sizes), y.split(sizes), strict=True):
            moving = weight.clone().requires_grad_()
            (share_x @ moving - share_y).square().mean().backward()
            slopes.append(moving.grad.numpy())
        terms = {"n_k": Terms(sizes), r"\nabla L_k": Terms(slopes)}
        given = {"K": len(sizes), "n": sum(sizes), r"\nabla L": whole.numpy(), **terms}
        yield np.abs(np.subtract(*printed.values(given))).max()
