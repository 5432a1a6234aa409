"""What each of two processes does in `test_train_distributed.py`; `torchrun` starts it there."""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from small_training import Interrupted, Training
from torch import distributed, nn

from genai_utils import train

ODD = 9  # of 50 examples: every batch, the last of 5 too, is shared unequally


class Quiet(Training):
    """The small training without noise in its step, so that one process can do the same."""

    def step(self, model, batch):
        loss = (model(batch) - batch).pow(2).mean()
        return {"loss": loss, "size": batch.abs().mean()}


def refusals():
    """What is said to a model with batch normalisation, and to a batch of one example."""
    normed = Quiet()
    normed.model = nn.Sequential(normed.model, nn.BatchNorm1d(6))
    said = []
    for run, options in ((normed, {}), (Quiet(), {"batch_size": 7})):
        try:
            run.fit(**options)
        except ValueError as error:
            said.append(str(error))
    return said


def noises():
    """The noise of this process's first step, and the random state behind the run."""
    run, seen = Training(), []

    def step(model, batch):
        noise = torch.randn(4)
        seen.append(noise)
        return {"loss": model(batch).mean() + 0 * noise.sum()}

    run.fit(step=step, epochs=1)
    return torch.stack([*seen[:2]]), torch.get_rng_state()


def gathered(value):
    parts = [torch.empty_like(value) for _ in range(2)]
    distributed.all_gather(parts, value)
    return torch.stack(parts)


def main(folder):
    with train.distributed.processes("cpu"):
        first = train.distributed.rank() == 0
        run = Quiet(seed=train.distributed.rank())  # other weights in each process, at the start
        run.data = Quiet().data
        run.fit(batch_size=ODD)
        noise, random = noises()
        results = {"weight": run.model.weight.detach(), "bias": run.model.bias.detach()}
        results |= {"weights of both": gathered(run.model.weight.detach())}
        results |= {"noise": gathered(noise), "random": gathered(random)}
        for stop_at in (9, None):
            again = Training()
            try:
                again.fit(checkpoint=folder / "stopped", save_every=2, stop_at=stop_at)
            except Interrupted:
                continue
            results["continued"] = again.model.weight.detach()
        whole = Training()
        whole.fit()
        results["not interrupted"] = whole.model.weight.detach()
        said = refusals()
        if first:
            save_file(results, folder / "results")
            record = {"history": run.history.epochs, "said": said}
            (folder / "record.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
