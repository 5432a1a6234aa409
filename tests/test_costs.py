"""Operations by formula and by a profiler; kept memory; a law that is found again; the ring."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from genai_utils import costs, models

CASES = {
    "words": lambda: (
        models.Transformer(27, 32, 4, 2, 29, models.naive_attention),
        (torch.randint(27, (3, 29)),),
    ),
    "prose": lambda: (
        models.Transformer(9, 8, 2, 3, 16, models.naive_attention, "rotary"),
        (torch.randint(9, (2, 11)),),
    ),
    "VAE": lambda: (models.VAE(), (torch.rand(5, 784),)),
    "generator": lambda: (models.ConvGenerator(channels=4), (torch.randn(3, 64),)),
    "discriminator": lambda: (models.ConvDiscriminator(channels=4), (torch.rand(3, 784),)),
    "dense generator": lambda: (models.FullyConnectedGenerator(), (torch.randn(3, 100),)),
    "U-Net": lambda: (models.UNet(widths=(8, 12)), (torch.rand(2, 1, 28, 28), torch.rand(2))),
    "transposed": lambda: (nn.ConvTranspose2d(3, 5, 4, 2, 1), (torch.rand(2, 3, 7, 7),)),
}


def loss(model, inputs):
    found = model(*inputs)
    parts = found if isinstance(found, tuple) else (found,)
    return sum(part.square().sum() for part in parts)


def profiled(run):
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops()


@pytest.mark.parametrize("name", CASES)
def test_operations_by_formula_are_those_of_the_profiler(name):
    torch.manual_seed(0)
    model, inputs = CASES[name]()
    forward, backward = costs.counted(model, lambda: loss(model, inputs))
    assert forward == profiled(lambda: loss(model, inputs)) > 0
    assert forward + backward == profiled(lambda: loss(model, inputs).backward())


def test_a_frozen_layer_takes_fewer_operations_backward():
    torch.manual_seed(0)
    model, x = models.VAE(pixels=12, hidden=[7], latent=2), torch.rand(5, 12)
    model.decoder[0].weight.requires_grad_(False)
    counted = costs.counted(model, lambda: loss(model, (x,)))
    assert sum(counted) == profiled(lambda: loss(model, (x,)).backward())


def test_groups_of_channels_divide_the_operations():
    model, inputs = nn.Conv2d(6, 4, 3, groups=2), (torch.rand(2, 6, 9, 8),)
    forward, _ = costs.counted(model, lambda: loss(model, inputs))
    assert forward == profiled(lambda: loss(model, inputs)) == 2 * (2 * 7 * 6) * 9 * 3 * 4


def test_a_layer_without_a_formula_is_refused():
    with pytest.raises(ValueError, match="layers is a GRU: its operations would be missing"):
        costs.counted(nn.ModuleDict({"layers": nn.GRU(2, 2)}), lambda: None)


def deep(checkpoints):
    torch.manual_seed(0)
    model = models.Transformer(11, 16, 2, 6, 32, models.naive_attention)
    return costs.checkpoint_blocks(model) if checkpoints else model


def test_checkpoints_keep_less_compute_the_blocks_again_and_change_no_gradient():
    plain, again = deep(False), deep(True)
    inputs = (torch.randint(11, (4, 32)),)
    kept = [costs.kept_bytes(lambda m=m: loss(m, inputs), m) for m in (plain, again)]
    assert kept[1] < kept[0] / 5
    spent = [profiled(lambda m=m: loss(m, inputs).backward()) for m in (plain, again)]
    # PyTorch stops as soon as all that was kept is there again: before the last map of a block.
    left_out = costs.linear(4 * 32, 16, 11) + 6 * costs.linear(4 * 32, 4 * 16, 16)
    assert spent[1] - spent[0] == spent[0] // 3 - left_out
    for one, other in zip(plain.parameters(), again.parameters(), strict=True):
        assert torch.equal(one.grad, other.grad)


def test_what_is_kept_of_one_layer_can_be_counted_by_hand():
    layer = nn.Sequential(nn.Linear(3, 4), nn.Sigmoid())
    x = torch.rand(5, 3)
    assert costs.kept_bytes(lambda: layer(x), layer) == 4 * (5 * 3 + 5 * 4)


@pytest.mark.parametrize("processes", [1, 2, 3, 5])
def test_the_ring_brings_the_mean_to_every_process(processes):
    torch.manual_seed(0)
    gradients = [torch.randn(30) for _ in range(processes)]
    before = [g.clone() for g in gradients]
    means, sent = costs.ring_mean(gradients)
    for mean in means:
        torch.testing.assert_close(mean, torch.stack(before).mean(0))
    assert all(torch.equal(a, b) for a, b in zip(gradients, before, strict=True))
    assert sent == 2 * (processes - 1) * 30 // processes


@pytest.mark.parametrize(
    ("gradients", "said"),
    [
        ([], "lists of one shape are needed"),
        ([torch.ones(2), torch.ones(4)], "lists of one shape are needed"),
        ([torch.ones(3), torch.ones(3)], "2 processes can cut evenly"),
        ([torch.ones(2, 2), torch.ones(2, 2)], "2 processes can cut evenly"),
    ],
)
def test_a_ring_refuses_what_it_cant_cut(gradients, said):
    with pytest.raises(ValueError, match=said):
        costs.ring_mean(gradients)


def counters(folder, before, after, whole=1_000_000):
    """Two packages whose counters jump when something runs."""
    for name in ("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"):
        (folder / name).mkdir()
        (folder / name / "energy_uj").write_text(str(before))
        (folder / name / "max_energy_range_uj").write_text(str(whole))

    def run():
        for package in folder.iterdir():
            (package / "energy_uj").write_text(str(after))

    return run


def test_joules_are_summed_over_packages_and_across_a_counters_end(tmp_path):
    for name, before, after in (("on", 100_000, 350_000), ("end", 900_000, 150_000)):
        folder = tmp_path / name
        folder.mkdir()
        assert costs.joules(counters(folder, before, after), folder) == pytest.approx(0.5)


def test_without_a_readable_counter_there_are_no_joules_and_the_work_is_done(tmp_path, monkeypatch):
    done: list[str] = []
    assert costs.joules(lambda: done.append("no counter"), tmp_path) is None
    counters(tmp_path, 1, 2)

    def refused(*_, **__):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.read_text", refused)
    assert costs.joules(lambda: done.append("not readable"), tmp_path) is None
    assert done == ["no counter", "not readable"]


def test_an_error_of_the_work_itself_is_heard(tmp_path):
    def refused():
        raise PermissionError("of the work")

    with pytest.raises(PermissionError, match="of the work"):
        costs.joules(refused, tmp_path)


def test_a_law_is_found_again_in_what_it_says():
    law = costs.Law(floor=1.5, weight_scale=2e3, alpha=0.4, token_scale=3e4, beta=0.6)
    weights, tokens = (grid.ravel() for grid in np.meshgrid([4e3, 2e4, 1e5, 4e5], [1e5, 1e6, 6e6]))
    found = costs.fitted(weights, tokens, law.loss(weights, tokens))
    assert found.floor == pytest.approx(law.floor, abs=1e-4)
    assert (found.alpha, found.beta) == pytest.approx((law.alpha, law.beta), abs=1e-3)
    rows = costs.resampled(weights, tokens, law.loss(weights, tokens), times=3)
    assert rows[:, 2] == pytest.approx(np.full(3, law.alpha), abs=0.01)


def test_trainings_that_are_drawn_again_show_how_far_noise_moves_the_law():
    law = costs.Law(floor=1.5, weight_scale=2e3, alpha=0.4, token_scale=3e4, beta=0.6)
    weights, tokens = (grid.ravel() for grid in np.meshgrid([4e3, 2e4, 1e5, 4e5], [1e5, 1e6, 6e6]))
    noise = np.random.default_rng(1).normal(size=len(weights))
    wide, narrow = (
        np.ptp(costs.resampled(weights, tokens, law.loss(weights, tokens) + s * noise, times=8), 0)
        for s in (1e-2, 1e-3)
    )
    assert (wide > 2 * narrow).all()
    assert (narrow > 0).all()


def test_too_few_trainings_are_refused():
    three = np.ones(3)
    with pytest.raises(ValueError, match="six trainings or more"):
        costs.fitted(three, three, three)
