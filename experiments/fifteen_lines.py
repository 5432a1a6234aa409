"""The fifteen lines of chapter 5 on five seeds: `python experiments/fifteen_lines.py`.

Runs the first example of `book/5-practice/index.md` as it is printed, and again with the memory of
its optimisers, Adam's two betas, left as Adam has it.

Stores `book/figures/data/fifteen.npz`: of the first seed the data and the samples of both, and of
all seeds the share of the samples within three standard deviations of a heap's middle, and how
many of the eight heaps have twenty samples or more; and the program itself. Takes 45 seconds of
one core.
"""

import doctest
import re
from pathlib import Path

import numpy as np
import torch

BOOK = Path(__file__).resolve().parents[1] / "book"
STORED = BOOK / "figures" / "data" / "fifteen.npz"
SEEDS = 5
BETAS = ", (0.0, 0.999)"
FEWEST = 20


def printed() -> str:
    """The program, without its prompts."""
    page = (BOOK / "5-practice" / "index.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    return "".join(line.source for line in doctest.DocTestParser().get_examples(block))


def played(program: str, seed: int) -> dict[str, np.ndarray]:
    """Data and samples, and how many of the samples are near to each heap."""
    names: dict = {}
    exec(program.replace("seed=0", f"seed={seed}"), names)
    eighth = torch.pi / 4 * torch.arange(8)
    middles = 0.8 * torch.stack([eighth.cos(), eighth.sin()], 1)
    distance, nearest = torch.cdist(names["samples"], middles).min(1)
    near = nearest[distance < 0.15].bincount(minlength=8).numpy()
    return {"data": names["real"][:1000], "samples": names["samples"], "near": near}


def main() -> None:
    program, found = printed(), {}
    assert BETAS in program
    for name, text in {"as printed": program, "default Adam": program.replace(BETAS, "")}.items():
        runs = [played(text, seed) for seed in range(SEEDS)]
        found[f"{name}: near"] = np.array([run["near"].sum() / 1000 for run in runs])
        found[f"{name}: heaps"] = np.array([(run["near"] >= FEWEST).sum() for run in runs])
        found[f"{name}: samples"] = runs[0]["samples"].numpy().astype(np.float16)
        print(name, found[f"{name}: near"], found[f"{name}: heaps"], flush=True)
    data = runs[0]["data"].numpy().astype(np.float16)
    np.savez_compressed(STORED, program=program, data=data, **found)


if __name__ == "__main__":
    main()
