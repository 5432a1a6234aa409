"""Stacked classifiers of digits for `privacy.py`: accuracy and attack, with DP-SGD and without."""

import privacy_stacked as stacked
import torch
from privacy_vae import Setting, peak_rates, privacy
from torch import Tensor


def losses(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of each example. (models, batch, 10), (models, batch) -> (models, batch)."""
    return -logits.log_softmax(-1).gather(-1, labels[..., None])[..., 0]


def trained(pool: Tensor, labels: Tensor, members: Tensor, setting: Setting) -> stacked.Stack:
    """A classifier for each row of members: one hidden layer, or none where `hidden` is 0."""
    most, peaks = int(members.sum(1).max()), peak_rates(setting, members)
    sizes = [784, setting.hidden, 10] if setting.hidden else [784, 10]
    stack = stacked.Stack(sizes, len(members), str(pool.device))
    adam = stacked.Adam(stack.parameters)
    share, size, clip, noise = privacy(setting, most, len(members), pool.device)
    for step in range(setting.steps):
        places, counts = stacked.drawn(members, size, share)
        seen: list = []
        loss = losses(stack(pool[places], seen), labels[places])
        weights, biases = stacked.gradients(loss, seen, counts, clip, noise)
        whole = [g / setting.batch for g in weights + biases]
        adam.step(whole, peaks * stacked.plan(step, setting.steps))
    return stack


@torch.no_grad()
def scores(stack: stacked.Stack, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Each digit's log-probability of its class under each model, and whether it is right."""
    models = len(stack.weights[0])
    logits = torch.cat([stack(part.expand(models, -1, -1)) for part in x.split(500)], dim=1)
    known = labels.expand(models, -1)
    return -losses(logits, known), (logits.argmax(-1) == known).float()
