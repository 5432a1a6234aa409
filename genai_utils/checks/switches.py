"""What code can switch in a running Python: how each switch is read, set, and set to be known.

A probe has to see the same whatever the notebook switched before, and a notebook has to go on as it
was whatever an answer switches. Neither is a protection against malice.
"""

import contextlib
import decimal
import gc
import locale
import logging
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from genai_utils.checks.torch_switches import TORCH

AS_IT_IS = object()  # the value of `known` where the caller's own setting may stay


@dataclass(frozen=True)
class Switch:
    """How a setting is read and written, and the value under which answers are looked at."""

    read: Callable[[], Any]
    write: Callable[[Any], object]
    known: Any = AS_IT_IS


def _folder() -> str | None:
    with contextlib.suppress(OSError):  # the folder may have been deleted
        return os.getcwd()
    return None


def _enter(folder: str | None) -> None:
    if folder is not None:
        with contextlib.suppress(OSError):
            os.chdir(folder)


def _put_path(path: tuple[list[str], list[str]]) -> None:
    sys.path, sys.path[:] = path[0], path[1]


def _put_environment(variables: dict[str, str]) -> None:
    for name in set(os.environ) - set(variables):
        del os.environ[name]
    os.environ.update(variables)


def _loggers() -> list[logging.Logger]:
    made = list(logging.root.manager.loggerDict.values())
    return [logging.root, *(logger for logger in made if isinstance(logger, logging.Logger))]


def _logging() -> tuple[int, list[tuple]]:
    known = [(it, it.level, it.disabled, it.propagate, list(it.handlers)) for it in _loggers()]
    return logging.root.manager.disable, known


def _put_logging(state: tuple[int, list[tuple]]) -> None:
    # Setting a level empties a cache in every logger, so that to set all costs the square of them.
    if logging.root.manager.disable != state[0]:
        logging.disable(state[0])
    for logger, level, disabled, propagate, handlers in state[1]:
        if logger.level != level:
            logger.setLevel(level)
        logger.disabled, logger.propagate, logger.handlers[:] = disabled, propagate, handlers


def _main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


SIGNALS = tuple(signal.valid_signals())  # made anew at each call


def _handlers() -> dict[int, Any]:
    return {number: signal.getsignal(number) for number in SIGNALS}


def _put_handlers(handlers: dict[int, Any]) -> None:
    """Only the main thread may; in another one an answer couldn't change them either."""
    for number, handler in handlers.items() if _main_thread() else ():
        if handler is not None and signal.getsignal(number) != handler:
            signal.signal(number, handler)


def _matplotlib() -> tuple[dict, list[int]] | None:
    """The settings and the numbers of the open figures; None if nobody has loaded it."""
    if "matplotlib" not in sys.modules:
        return None
    pyplot = sys.modules.get("matplotlib.pyplot")
    settings = dict.items(sys.modules["matplotlib"].rcParams)  # as they are: nothing is resolved
    return dict(settings), pyplot.get_fignums() if pyplot else []


def _put_matplotlib(state: tuple[dict, list[int]] | None) -> None:
    if state is None:
        return
    settings = sys.modules["matplotlib"].rcParams
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        for number in set(pyplot.get_fignums()) - set(state[1]):
            pyplot.close(number)
        if isinstance(state[0]["backend"], str) and settings["backend"] != state[0]["backend"]:
            pyplot.switch_backend(state[0]["backend"])
    dict.update(settings, state[0])  # as they were: not judged, and not warned about, again


def _random() -> tuple:
    return random.getstate(), np.random.get_state()  # noqa: NPY002 - the legacy generator, too


def _put_random(states: tuple) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002


def _numpy_errors() -> tuple:
    return np.geterr(), np.geterrcall()


def _put_numpy_errors(state: tuple) -> None:
    np.seterr(**state[0])
    np.seterrcall(state[1])


def _put_hooks(state: tuple) -> None:
    sys.excepthook, sys.displayhook = state


DEFAULT_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}

SWITCHES = {name: Switch(*parts) for name, parts in TORCH.items()} | {
    "random state": Switch(_random, _put_random),
    "NumPy's errors": Switch(_numpy_errors, _put_numpy_errors, (DEFAULT_ERRORS, None)),
    "NumPy's printing": Switch(np.get_printoptions, lambda it: np.set_printoptions(**it)),
    "decimal context": Switch(
        lambda: decimal.getcontext().copy(),
        lambda it: decimal.setcontext(it.copy()),
        decimal.Context(prec=28),
    ),
    "folder": Switch(_folder, _enter),
    "path": Switch(lambda: (sys.path, list(sys.path)), _put_path),
    "environment": Switch(lambda: dict(os.environ), _put_environment),
    "locale": Switch(
        lambda: locale.setlocale(locale.LC_ALL), lambda it: locale.setlocale(locale.LC_ALL, it)
    ),
    "recursion": Switch(sys.getrecursionlimit, sys.setrecursionlimit, 3000),
    "garbage": Switch(gc.isenabled, lambda on: gc.enable() if on else gc.disable(), True),
    "tracing": Switch(sys.gettrace, sys.settrace),
    "profiling": Switch(sys.getprofile, sys.setprofile),
    "exceptions": Switch(
        lambda: (sys.excepthook, sys.displayhook),
        _put_hooks,
    ),
    "logging": Switch(_logging, _put_logging),
    "signals": Switch(_handlers, _put_handlers),
    "matplotlib": Switch(_matplotlib, _put_matplotlib),
}


@contextlib.contextmanager
def known() -> Iterator[None]:
    """Run the body with every switch in its known position; afterwards all stand as before."""
    before = {name: switch.read() for name, switch in SWITCHES.items()}
    try:
        for switch in SWITCHES.values():
            if switch.known is not AS_IT_IS:
                switch.write(switch.known)
        yield
    finally:
        for name, switch in reversed(SWITCHES.items()):
            switch.write(before[name])
