"""Do two VAEs that were trained apart write a digit in the same code?

Stores the entry "codes" of `book/figures/data/outlook.json`. Takes about one minute of one core.

How much of one model's code a linear map from the other's explains, on digits that neither has
seen. Beside it stand what would explain it more simply: an encoder that wasn't trained, and the
first components of the pixels, as many numbers as the code has.
"""

import itertools
from pathlib import Path

import stored_json
import torch
from torch import Tensor

from genai_utils import data, losses, runtime
from genai_utils.models import VAE

STORED = Path(__file__).resolve().parents[1] / "book" / "figures" / "data"
EPOCHS, BATCH, LATENT, SEEDS = 15, 128, 20, (0, 1, 2)


def trained(digits: Tensor, seed: int, epochs: int = EPOCHS) -> VAE:
    runtime.start(seed=seed)
    model = VAE(latent=LATENT)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(epochs):
        for x in digits[torch.randperm(len(digits))].split(BATCH):
            logits, mu, log_var = model(x)
            likelihood = losses.bernoulli_log_likelihood(logits, x)
            optimizer.zero_grad()
            (-losses.elbo(likelihood, losses.kl_standard_normal(mu, log_var)).mean()).backward()
            optimizer.step()
    return model


def explained(source: list[Tensor], target: list[Tensor]) -> float:
    """The share of the target's variance that a linear map explains, on the second of the two.

    The map is fitted to the first of each pair.
    """
    with_one = [torch.cat([it, torch.ones(len(it), 1)], 1).double() for it in source]
    fitted = torch.linalg.lstsq(with_one[0], target[0].double()).solution
    left = (target[1].double() - with_one[1] @ fitted).square().sum()
    return (1 - left / (target[1] - target[0].mean(0)).square().sum()).item()


def components(digits: Tensor, parts: list[Tensor]) -> list[Tensor]:
    mean = digits.mean(0)
    _, _, directions = torch.linalg.svd(digits - mean, full_matrices=False)
    return [(it - mean) @ directions[:LATENT].T for it in parts]


@torch.no_grad()
def codes(model: VAE, parts: list[Tensor]) -> list[Tensor]:
    return [model.encode(it)[0] for it in parts]


def compared(seed: int) -> dict[str, float]:
    """Two models on two halves of the training digits; the map is fitted on validation digits."""
    training, validation, test = (
        (it.images > 0.5).float() for it in data.three_way(data.mnist(), held_out=1000)
    )
    halves = training[torch.randperm(len(training), generator=_from(seed))].chunk(2)
    shown = [validation, test]
    target = codes(trained(halves[0], 10 + seed), shown)
    sources = {
        "the other half": codes(trained(halves[1], 20 + seed), shown),
        "the same half": codes(trained(halves[0], 30 + seed), shown),
        "not trained": codes(trained(halves[0], 40 + seed, epochs=0), shown),
        "components": components(halves[0], shown),
    }
    found = {name: explained(source, target) for name, source in sources.items()}
    other, *_ = sources.values()
    pairs = itertools.product(other[1].T, target[1].T)
    found["units alone"] = _best_alone([abs(torch.corrcoef(torch.stack(it))[0, 1]) for it in pairs])
    return {name: round(value, 4) for name, value in found.items()}


def _from(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _best_alone(correlations: list[Tensor]) -> float:
    """The mean over units of the target of the squared best correlation with one unit."""
    table = torch.stack(correlations).view(LATENT, LATENT).square()
    return table.max(0).values.mean().item()


def main() -> None:
    runs = [compared(seed) for seed in SEEDS]
    settings = {"epochs": EPOCHS, "batch": BATCH, "latent": LATENT}
    stored_json.add(STORED / "outlook.json", {"codes": {"settings": settings, "runs": runs}})


if __name__ == "__main__":
    main()
