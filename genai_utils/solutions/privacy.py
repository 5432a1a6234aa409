"""Answers to the exercises on privacy."""

import torch


def clipped_sum(gradients, clip):
    """The sum of the examples' gradients, each at most `clip` long. (n, parameters) -> (p,)."""
    lengths = gradients.norm(dim=1, keepdim=True)
    shares = (clip / lengths).clamp(max=1)
    return (shares * gradients).sum(dim=0)


def spent(noise, steps, delta, orders):
    """The epsilon after so many steps on all records, by the best of the orders, (k,). -> ()."""
    divergence = steps * orders / (2 * noise**2)
    price = torch.log((orders - 1) / orders) - (torch.log(delta) + torch.log(orders)) / (orders - 1)
    return (divergence + price).min()


def area_of_pairs(members, others):
    """How often a member scores above another record, ties by half. (m,), (n,) -> ()."""
    above = members[:, None] > others
    tied = members[:, None] == others
    return (above + 0.5 * tied).mean()
