"""Say before PyTorch is installed what comes, and how it can be smaller: `torch_size.py [INDEX]`.

Run by make before it installs what notebooks need; where torch is there already it says nothing.
"""

import importlib.util
import platform
import shutil
import sys

WORDS = """Installing PyTorch. PyPI's build for Linux brings CUDA, 4.7 GB with what it needs. This
machine shows no NVIDIA GPU, so that the CPU build would do, 0.8 GB: stop here, look up the address
of the CPU builds on PyTorch's page "Get started", and give it: make test TORCH_INDEX=ADDRESS"""


def needs_warning(index: str, system: str, has_torch: bool, has_gpu: bool) -> bool:
    """Whether several GB are about to come that this machine can't use."""
    return not index and system == "Linux" and not has_torch and not has_gpu


if __name__ == "__main__":
    has_torch = importlib.util.find_spec("torch") is not None
    has_gpu = shutil.which("nvidia-smi") is not None
    if needs_warning("".join(sys.argv[1:]), platform.system(), has_torch, has_gpu):
        print(WORDS, flush=True)
