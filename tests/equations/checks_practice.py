"""The equation on sharing a batch among processes."""

import torch
from registry import checks


@checks("eq-shared-gradient", tolerance=1e-12)
def shares_of_a_least_squares_problem():
    """The batch's gradient in closed form, in one piece; the shares' by automatic differentiation."""
    generator = torch.Generator().manual_seed(0)
    for sizes in ((3, 3, 2), (4, 4), (1, 7), (5,), (1, 1, 1, 9)):
        x = torch.randn(sum(sizes), 4, dtype=torch.double, generator=generator)
        y = torch.randn(sum(sizes), dtype=torch.double, generator=generator)
        weight = torch.randn(4, dtype=torch.double, generator=generator)
        whole = 2 * x.T @ (x @ weight - y) / sum(sizes)
        shared = torch.zeros(4, dtype=torch.double)
        for share_x, share_y in zip(x.split(sizes), y.split(sizes), strict=True):
            moving = weight.clone().requires_grad_()
            (share_x @ moving - share_y).square().mean().backward()
            shared += len(share_x) / sum(sizes) * moving.grad
        yield (shared - whole).abs().max().item()
