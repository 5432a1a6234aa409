"""The guided tour of the live diffusion: settings, what is asked, the equations it is about."""

from typing import Any

USUAL: dict[str, Any] = {
    "data": "ring",
    "source": "stored",
    "method": "flow",
    "direction": "data",
    "dice": "once",
    "steps": 20,
    "at": 0,
    "w": 0.0,
    "wanted": "all",
    "field": "velocity",
}
# The equation that each control is about.
ABOUT = {
    "source": "eq-tweedie",
    "method": "eq-one-family",
    "dice": "eq-diffusion-posterior",
    "steps": "eq-flow-euler",
    "field": "eq-probability-flow",
    "w": "eq-guidance",
}


def _scene(
    label: str, text: str, question: str, expected: list[str], equations: list[str], **start: Any
) -> dict[str, Any]:
    return {
        "label": label,
        "text": text,
        "question": question,
        "expected": expected,
        "equations": equations,
        "start": USUAL | start,
    }


SCENES: dict[str, dict[str, Any]] = {
    "noising": _scene(
        "1. Into the noise",
        "The cloud starts as data. Each step keeps a share of it and adds fresh noise; no network "
        "is asked. The tint is the exact density at that time.",
        "Halfway, at τ = 0.5, how many samples are still nearest to the cluster they came from?",
        ["more than two thirds", "about a third", "one in eight, as by chance"],
        ["eq-diffusion-marginal", "eq-flow-path"],
        source="exact",
        method="diffusion",
        direction="noise",
        dice="always",
        field="none",
    ),
    "guess": _scene(
        "2. The first guess",
        "All is noise. The arrows are the velocity; where one leads to by τ = 1 is the best guess "
        "of the data, given only where the sample stands now.",
        "Where do the arrows lead to at τ = 0?",
        ["to the nearest cluster", "to the middle of all data", "to random clusters"],
        ["eq-tweedie", "eq-probability-flow"],
        source="exact",
    ),
    "steps": _scene(
        "3. Few steps",
        "The whole way in one step. Then set more steps, and look how the paths bend.",
        "How many samples lie in a cluster after a single step?",
        ["nearly all", "about half", "nearly none"],
        ["eq-flow-euler", "eq-one-family"],
        steps=1,
    ),
    "dice": _scene(
        "4. Dice or none",
        "Fresh noise at each step, ten steps. The other sampler throws dice at the start only; "
        "switch, and look at the paths.",
        "With ten steps, which sampler brings more samples into the clusters?",
        ["the one with fresh noise", "the one without", "both alike, within 3 %"],
        ["eq-diffusion-posterior", "eq-probability-flow"],
        method="diffusion",
        dice="always",
        steps=10,
    ),
    "guidance": _scene(
        "5. Guidance",
        "Class A has two clusters, half of its samples in each. The samples follow the guided "
        "velocity; the tint is the tilted density, which one may take for what guidance draws.",
        "At w = 3, how much of the cloud is in the cluster far from class B?",
        ["half", "as much as of the tilted density", "more than that"],
        ["eq-guidance", "eq-guided-spread", "eq-tilted-spread"],
        data="classes",
        source="exact",
        wanted="a",
        w=3.0,
        steps=50,
    ),
    "learning": _scene(
        "6. Learning",
        "A network that knows nothing yet. Press Learn. The line in the curve is what the exact "
        "formula pays.",
        "Where will the loss stop?",
        ["near 0", "a little above the exact formula's", "below the exact formula's"],
        ["eq-flow-gradient", "eq-flow-matching-loss", "eq-noise-prediction"],
        data="moons",
        source="page",
        at=18,
    ),
    "own": _scene("your own settings", "", "", [], []),
}
