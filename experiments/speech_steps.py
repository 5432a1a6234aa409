"""The steps of a training that may be stopped at any time and goes on where it was saved.

Prints nothing; stores `_build/speech/NAME.part.pt` while a training runs, and in the end
`_build/speech/NAME.pt` and `NAME.json`. Takes no time of its own: a save takes some hundredths of a
second.
"""

import json
import time
from collections.abc import Iterator

import torch
from speech_data import FOLDER
from torch import nn

EVERY = 250  # steps between two saves
RISE = 0.1  # the share of a training in which the rate rises
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def keep(name: str, model: nn.Module, told: dict) -> None:
    """Write a network's weights, and what is told of it, for `speech.py`."""
    device = torch.cuda.get_device_name() if DEVICE == "cuda" else "one CPU core"
    (FOLDER / f"{name}.json").write_text(json.dumps(told | {"device": device}))
    torch.save({key: it.cpu() for key, it in model.state_dict().items()}, FOLDER / f"{name}.pt")


def rates(steps: int, highest: float) -> torch.Tensor:
    """The learning rate of each step: up from 0 for a tenth of them, then down to 0 by a cosine."""
    share = (torch.arange(steps) + 1) / (steps + 1)
    down = (1 + torch.cos(torch.pi * (share - RISE) / (1 - RISE))) / 2
    return highest * torch.where(share < RISE, share / RISE, down)


class Steps:
    """The numbers of the steps still to be done, and the optimiser that takes each one."""

    def __init__(self, name: str, model: nn.Module, steps: int, rate: float) -> None:
        self.path, self.model, self.steps = FOLDER / f"{name}.part.pt", model, steps
        self.optimizer = torch.optim.Adam(model.parameters(), rate, betas=(0.9, 0.98))
        self.rates = rates(steps, rate).tolist()
        self.done, self.used = 0, 0.0
        self.start = time.process_time()
        if self.path.exists():
            kept = torch.load(self.path, weights_only=True)
            for name, it in self.parts().items():
                it.load_state_dict(kept[name])
            self.done, self.used = kept["done"], kept["CPU seconds"]
            torch.set_rng_state(kept["random"])

    def parts(self) -> dict:
        return {"model": self.model, "optimizer": self.optimizer}

    def __iter__(self) -> Iterator[int]:
        while self.done < self.steps:
            yield self.done
            self.done += 1
            if self.done % EVERY == 0:
                told = {name: it.state_dict() for name, it in self.parts().items()}
                told |= {"done": self.done, "random": torch.get_rng_state()}
                torch.save(told | {"CPU seconds": self.seconds()}, self.path)
        self.path.unlink(missing_ok=True)

    def seconds(self) -> float:
        """CPU seconds of all pieces of the training together."""
        return self.used + time.process_time() - self.start

    def take(self, loss: torch.Tensor) -> None:
        """A step down the loss, with the gradient's length held to 1."""
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rates[self.done]
        self.optimizer.step()
