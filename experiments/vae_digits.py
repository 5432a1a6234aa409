"""What the pages on the VAE say of digits, measured: `python experiments/vae_digits.py`.

Two small VAEs, of 2 and of 20 latent units, learn 3,000 digits in pure black and white: a grey
pixel in a picture of theirs is the model's. How long they train is chosen on 1,000 validation
digits; what is said of digits that nobody has seen is measured on the 1,000 others.

Stores `book/figures/data/vae-digits.json`, the numbers, and `vae-digits.npz`, what figures draw.
Takes two or three minutes of one core.
"""

import functools
from pathlib import Path

import numpy as np
import stored_json
import torch
import vae_blur
import vae_gaps
from torch import Tensor

from genai_utils import data, losses, runtime
from genai_utils.models import VAE

STORED = Path(__file__).resolve().parents[1] / "book" / "figures" / "data"
MOST_EPOCHS, EVERY, BATCH = 30, 5, 100


@functools.cache
def digits() -> dict[str, Tensor]:
    """The three parts of MNIST, in black and white."""
    parts = data.three_way(data.mnist(), held_out=1000)
    names = ("train", "validation", "test")
    return {name: (part.images > 0.5).float() for name, part in zip(names, parts, strict=True)}


def terms(model: VAE, x: Tensor) -> tuple[Tensor, Tensor]:
    """Log-likelihood of one draw and rate, for each digit."""
    logits, mu, log_var = model(x)
    likelihood = losses.bernoulli_log_likelihood(logits, x)
    return likelihood, losses.kl_standard_normal(mu, log_var)


def trained(latent: int, epochs: int) -> tuple[VAE, dict[int, float]]:
    """The model, and its mean negative ELBO on the validation digits every few epochs."""
    runtime.start(seed=0)
    model, seen = VAE(hidden=(200,), latent=latent), {}
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, epochs + 1):
        for x in digits()["train"][torch.randperm(len(digits()["train"]))].split(BATCH):
            optimizer.zero_grad()
            (-losses.elbo(*terms(model, x)).mean()).backward()
            optimizer.step()
        if epoch % EVERY == 0:
            with torch.no_grad():
                drawn = [losses.elbo(*terms(model, digits()["validation"])) for _ in range(5)]
            seen[epoch] = -torch.stack(drawn).mean().item()
    return model, seen


def chosen(latent: int) -> tuple[VAE, dict]:
    """The model after the number of epochs that was best on the validation digits."""
    seen = trained(latent, MOST_EPOCHS)[1]
    epochs = min(seen, key=seen.get)
    model, seen = trained(latent, epochs)
    with torch.no_grad():
        rate = terms(model, digits()["test"])[1].mean().item()
    return model, {"epochs": epochs, "validation": seen[epochs], "rate": rate}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def main() -> None:
    numbers, arrays = {}, {}
    for latent in (2, 20):
        model, found = chosen(latent)
        name = f"{latent} units"
        print(name, rounded(found), flush=True)
        blur, pictures = vae_blur.measured(model, digits())
        print(rounded(blur), flush=True)
        gaps, drawn = vae_gaps.measured(model, digits())
        print(rounded(gaps), flush=True)
        numbers[name] = {**found, "blur": blur, "gaps": gaps}
        arrays |= {f"{name}: {key}": part for key, part in (pictures | drawn).items()}
    numbers["estimates"] = vae_gaps.estimates(model, digits()["test"])
    stored_json.write(STORED / "vae-digits.json", rounded(numbers))
    np.savez_compressed(STORED / "vae-digits.npz", **arrays)


if __name__ == "__main__":
    main()
