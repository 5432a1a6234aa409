"""What the live GAN's Python and its JavaScript both have to know; from here it travels there."""

import math

# What the page offers, and how it names it.
DATA = {
    "ring": "eight clusters on a ring",
    "grid": "nine clusters on a grid",
    "moons": "two moons",
    "drawing": "what you draw",
}
LOSSES = {
    "non-saturating": "non-saturating",
    "saturating": "saturating",
    "wasserstein": "Wasserstein with penalty",
}
RATES = (0.0001, 0.0003, 0.001, 0.002, 0.004, 0.01)
LARGEST_SEED = 2**31 - 1  # the page's random numbers start from 31 bits
EXTENT = 1.6  # of the plane, from its middle to an edge
MOST_POINTS = 300  # of a drawing

# The places around which the data scatter, and how far; of the moons, the upper one.
MODES = {
    "ring": [(math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8)],
    "grid": [(k % 3 - 1, k // 3 - 1) for k in range(9)],
}
MOON = {"radius": 0.7, "left": 0.35, "down": 0.2}
DEVIATION = 0.05
SHOWN = 250  # points of each kind

# Both networks.
UNITS = 32  # in each of the two hidden layers
LEAK = 0.2  # the leaky ReLU's slope left of 0

# Runs that show something, each tested to do so: how one starts, and what changes at round `TURN`.
TURN = 750
JUDGED = 1500  # the round at which the reader's prediction meets the run
USUAL = {
    "data": "ring",
    "loss": "non-saturating",
    "generator_rate": 0.001,
    "discriminator_rate": 0.004,
}
SLOW, QUICK = {"discriminator_rate": 0.0001}, {"discriminator_rate": 0.004}
PRESETS: dict[str, dict] = {
    "healthy": {"label": "healthy", "start": USUAL, "later": {}},
    "collapse": {"label": "collapse from the start", "start": USUAL | SLOW, "later": {}},
    "rescue": {"label": f"rescue at round {TURN}", "start": USUAL | SLOW, "later": QUICK},
    "late": {"label": f"slowed at round {TURN}", "start": USUAL, "later": SLOW},
    "wasserstein": {
        "label": "Wasserstein",
        "start": USUAL | {"loss": "wasserstein"},
        "later": {},
    },
    "own": {"label": "your own settings", "start": {}, "later": {}},
}

HUES = {"data": "#0072b2", "made": "#d55e00"}

SHARED = {
    "data": DATA,
    "losses": LOSSES,
    "rates": RATES,
    "largestSeed": LARGEST_SEED,
    "extent": EXTENT,
    "mostPoints": MOST_POINTS,
    "modes": MODES,
    "moon": MOON,
    "deviation": DEVIATION,
    "shown": SHOWN,
    "units": UNITS,
    "leak": LEAK,
    "hues": HUES,
    "presets": PRESETS,
    "turn": TURN,
    "judged": JUDGED,
}
