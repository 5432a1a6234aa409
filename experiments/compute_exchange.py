"""What two processes take, out of `compute_processes.py`, and the law drawn further.

`compute_fits.py` stores what `exchange` returns. Takes a second.
"""

import numpy as np

GIGA = 1e9
# On paper: a network of 400 gigabit a second between GPUs, and ten microseconds for a message.
LATENCY, BANDWIDTH, LARGER = 1e-5, 50 * GIGA, 64


def line(times: dict[str, float]) -> tuple[float, float]:
    """Latency and bandwidth of two processes: t = 2 a + b / w, with the least relative error."""
    size, seconds = np.array([(float(b), t) for b, t in times.items()]).T
    given = np.stack([2 / seconds, size / seconds], 1)
    (latency, slow), *_ = np.linalg.lstsq(given, np.ones(len(size)), rcond=None)
    return float(latency), float(1 / slow)


def measured(quiet: dict, busy: dict, latency: float, bandwidth: float) -> dict:
    """By width: what two processes gain on a quiet and on a busy machine, and what the law says.

    On the quiet machine one process wasn't timed: it counts as twice the half that each of two has.
    """
    found = {}
    for width, row in quiet["2"]["steps"].items():
        one, two = (busy[count]["steps"][width] for count in ("1", "2"))
        found[width] = {
            "law": law(2 * row["none"], 4 * row["weights"], latency, bandwidth),
            "measured": {"2": round(2 * row["none"] / row["DDP"], 3)},
            "by hand": round(2 * row["none"] / row["by hand"], 3),
            "busy": round(one["none"] / two["DDP"], 3),
            "share of the exchange": round(1 - row["none"] / row["DDP"], 3),
        }
    return found


def law(compute: float, size: float, latency: float, bandwidth: float) -> dict[str, float]:
    names = ("compute", "size", "latency", "bandwidth")
    values = (compute, size, latency, bandwidth)
    return {name: float(f"{value:.4g}") for name, value in zip(names, values, strict=True)}


def on_paper(gpu: dict) -> dict:
    """The widest transformer's step on GPUs that we don't have, with its batch and a larger one."""
    row = gpu["widths"]["width 2048"]
    seconds, weights = row["bfloat16, graph"], row["weights"]
    return {
        f"GPUs, {gpu['tokens'] * times:,} characters": {
            "law": law(seconds * times, 4 * weights, LATENCY, BANDWIDTH)
        }
        for times in (1, LARGER)
    }


def exchange(table: dict) -> dict:
    latency, bandwidth = line(table["quiet"]["2"]["all-reduce"])
    rows = measured(table["quiet"], table["busy"], latency, bandwidth)
    ends = min(rows, key=int), max(rows, key=int)
    named = {f"CPUs, width {width}": rows[width] for width in ends}
    return {
        "latency": float(f"{latency:.3g}"),
        "bandwidth": float(f"{bandwidth:.3g}"),
        "widths": rows,
        "cases": named | on_paper(table["GPU"]),
    }
