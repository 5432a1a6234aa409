"""Wrong answers to the exercises on programs that run and are wrong."""

import math

import torch
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from wrong_answers import add


def entropy(change=lambda a: a, end=lambda loss: loss.mean()):
    def answer(logits, labels):
        logits = change(logits.reshape(labels.shape))
        return end(F.softplus(logits) - labels * logits)

    return answer


def of_probabilities(p, labels):
    return -(labels * p.log() + (1 - labels) * (1 - p).log()).mean()


CERTAIN = "certain|sigmoid|large|gradient|logarithm|cut|clamp|60|200"
COLUMN = "column|row|shape|n times n|product|axis|index|dimension|size"
add("ex-bug-loss", {
    "cross-entropy of the sigmoid": (CERTAIN, lambda a, y: F.binary_cross_entropy(
        a.flatten().sigmoid(), y)),
    "a small number inside the logarithm": (CERTAIN, lambda a, y: of_probabilities(
        a.flatten().sigmoid().clamp(1e-7, 1 - 1e-7), y)),
    "logits cut off": (CERTAIN, entropy(lambda a: a.clamp(-30, 30))),
    "logarithm of the sigmoid": (CERTAIN, lambda a, y: of_probabilities(a.flatten().sigmoid(), y)),
    "columns only": (COLUMN, lambda a, y: entropy()(a[:, 0], y)),
    "squeezed": (COLUMN + "|batch of one", lambda a, y: F.binary_cross_entropy_with_logits(
        a.squeeze(), y)),
    "turned round": (COLUMN, lambda a, y: (F.softplus(a.T) - y * a.T).mean()
                     + 0 * (y[:, None] - y).mean() if a.ndim == 1
                     else (F.softplus(a) - y * a).mean()),
    "labels as a column only": (COLUMN, lambda a, y: (F.softplus(a) - y[:, None] * a).mean()),
    "the mean of each row of pairs": (COLUMN, lambda a, y: (
        F.softplus(a) - y * a.reshape(-1, 1)).mean()),
    "one number for each example": ("shape|mean", entropy(end=lambda loss: loss)),
    "the sum": ("sum|mean|batch", entropy(end=lambda loss: loss.sum())),
    "half": ("half|factor|nat|log 2|mean", entropy(end=lambda loss: loss.mean() / 2)),
    "in bits": ("nat|unit|bit|log 2", entropy(end=lambda loss: loss.mean() / math.log(2))),
    "the sign of a likelihood": ("sign|negative|minimis|log 2", entropy(
        end=lambda loss: -loss.mean())),
    "labels exchanged": ("label|sign|1", entropy(lambda a: -a)),
    "squared error": ("cross-entropy|square|logarithm|log 2", lambda a, y: (
        (a.flatten().sigmoid() - y) ** 2).mean()),
    "hinge": ("cross-entropy|hinge|logarithm|log 2", lambda a, y: F.relu(
        1 - (2 * y - 1) * a.flatten()).mean()),
    "the sigmoid twice": ("logit|sigmoid|twice|log 2|label", entropy(torch.sigmoid)),
    "without a gradient": ("gradient|learn", entropy(end=lambda loss: loss.mean().detach())),
    "only the label 1": ("label|both|0|term", lambda a, y: -(
        y * F.logsigmoid(a.flatten())).mean()),
})  # fmt: skip


def batches(order=torch.randperm, split=lambda order, size: order.split(size),
            pair=lambda images, labels, chosen: (images[chosen], labels[chosen]),
            end=list):  # fmt: skip
    """One epoch with one of its steps replaced."""

    def answer(images, labels, size):
        return end(pair(images, labels, chosen) for chosen in split(order(len(labels)), size))

    return answer


def seeded(n):
    torch.manual_seed(0)
    return torch.randperm(n)


def shuffled_in_place(images, labels, size):
    order = torch.randperm(len(labels))
    images[:], labels[:] = images[order].clone(), labels[order].clone()
    return batches(torch.arange)(images, labels, size)


def batches_in_another_order(order, size):
    parts = order.split(size)
    return [parts[i] for i in torch.randperm(len(parts))]


def shuffled_within(order, size):
    return [part[torch.randperm(len(part))] for part in order.split(size)]


def neighbours_exchanged(n):
    order = torch.arange(n)
    at = torch.randint(n - 1, ()).item()
    order[[at, at + 1]] = order[[at + 1, at]]
    return order


def filled_up(order, size):
    rest = -len(order) % size
    return torch.cat([order, order[:rest]]).split(size)


NEW, ONCE = "order|shuffl|random", "once|every|image|last|smaller|size"
TOGETHER = "label|pair|one perm"
add("ex-bug-batches", {
    "chunks": ("size|batch|chunk", batches(split=lambda o, k: o.chunk(-(-len(o) // k)))),
    "chunks, rounded down": ("size|batch|chunk", batches(split=lambda o, k: o.chunk(len(o) // k))),
    "begun at another place": (NEW, batches(
        lambda n: torch.arange(n).roll(torch.randint(n, ()).item()))),
    "forwards or backwards": (NEW, batches(lambda n: (
        torch.arange(n) if torch.rand(()) < 0.5 else torch.arange(n).flip(0)))),
    "batches in another order": (NEW + "|last", batches(torch.arange, batches_in_another_order)),
    "shuffled within a batch": (NEW, batches(torch.arange, shuffled_within)),
    "two neighbours exchanged": (NEW, batches(neighbours_exchanged)),
    "one order for ever": (NEW + "|seed|epoch", batches(seeded)),
    "backwards": (NEW, batches(lambda n: torch.arange(n).flip(0))),
    "every k-th image": (NEW + "|size", batches(torch.arange, lambda o, k: [
        o[i :: -(-len(o) // k)] for i in range(-(-len(o) // k))])),
    "the last one dropped": (ONCE, batches(split=lambda o, k: o[: len(o) // k * k].split(k))),
    "the last one filled up": (ONCE, batches(split=filled_up)),
    "one more in each": (ONCE, batches(split=lambda o, k: o.split(k + 1))),
    "one batch": (ONCE, batches(split=lambda o, k: [o])),
    "images one by one": (ONCE, batches(split=lambda o, k: o.split(1))),
    "drawn with replacement": (ONCE, batches(lambda n: torch.randint(n, (n,)))),
    "two permutations": (TOGETHER, batches(pair=lambda x, y, i: (
        x[i], y[torch.randperm(len(y))[: len(i)]]))),
    "labels in their old order": (TOGETHER, lambda x, y, k: list(zip(
        x[torch.randperm(len(x))].split(k), y.split(k), strict=True))),
    "the pair turned round": ("pair|label|image|first", batches(
        pair=lambda x, y, i: (y[i], x[i]))),
    "two lists": ("pair|list", lambda x, y, k: tuple(zip(*batches()(x, y, k), strict=True))),
    "in place": ("place|caller", shuffled_in_place),
    "images only": ("pair", batches(pair=lambda x, y, i: x[i])),
    "places in place of images": ("image|index|pair|place", batches(pair=lambda x, y, i: (
        i[:, None].float(), y[i]))),
})  # fmt: skip


def averaging(start=lambda w: w.detach().clone(), blend=lambda o, n, d: d * o + (1 - d) * n,
              steps=range, end=lambda average, network: average):  # fmt: skip
    """The average with one of its steps replaced."""

    def answer(network, step, count, decay):
        average = [start(weight) for weight in network.parameters()]
        for _ in steps(count):
            step()
            pairs = zip(average, network.parameters(), strict=True)
            average = [blend(old, new.detach(), decay) for old, new in pairs]
        return end(average, network)

    return answer


def rebinds(network, step, steps, decay):
    average = [weight.detach().clone() for weight in network.parameters()]
    for _ in range(steps):
        step()
        for old, new in zip(average, network.parameters(), strict=True):
            old = decay * old + (1 - decay) * new.detach()
    return average


def starts_late(network, step, steps, decay):
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay))
    for _ in range(steps):
        step()
        average.update_parameters(network)
    return list(average.module.parameters())


def before_the_step(network, step, steps, decay):
    average = [weight.detach().clone() for weight in network.parameters()]
    for _ in range(steps):
        for old, new in zip(average, network.parameters(), strict=True):
            old.mul_(decay).add_(new.detach(), alpha=1 - decay)
        step()
    return average


def of_all(network, step, steps, decay):
    seen = [[w.detach().clone() for w in network.parameters()]]
    for _ in range(steps):
        step()
        seen.append([w.detach().clone() for w in network.parameters()])
    return [torch.stack(parts).mean(0) for parts in zip(*seen, strict=True)]


def into_the_network(average, network):
    with torch.no_grad():
        for weight, value in zip(network.parameters(), average, strict=True):
            weight.copy_(value)
    return average


OWN = "own|memory|storage|same|last weights|begin|start|at all"
BEGIN, SHARE = "begin|start|first|zero", "share|decay|add up|keep"
add("ex-bug-average", {
    "a name bound anew": (OWN + "|name|change|moves", rebinds),
    "begun at zero": (BEGIN, averaging(start=lambda w: torch.zeros_like(w))),
    "PyTorch's average, begun late": (BEGIN, starts_late),
    "before the step": ("after|before|order|last step", before_the_step),
    "the last weights": (SHARE + "|last", averaging(blend=lambda o, n, d: n.clone())),
    "the plain mean": (SHARE + "|mean|last", of_all),
    "the decay as a power": (SHARE, averaging(blend=lambda o, n, d: d**2 * o + (1 - d**2) * n)),
    "shares that add up to less": (SHARE, averaging(blend=lambda o, n, d: d * (o + (1 - d) * n))),
    "the difference turned round": (SHARE + "|sign", averaging(
        blend=lambda o, n, d: o - (1 - d) * (n - o))),
    "corrected like Adam": (SHARE + "|" + BEGIN, averaging(
        end=lambda a, _: [part / (1 - 0.9**4) for part in a])),
    "written into the network": ("network", averaging(end=into_the_network)),
    "one step less": ("step|how many|how often", averaging(steps=lambda n: range(n - 1))),
    "one step more": ("step|how many|how often", averaging(steps=lambda n: range(n + 1))),
    "no step": ("step|train|call", lambda net, step, n, d: [w.detach().clone()
                                                          for w in net.parameters()]),
    "the network's own parameters": (OWN + "|" + SHARE, lambda net, step, n, d: (
        [step() for _ in range(n)], list(net.parameters()))[1]),
    "only the weight": ("list|each|parameter", averaging(end=lambda a, _: a[:1])),
    "one long vector": ("list|each|parameter", averaging(
        end=lambda a, _: torch.cat([p.flatten() for p in a]))),
    "begun after the first step": (BEGIN, lambda net, step, n, d: (
        step(), averaging()(net, step, n - 1, d))[1]),
    "a mean of first and last": (SHARE, lambda net, step, n, d: [
        d * a + (1 - d) * b for a, b in zip(
            [w.detach().clone() for w in net.parameters()],
            ([step() for _ in range(n)], [w.detach().clone() for w in net.parameters()])[1],
            strict=True)]),
    "a decay of its own": (SHARE, averaging(blend=lambda o, n, d: 0.999 * o + 0.001 * n)),
})  # fmt: skip
