"""Why a VAE's digit is grey: the decoder beside the exact average of all digits that share a code.

For a fixed encoder no decoder has a smaller squared error than the average of the training digits,
each weighted with its q(z|x). A far larger decoder, trained on the same codes, says what the size
of the network has to do with it.
"""

import itertools

import numpy as np
import torch
from torch import Tensor, nn

from genai_utils import losses
from genai_utils.models import VAE

LARGE, EPOCHS, BATCH, SHOWN = 600, 40, 100, 8


def average(z: Tensor, codes: tuple[Tensor, Tensor], digits: Tensor) -> tuple[Tensor, Tensor]:
    """The weighted mean of the digits at each z, (places, pixels), and the weights themselves."""
    logs = torch.stack([losses.normal_log_density(place, *codes) for place in z])
    weights = torch.softmax(logs.double(), dim=1).float()
    return weights @ digits, weights


def larger_decoder(model: VAE, digits: Tensor) -> nn.Module:
    """A decoder with two layers of 600 units, trained on this encoder's codes."""
    torch.manual_seed(1)
    sizes = [model.latent, LARGE, LARGE]
    layers = [m for a, b in itertools.pairwise(sizes) for m in (nn.Linear(a, b), nn.ReLU())]
    decoder = nn.Sequential(*layers, nn.Linear(LARGE, digits.shape[1]))
    optimizer = torch.optim.Adam(decoder.parameters(), lr=1e-3)
    with torch.no_grad():
        mu, log_var = model.encode(digits)
    for _ in range(EPOCHS):
        for part in torch.randperm(len(digits)).split(BATCH):
            logits = decoder(model.reparameterize(mu[part], log_var[part]))
            optimizer.zero_grad()
            (-losses.bernoulli_log_likelihood(logits, digits[part]).mean()).backward()
            optimizer.step()
    return decoder


def parts(picture: Tensor, best: Tensor) -> dict[str, float]:
    """Squared error of a decoder, split: what the average leaves, and the distance to it.

    A pixel that is white with probability m among the digits at z has the variance m (1 - m).
    """
    left = (best * (1 - best)).sum(1).mean().item()
    distance = ((picture - best) ** 2).sum(1).mean().item()
    grey = (picture * (1 - picture)).sum(1).mean().item()
    return {"error": left + distance, "left": left, "distance": distance, "grey": grey}


def nearest(picture: Tensor, digits: Tensor) -> float:
    """Mean squared distance to the nearest training digit."""
    return (torch.cdist(picture, digits).min(1).values ** 2).mean().item()


@torch.no_grad()
def compared(model: VAE, large: nn.Module, train: Tensor, x: Tensor) -> dict:
    """The numbers, with one code drawn for each of the digits x."""
    torch.manual_seed(2)
    codes = model.encode(train)
    z = model.reparameterize(*model.encode(x))
    best, weights = average(z, codes, train)
    own, wide = model.decode(z).sigmoid(), large(z).sigmoid()
    return {
        "decoder": parts(own, best),
        "larger decoder": parts(wide, best),
        "digits at a code": (1 / (weights**2).sum(1)).median().item(),
        "decoder to nearest digit": nearest(own, train),
        "average to nearest digit": nearest(best, train),
        "own error": ((x - own) ** 2).sum(1).mean().item(),
        "own error, larger decoder": ((x - wide) ** 2).sum(1).mean().item(),
        "own error, average": ((x - best) ** 2).sum(1).mean().item(),
    }


@torch.no_grad()
def pictures(model: VAE, large: nn.Module, digits: dict[str, Tensor]) -> dict[str, np.ndarray]:
    """Some digits, and what stands at the mean of their codes."""
    x = digits["test"][40 :: len(digits["test"]) // SHOWN][:SHOWN]
    z = model.encode(x)[0]
    best, _ = average(z, model.encode(digits["train"]), digits["train"])
    own = model.decode(z).sigmoid()
    sample = torch.bernoulli(own, generator=torch.Generator().manual_seed(0))
    rows = {"digit": x, "decoder": own, "average": best, "larger": large(z).sigmoid()}
    rows["sample"] = sample
    return {name: (255 * row).round().byte().numpy() for name, row in rows.items()}


def measured(model: VAE, digits: dict[str, Tensor]) -> tuple[dict, dict]:
    large = larger_decoder(model, digits["train"])
    found = {
        part: compared(model, large, digits["train"], digits[part]) for part in ("train", "test")
    }
    return found, pictures(model, large, digits)
