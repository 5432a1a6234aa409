"""The two loops: one model that descends, and two that play against each other."""

import operator
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torch.optim.swa_utils import AveragedModel

from genai_utils.train import distributed
from genai_utils.train.arguments import (
    require_examples,
    require_latent,
    require_owners,
    require_schedule,
)
from genai_utils.train.batches import batches, require_finite, start_run
from genai_utils.train.history import History

Terms = dict[str, Tensor]


def fit(
    model: nn.Module,
    data: Tensor,
    step: Callable[[nn.Module, Tensor], Terms],
    optimizer: Optimizer,
    *,
    epochs: int,
    batch_size: int = 128,
    schedule: LRScheduler | None = None,
    seed: int = 0,
    checkpoint: str | Path | None = None,
    save_every: int | None = None,
) -> History:
    """Train `model` for `epochs` passes over `data` (n, ...) and return its `History`.

    `step(model, batch)` returns the batch means of the terms to record, among them "loss", which
    is minimised. `schedule` steps once a batch. With `checkpoint`, the whole state is saved every
    `save_every` batches (an epoch, if None), and a file that is already there is continued: the
    result is the same, bit for bit, as that of a run that was never interrupted. A file belongs to
    a run with its data's length, budget, seed, optimiser, learning rate and schedule. With another
    rate, say, it is another run: take another file, and `model.load_state_dict(weights(file))`
    before, if it is to begin with the weights of the old one. Under `torchrun` the processes share
    each batch (`train.distributed`).

    Raises `ValueError`, before anything starts, for a budget below one, data that are no tensor, an
    optimiser of another model, or a checkpoint that isn't this run's or isn't whole; and
    `FloatingPointError` when a loss stops being finite, before the step is taken.

    >>> model = nn.Linear(1, 1)
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> step = lambda model, batch: {"loss": model(batch).square().mean()}
    >>> len(fit(model, torch.ones(8, 1), step, optimizer, epochs=3)["loss"])
    3
    """
    require_examples(data)
    require_owners({"model": model}, optimizer)
    require_schedule(schedule, optimizer)
    budget = {"examples": len(data), "batch_size": batch_size, "epochs": epochs, "seed": seed}
    run = start_run(model, [optimizer], schedule, **budget)
    turn = distributed.shared(model, _checked(step))
    for place, batch in batches(run, data, checkpoint, save_every):
        part = distributed.share(batch)
        with distributed.own_noise(f"{seed}, {place}"):
            terms = turn(place, part)
        optimizer.zero_grad()
        distributed.weighted(terms["loss"], part, batch).backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        run.history.add(_averaged(terms, part, batch), len(batch))
    return run.history


def fit_adversarial(
    generator: nn.Module,
    discriminator: nn.Module,
    data: Tensor,
    discriminator_step: Callable[[nn.Module, Tensor, Tensor], Terms],
    generator_step: Callable[[nn.Module, Tensor], Terms],
    optimizers: tuple[Optimizer, Optimizer],
    *,
    epochs: int,
    batch_size: int = 64,
    seed: int = 0,
    checkpoint: str | Path | None = None,
    save_every: int | None = None,
    average: AveragedModel | None = None,
) -> History:
    """Let the two networks take turns, the discriminator first, and return the `History`.

    The optimizers are the generator's and the discriminator's. `generator.latent` is the number
    of standard normal numbers that it takes. `discriminator_step(discriminator, real, fake)` and
    `generator_step(discriminator, fake)` return their terms, among them "loss"; the history names
    them "discriminator_loss" and so on. Each step moves only its own network, whatever its loss
    depends on. `average`, made of the generator, takes part in each of its steps and is saved with
    the rest. Checkpoints and errors are those of `fit`. Source: goodfellow2014generative, alg. 1.

    >>> generator, discriminator = nn.Linear(2, 1), nn.Linear(1, 1)
    >>> generator.latent = 2
    >>> optimizers = [torch.optim.SGD(it.parameters(), lr=0.1) for it in (generator, discriminator)]
    >>> critique = lambda critic, real, fake: {"loss": critic(fake).mean() - critic(real).mean()}
    >>> reply = lambda critic, fake: {"loss": -critic(fake).mean()}
    >>> players = generator, discriminator, torch.ones(8, 1), critique, reply, optimizers
    >>> sorted(fit_adversarial(*players, epochs=1).epochs)
    ['discriminator_loss', 'generator_loss']
    """
    require_examples(data)
    players: dict[str, nn.Module] = {"generator": generator, "discriminator": discriminator}
    require_owners(players, optimizers)
    latent = require_latent(generator)
    pair = nn.ModuleDict(players if average is None else players | {"average": average})
    budget = {"examples": len(data), "batch_size": batch_size, "epochs": epochs, "seed": seed}
    run = start_run(pair, optimizers, None, **budget)
    make = distributed.shared(generator, operator.call)
    judge = distributed.shared(discriminator, _checked(discriminator_step))
    for place, batch in batches(run, data, checkpoint, save_every):
        noise = torch.randn(len(batch), latent, device=batch.device)
        real = distributed.share(batch)
        with distributed.own_noise(f"{seed}, {place}, fake"):
            fake = make(distributed.share(noise))
        with distributed.own_noise(f"{seed}, {place}, discriminator"):
            critique = judge(place, real, fake.detach())
        terms = _descend(critique, optimizers[1], discriminator, real, batch, "discriminator")
        with distributed.own_noise(f"{seed}, {place}, generator"):
            reply = _checked(generator_step)(discriminator, place, fake)
        terms |= _descend(reply, optimizers[0], generator, real, batch, "generator")
        if average is not None:
            average.update_parameters(generator)
        run.history.add(terms, len(batch))
    return run.history


def _checked(step: Callable[..., Terms]) -> Callable[..., Terms]:
    """The step, which also takes the batch's place in words: a refusal of its terms names it."""

    def turn(network: nn.Module, place: str, *inputs: Tensor) -> Terms:
        terms = step(network, *inputs)
        require_finite(terms, place)
        return terms

    return turn


def _descend(
    terms: Terms, optimizer: Optimizer, player: nn.Module, part: Tensor, batch: Tensor, name: str
) -> Terms:
    """One step of one player: its own parameters get gradients, the opponent's none.

    Returns the terms as means over the whole batch, under names that begin with the player's.
    """
    optimizer.zero_grad()
    loss = distributed.weighted(terms["loss"], part, batch)
    loss.backward(inputs=list(player.parameters()))
    optimizer.step()
    return {f"{name}_{key}": mean for key, mean in _averaged(terms, part, batch).items()}


def _averaged(terms: Terms, part: Tensor, batch: Tensor) -> Terms:
    """The terms' means over the whole batch, from the means over this process's part."""
    return {name: distributed.batch_mean(value, part, batch) for name, value in terms.items()}
