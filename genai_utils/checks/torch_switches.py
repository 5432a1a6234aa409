"""The switches of PyTorch: for each how it is read, how it is set, and the known position.

The default device has no public way back to "none was set", so its three places are read directly.
"""

import copy
from typing import Any

import torch
from torch import overrides
from torch.utils import _device


def _devices() -> tuple:
    """Modes that wait for a call, the device of now, and the one that was set for good."""
    modes = overrides._get_current_function_mode_stack()
    chosen = getattr(torch._GLOBAL_DEVICE_CONTEXT, "device_context", None)
    return modes, _device.CURRENT_DEVICE, chosen


def _put_devices(state: tuple) -> None:
    while overrides._len_torch_function_stack():
        overrides._pop_mode()
    for mode in state[0]:
        overrides._push_mode(mode)
    _device.CURRENT_DEVICE, torch._GLOBAL_DEVICE_CONTEXT.device_context = state[1:]


def _autocast() -> list[tuple]:
    kinds = ("cpu", "cuda")
    return [(it, torch.is_autocast_enabled(it), torch.get_autocast_dtype(it)) for it in kinds]


def _put_autocast(state: list[tuple]) -> None:
    for kind, enabled, dtype in state:
        torch.set_autocast_enabled(kind, enabled)
        torch.set_autocast_dtype(kind, dtype)


def _deterministic() -> tuple[bool, bool]:
    warn = torch.is_deterministic_algorithms_warn_only_enabled()
    return torch.are_deterministic_algorithms_enabled(), warn


def _put_deterministic(state: tuple[bool, bool]) -> None:
    # Nothing is called where nothing changes: the first call loads PyTorch's compiler in a second.
    if _deterministic() != state:
        torch.use_deterministic_algorithms(state[0], warn_only=state[1])


def _anomaly() -> tuple[bool, bool]:
    return torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()


def _put_anomaly(state: tuple[bool, bool]) -> None:
    torch.autograd.set_detect_anomaly(*state)


def _cudnn() -> tuple[bool, bool, bool]:
    flags = torch.backends.cudnn
    return flags.enabled, flags.benchmark, flags.deterministic


def _put_cudnn(state: tuple[bool, bool, bool]) -> None:
    flags = torch.backends.cudnn
    flags.enabled, flags.benchmark, flags.deterministic = state


def _printing() -> Any:
    return copy.copy(torch._tensor_str.PRINT_OPTS)


def _put_printing(options: Any) -> None:
    vars(torch._tensor_str.PRINT_OPTS).update(vars(options))


def _flushes() -> bool:
    """Whether numbers too small for full precision become 0; PyTorch doesn't tell."""
    smallest = torch.full((), 5e-324, dtype=torch.double, device="cpu")
    return not (smallest * 1).item()


def _random() -> tuple:
    gpus = torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else None
    return torch.get_rng_state(), gpus


def _put_random(states: tuple) -> None:
    torch.set_rng_state(states[0])
    if states[1] is not None:
        torch.cuda.set_rng_state_all(states[1])


# In the order in which they are set; they are put back in the other order.
TORCH: dict[str, tuple[Any, ...]] = {
    "devices": (_devices, _put_devices, ([], None, None)),
    "dtype": (torch.get_default_dtype, torch.set_default_dtype, torch.float32),
    "gradients": (torch.is_grad_enabled, torch.set_grad_enabled, True),
    "autocast": (
        _autocast,
        _put_autocast,
        [("cpu", False, torch.bfloat16), ("cuda", False, torch.float16)],
    ),
    "autocast's cache": (
        torch.is_autocast_cache_enabled,
        torch.set_autocast_cache_enabled,
        True,
    ),
    "threads": (torch.get_num_threads, torch.set_num_threads),
    "anomalies": (_anomaly, _put_anomaly, (False, True)),
    "deterministic": (_deterministic, _put_deterministic, (False, False)),
    "precision of products": (
        torch.get_float32_matmul_precision,
        torch.set_float32_matmul_precision,
        "highest",
    ),
    "cuDNN": (_cudnn, _put_cudnn),
    "PyTorch's printing": (_printing, _put_printing),
    "smallest numbers": (_flushes, torch.set_flush_denormal, False),
    "PyTorch's random state": (_random, _put_random),
}
