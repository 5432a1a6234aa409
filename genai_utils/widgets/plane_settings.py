"""What the live diffusion in the plane and its JavaScript both have to know; it travels there."""

import math

from genai_utils.widgets.game_settings import HUES, LARGEST_SEED, LEAK, MODES, MOST_POINTS
from genai_utils.widgets.plane_tour import ABOUT, SCENES

# What the page offers, and how it names it.
DATA = {
    "ring": "eight clusters",
    "moons": "two moons",
    "classes": "two classes",
    "drawing": "your drawing",
}
NOUNS = {
    "ring": "a cluster’s middle",
    "moons": "a place on the moons",
    "classes": "a cluster’s middle",
    "drawing": "a point that you drew",
}
SOURCES = {
    "stored": "stored network",
    "page": "a network here",
    "exact": "exact formula",
}
METHODS = {"flow": "flow matching", "diffusion": "diffusion"}
DIRECTIONS = {"data": "noise to data", "noise": "data to noise"}
DICE = {"once": "once (ODE)", "always": "always (SDE)"}
FIELDS = {"velocity": "the velocity", "score": "the score", "none": "nothing"}
WANTED = {"all": "both classes", "a": "class A", "b": "class B"}
MOST_STEPS = 100
STRONGEST = 6.0  # weight of guidance
EXTENT = 2.4  # of the plane, from its middle to an edge


def _moons(count: int = 24) -> list[tuple[float, float]]:
    """Places along two half circles, each open towards the other."""
    angles = [math.pi * (k + 0.5) / count for k in range(count)]
    upper = [(0.9 * math.cos(angle) - 0.45, 0.9 * math.sin(angle) - 0.25) for angle in angles]
    return [*upper, *((-x, -y) for x, y in upper)]


# Every distribution is a mixture of equal normal ones around these places, so all of it is known in
# closed form. The moons' lie so close that no gap is seen.
PLACES = {
    "ring": MODES["ring"],
    "moons": _moons(),
    "classes": [(-1.1, 0.3), (-0.25, -0.4), (0.25, 0.4), (1.1, -0.3)],
}
DEVIATIONS = {"ring": 0.12, "moons": 0.1, "classes": 0.3, "drawing": 0.1}
CLASSES = {"classes": ["a", "a", "b", "b"]}  # of each place, where there are any
SHOWN = 200  # samples

# The network: two coordinates, four functions of them and of the time, and the class.
SIZES = (8, 64, 64, 64, 2)
LEARNING_SIZES = (8, 64, 64, 2)  # of the one that learns in the page, for speed
SOFT = 0.15  # keeps 1 / (1 + SOFT - time) finite
DROPPED = 0.25  # share of examples whose class is hidden in training, for guidance
STORED = ("ring", "moons", "classes")  # the order of the stored networks
JUDGED = 1500  # the round at which the reader's prediction meets the training

SHARED = {
    "data": DATA,
    "nouns": NOUNS,
    "scenes": SCENES,
    "about": ABOUT,
    "sources": SOURCES,
    "methods": METHODS,
    "directions": DIRECTIONS,
    "dice": DICE,
    "fields": FIELDS,
    "wanted": WANTED,
    "mostSteps": MOST_STEPS,
    "strongest": STRONGEST,
    "largestSeed": LARGEST_SEED,
    "mostPoints": MOST_POINTS,
    "extent": EXTENT,
    "places": PLACES,
    "deviations": DEVIATIONS,
    "classes": CLASSES,
    "shown": SHOWN,
    "sizes": SIZES,
    "learningSizes": LEARNING_SIZES,
    "soft": SOFT,
    "dropped": DROPPED,
    "stored": STORED,
    "judged": JUDGED,
    "leak": LEAK,
    "hues": HUES,
}
