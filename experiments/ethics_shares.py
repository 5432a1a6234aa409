"""How a share is written down with its interval. Stores nothing itself."""

from scipy import stats


def wilson(hits: int, of: int) -> dict[str, float]:
    """A share with Wilson's 95 % interval."""
    around = stats.binomtest(hits, of).proportion_ci(method="wilson")
    low, high = (round(float(end), 4) for end in (around.low, around.high))
    return {"share": round(hits / of, 4), "low": low, "high": high, "of": of}
