"""Samples of diffusion and of a flow below the GAN's, in black and white and unpicked."""

import torch
from shared.families import below_real
from shared.stored import arrays

from genai_utils import data


def draw():
    dice, samples = torch.Generator().manual_seed(0), {"GAN": arrays("GAN")["samples"]}
    for name, grey in arrays("diffusion").items():
        grey = torch.tensor(grey).float() / 255
        samples[name] = 255 * data.binarize(grey, dice).numpy()
    return below_real(samples)
