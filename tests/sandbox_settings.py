"""What can be switched: for each setting how it is read, how it is switched, and put back.

By the public functions of its library, so that nothing here rests on the engine's own table.
"""

import decimal
import gc
import locale
import logging
import os
import random
import signal
import sys

import matplotlib as mpl
import numpy as np
import torch
from matplotlib import pyplot as plt


def hook(*_):
    return None


def deterministic():
    warn = torch.is_deterministic_algorithms_warn_only_enabled()
    return torch.are_deterministic_algorithms_enabled(), warn


def denormal():
    """As a bool: with the switch on, the smallest number prints as 0 and equals it."""
    return 0 != (torch.full((), 5e-324, dtype=torch.double, device="cpu") * 1).item()


def cudnn():
    return torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic


def set_cudnn(on):
    torch.backends.cudnn.benchmark = torch.backends.cudnn.deterministic = on


def legacy():
    kind, keys, *rest = np.random.get_state()  # noqa: NPY002
    return random.getstate(), kind, keys.tolist(), rest


def logs():
    root, own = logging.getLogger(), logging.getLogger("tests.sandbox")
    return root.level, root.manager.disable, list(root.handlers), own.level, own.propagate


HANDLER = logging.NullHandler()


def set_logs(level, disabled):
    logging.disable(level)
    for name in (None, "tests.sandbox"):
        logging.getLogger(name).setLevel(level)
    logging.getLogger("tests.sandbox").propagate = not disabled
    (logging.getLogger().addHandler if disabled else logging.getLogger().removeHandler)(HANDLER)


def numbers_of_figures():
    return dict.__getitem__(mpl.rcParams, "backend"), plt.get_fignums(), plt.rcParams["font.size"]


def draw():
    plt.rcParams["font.size"] = 50
    plt.figure()


def undraw():
    plt.close("all")
    mpl.rcdefaults()
    mpl.use("agg")


FOLDER, LEVEL = os.getcwd(), logging.getLogger().level

# name of the switch: read, switch, put back
SETTINGS = {
    "devices": (
        lambda: (torch.get_default_device().type, torch.empty(0).device.type),
        lambda: torch.set_default_device("meta"),
        lambda: torch.set_default_device(None),
    ),
    "dtype": (
        torch.get_default_dtype,
        lambda: torch.set_default_dtype(torch.float64),
        lambda: torch.set_default_dtype(torch.float32),
    ),
    "gradients": (
        torch.is_grad_enabled,
        lambda: torch.set_grad_enabled(False),
        lambda: torch.set_grad_enabled(True),
    ),
    "autocast": (
        lambda: (torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu")),
        lambda: (
            torch.set_autocast_enabled("cpu", True),
            torch.set_autocast_dtype("cpu", torch.half),
        ),
        lambda: (
            torch.set_autocast_enabled("cpu", False),
            torch.set_autocast_dtype("cpu", torch.bfloat16),
        ),
    ),
    "autocast's cache": (
        torch.is_autocast_cache_enabled,
        lambda: torch.set_autocast_cache_enabled(False),
        lambda: torch.set_autocast_cache_enabled(True),
    ),
    "threads": (
        torch.get_num_threads,
        lambda: torch.set_num_threads(2),
        lambda: torch.set_num_threads(1),
    ),
    "anomalies": (
        lambda: (torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()),
        lambda: torch.autograd.set_detect_anomaly(True, check_nan=False),
        lambda: torch.autograd.set_detect_anomaly(False, check_nan=True),
    ),
    "deterministic": (
        deterministic,
        lambda: torch.use_deterministic_algorithms(True, warn_only=True),
        lambda: torch.use_deterministic_algorithms(False),
    ),
    "precision of products": (
        torch.get_float32_matmul_precision,
        lambda: torch.set_float32_matmul_precision("medium"),
        lambda: torch.set_float32_matmul_precision("highest"),
    ),
    "cuDNN": (cudnn, lambda: set_cudnn(True), lambda: set_cudnn(False)),
    "PyTorch's printing": (
        lambda: str(torch.full((), 1 / 3, device="cpu")),
        lambda: torch.set_printoptions(precision=1),
        lambda: torch.set_printoptions(profile="default"),
    ),
    "smallest numbers": (
        denormal,
        lambda: torch.set_flush_denormal(True),
        lambda: torch.set_flush_denormal(False),
    ),
    "PyTorch's random state": (
        lambda: torch.get_rng_state().tolist(),
        lambda: torch.rand(1, device="cpu"),
        lambda: None,
    ),
    "random state": (
        legacy,
        lambda: (random.random(), np.random.rand()),  # noqa: NPY002
        lambda: None,
    ),
    "NumPy's errors": (
        lambda: (np.geterr(), np.geterrcall()),
        lambda: (np.seterr(all="raise"), np.seterrcall(hook)),
        lambda: (np.seterr(all="warn", under="ignore"), np.seterrcall(None)),
    ),
    "NumPy's printing": (
        np.get_printoptions,
        lambda: np.set_printoptions(precision=1),
        lambda: np.set_printoptions(precision=8),
    ),
    "decimal context": (
        lambda: decimal.getcontext().prec,
        lambda: setattr(decimal.getcontext(), "prec", 3),
        lambda: setattr(decimal.getcontext(), "prec", 28),
    ),
    "folder": (os.getcwd, lambda: os.chdir("/"), lambda: os.chdir(FOLDER)),
    "path": (
        lambda: (id(sys.path), list(sys.path)),
        lambda: sys.path.insert(0, "elsewhere"),
        lambda: "elsewhere" in sys.path and sys.path.remove("elsewhere"),
    ),
    "environment": (
        lambda: dict(os.environ),
        lambda: os.environ.update(SANDBOX="1", HOME="elsewhere"),
        lambda: (os.environ.pop("SANDBOX", ""), os.environ.update(HOME=HOME)),
    ),
    "locale": (
        lambda: locale.setlocale(locale.LC_ALL),
        lambda: locale.setlocale(locale.LC_NUMERIC, "C.UTF-8"),
        lambda: locale.setlocale(locale.LC_NUMERIC, "C"),
    ),
    "recursion": (
        sys.getrecursionlimit,
        lambda: sys.setrecursionlimit(900),
        lambda: sys.setrecursionlimit(RECURSION),
    ),
    "garbage": (gc.isenabled, gc.disable, gc.enable),
    "tracing": (sys.gettrace, lambda: sys.settrace(hook), lambda: sys.settrace(None)),
    "profiling": (sys.getprofile, lambda: sys.setprofile(hook), lambda: sys.setprofile(None)),
    "exceptions": (
        lambda: (sys.excepthook, sys.displayhook),
        lambda: (setattr(sys, "excepthook", hook), setattr(sys, "displayhook", hook)),
        lambda: (
            setattr(sys, "excepthook", sys.__excepthook__),
            setattr(sys, "displayhook", sys.__displayhook__),
        ),
    ),
    "logging": (logs, lambda: set_logs(50, True), lambda: set_logs(LEVEL, False)),
    "signals": (
        lambda: signal.getsignal(signal.SIGTERM),
        lambda: signal.signal(signal.SIGTERM, hook),
        lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL),
    ),
    "matplotlib": (numbers_of_figures, draw, undraw),
}
HOME, RECURSION = os.environ.get("HOME", ""), sys.getrecursionlimit()
