"""Answers to the exercises on a program that runs and is wrong."""

import torch
from torch.nn import functional as F


def lines_of_a_log():
    """What a loop that prints after each batch prints: 60,000 images, 64 a batch, 100 epochs."""
    return {
        "lines an epoch": 938,
        "images behind an epoch's last line": 32,
        "lines in all": 93_800,
    }


def flag_set_last():
    """Whether the discriminator's weights move when its flag is set after both were compiled."""
    return {
        "Keras 3, its own step": "stay",
        "Keras 3, the generator's step": "stay",
        "tf_keras, its own step": "move",
        "tf_keras, the generator's step": "move",
    }


def cross_entropy(logits, labels):
    """The mean binary cross-entropy, in nats. (n, 1) or (n,), and labels (n,) -> ()."""
    logits = logits.reshape(labels.shape)
    return (F.softplus(logits) - labels * logits).mean()


def paired_batches(images, labels, size):
    """One epoch in random order: a list of pairs (images, labels), each label its image's."""
    order = torch.randperm(len(images))
    return [(images[chosen], labels[chosen]) for chosen in order.split(size)]


def averaged_weights(network, step, steps, decay):
    """The exponential average of the weights over `steps` calls of `step`, as a list of tensors."""
    average = [weight.detach().clone() for weight in network.parameters()]
    for _ in range(steps):
        step()
        for old, new in zip(average, network.parameters(), strict=True):
            old.mul_(decay).add_(new.detach(), alpha=1 - decay)
    return average
