"""Wrong answers to the exercises on the importance-weighted bound and on a training step."""

import math

import torch
from torch.nn import functional as F
from wrong_answers import add

FEW = "one weight|K|divide|mean|sum|number of"
SMALL = "-900|underflow|exp|hundred|precision|infin"


def shift_of_the_batch(log_w):
    top = log_w.max()
    return (log_w - top).exp().mean(0).log() + top


def forgets_the_shift(log_w):
    return (log_w - log_w.max(0).values).exp().mean(0).log()


add("ex-vae-iwae", {
    "divided by the size of the batch": (
        FEW + "|axis", lambda w: w.logsumexp(0) - math.log(w.shape[1])),
    "divided by K outside the logarithm": (FEW, lambda w: w.logsumexp(0) / len(w)),
    "log K added": (FEW, lambda w: w.logsumexp(0) + math.log(len(w))),
    "K is always three": (FEW, lambda w: w.logsumexp(0) - math.log(3)),
    "everything in one number": ("shape", lambda w: w.logsumexp((0, 1)) - math.log(w.numel())),
    "the largest weight": ("mean|largest|max|equal", lambda w: w.max(0).values),
    "no logarithm": ("log", lambda w: w.exp().mean(0)),
    "a small number inside the logarithm": (SMALL, lambda w: (w.exp().mean(0) + 1e-8).log()),
    "log-weights cut off": (SMALL + "|cut|clamp", lambda w: (
        w.clamp(min=-80).logsumexp(0) - math.log(len(w)))),
    "one shift for the whole batch": ("example|each|underflow|largest|own", shift_of_the_batch),
    "the shift isn't put back": ("largest|back|shift|-900|one weight", forgets_the_shift),
    "in bits": ("nat|unit|one weight", lambda w: (
        w.logsumexp(0) - math.log(len(w))) / math.log(2)),
    "weights taken for log-weights": (
        "log|exp|negative", lambda w: w.mean(0).abs().log()),
    "self-normalised mean of the log-weights": (
        "mean|order|logarithm", lambda w: (w.softmax(0) * w).sum(0)),
    "the median": ("mean", lambda w: w.median(0).values),
    "without a gradient": (
        "gradient|learn", lambda w: (w.logsumexp(0) - math.log(len(w))).detach()),
    "the mean over the batch": ("shape", lambda w: (w.logsumexp(0) - math.log(len(w))).mean()),
    "the sign of a loss": ("sign|negative|maximis|bound|one weight", lambda w: (
        math.log(len(w)) - w.logsumexp(0))),
})  # fmt: skip


def terms(model, x):
    logits, mu, log_var = model(x)
    distortion = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
    return distortion, 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)


def step_with(loss_of):
    """A step that is right but for its loss, which `loss_of(distortion, rate, x)` makes."""

    def step(model, optimizer, x):
        loss = loss_of(*terms(model, x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def calls(*order):
    """A step with the right loss whose calls come in this order."""

    def step(model, optimizer, x):
        loss = sum(terms(model, x)).mean()
        for call in order:
            (loss if call == "backward" else optimizer).__getattribute__(call)()
        return loss.item()

    return step


def twice(model, optimizer, x):
    right = calls("zero_grad", "backward", "step")
    right(model, optimizer, x)
    return right(model, optimizer, x)


def loss_of_afterwards(model, optimizer, x):
    calls("zero_grad", "backward", "step")(model, optimizer, x)
    return sum(terms(model, x)).mean().item()


def first_example_only(model, optimizer, x):
    return calls("zero_grad", "backward", "step")(model, optimizer, x[:1])


def optimizer_of_its_own(model, optimizer, x):
    return calls("zero_grad", "backward", "step")(model, torch.optim.Adam(model.parameters()), x)


def clipped(model, optimizer, x):
    loss = sum(terms(model, x)).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    optimizer.step()
    return loss.item()


def without_recording(model, optimizer, x):
    with torch.no_grad():
        loss = sum(terms(model, x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def returns_the_sum(model, optimizer, x):
    return len(x) * calls("zero_grad", "backward", "step")(model, optimizer, x)


def returns_the_bound(model, optimizer, x):
    return -calls("zero_grad", "backward", "step")(model, optimizer, x)


def sigmoid_twice(model, optimizer, x):
    logits, mu, log_var = model(x)
    return step_with(lambda d, r, y: d.mean())(
        lambda y: (logits.sigmoid(), mu, log_var), optimizer, x)  # fmt: skip


RATE, MOVE = "rate|divergence|code", "move|weights|step|gradient"
RETURN = "return|number|loss"
add("ex-vae-step", {
    "gradients cleared before the move": (MOVE + "|clear", calls("backward", "zero_grad", "step")),
    "no step": (MOVE, calls("zero_grad", "backward")),
    "no backward": (MOVE, calls("zero_grad", "step")),
    "only the loss": (MOVE, calls()),
    "the step first, nothing cleared": (MOVE, calls("step", "backward")),
    "two steps": ("twice|two|once|how often", twice),
    "the gradient's sign turned round": ("sign|minimis|lower|bound|fall", step_with(
        lambda d, r, x: -(d + r).mean())),
    "distortion as a mean over pixels and batch": ("pixel|unit|mean|distortion", step_with(
        lambda d, r, x: d.mean() / x.shape[1] + r.mean())),
    "rate as a mean over units": (RATE, step_with(lambda d, r, x: (d + r / 2).mean())),
    "rate detached": (RATE + "|gradient", step_with(lambda d, r, x: (d + r.detach()).mean())),
    "only the rate": ("distortion|likelihood|term", step_with(lambda d, r, x: r.mean())),
    "the loss of afterwards": (RETURN + "|before|after", loss_of_afterwards),
    "the first example only": ("example|batch|mean", first_example_only),
    "an optimiser of its own": ("optimi", optimizer_of_its_own),
    "clipped gradients": (MOVE + "|clip", clipped),
    "under no_grad": ("grad|record", without_recording),
    "returns the sum": (RETURN + "|mean", returns_the_sum),
    "returns the bound": (RETURN + "|sign", returns_the_bound),
    "logits through a sigmoid, without the rate": ("logit|sigmoid|rate|distortion|term",
                                                   sigmoid_twice),
    "in bits": ("nat|unit|bit", step_with(lambda d, r, x: (d + r).mean() / math.log(2))),
})  # fmt: skip
