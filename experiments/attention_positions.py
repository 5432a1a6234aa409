"""Bits at each position, up to twice the length of the training, on three seeds.

    python experiments/attention_positions.py

The notebook's own cells are run, those that make the texts, train the four kinds of positions and
look at the loss by position; the seed of the initial weights is replaced. The held-out texts and
the training texts are the same for all. What is measured stands in
`notebooks/4-self-attention.positions.json` and is drawn by `book/figures/positions-beyond.py`.
"""

import contextlib
import io
import json
from pathlib import Path

import stored_json

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
NAME, SEEDS = "4-self-attention", (0, 1, 2)
START = "torch.manual_seed(0)"
TITLES = {"right": "learned", "rotary": "rotary"}
TITLES |= {name: name for name in ("linear bias", "no positions")}
# What a cell must hold to be run, in the order of the notebook.
WANTED = (
    "runtime.start(seed=0)",
    "CHARACTERS = 8",
    "def draw(",
    "def true_bits(",
    "LENGTH = 33",
    "def transformer(",
    "def step(",
    "def fitted(",
    "def linear_bias(",
    "def without_table(",
    'trained["linear bias"] =',
    "def bits_by_position(",
)
TRAIN_TWO = """
trained = {"right": transformer(), "rotary": transformer(positions="rotary")}
for model in trained.values():
    fitted(model)
"""


def cells() -> list[str]:
    """The wanted cells; the two trainings before them are written out, without the leaking one."""
    notebook = json.loads((NOTEBOOKS / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    found = [next(source for source in sources if part in source) for part in WANTED]
    place = WANTED.index('trained["linear bias"] =')
    return [*found[:place], TRAIN_TWO, *found[place:]]


def measure(seed: int) -> tuple[dict[str, list[float]], float]:
    """Bits per character by position of each kind, and the entropy of the source."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in cells():
            exec(source.replace(START, f"torch.manual_seed({seed})"), names)
    found = {}
    for name, title in TITLES.items():
        found[title] = [
            round(x, 3) for x in names["bits_by_position"](names["trained"][name]).tolist()
        ]
    return found, names["floor"]


def main() -> None:
    runs = []
    for seed in SEEDS:
        found, floor = measure(seed)
        runs.append(found)
        print(seed, {title: (row[31], row[-1]) for title, row in found.items()}, flush=True)
    table = {title: [run[title] for run in runs] for title in runs[0]}
    table = {"trained on predictions": 32, "entropy": round(floor, 4), "bits": table}
    stored_json.write(NOTEBOOKS / f"{NAME}.positions.json", table)


if __name__ == "__main__":
    main()
