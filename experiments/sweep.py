"""Change one setting of a notebook at a time: `python experiments/sweep.py 3-gan`.

The notebook's own cells are run with its own seed. Each entry below is a row: names that the
notebook binds in a cell tagged `settings`, and what takes their place. A sweep is for choosing, so
it never sees the test data (`parts.py`).

Stores `notebooks/NAME.sweep.json`, which the notebook shows and the pages `vae` and `pipeline`
quote. Takes one to four minutes.
"""

import sys
from types import SimpleNamespace

import cells
import parts
import stored_json
import torch

from genai_utils import data, losses

Settings = dict[str, object]


def step_of(loss):
    """A step of `3-vae` that minimises something else than distortion plus rate."""

    def step(model, images):
        x = data.binarize(data.shift(images, probability=0.5))
        logits, mu, log_var = model(x)
        distortion = -losses.bernoulli_log_likelihood(logits, x)
        rate = losses.kl_standard_normal(mu, log_var)
        return {"loss": loss(distortion, rate).mean(), "rate": rate.mean()}

    return step


def small_weights(model):
    """`spread` of `3-self-attention` with the usual 0.02 where it has larger deviations."""
    for module in model.blocks.modules():
        if isinstance(module, torch.nn.Linear):
            torch.nn.init.normal_(module.weight, std=0.02)
    for table in (model.embedding.weight, model.positions):
        torch.nn.init.normal_(table, std=0.02)
    torch.nn.init.normal_(model.triples.table.weight, std=0.1)
    torch.nn.init.normal_(model.triples.widen.weight)
    return model


def misread():
    """The labels of the digits for choosing, every tenth of them one class further."""
    labels = parts.digits()["train_digits"].labels.clone()
    labels[::10] = (labels[::10] + 1) % 10
    return labels


SATURATING = SimpleNamespace(
    discriminator_loss=losses.discriminator_loss,
    generator_loss_non_saturating=losses.generator_loss_saturating,
)
# Shorter than the notebook's own training, for all rows alike.
BUDGET: dict[str, Settings] = {
    "3-vae": {"epochs": 20, "draws": 100},
    "3-gan": {"epochs": 5},
    "3-self-attention": {"steps": 375},
    "6-image-generation": {"epochs": 5},
}
SWEEPS: dict[str, dict[str, Settings]] = {
    "3-vae": {
        "nothing": {},
        "2 latent units": {"latent": 2},
        "rate × 4": {"step": step_of(lambda distortion, rate: distortion + 4 * rate)},
        "mean over pixels": {"step": step_of(lambda distortion, rate: distortion / 784 + rate)},
        "peak rate ÷ 10": {"peak": 5e-4},
    },
    "3-gan": {
        "nothing": {},
        "both rates ÷ 2": {"generator_rate": 1e-3, "discriminator_rate": 1e-3},
        "both rates ÷ 4": {"generator_rate": 5e-4, "discriminator_rate": 5e-4},
        "D's rate × 10": {"discriminator_rate": 2e-2},
        "D's rate ÷ 100": {"discriminator_rate": 2e-5},
        "saturating loss": {"losses": SATURATING},
        "batch of 128": {"batch_size": 128},
        "noise of 4 numbers": {"latent": 4},
    },
    "3-self-attention": {
        "nothing": {},
        "1 layer": {"layers": 1},
        "width 32": {"width": 32},
        "no triples": {"triples": 0},
        "initial weights of 0.02": {"spread": small_weights},
        "peak rate ÷ 10": {"peak": 5e-4},
        "8 × the steps": {"steps": 3000},
    },
    "6-image-generation": {
        "nothing": {},
        "D isn't told the class": {"told": torch.zeros_like, "misfiled": 0.0},
        "G isn't told the class": {"asked": torch.zeros_like},
        "a tenth of the labels wrong": {"labels_given": misread()},
        "class in the VAE as a one": {"loudness": 1.0},
    },
}


def measure(name: str, label: str) -> dict[str, float]:
    settings = parts.unseen(name) | BUDGET[name] | SWEEPS[name][label]
    return cells.rounded(cells.results(name, settings=settings))


def main(name: str) -> None:
    table = {}
    for label in SWEEPS[name]:
        table[label] = cells.apart(measure, name, label)
        print(name, label, table[label], flush=True)
    stored_json.write(cells.NOTEBOOKS / f"{name}.sweep.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
