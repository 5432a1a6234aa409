"""How many images a CPU second the book's loop trains on, beside two other loops: `make bench`.

All train 784-400-20-400-784 on the same 4,000 grey digits (no loop binarises), batches of 128,
Adam with rate 1e-3, float32, one thread. One round is an epoch of each, in turn, so that a change
of the machine's speed meets them all; the verdict is the median over rounds of the ratios.

    ours     the step and the loop of notebooks/3-vae.ipynb, without its schedule
    fit      the same by `train.fit`
    plain    a DataLoader over PIL pictures, as in pytorch/examples `vae/main.py`
    pythae   pythae's BaseTrainer, an epoch of its own loop without saving or evaluation

"products" times the matrix products of a step alone, forward and backward: what no loop can avoid.

Prints its verdict. Takes some minutes.
"""

import logging
import os
import tempfile
import time
from statistics import median

os.environ["TQDM_DISABLE"] = "1"

import numpy as np
import torch
from PIL import Image
from pythae.data.datasets import BaseDataset
from pythae.models import VAE as PythaeVAE
from pythae.models import VAEConfig
from pythae.models.base.base_utils import ModelOutput
from pythae.models.nn import BaseDecoder, BaseEncoder
from pythae.trainers import BaseTrainer, BaseTrainerConfig
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

from genai_utils import data, losses, runtime, train
from genai_utils.models import VAE

ROUNDS, BATCH, RATE = 15, 128, 1e-3
PIXELS, HIDDEN, LATENT = 784, 400, 20
# pythae's trainer makes a folder; it is removed when the benchmark ends.
FOLDER = tempfile.TemporaryDirectory()
# What the loops must reach: the smallest ratio of our speed to theirs, and the share of products.
GOALS = {"plain": 2.0, "pythae": 2.0, "products": 0.65}


# --- ours ---------------------------------------------------------------------------------------


def step(model, x):
    logits, mu, log_var = model(x)
    distortion = -losses.bernoulli_log_likelihood(logits, x)
    rate = losses.kl_standard_normal(mu, log_var)
    return {"loss": (distortion + rate).mean(), "rate": rate.mean()}


def ours(images):
    model = VAE(PIXELS, (HIDDEN,), LATENT)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)
    history = train.History()

    def epoch():
        order = torch.randperm(len(images))
        for batch in images[order].split(BATCH):
            terms = step(model, batch)
            optimizer.zero_grad()
            terms["loss"].backward()
            optimizer.step()
            history.add(terms, len(batch))
        history.close_epoch()
        return history["loss"][-1]

    return epoch


def fit(images):
    model = VAE(PIXELS, (HIDDEN,), LATENT)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)

    def epoch():
        history = train.fit(model, images, step, optimizer, epochs=1, batch_size=BATCH)
        return history["loss"][-1]

    return epoch


# --- a plain loop -------------------------------------------------------------------------------


class Pictures(Dataset):
    """Bytes to a PIL picture to a tensor, item by item: what MNIST with ToTensor does."""

    def __init__(self, images):
        self.bytes = (images * 255).round().to(torch.uint8).view(-1, 28, 28)

    def __len__(self):
        return len(self.bytes)

    def __getitem__(self, index):
        picture = Image.fromarray(self.bytes[index].numpy())
        pixels = torch.from_numpy(np.array(picture, copy=True)).view(28, 28, 1)
        return pixels.permute(2, 0, 1).contiguous().to(torch.float32).div(255), 0


class PlainVAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.mu = nn.Linear(PIXELS, HIDDEN), nn.Linear(HIDDEN, LATENT)
        self.log_var = nn.Linear(HIDDEN, LATENT)
        self.back, self.out = nn.Linear(LATENT, HIDDEN), nn.Linear(HIDDEN, PIXELS)

    def forward(self, x):
        hidden = F.relu(self.hidden(x.view(-1, PIXELS)))
        mu, log_var = self.mu(hidden), self.log_var(hidden)
        std = torch.exp(0.5 * log_var)
        z = mu + torch.randn_like(std) * std
        return torch.sigmoid(self.out(F.relu(self.back(z)))), mu, log_var


def plain(images):
    loader = DataLoader(Pictures(images), batch_size=BATCH, shuffle=True)
    model = PlainVAE()
    # foreach=None and fused=None: what one gets by writing Adam(...).
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)

    def epoch():
        model.train()
        total = 0.0
        for x, _ in loader:
            optimizer.zero_grad()
            probabilities, mu, log_var = model(x)
            target = x.view(-1, PIXELS)
            loss = F.binary_cross_entropy(probabilities, target, reduction="sum")
            loss = loss - 0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp())
            loss.backward()
            total += loss.item()
            optimizer.step()
        return total / len(loader.dataset)

    return epoch


# --- pythae -------------------------------------------------------------------------------------


class Encoder(BaseEncoder):
    def __init__(self):
        super().__init__()
        self.hidden, self.mu = nn.Linear(PIXELS, HIDDEN), nn.Linear(HIDDEN, LATENT)
        self.log_var = nn.Linear(HIDDEN, LATENT)

    def forward(self, x):
        hidden = F.relu(self.hidden(x))
        return ModelOutput(embedding=self.mu(hidden), log_covariance=self.log_var(hidden))


class Decoder(BaseDecoder):
    def __init__(self):
        super().__init__()
        sizes = nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, PIXELS), nn.Sigmoid()
        self.layers = nn.Sequential(*sizes)

    def forward(self, z):
        return ModelOutput(reconstruction=self.layers(z))


def pythae(images):
    config = VAEConfig(input_dim=(PIXELS,), latent_dim=LATENT, reconstruction_loss="bce")
    trainer = BaseTrainer(
        model=PythaeVAE(config, encoder=Encoder(), decoder=Decoder()),
        train_dataset=BaseDataset(images, torch.zeros(len(images))),
        training_config=BaseTrainerConfig(
            output_dir=FOLDER.name,
            learning_rate=RATE,
            per_device_train_batch_size=BATCH,
            no_cuda=True,
        ),
    )
    trainer.prepare_training()
    numbers = iter(range(1, 1000))
    return lambda: trainer.train_step(next(numbers))


# --- the products alone -------------------------------------------------------------------------


def products(images):
    """x W, and backwards: gradient by weights always, gradient by inputs except for the images."""
    layers = [(PIXELS, HIDDEN), (HIDDEN, 2 * LATENT), (LATENT, HIDDEN), (HIDDEN, PIXELS)]

    def tensors(batch):
        return [
            (torch.randn(batch, i), torch.randn(o, i), torch.randn(batch, o)) for i, o in layers
        ]

    sizes = [len(part) for part in images.split(BATCH)]
    by_size = {size: tensors(size) for size in set(sizes)}

    def epoch():
        for size in sizes:
            for number, (x, weight, gradient) in enumerate(by_size[size]):
                x @ weight.T
                gradient.T @ x
                if number > 0:
                    gradient @ weight
        return 0.0

    return epoch


def main():
    # pythae sets the level of its own loggers, so all are silenced.
    logging.disable(logging.WARNING)
    runtime.start(seed=0)
    images = data.split(data.mnist(), held_out=1000)[0].images
    epochs = {loop.__name__: loop(images) for loop in (ours, fit, plain, pythae, products)}
    seconds = {name: [] for name in epochs}
    final = {}
    for number in range(ROUNDS + 1):  # the first round warms up and isn't counted
        for name, epoch in epochs.items():
            start = time.process_time()
            final[name] = epoch()
            if number > 0:
                seconds[name].append(time.process_time() - start)
    print(f"{ROUNDS} rounds, {len(images)} images an epoch, one thread, torch {torch.__version__}")
    print(
        f"{'loop':10}{'images a CPU second':>22}{'ours is faster by':>20}{'min':>7}{'max':>7}",
        end="",
    )
    print(f"{'nats at the end':>18}")
    ratios = {}
    for name, times in seconds.items():
        ratios[name] = [t / o for t, o in zip(times, seconds["ours"], strict=True)]
        low, middle, high = min(ratios[name]), median(ratios[name]), max(ratios[name])
        speed = len(images) / median(times)
        print(f"{name:10}{speed:22,.0f}{middle:20.2f}{low:7.2f}{high:7.2f}{final[name]:18.1f}")
    for name, goal in GOALS.items():
        what = "share of products" if name == "products" else f"ours over {name}"
        middle = median(ratios[name])
        print(f"{what}: {middle:.2f}, goal {goal}: {'reached' if middle >= goal else 'missed'}")


if __name__ == "__main__":
    main()
