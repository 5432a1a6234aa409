"""What trained networks of `8-diffusion-and-flow-matching` give; `diffusion.py` runs and stores it.

`names` are what the notebook's cells tagged `recipe` bind. A judge is the classifier of
`3-trade-offs` with its 500 reference digits in black and white. Stores nothing itself.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from genai_utils import data, judge, losses, models, runtime, sampling

DEVICE = runtime.device()
PASSES = (1, 2, 5, 10, 20, 50, 100)
WEIGHTS = (0.0, 0.5, 1.0, 2.0, 4.0)
OF_KIND = {"flow": ("Euler", "Heun", "DDIM", "chain"), "diffusion": ("DDIM", "chain")}
# By which samplers a training's column of the table is drawn, and its name there.
MAIN = {"diffusion": ("chain",), "flow": ("Heun",)}
NAMES = {
    ("diffusion", "chain"): "diffusion",
    ("flow", "Heun"): "flow matching",
}
MAIN_PASSES = 50  # for the table
FEW = {"flow": ("Heun", 20), "diffusion": ("DDIM", 20)}  # for what is drawn often
LIKELIHOOD_STEPS = (20, 80, 200)
SAMPLES, BITS = 1000, math.log(2) * 784


@dataclass
class Judge:
    classifier: models.DigitClassifier
    reference: data.Images

    def measures(self, samples: Tensor) -> dict[str, float]:
        features = self.classifier.features(self.reference.images)
        return rounded(judge.measures(self.classifier, features, data.binarize(samples.cpu())))

    def by_class(self, samples: Tensor, labels: Tensor) -> dict[str, float]:
        black = data.binarize(samples.cpu())
        found = judge.by_class(self.classifier, self.reference, black, labels)
        return rounded(found)


def rounded(found: dict[str, float]) -> dict[str, float]:
    return {name: float(f"{value:.5g}") for name, value in found.items()}


def spread_out(images: Tensor, n: int) -> Tensor:
    """The first n of the digits in an order by chance that is always the same."""
    return images[torch.randperm(len(images), generator=torch.Generator().manual_seed(0))[:n]]


def noise_for(n: int = 500) -> Tensor:
    return torch.randn(n, 1, 28, 28, device=DEVICE)


def main_samples(names: dict, kind: str, network: nn.Module, how: str) -> Tensor:
    """A thousand digits of no told class, in grey."""
    return names["draw"](how, network, noise_for(SAMPLES), MAIN_PASSES, kind=kind)


def few_samples(names: dict, kind: str, network: nn.Module) -> Tensor:
    how, passes = FEW[kind]
    return names["draw"](how, network, noise_for(), passes, kind=kind)


def by_steps(names: dict, kind: str, network: nn.Module, judge: Judge) -> dict:
    """By sampler and number of passes; Heun's rule has even numbers only."""
    found: dict = {}
    for how in OF_KIND[kind]:
        for passes in PASSES:
            if passes % names["A_STEP"][how] == 0:
                samples = names["draw"](how, network, noise_for(), passes, kind=kind)
                found.setdefault(how, {})[str(passes)] = judge.measures(samples)
    return found


def by_weight(names: dict, kind: str, network: nn.Module, judge: Judge) -> dict:
    """By weight of guidance along the flow, fifty samples of each class and more."""
    labels = judge.reference.labels  # as many of each class as there are real ones
    how, passes = FEW[kind]
    found = {}
    for weight in WEIGHTS:
        samples = names["draw"](how, network, noise_for(), passes, labels.to(DEVICE), weight, kind)
        found[str(weight)] = judge.measures(samples) | judge.by_class(samples, labels)
    return found


def bits_of_flow(names: dict, network: nn.Module, images: Tensor, steps: int) -> list[float]:
    """Bits a pixel of at most fifty digits, with noise between greys: `eq-flow-likelihood`."""
    x = names["dequantised"](spread_out(images, 50)).to(DEVICE)
    none = torch.full((len(x),), names["NONE"], device=DEVICE)
    log_density = sampling.flow_log_density(sampling.guided(network, none), x, steps)
    nats = -log_density - 784 * math.log(2 / 256)  # of grey values, each 2/256 wide
    return (nats / BITS).tolist()


@torch.no_grad()
def bits_of_diffusion(names: dict, network: nn.Module, images: Tensor) -> list[float]:
    """At most so many bits a pixel of forty digits: all terms of `eq-diffusion-bound`."""
    x = names["dequantised"](spread_out(images, 40)).flatten(1).to(DEVICE)
    shares = names["alpha_bar"]
    none = torch.full((len(x),), names["NONE"], device=DEVICE)
    last = shares[-1]
    total = 0.5 * (last * x**2 - last - torch.log1p(-last)).sum(1)
    for level in range(names["LEVELS"], 0, -1):
        share, eps = shares[level], torch.randn_like(x)
        x_t = losses.diffuse(x, eps, share)
        told = torch.full((len(x),), level / names["LEVELS"], device=DEVICE)
        answer = network(x_t.view(-1, 1, 28, 28), told, none).flatten(1)
        guess = ((x_t - (1 - share).sqrt() * answer) / share.sqrt()).clamp(-1, 1)
        if level > 1:
            total = total + losses.diffusion_term(x, guess, share, shares[level - 1])
        else:  # the last step is a likelihood, of the variance that the guess has without a network
            variance = (1 - share) / share
            total = total + 0.5 * ((x - guess) ** 2 / variance).sum(1)
            total = total + 392 * torch.log(2 * math.pi * variance)
    return ((total - 784 * math.log(2 / 256)) / BITS).tolist()


def of_bits(bits: list[float]) -> dict[str, float]:
    """Mean and standard error over the digits."""
    values = torch.tensor(bits).double()
    error = values.std() / len(bits) ** 0.5
    return rounded({"mean": values.mean().item(), "error": error.item()})


def bits_of_others(names: dict, training: Tensor, test: Tensor) -> dict[str, float]:
    """Bits a pixel of models that need no training loop, on the test digits.

    One byte for all pixels; a histogram of 256 grey values for each pixel, each counted once more
    than seen; and a normal distribution of all pixels with noise between the grey values. A few
    digits decide its mean, so the median stands beside it.
    """
    counts = torch.ones(784, 256)
    grey = (255 * training).round().long()
    counts.scatter_add_(1, grey.T, torch.ones_like(grey.T, dtype=torch.float))
    shares = counts / counts.sum(1, keepdim=True)
    picked = shares.gather(1, (255 * test).round().long().T)
    x, y = (names["dequantised"](it).flatten(1).double() for it in (training, test))
    bell = torch.distributions.MultivariateNormal(x.mean(0), torch.cov(x.T))
    bits = (-bell.log_prob(y) - 784 * math.log(2 / 256)) / BITS
    return rounded(
        {
            "all grey values alike": 8.0,
            "a histogram for each pixel": -picked.log2().mean().item(),
            "a normal distribution": bits.mean().item(),
            "a normal distribution, the median digit": bits.median().item(),
        }
    )


def bound(names: dict, kind: str, network: nn.Module, judge: Judge) -> dict:
    """At most so many bits, of digits that training hasn't seen and of some that it has."""
    found = {}
    for name, part in (("test", "test_digits"), ("training", "train_digits")):
        found[name] = of_bits(bits_of_diffusion(names, network, names[part].images))
    return found


def bits_by_steps(names: dict, network: nn.Module) -> dict[str, dict]:
    """Bits a pixel of six test digits by the flow, and how few one of them gets, by Heun's steps.

    Noise and random signs are the same each time.
    """
    found, images = {}, spread_out(names["test_digits"].images, 6)
    for steps in LIKELIHOOD_STEPS:
        torch.manual_seed(0)
        bits = bits_of_flow(names, network, images, steps)
        found[str(steps)] = of_bits(bits) | rounded({"least": min(bits)})
    return found


PARTS = {
    "flow": {"steps": by_steps, "guidance": by_weight},
    "diffusion": {"steps": by_steps, "guidance": by_weight, "bits": bound},
}
