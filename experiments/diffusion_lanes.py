"""Trainings of `diffusion.py` side by side on a GPU: each is a lane of one CUDA graph.

So small a network waits for its kernels to be started, so one step of all lanes is recorded once
and replayed. A lane computes what the notebook's cells compute: their batches, their loss, their
course of the rate and of the mean. Without a GPU the lanes take turns. Stores nothing itself.
"""

import contextlib
import copy
from collections.abc import Callable, Iterator
from unittest import mock

import descent
import torch
from torch import Tensor, nn


def _yes(_: Tensor) -> bool:
    return True


@contextlib.contextmanager
def unchecked() -> Iterator[None]:
    """Every question whether all numbers are as they should be is answered with yes.

    To answer it, the CPU would have to wait for the GPU, which a recording can't.
    """
    with mock.patch.object(Tensor, "__bool__", _yes):
        yield


class Lane:
    """One training: a network, the mean of its weights, and the step that moves both.

    `names` are what the notebook's recipe binds, for this seed and these settings.
    """

    def __init__(self, names: dict, kind: str, steps: int, device: torch.device):
        digits = names["train_digits"]
        self.names, self.kind, self.steps = names, kind, steps
        self.images, self.labels = digits.images.to(device), digits.labels.to(device)
        names["alpha_bar"] = names["alpha_bar"].to(device)
        self.network = names["new_network"]().to(device).train()
        self.average = copy.deepcopy(self.network).eval()
        plan = [names["course"](step, steps) for step in range(steps)]
        # A recording holds no number of ours: each step reads rate and share from the device.
        self.plan = torch.tensor(plan, device=device) * torch.tensor(
            [names["RATE"], 1.0], device=device
        )
        self.at = torch.zeros(1, dtype=torch.long, device=device)
        self.rate, self.loss = (torch.zeros((), device=device) for _ in range(2))
        self.optimizer = torch.optim.Adam(
            self.network.parameters(),
            lr=self.rate,
            betas=(0.9, 0.99),
            fused=True,
            capturable=device.type == "cuda",
        )

    def step(self) -> None:
        rate, follow = self.plan[self.at][0]
        self.rate.copy_(rate)
        batch = self.names["batch_of"](self.images, self.labels)
        loss = self.names["LOSSES"][self.kind](self.network, *batch)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        with torch.no_grad():
            kept, now = (list(it.parameters()) for it in (self.average, self.network))
            apart = torch._foreach_sub(now, kept)
            torch._foreach_mul_(apart, follow)
            torch._foreach_add_(kept, apart)
            self.loss.copy_(loss)
        self.at.add_(1)


def recorded(lanes: list[Lane]) -> Callable[[], None]:
    """A step of all lanes as a graph to replay, after some that aren't recorded."""
    streams = [torch.cuda.Stream() for _ in lanes]

    def step() -> None:
        here = torch.cuda.current_stream()
        for lane, stream in zip(lanes, streams, strict=True):
            stream.wait_stream(here)
            with torch.cuda.stream(stream):
                lane.step()
        for stream in streams:
            here.wait_stream(stream)

    with unchecked():
        return descent.recorded(step, torch.cuda.Stream())


def train(lanes: list[Lane], marks: tuple[int, ...], after: Callable[[int], None]) -> None:
    """All steps of lanes that have equally many; `after` hears of each mark and of the end."""
    (steps,) = {lane.steps for lane in lanes}
    on_gpu = lanes[0].rate.is_cuda
    replay = recorded(lanes) if on_gpu else lambda: [lane.step() for lane in lanes]
    done = descent.WARM if on_gpu else 0
    for mark in sorted({*(it for it in marks if it < steps), steps}):
        for _ in range(mark - done):
            replay()
            done += 1
            if on_gpu and done % 100 == 0:
                torch.cuda.synchronize()  # keep the queue of steps short
        after(mark)
