"""The game with two numbers, step by step: data at 0, samples at theta, the logit psi x.

Far from the equilibrium the walk in turns depends on the last digit of a step. Each place is
rounded to nine digits, so that every machine draws the same walk.
"""

import numpy as np


def pull(theta, psi, gamma=0.0):
    """The field of the minimax game, with R1 at weight `gamma`: what each number is moved by."""
    share = 1 / (1 + np.exp(-psi * theta))
    return psi * share, -theta * share - gamma * psi


def walk(h, steps, *, turns=False, gamma=0.0, start=(1.0, 0.0)):
    """Each place (theta, psi) of a walk with steps of size h, (steps + 1, 2).

    In `turns` psi moves first and theta answers to where it went; otherwise both move at once.
    """
    path = [start]
    for _ in range(steps):
        theta, psi = path[-1]
        after = psi + h * pull(theta, psi, gamma)[1]
        moved = theta + h * pull(theta, after if turns else psi)[0]
        path.append((round(float(moved), 9), round(float(after), 9)))
    return np.array(path)
