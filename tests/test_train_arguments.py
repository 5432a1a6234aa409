"""What the loops refuse before anything starts: data, optimizers, schedules, steps; and turns."""

import pytest
import torch
from small_training import Training
from test_train_adversarial import BATCHES, EPOCHS, Game, moved
from torch.utils.data import DataLoader, TensorDataset

from genai_utils import data
from genai_utils.train import batches

DIGITS = data.Images(torch.zeros(50, 6), torch.zeros(50, dtype=torch.long))
NO_TENSORS = {
    "DataLoader": DataLoader(TensorDataset(torch.zeros(50, 6)), 8),
    "TensorDataset": TensorDataset(torch.zeros(50, 6)),
    "Images": DIGITS,
    "list": [torch.zeros(6)] * 50,
    "number": torch.tensor(0.0),
}


def never(*arguments):
    pytest.fail("a step was called")


def refuses(words, call, run):
    before = run.state()
    with pytest.raises(ValueError, match=words):
        call()
    after = run.state()
    assert before.keys() == after.keys()
    for name, value in before.items():
        same = torch.equal(value, after[name]) if torch.is_tensor(value) else value == after[name]
        assert same, name


@pytest.mark.parametrize("kind", NO_TENSORS)
def test_data_that_are_no_tensor_are_refused(kind):
    run, game = Training(), Game()
    words = rf"one tensor \(n, \.\.\.\).*got a {kind}.*digits\.images"
    refuses(words, lambda: run.fit(data=NO_TENSORS[kind], step=never), run)
    game.data = NO_TENSORS[kind]
    refuses(words, lambda: game.fit(discriminator_step=never), game)


def test_exchanged_optimizers_are_refused():
    game = Game()
    game.optimizers = game.optimizers[::-1]
    refuses("the generator's optimizer.*4 of the 4.*exchanged", game.fit, game)


@pytest.mark.parametrize("count", [1, 3])
def test_one_optimizer_a_network_is_needed(count):
    game = Game()
    game.optimizers = game.optimizers[:1] * count
    refuses("an optimizer for each of generator, discriminator", game.fit, game)
    game.optimizers = game.optimizers[0]
    refuses("an optimizer for each of generator, discriminator", game.fit, game)


def test_an_optimizer_of_another_model_is_refused():
    run = Training()
    other = torch.nn.Linear(6, 6)
    run.optimizer.add_param_group({"params": other.parameters()})
    run.schedule = None
    with pytest.raises(ValueError, match="2 of the 4 that it holds are not"):
        run.fit(schedule=None, step=never)
    run.optimizer = 0.01
    with pytest.raises(ValueError, match=r"an optimizer for each of model is needed, got \['float"):
        run.fit(schedule=None, step=never)


def test_an_optimizer_may_leave_weights_alone():
    run = Training()
    run.optimizer = torch.optim.SGD([run.model.bias], lr=0.1)
    weight, bias = run.model.weight.clone(), run.model.bias.clone()
    run.fit(schedule=None)
    assert torch.equal(run.model.weight, weight)
    assert not torch.equal(run.model.bias, bias)


def test_a_schedule_that_would_move_nothing_is_refused():
    run, other = Training(), Training()
    refuses("a schedule of the optimizer", lambda: run.fit(schedule=other.schedule), run)
    measured = torch.optim.lr_scheduler.ReduceLROnPlateau(run.optimizer)
    refuses("ReduceLROnPlateau", lambda: run.fit(schedule=measured), run)


@pytest.mark.parametrize("latent", [None, 0, 2.5])
def test_a_generator_that_does_not_say_its_latent_size_is_refused(latent):
    game = Game()
    game.generator.latent = latent
    refuses(f"generator.latent.*is {latent}", lambda: game.fit(discriminator_step=never), game)


@pytest.mark.parametrize(
    "bad", [{"epochs": 2.5}, {"batch_size": 8.0}, {"seed": 0.5}, {"seed": 2**32}, {"seed": None}]
)
def test_budgets_that_are_no_whole_numbers_are_refused(bad):
    run = Training()
    refuses("needed, but got|must be", lambda: run.fit(step=never, **bad), run)


STEPS = {
    "float": lambda loss: {"loss": loss, "rate": 0.5},
    r"tensor \(8,\)": lambda loss: {"loss": loss.expand(8)},
    "Tensor": lambda loss: loss,
    "tuple": lambda loss: (loss, loss),
}


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_that_returns_something_else_is_refused_before_the_weights_move(kind):
    run, game = Training(), Game()
    weight, before = run.model.weight.clone(), game.state()
    with pytest.raises(ValueError, match=rf"epoch 0, batch 0 it gave.*{kind}"):
        run.fit(step=lambda model, batch: STEPS[kind](model(batch).mean()))
    assert torch.equal(run.model.weight, weight)
    with pytest.raises(ValueError, match=rf"epoch 0, batch 0 it gave.*{kind}"):
        game.fit(discriminator_step=lambda d, x, y: STEPS[kind](d(x).mean()))
    assert not moved(before, game.state())


def test_neighbouring_seeds_share_no_order():
    orders = {
        tuple(batches._order(50, seed, epoch).tolist()) for seed in range(6) for epoch in range(6)
    }
    assert len(orders) == 36


def test_the_opponent_gets_no_gradient_from_a_turn():
    game, kept, compared = Game(), {}, []

    def turn_of(player, opponent):
        """At a player's turn it has the gradients that it had at the opponent's turn before."""
        for name, before in kept.items():
            if name == player:
                compared.append(name)
                now = [weight.grad for weight in getattr(game, name).parameters()]
                assert all(a is b or torch.equal(a, b) for a, b in zip(before, now, strict=True))
        weights = getattr(game, opponent).parameters()
        kept[opponent] = [None if w.grad is None else w.grad.clone() for w in weights]

    def discriminator_step(discriminator, real, fake):
        turn_of("discriminator", "generator")
        return {"loss": discriminator(game.generator(torch.randn(4, 3))).mean()}

    def generator_step(discriminator, fake):
        turn_of("generator", "discriminator")
        return {"loss": discriminator(fake).mean()}

    game.fit(discriminator_step=discriminator_step, generator_step=generator_step)
    assert len(compared) == 2 * EPOCHS * BATCHES - 1
