"""Bits at each position, up to twice the length of the training: `attention_positions.py`.

Stores `notebooks/4-self-attention.positions.json`, which `book/figures/positions-beyond.py` draws:
three seeds of the initial weights for each of the notebook's four ways to tell the positions. The
texts are the same for all. Takes three CPU minutes.
"""

from unittest import mock

import cells
import stored_json
import torch

from genai_utils.models import fused_attention

NAME, SEEDS = "4-self-attention", range(3)


def trained(names: dict) -> dict:
    """The four models, built and trained by the notebook's functions."""
    transformer, fitted = names["transformer"], names["fitted"]
    models = {"learned": transformer(), "rotary": transformer(positions="rotary")}
    for model in models.values():
        fitted(model)
    models["linear bias"] = names["without_table"](names["linear_bias"])
    models["no positions"] = names["without_table"](fused_attention)
    return models


def measure(seed: int) -> tuple[dict[str, list[float]], float]:
    """Bits per character by position of each model, and the entropy of the source."""
    names = cells.run(cells.tagged(NAME, "positions"), {})
    start = torch.manual_seed
    with mock.patch.object(torch, "manual_seed", side_effect=lambda _: start(seed)):
        models = trained(names)
    rows = {name: names["bits_by_position"](model).tolist() for name, model in models.items()}
    print(seed, {name: (round(row[31], 3), round(row[-1], 3)) for name, row in rows.items()})
    return {name: [round(bits, 3) for bits in row] for name, row in rows.items()}, names["floor"]


def main() -> None:
    runs, floors = zip(*(cells.apart(measure, seed) for seed in SEEDS), strict=True)
    table = {"trained on predictions": 32, "entropy": round(floors[0], 4)}
    stored_json.write(
        cells.NOTEBOOKS / f"{NAME}.positions.json", table | {"bits": cells.over_runs(runs)}
    )


if __name__ == "__main__":
    main()
