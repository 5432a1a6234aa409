"""A limit of time for what a student wrote: a cell, an answer, a check.

It works by the process's alarm: in the main thread, on systems that have one. Elsewhere (another
thread, Windows) there is no limit, and a body that never ends has to be interrupted by hand. An
alarm is heard between two steps of Python: not inside a call that is all C, as
`sum(itertools.count())`.
"""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

AGAIN = 1.0  # seconds until a body that swallowed the exception is stopped once more
SOON = 1e-3  # for an alarm of the caller's that fell due meanwhile; 0 would switch it off


class OutOfTime(BaseException):
    """Not an `Exception`, so that a student's `except Exception` doesn't catch it."""


def _has_alarm() -> bool:
    here = threading.current_thread() is threading.main_thread()
    return here and hasattr(signal, "setitimer")


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop the body after so many seconds by `OutOfTime`, and again each second if it goes on.

    Limits nest: the one that ends first counts. The caller's own alarm and its handler are put
    back, less the time that has passed.
    """

    if not _has_alarm():
        yield
        return
    handler = signal.getsignal(signal.SIGALRM)
    left, interval = signal.getitimer(signal.ITIMER_REAL)
    first = min(seconds, left or seconds)
    started = time.monotonic()

    def stop(*_: Any) -> None:
        raise OutOfTime(f"stopped after {first:.2g} s")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, first, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if handler is not None:  # None: installed by another language, and not ours to put back
            signal.signal(signal.SIGALRM, handler)
        if left:
            passed = time.monotonic() - started
            signal.setitimer(signal.ITIMER_REAL, max(left - passed, SOON), interval)
