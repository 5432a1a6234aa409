"""What share of a processor's peak our training steps reach: `compute_timed.py FILE`.

The peak is measured, by products of large matrices, and not taken from a data sheet. Times are
medians of repeats: on a CPU of CPU seconds of one thread, on a GPU of seconds between two events.
On a GPU each step is timed twice: as Python starts its kernels, and as one CUDA graph, without the
checks of the networks' inputs, which wait for the GPU.

Stores FILE, where `compute_processes.py` adds what two processes take; `compute_fits.py` takes it
into the book. Takes a minute of a GPU, two minutes of a core.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from unittest import mock

import compute_power
import stored_json
import torch
from compute_steps import OURS, TOKENS, Step, sizes, text
from descent import recorded

from genai_utils import precision
from genai_utils.costs import memory

GPU = torch.cuda.is_available()
SIDES = (256, 512, 1024, 2048, 4096, 8192, 16384) if GPU else (64, 128, 256, 512, 1024, 2048)
WIDTHS = (32, 64, 128, 256, 512, 1024, 2048) if GPU else (32, 64, 128, 256)
DEEP = {"width": 256, "layers": 8, "heads": 4} if GPU else {"width": 64, "layers": 8, "heads": 4}


def seconds(step: Callable, least: float = 0.02, repeats: int = 5) -> float:
    """The median of how long a step takes, each measured over at least `least` seconds."""
    for _ in range(3):
        step()
    once = timed(step, 1)
    times = max(1, min(200, round(least / max(once, 1e-7))))
    return median(timed(step, times) / times for _ in range(repeats))


def timed(step: Callable, times: int) -> float:
    if not GPU:
        start = time.process_time()
        for _ in range(times):
            step()
        return time.process_time() - start
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    torch.cuda.synchronize()
    begin.record()
    for _ in range(times):
        step()
    end.record()
    torch.cuda.synchronize()
    return begin.elapsed_time(end) / 1e3


def exact(on: bool) -> None:
    """Whether float32 products keep all 24 binary digits (or 11 of each factor, TF32)."""
    torch.set_float32_matmul_precision("highest" if on else "high")
    torch.backends.cudnn.allow_tf32 = not on


def pairs(side: int) -> dict[str, Callable]:
    """Products of two square matrices, by the numbers they are made of."""
    left, right = torch.randn(2, side, side)
    halves = left.bfloat16(), right.bfloat16()
    whole = [(40 * m).clamp(-127, 127).to(torch.int8) for m in (left, right.T.contiguous())]
    found = {"float32": lambda: left @ right, "bfloat16": lambda: halves[0] @ halves[1]}
    if GPU:
        found["TF32"] = found["float32"]
    return found | {"int8": lambda: torch._int_mm(whole[0], whole[1].T)}


def peaks() -> dict:
    """Operations a second of the products, by kind and side."""
    found: dict[str, dict[int, float]] = {}
    for side in SIDES:
        for kind, product in pairs(side).items():
            exact(kind == "float32")
            try:
                rate = 2 * side**3 / seconds(product, repeats=3)
            except RuntimeError as error:
                print(kind, side, error, flush=True)
                continue
            found.setdefault(kind, {})[side] = float(f"{rate:.4g}")
    return found


def graph_of(step: Callable) -> Callable:
    """The step as a CUDA graph, without the checks of its input."""
    with mock.patch.object(precision, "require_finite"):
        return recorded(step, torch.cuda.Stream())


def timed_steps(cases: dict[str, Callable]) -> dict:
    """Seconds and operations of the steps, by case and way."""
    found: dict[str, dict] = {}
    kinds = {"float32": (True, False), "bfloat16": (False, True)}
    if GPU:
        kinds["TF32"] = (False, False)
    for name, case in cases.items():
        for kind, (whole, half) in kinds.items():
            exact(whole)
            step = Step(case, half)
            row = found.setdefault(name, {"operations": step.operations, "weights": step.weights})
            row[kind] = seconds(step)
            if GPU:
                row[f"{kind}, graph"] = seconds(graph_of(step))
    return found


def checkpointed() -> dict:
    """Memory and time of a deep transformer's step, with and without checkpoints at its blocks."""
    exact(False)
    found: dict[str, dict] = {}
    for name in ("all kept", "checkpoints"):
        step = Step(lambda: text(96, 32, 128, **DEEP))
        if name == "checkpoints":
            memory.checkpoint_blocks(step.model)
        kept = memory.kept_bytes(step.loss, step.model)
        found[name] = {"kept": kept, "operations": step.operations}
        if GPU:
            torch.cuda.reset_peak_memory_stats()
            before = torch.cuda.memory_allocated()
            step()
            found[name]["peak"] = torch.cuda.max_memory_allocated() - before
        found[name]["seconds"] = seconds(step, repeats=7)
    return found


def power() -> dict:
    """Watts at rest, in a large product, and in the training of a small and of a wide model."""
    torch.cuda.synchronize()
    time.sleep(0.5)
    found = {"at rest": compute_power.watts()}
    exact(False)
    steps = {f"product in {kind}": product for kind, product in pairs(8192).items()}
    cases = {"transformer of prose": OURS["transformer of prose"], **sizes([2048])}
    kept = {name: Step(case, half=True) for name, case in cases.items()}  # a graph keeps no model
    steps |= {name: graph_of(step) for name, step in kept.items()}
    for name, step in steps.items():
        exact(name == "product in float32")
        found[name] = compute_power.drawn(step, seconds(step, repeats=1))
    return found


def processor() -> str:
    if GPU:
        return torch.cuda.get_device_name()
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(line.split(": ")[1] for line in lines if line.startswith("model name"))


def main(file: Path) -> None:
    torch.set_num_threads(1)
    torch.set_default_device("cuda" if GPU else "cpu")
    name = "GPU" if GPU else "CPU"
    everything = {"peak": peaks, "ours": lambda: timed_steps(OURS)}
    everything |= {"checkpoints": checkpointed, "widths": lambda: timed_steps(sizes(WIDTHS))}
    if GPU:
        everything["power"] = power
    table = stored_json.read(file)
    table[name] = {"processor": processor(), "PyTorch": torch.__version__, "tokens": TOKENS}
    for part, measure in everything.items():
        start = time.monotonic()
        table[name][part] = measure()
        stored_json.write(file, table)
        print(part, round(time.monotonic() - start, 1), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
