"""The part of `privacy.py` about text: secrets by count, with copies and without."""

from pathlib import Path

import language_secrets
import numpy as np
import privacy_text
from privacy_digits import Found, numbers, said
from privacy_records import DEVICE, QUICK, Records
from torch import Tensor, nn

from genai_utils import data

STEPS, PEAK, SEEDS = 2000 // QUICK, 3e-3, (0, 1, 2)
KINDS = ("planted", "planted, once", "varied, once", "varied, no shared")


class Moved(nn.Module):
    """A model on the device for callers that hold their tokens elsewhere."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model.to(DEVICE)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.model(tokens.to(DEVICE)).cpu()


def joined(documents: list[data.Document]) -> str:
    return "".join(document.text for document in documents)


def rows_of(kind: str, prose: str, seed: int) -> Tensor:
    """The training text of a kind, with secrets of this seed."""
    whole = (privacy_text.varied if "varied" in kind else language_secrets.planted)(prose, seed)
    if "once" in kind:
        whole = privacy_text.once(whole)
    if "shared" in kind:
        whole = privacy_text.without_shared(whole)
    return data.encode_text(whole).to(DEVICE)


def secrets(records: Records, folder: Path) -> Found:
    """Which secrets are said, and their ranks, with duplicates and after they were taken out."""
    training, validation, _ = data.split_prose(data.prose())
    prose, unseen = joined(training), privacy_text.cut(joined(validation)).to(DEVICE)
    runs = [(kind, seed) for kind in KINDS for seed in SEEDS]
    rows = [rows_of(kind, prose, seed) for kind, seed in runs]
    texts, found = privacy_text.Texts(len(runs), DEVICE), {}
    found["characters"] = np.array([len(row) for row in rows])
    privacy_text.trained(texts, privacy_text.windows(rows, 16), STEPS, PEAK)
    found["unseen"] = numbers(privacy_text.scores(texts, unseen, len(runs)).mean(1))
    said("secrets trained")
    for place, (kind, seed) in enumerate(runs):
        model = texts.model(place)
        table = language_secrets.measured(Moved(model), seed)
        for part in ("said", "rank"):
            found[f"{kind}, {seed}: {part}"] = np.array([row[part] for row in table.values()])
        if seed == 0 and kind in KINDS[:2]:
            found |= {f"model {kind}: {n}": numbers(w) for n, w in model.state_dict().items()}
        said("secrets", kind, seed)
    return found
