"""Do the book's models train on a GPU as they do on the CPU?

    python benchmarks/gpu.py [--device cuda]

Each training has the same seed, batches and noise on both devices, so its losses may differ by
rounding alone; rounding grows, in a game most of all, hence two tolerances. Then a run begun on
one device is finished on the other, measures and half precision are compared, and `torchrun`
shares the game of `tools/check_setup.py` over the GPUs there are.

Prints one JSON; what an H200 gave is `notebooks/5-environment.gpu.json`, which the page
`environment` shows. Takes two minutes.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from gpu_trainings import TRAININGS, Autoencoder, bound
from safetensors import safe_open

from genai_utils import data, metrics, runtime

EPOCHS = 6
FIRST, LAST = 1e-4, 3e-2  # largest relative difference of a loss: of the first epoch, of the last
NATS = 0.5  # of some 45: how far bfloat16 layers may move an image's bound; the sums are float32
SETUP = Path(__file__).resolve().parents[1] / "tools" / "check_setup.py"


def run(training, device, **options):
    runtime.start(seed=0)
    began = time.perf_counter()
    history = training(device, epochs=EPOCHS, **options)
    return history.epochs | {"seconds": round(time.perf_counter() - began, 2)}


def moved(training, first, second, file):
    """The losses of a run begun on the first device and finished on the second."""
    try:
        run(training, first, stop_at=25, checkpoint=file, save_every=10)
    except KeyboardInterrupt:
        return run(training, second, checkpoint=file, save_every=10)
    raise RuntimeError("the run wasn't stopped")


def compared(wanted, found):
    """The largest relative differences of the losses, in the first epoch and in the last."""
    names = wanted.keys() - {"seconds"}
    gaps = [max(abs(found[n][e] / wanted[n][e] - 1) for n in names) for e in (0, -1)]
    return {"first": gaps[0], "last": gaps[1], "as it should": gaps[0] < FIRST and gaps[1] < LAST}


def measured(device):
    """Measures of features on the device beside those on the CPU, and of bfloat16 layers."""
    features, others = torch.randn(2, 500, 16, generator=torch.Generator().manual_seed(0))
    pairs = [(features.to(place), others.to(place) + 0.5) for place in ("cpu", device)]
    found = [[metrics.frechet_distance(*p), *metrics.precision_and_recall(*p)] for p in pairs]
    model, x = Autoencoder().to(device), data.small_digits().images[:256].to(device)
    exact = bound(model, x)
    model.noise.turn.zero_()
    with torch.autocast(torch.device(device).type, torch.bfloat16):
        nats = (bound(model, x) - exact).abs().max().item()
    same = torch.allclose(*map(torch.tensor, found), rtol=1e-9)
    return {"measures": found, "bfloat16, nats": nats, "as it should": same and nats < NATS}


def shared(device, processes, file):
    """The game of `check_setup.py` in so many processes: its losses, out of the checkpoint."""
    together = f"-m torch.distributed.run --standalone --nproc-per-node={processes}".split()
    script = [SETUP, "--device", device, "--epochs", "2", "--checkpoint", file]
    command = [sys.executable, *(together if processes else []), *script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode:
        return {"error": done.stderr[-1000:]}
    with safe_open(file, "pt") as stored:
        return json.loads(stored.metadata()["epochs"])


def torchrun(device, folder):
    alone = shared(device, 0, folder / "alone")
    counts = range(1, 1 + (min(2, torch.cuda.device_count()) if device == "cuda" else 2))
    found = {n: shared(device, n, folder / f"shared {n}") for n in counts}
    return {n: compared(alone, f) if alone.keys() == f.keys() else f for n, f in found.items()}


def main(device):
    torch.backends.cudnn.allow_tf32 = False  # 10 binary digits in a product: not rounding alone
    found = {"PyTorch": torch.__version__, "device": device, "tolerances": [FIRST, LAST]}
    if device == "cuda":
        found |= {"name": torch.cuda.get_device_name(), "GPUs": torch.cuda.device_count()}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind, training in TRAININGS.items():
            cpu, gpu = run(training, "cpu"), run(training, device)
            found[kind] = {"cpu": cpu, device: gpu, "device": compared(cpu, gpu)}
            for way, pair in {"there": ("cpu", device), "back": (device, "cpu")}.items():
                found[kind][way] = compared(cpu, moved(training, *pair, folder / f"{kind} {way}"))
        found |= {"measured": measured(device), "torchrun": torchrun(device, folder)}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda")
    main(parser.parse_args().device)
