"""Hundreds of small models for the page on privacy: `python experiments/privacy.py FOLDER PART...`.

Stores FOLDER/PART.npz, from which `privacy_store.py` makes what notebook and page read. `digit`
reads the file of `vae`. Takes about six minutes of a data centre's GPU; a CPU would need hours.

    vae       VAEs on random halves of 4,000 digits: over-fitted, with DP-SGD, with moved digits
    digit     VAEs with and without eight chosen digits, for the same trainings
    classes   classifiers on the halves, over-fitted and with DP-SGD
    secrets   transformers on texts with planted secrets, before and after taking out duplicates
"""

import sys
import time
from pathlib import Path

import numpy as np
import privacy_digits
import privacy_writing
import torch
from privacy_records import Records

PARTS = {
    "vae": privacy_digits.vae,
    "digit": privacy_digits.digit,
    "classes": privacy_digits.classes,
    "secrets": privacy_writing.secrets,
}


def main(folder: Path, parts: list[str]) -> None:
    torch.set_float32_matmul_precision("high")
    records = Records.all()
    for part in parts:
        torch.manual_seed(0)
        begun = time.monotonic()
        found = PARTS[part](records, folder)
        found["seconds"] = np.array(time.monotonic() - begun)
        np.savez_compressed(folder / f"{part}.part.npz", **found)
        (folder / f"{part}.part.npz").rename(folder / f"{part}.npz")
        print(part, f"{found['seconds']:.1f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
