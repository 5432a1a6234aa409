"""`torchrun tests/shared_trainings.py FOLDER`, with processes forked from one that loaded PyTorch.

torchrun's own engine, told to fork: three processes that load PyTorch anew take twice the time.
"""

import sys
from pathlib import Path

import shared_trainings
import torch._dynamo  # noqa: F401  which an optimizer's first step loads, in each process anew
from torch.distributed.launcher.api import LaunchConfig, elastic_launch


def main(folder: str, processes: str):
    config = LaunchConfig(
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=int(processes),
        run_id="shared",
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
        start_method="fork",
    )
    elastic_launch(config, shared_trainings.main)(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
