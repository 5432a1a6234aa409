"""The trainings of `test_train_distributed.py`, and what each of several processes does with them.

`torchrun` starts this file there; the test itself trains the first three in one process.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from small_training import Interrupted, Training
from test_train_adversarial import Game, averaged
from torch import distributed, nn

from genai_utils import files, losses, train

ODD = 9  # of 50 examples: every batch, the last of 5 too, is shared unequally
UNEVEN = 11  # of 36, with 3 at the end


class Quiet(Training):
    """The small training without noise in its step, so that one process can do the same."""

    def step(self, model, batch):
        loss = (model(batch) - batch).pow(2).mean()
        return {"loss": loss, "size": batch.abs().mean()}

    def fit(self, **options):
        return super().fit(**{"batch_size": ODD} | options)


class Awkward(nn.Module):
    """Two layers with one matrix, one that is never used, one only recorded, one used seldom."""

    def __init__(self):
        super().__init__()
        layers = [nn.Linear(6, 6) for _ in range(5)]
        self.first, self.last, self.idle, self.watched, self.seldom = layers
        self.last.weight = self.first.weight

    def forward(self, x):
        found, rare = self.last(self.first(x).tanh()), x[:, :1] > 1.5
        return found + rare * self.seldom(x) if rare.any() else found


class Hard(Quiet):
    """What an average of gradients could get wrong, in one network."""

    def __init__(self):
        super().__init__()
        self.model = Awkward()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)
        self.schedule = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, 0.99)

    def step(self, model, batch):
        watched = model.watched(batch).pow(2).mean()
        return super().step(model, batch) | {"watched": watched}


class Rated(Game):
    """The game with both penalties, whose gradients are gradients of gradients; and an average."""

    def __init__(self):
        super().__init__()
        self.average = averaged(self)

    def discriminator_step(self, discriminator, real, fake):
        terms = super().discriminator_step(discriminator, real, fake)
        half = torch.full((len(real),), 0.5)
        penalty = losses.gradient_penalty(discriminator, real, fake, half)
        r1 = losses.r1_penalty(discriminator, real)
        return terms | {"loss": terms["loss"] + penalty + r1, "r1": r1}

    def fit(self, **options):
        return super().fit(**{"batch_size": UNEVEN, "average": self.average} | options)

    def state(self):
        own = {f"average.{k}": v.clone() for k, v in self.average.module.state_dict().items()}
        return super().state() | own


QUIET = {"plain": Quiet, "awkward": Hard, "game": Rated}


class Drift(nn.Module):
    """Remembers the mean of what it saw, which is another in each process, and takes it off."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(6))

    def forward(self, x):
        self.mean = self.mean.lerp(x.detach().mean(0), 0.1)
        return x - self.mean


class NoisyTraining(Training):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(Drift(), self.model)

    def stop_and_go_on(self, **options):
        self.fit(batch_size=ODD, **options)


class NoisyGame(Rated):
    """With noise in both networks' turns."""

    def __init__(self):
        super().__init__()
        self.generator.layers.insert(1, nn.Dropout(0.5))

    def discriminator_step(self, discriminator, real, fake):
        return super().discriminator_step(discriminator, real + torch.randn_like(real), fake)

    def stop_and_go_on(self, stop_at=None, **options):
        calls = []

        def step(*inputs):
            calls.append(None)
            if len(calls) == stop_at:
                raise Interrupted
            return self.discriminator_step(*inputs)

        self.fit(discriminator_step=step, **options)


NOISY = {"training": NoisyTraining, "game": NoisyGame}


def numbers(run):
    """All numbers of a run's state, and the random state behind it, in one row."""
    tensors = {name: value for name, value in run.state().items() if torch.is_tensor(value)}
    return torch.cat([tensors[name].double().flatten() for name in sorted(tensors)])


def continued(kind, folder):
    """A run that was stopped in its ninth step and goes on, and one that wasn't stopped."""
    for stop_at in (9, None):
        again = kind()
        try:
            again.stop_and_go_on(checkpoint=folder / kind.__name__, save_every=2, stop_at=stop_at)
        except Interrupted:
            continue
    whole = kind()
    whole.stop_and_go_on()
    return torch.stack([numbers(again), numbers(whole)])


def averaged_by_hand(model, loss, part, batch):
    """The batch's gradients: each process weighs its own with its share, and all are averaged."""
    model.zero_grad()
    train.distributed.weighted(loss(model, part), part, batch).backward()
    train.distributed.average_gradients(model)
    return torch.cat([weight.grad.flatten() for weight in model.parameters()])


def gradients():
    """Of the awkward network for one batch: by hand, and as the loops get them."""
    run = Hard()
    batch = run.data[:ODD]
    part = train.distributed.share(batch)
    by_hand = averaged_by_hand(run.model, lambda *inputs: run.step(*inputs)["loss"], part, batch)
    run.model.zero_grad()
    turn = train.distributed.shared(run.model, lambda *inputs: run.step(*inputs)["loss"])
    train.distributed.weighted(turn(part), part, batch).backward()
    found = [torch.zeros_like(w) if w.grad is None else w.grad for w in run.model.parameters()]
    return torch.stack([by_hand, torch.cat([gradient.flatten() for gradient in found])])


def refusals():
    """What is said to batch normalisation, to a batch of one example, to a weight let go late."""
    normed, late = Quiet(), Hard()
    normed.model = nn.Sequential(normed.model, nn.BatchNorm1d(6))
    late.model.first.bias.requires_grad_(False)

    def thaw(model, batch):
        model.first.bias.requires_grad_(True)
        return late.step(model, batch)

    said = []
    for run, options in ((normed, {}), (Quiet(), {"batch_size": 7}), (late, {"step": thaw})):
        try:
            run.fit(**options)
        except ValueError as error:
            said.append(str(error))
    return said


def noises():
    """The noise of this process's first two steps."""
    run, seen = Training(), []

    def step(model, batch):
        noise = torch.randn(4)
        seen.append(noise)
        return {"loss": model(batch).mean() + 0 * noise.sum()}

    run.fit(step=step, epochs=1, batch_size=ODD)
    return torch.stack(seen[:2])


def gathered(value):
    parts = [torch.empty_like(value) for _ in range(train.distributed.count())]
    distributed.all_gather(parts, value)
    return torch.stack(parts)


def counted_writes():
    """A list that grows by one whenever this process writes a file."""
    writes, write = [], files.write_atomically

    def counting(path, content):
        writes.append(path)
        write(path, content)

    files.write_atomically = counting
    return writes


def main(folder):
    with train.distributed.processes("cpu"):
        writes, results, histories = counted_writes(), {}, {}
        for name, kind in QUIET.items():
            run = kind()
            networks = [run.generator, run.average] if name == "game" else [run.model]
            with torch.no_grad():  # other weights in each process, at the start
                for weight in nn.ModuleList(networks).parameters():
                    weight += train.distributed.rank()
            histories[name] = run.fit().epochs
            results |= {f"{name} {k}": v for k, v in run.state().items() if torch.is_tensor(v)}
            results[f"all {name}"] = gathered(numbers(run))
        for name, kind in NOISY.items():
            results[f"continued {name}"] = continued(kind, folder)
        results["all noisy"] = gathered(results["continued game"])
        results |= {"noise": gathered(noises()), "gradients": gradients()}
        results["writes"], said = gathered(torch.tensor(len(writes))), refusals()
        if train.distributed.rank() == 0:
            save_file(
                {name: value.contiguous() for name, value in results.items()}, folder / "results"
            )
            (folder / "record.json").write_text(json.dumps({"histories": histories, "said": said}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
