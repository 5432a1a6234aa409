"""Is everything there? Versions, device and a training of two seconds: `tools/check_setup.py`.

The same lines run on a GPU and in several processes that share each batch:

    python tools/check_setup.py --device cuda
    torchrun --nproc_per_node 2 tools/check_setup.py --device cpu
"""

import argparse
import platform

import torch

from genai_utils import data, losses, models, runtime, train


def discriminator_step(discriminator, real, fake):
    return {"loss": losses.discriminator_loss(discriminator(real), discriminator(fake))}


def generator_step(discriminator, fake):
    return {"loss": losses.generator_loss_non_saturating(discriminator(fake))}


def play(device, epochs, checkpoint):
    digits = (2 * data.small_digits().images - 1).to(device)
    generator = models.FullyConnectedGenerator(16, (64, 128), 64).to(device)
    discriminator = models.FullyConnectedDiscriminator(64, (128, 64)).to(device)
    optimizers = [
        torch.optim.Adam(network.parameters(), lr=5e-3, betas=(0.5, 0.999))
        for network in (generator, discriminator)
    ]
    players, steps = (generator, discriminator), (discriminator_step, generator_step)
    options = {"epochs": epochs, "batch_size": 64, "checkpoint": checkpoint}
    return train.fit_adversarial(*players, digits, *steps, optimizers, **options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--checkpoint", help="a file to save to, and to go on from")
    wanted = parser.parse_args()
    runtime.start(seed=0)
    with train.distributed.processes(wanted.device) as device:
        history = play(device, wanted.epochs, wanted.checkpoint)
        if train.distributed.rank() == 0:
            print(f"Python {platform.python_version()}, PyTorch {torch.__version__}")
            print(f"device {device.type}, {train.distributed.count()} process(es)")
            for name in ("discriminator_loss", "generator_loss"):
                print(f"{name}: {history[name][0]:.2f} in the first epoch, then", end=" ")
                print(f"{history[name][-1]:.2f}")


if __name__ == "__main__":
    main()
