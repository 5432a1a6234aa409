"""How shares are written down with their intervals. Stores nothing itself."""

import stored_json
from scipy import stats
from torch import Tensor

from genai_utils import shares

STORED = stored_json.NOTEBOOKS / "8-ethics.shares.json"


def wilson(hits: int, of: int) -> dict[str, float]:
    """A share with Wilson's 95 % interval."""
    around = stats.binomtest(hits, of).proportion_ci(method="wilson")
    low, high = (round(float(end), 4) for end in (around.low, around.high))
    return {"share": round(hits / of, 4), "low": low, "high": high, "of": of}


def table(said: Tensor, known: tuple[Tensor, Tensor], classes: int) -> dict[str, list[float]]:
    """Shares of the classes as a judge shows them, and corrected, with 95 % intervals."""
    shown = said.bincount(minlength=classes) / len(said)
    middle, low, high = shares.share_interval(said, known, classes)
    columns = {"shown": shown, "corrected": middle, "low": low, "high": high}
    return {name: [round(v, 4) for v in values.tolist()] for name, values in columns.items()}
