"""The adversarial loop: whose parameters move, in which order, and how it is continued."""

import itertools
import math

import pytest
import torch
from small_training import Interrupted
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genai_utils import losses, models, train

EPOCHS, BATCH_SIZE, BATCHES = 3, 8, 5  # of 36 examples, so the last batch holds 4


class Game:
    """Everything a reader writes before `fit_adversarial`; made anew, it is the notebook again."""

    def __init__(self):
        torch.set_num_threads(1)
        torch.manual_seed(0)
        self.data = torch.rand(36, 6)
        self.generator = models.FullyConnectedGenerator(latent=3, hidden=(5,), pixels=6)
        self.discriminator = models.FullyConnectedDiscriminator(pixels=6, hidden=(5,))
        self.optimizers = (
            torch.optim.Adam(self.generator.parameters(), lr=0.01),
            torch.optim.Adam(self.discriminator.parameters(), lr=0.02, betas=(0.5, 0.9)),
        )

    def discriminator_step(self, discriminator, real, fake):
        loss = losses.discriminator_loss(discriminator(real), discriminator(fake))
        return {"loss": loss, "fake": fake.mean()}

    def generator_step(self, discriminator, fake):
        return {"loss": losses.generator_loss_non_saturating(discriminator(fake))}

    def fit(self, **options):
        options = {"epochs": EPOCHS, "batch_size": BATCH_SIZE} | options
        steps = [options.pop(f"{player}_step", None) for player in ("discriminator", "generator")]
        return train.fit_adversarial(
            self.generator,
            self.discriminator,
            self.data,
            steps[0] or self.discriminator_step,
            steps[1] or self.generator_step,
            self.optimizers,
            **options,
        )

    def state(self):
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        return {
            f"{player}.{name}": value.clone()
            for player, network in networks.items()
            for name, value in network.state_dict().items()
        } | {"random": torch.get_rng_state()}


def require_same(found, expected):
    assert found.keys() == expected.keys()
    assert [name for name in expected if not torch.equal(found[name], expected[name])] == []


def moved(before, after):
    """The players of which a parameter has changed."""
    return {
        name.split(".")[0]
        for name in before
        if name != "random" and not torch.equal(before[name], after[name])
    }


def test_it_is_the_loop_written_out_by_hand():
    game, reals = Game(), []

    def step(discriminator, real, fake):
        reals.append(real)
        return game.discriminator_step(discriminator, real, fake)

    game.fit(discriminator_step=step)
    by_hand = Game()
    generator_optimizer, discriminator_optimizer = by_hand.optimizers
    for real in reals:  # only the order of the batches is taken over
        fake = by_hand.generator(torch.randn(len(real), 3))
        discriminator_optimizer.zero_grad()
        by_hand.discriminator_step(by_hand.discriminator, real, fake.detach())["loss"].backward()
        discriminator_optimizer.step()
        generator_optimizer.zero_grad()
        by_hand.generator_step(by_hand.discriminator, fake)["loss"].backward()
        generator_optimizer.step()
    require_same(game.state(), by_hand.state())


def test_each_step_moves_its_own_network_only_whatever_its_loss_depends_on():
    game, states = Game(), []

    def discriminator_step(discriminator, real, fake):
        states.append(game.state())
        joint = game.discriminator_step(discriminator, real, game.generator(torch.randn(4, 3)))
        return {"loss": joint["loss"]}

    def generator_step(discriminator, fake):
        states.append(game.state())
        return game.generator_step(discriminator, fake)

    game.fit(discriminator_step=discriminator_step, generator_step=generator_step)
    states.append(game.state())
    turns = [moved(*pair) for pair in itertools.pairwise(states)]
    assert turns == [{"discriminator"}, {"generator"}] * (EPOCHS * BATCHES)


def test_the_fakes_of_the_discriminators_step_carry_no_gradient():
    game, seen = Game(), []

    def step(discriminator, real, fake):
        seen.append(fake.requires_grad)
        return game.discriminator_step(discriminator, real, fake)

    game.fit(discriminator_step=step)
    assert seen == [False] * (EPOCHS * BATCHES)


def test_the_history_names_the_players():
    game, fakes = Game(), []

    def step(discriminator, real, fake):
        fakes.append((len(real), fake.mean().item()))
        return game.discriminator_step(discriminator, real, fake)

    history = game.fit(discriminator_step=step)
    assert set(history.epochs) == {"discriminator_loss", "discriminator_fake", "generator_loss"}
    sizes, means = torch.tensor(fakes, dtype=torch.double).view(EPOCHS, BATCHES, 2).unbind(-1)
    expected = (sizes * means).sum(1) / sizes.sum(1)
    assert torch.allclose(torch.tensor(history["discriminator_fake"]).double(), expected)


@pytest.mark.parametrize("stop_at", [1, 2, BATCHES, BATCHES + 1, EPOCHS * BATCHES])
@pytest.mark.parametrize("player", ["discriminator", "generator"])
def test_a_run_stopped_in_either_step_is_continued_bit_for_bit(tmp_path, player, stop_at):
    uninterrupted = Game()
    history = uninterrupted.fit()
    path, calls = tmp_path / "run.safetensors", []
    game = Game()

    def stopping(*arguments):
        calls.append(None)
        if len(calls) == stop_at:
            raise Interrupted
        return getattr(game, f"{player}_step")(*arguments)

    with pytest.raises(Interrupted):
        game.fit(checkpoint=path, save_every=2, **{f"{player}_step": stopping})
    again = Game()
    continued = again.fit(checkpoint=path, save_every=2)
    require_same(again.state(), uninterrupted.state())
    assert continued.epochs == history.epochs


def averaged(game):
    return AveragedModel(game.generator, multi_avg_fn=get_ema_multi_avg_fn(0.5))


def test_the_average_follows_every_step_of_the_generator():
    game, passed = Game(), []
    average = averaged(game)

    def step(discriminator, real, fake):
        passed.append([value.clone() for value in game.generator.parameters()])
        return game.discriminator_step(discriminator, real, fake)

    game.fit(discriminator_step=step, average=average)
    passed.append(list(game.generator.parameters()))
    expected = passed[1]  # the first update copies
    for weights in passed[2:]:
        expected = [(old + new) / 2 for old, new in zip(expected, weights, strict=True)]
    for found, wanted in zip(average.module.parameters(), expected, strict=True):
        assert torch.allclose(found, wanted, atol=1e-6)


def test_the_average_of_a_run_that_was_stopped_is_continued_bit_for_bit(tmp_path):
    game = Game()
    uninterrupted = averaged(game)
    game.fit(average=uninterrupted)
    path, calls = tmp_path / "run.safetensors", []
    game = Game()

    def stopping(discriminator, real, fake):
        calls.append(None)
        if len(calls) == BATCHES + 2:
            raise Interrupted
        return game.discriminator_step(discriminator, real, fake)

    with pytest.raises(Interrupted):
        game.fit(discriminator_step=stopping, checkpoint=path, save_every=2, average=averaged(game))
    game = Game()
    average = averaged(game)
    game.fit(checkpoint=path, save_every=2, average=average)
    require_same(average.state_dict(), uninterrupted.state_dict())


@pytest.mark.parametrize("player", ["discriminator", "generator"])
def test_a_loss_that_is_not_finite_stops_the_run_before_the_step(player):
    game = Game()
    before = game.state()

    def broken(discriminator, *batches):
        return {"loss": discriminator(batches[-1]).mean() * math.nan}

    with pytest.raises(FloatingPointError, match="epoch 0, batch 0"):
        game.fit(**{f"{player}_step": broken})
    assert moved(before, game.state()) == ({"discriminator"} if player == "generator" else set())


def test_a_checkpoint_of_a_single_model_is_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    model = torch.nn.Linear(6, 6)
    train.fit(
        model,
        torch.rand(36, 6),
        lambda model, batch: {"loss": model(batch).mean()},
        torch.optim.Adam(model.parameters()),
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        checkpoint=path,
    )
    with pytest.raises(ValueError, match=r"run\.safetensors holds a run with"):
        Game().fit(checkpoint=path)
