"""Right answers to the exercises on programs that run and are wrong, written otherwise."""

import copy
import math

import numpy as np
import torch
from answers_vae import answers
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, TensorDataset


@answers("ex-listing-lines")
def by_arithmetic():
    batches = math.ceil(60_000 / 64)
    return {
        "lines in all": 100 * batches,
        "lines an epoch": batches,
        "images behind an epoch's last line": 60_000 - 64 * (batches - 1),
    }


@answers("ex-listing-flag")
def by_the_two_rules():
    steps = "its own step", "the generator's step"
    words = {"tf_keras": "move", "Keras 3": "stay"}
    return {f"{keras}, {step}": word for keras, word in words.items() for step in steps}


@answers("ex-bug-loss")
def by_the_library(logits, labels):
    return F.binary_cross_entropy_with_logits(logits.flatten(), labels)


@answers("ex-bug-loss")
def by_signs(logits, labels):
    return -F.logsigmoid((2 * labels - 1) * logits.view(-1)).mean()


@answers("ex-bug-batches")
def by_a_loader(images, labels, size):
    return list(DataLoader(TensorDataset(images, labels), size, shuffle=True))


@answers("ex-bug-batches")
def by_shuffled_copies(images, labels, size):
    order = torch.randperm(len(labels))
    images, labels = images[order], labels[order]
    starts = range(0, len(labels), size)
    return [(images[at : at + size], labels[at : at + size]) for at in starts]


@answers("ex-bug-average")
def by_pytorch(network, step, steps, decay):
    # PyTorch's average begins with the first weights that it sees.
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay))
    average.update_parameters(network)
    for _ in range(steps):
        step()
        average.update_parameters(network)
    return list(average.module.parameters())


@answers("ex-bug-average")
def by_new_tensors(network, step, steps, decay):
    average = [torch.clone(weight) for weight in network.parameters()]
    for _ in range(steps):
        step()
        pairs = zip(average, network.parameters(), strict=True)
        average = [decay * old + (1 - decay) * new for old, new in pairs]
    return tuple(average)


@answers("ex-bug-loss")
def one_by_one(logits, labels):
    pairs = zip(logits.reshape(-1), labels, strict=True)
    costs = [torch.logaddexp(torch.zeros(()), -a if y else a) for a, y in pairs]
    return sum(costs) / len(costs)


@answers("ex-bug-batches")
def by_a_generator(images, labels, size):
    order = np.random.default_rng().permutation(len(images))
    for start in range(0, len(order), size):
        yield images[order[start : start + size]], labels[order[start : start + size]]


@answers("ex-bug-average")
def by_a_copy_of_the_network(network, step, steps, decay):
    slow = copy.deepcopy(network)
    for _ in range(steps):
        step()
        with torch.no_grad():
            for old, new in zip(slow.parameters(), network.parameters(), strict=True):
                old.lerp_(new, 1 - decay)
    return list(slow.parameters())
