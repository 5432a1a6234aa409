"""A page with a generator alone, its module for the tests of its arithmetic, and its networks.

The oracle is the PyTorch network that the figure was made of; of the figure's own Python nothing
is used.
"""

import numpy as np
import torch
from torch import nn

from genai_utils.widgets import GeneratorExplorer

CONDITIONS = {"group": ["faces", "animals", "flags"], "tone": ["none", "light", "dark"]}
LATENT = 8
# Sets `made` to what is inside the figure's module.
LOAD = """async text => {
    const inside = `readGenerator, readAbout, openCheckpoint, inputAt, between, weightsAt, placeOf,
        pictureAt, firstScene, readScene, writeScene, measureWay, sayWay`;
    const open = new Blob([`${text}; export { ${inside} };`], {type: "text/javascript"});
    window.made = await import(URL.createObjectURL(open));
}"""
DRAW = """([bytes, inputs]) => {
    const held = made.readGenerator(Uint8Array.from(bytes).buffer);
    return inputs.map((input) => [...held.draw(Float32Array.from(input))]);
}"""


def trained_looking(network, seed=0, steep=2.0):
    """Random weights, steep enough that pictures differ, and moments that no one would guess."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, nn.Linear | nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, a=0.2)
                if layer.bias is not None:
                    layer.bias.normal_(0, 0.1)
            if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d):
                for tensor, low, high in (
                    (layer.running_mean, -0.3, 0.3),
                    (layer.running_var, 0.5, 2.0),
                    (layer.weight, 0.5, 1.5),
                    (layer.bias, -0.3, 0.3),
                ):
                    tensor.uniform_(low, high)
        last = [m for m in network.modules() if isinstance(m, nn.Linear | nn.Conv2d)][-1]
        last.weight *= steep
    return network.eval()


def colour_network(seed=0, inputs=LATENT + 6):
    """In the size of the book's: 160,000 weights, 24 million products a picture."""
    layers = [
        nn.Linear(inputs, 96 * 16),
        nn.Unflatten(1, (96, 4, 4)),
        nn.BatchNorm2d(96),
        nn.ReLU(),
    ]
    for before, after in ((96, 64), (64, 48), (48, 32)):
        layers += [nn.Upsample(scale_factor=2), nn.Conv2d(before, after, 3, padding=1)]
        layers += [nn.BatchNorm2d(after), nn.LeakyReLU(0.2)]
    return trained_looking(nn.Sequential(*layers, nn.Conv2d(32, 3, 3, padding=1), nn.Tanh()), seed)


def small_network(seed=0):
    """Grey pictures of 8 x 8 by the other layers, one of them without a bias."""
    layers = [nn.Linear(LATENT + 6, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 8 * 16)]
    layers += [nn.Unflatten(1, (8, 4, 4)), nn.Conv2d(8, 16, 3, padding=1, bias=False)]
    layers += [nn.PixelShuffle(2), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 1, 3, padding=1)]
    return trained_looking(nn.Sequential(*layers, nn.Sigmoid(), nn.Flatten()), seed, steep=4)


def direction(seed=5):
    vector = np.random.default_rng(seed).normal(size=LATENT)
    return vector / np.linalg.norm(vector)


DIRECTIONS = {"smile": {"vector": direction(), "ends": ["less", "more"], "reach": 2.0}}
PRESETS = {
    "two faces": {},
    "a face to a dark flag": {
        "slice": 2,
        "ends": [[-30, 10], [20, -50]],
        "choose": {"group": ["faces", "flags"], "tone": ["none", "dark"]},
        "blend": 0.25,
        "move": {"smile": 1.5},
    },
}


def explorer(network=None, **options):
    usual = {
        "conditions": CONDITIONS,
        "directions": DIRECTIONS,
        "presets": PRESETS,
        "name": "A test's slice",
        "credit": "Drawn after OpenMoji, CC BY-SA 4.0.",
    }
    network = small_network() if network is None else network
    return GeneratorExplorer(network, LATENT, **(usual | options))


def oracle(network, inputs):
    """Pictures in [0, 1] by PyTorch, (n, channels * side * side)."""
    with torch.no_grad():
        pictures = network(torch.as_tensor(np.asarray(inputs), dtype=torch.float32)).flatten(1)
    return (pictures.numpy() + 1) / 2 if isinstance(network[-1], nn.Tanh) else pictures.numpy()
