"""A training of a hundredth of a second that draws random numbers: for tests of the loop."""

import os
import signal

import torch

from genai_utils import train

EPOCHS, BATCH_SIZE, BATCHES = 4, 8, 7  # of 50 examples, so the last batch holds 2


class Interrupted(Exception):
    """Stands for the reader who presses stop."""


class Training:
    """Everything a reader writes before `fit`; made anew, it is the notebook run again."""

    def __init__(self, seed: int = 0):
        torch.set_num_threads(1)
        torch.manual_seed(seed)
        self.data = torch.randn(50, 6)
        self.model = torch.nn.Linear(6, 6)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.01)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, max_lr=0.05, total_steps=EPOCHS * BATCHES
        )
        self.history = None

    def step(self, model, batch):
        noise = torch.randn_like(batch)
        loss = (model(batch + noise) - batch).pow(2).mean()
        return {"loss": loss, "noise": noise.pow(2).mean()}

    def fit(self, *, step=None, data=None, stop_at=None, kill_at=None, **options):
        """Train; at the call `stop_at` the step raises, at `kill_at` the process kills itself."""
        calls = 0

        def counted(model, batch):
            nonlocal calls
            calls += 1
            if calls == stop_at:
                raise Interrupted
            if calls == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return (step or self.step)(model, batch)

        options = {"epochs": EPOCHS, "batch_size": BATCH_SIZE, "schedule": self.schedule} | options
        data = self.data if data is None else data
        self.history = train.fit(self.model, data, counted, self.optimizer, **options)
        return self.history

    def state(self):
        """A copy of all that training changes, the next random number included."""
        state = {f"model.{name}": value.clone() for name, value in self.model.state_dict().items()}
        for index, entries in self.optimizer.state_dict()["state"].items():
            state |= {f"optimizer.{index}.{name}": value.clone() for name, value in entries.items()}
        state["rates"] = [group["lr"] for group in self.optimizer.param_groups]
        state["momenta"] = [tuple(group["betas"]) for group in self.optimizer.param_groups]
        state["schedule"] = self.schedule.last_epoch, self.schedule.get_last_lr()
        state["history"] = self.history and self.history.epochs
        state["random"] = torch.get_rng_state()
        return state

    def require_same(self, expected, *, random=False):
        """Fail unless this training's state is `expected`, bit for bit."""
        found = self.state()
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            if name == "random" and not random:
                continue
            same = torch.equal(found[name], value) if torch.is_tensor(value) else None
            assert found[name] == value if same is None else same, name
