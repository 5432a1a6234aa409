"""Records of three diffusion samplers, of which two are broken.

Stores `genai_utils/exercises/traces/diffusion.json`, which an exercise of the notebook
`8-diffusion-and-flow-matching` shows. Takes a second.

The data are the numbers 1 and -1 with the shares 0.8 and 0.2, and the guess is exact, so whatever
is wrong is the sampler's. A run is broken in one place, named in its comment.
"""

import math

import stored_json
import torch
from break_runs import TRACES, trace

from genai_utils import losses, runtime

STEPS, POINTS, ABOVE = 20, 4000, 0.8
NAMES = "share of the signal", "share above 0", "distance to the data"


def best_guess(x: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    """The mean of x_0 given x: the two numbers, weighted by their shares and by the noise."""
    lean = 0.5 * math.log(ABOVE / (1 - ABOVE))
    return torch.tanh(share.sqrt() * x / (1 - share) + lean)


def run(last: float = 1e-4, extra: bool = False, seed: int = 0) -> dict[str, list[float]]:
    """What a sampler passes from the `last` share of the signal on; `extra` noise at the end."""
    runtime.start(seed)
    turn = math.acos(math.sqrt(last))
    alpha_bar = torch.linspace(0, turn, STEPS + 1, dtype=torch.double).cos() ** 2
    x, rows = torch.randn(POINTS, 1, dtype=torch.double), []
    for here, before in zip(alpha_bar.flip(0)[:-1], alpha_bar.flip(0)[1:], strict=True):
        rows.append(
            [here.item(), (x > 0).double().mean().item(), (x.abs() - 1).abs().mean().item()]
        )
        mean, variance = losses.diffusion_posterior(x, best_guess(x, here), here, before)
        if extra and before == 1:
            variance = 1 - here  # in place of 0: the step down to the data has none
        x = mean + variance.sqrt() * torch.randn_like(x)
    rows.append([1.0, (x > 0).double().mean().item(), (x.abs() - 1).abs().mean().item()])
    return trace(rows, *NAMES)


def main() -> None:
    runs = {
        "A": run(last=0.5),  # half of the signal is left where sampling begins with noise alone
        "B": run(extra=True),
        "C": run(seed=1),  # nothing
        "healthy": run(seed=2),
    }
    stored_json.write(TRACES / "diffusion.json", runs, indent=None)


if __name__ == "__main__":
    main()
