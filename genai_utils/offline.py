"""Run a command without a network: `python -m genai_utils.offline CMD ...`.

On Linux the command gets a network namespace of its own, in which nothing but loopback exists, so
that "this needs no network" is shown and not promised. It finds GENAI_OFFLINE=1 in its environment;
where the system doesn't allow a namespace it runs all the same, with GENAI_OFFLINE=0. The notebooks
are tested so, and submissions graded.
"""

import ctypes
import functools
import os
import socket
import struct
import sys
from pathlib import Path

__all__ = ["can_isolate", "prefix"]

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1


def unshare(flags: int) -> None:
    # os.unshare exists from Python 3.12 on, and this book asks for 3.11.
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def leave_network() -> None:
    """Move this process into a network namespace of its own; `OSError` where that is forbidden."""
    user, group = os.geteuid(), os.getegid()
    try:
        unshare(CLONE_NEWNET)
    except PermissionError:
        # Without the right to do so, a user namespace gives it, over that namespace only.
        unshare(CLONE_NEWUSER | CLONE_NEWNET)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def raise_loopback() -> None:
    """Switch the interface `lo` on: Jupyter talks to its kernels over it, and it starts down."""
    import fcntl  # Windows has none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0)
        answer = fcntl.ioctl(probe, SIOCGIFFLAGS, request)
        flags = struct.unpack("16sH14x", answer)[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def isolate() -> None:
    leave_network()
    raise_loopback()


@functools.cache
def can_isolate() -> bool:
    """Whether `isolate` works here: never without Linux, and with it tried in a child.

    Some systems allow the namespace and then forbid raising its loopback (Ubuntu 24.04, by
    AppArmor). There is no way back out of a namespace, so the parent enters only what works.

    >>> can_isolate() == (prefix() != [])
    True
    """
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        try:
            isolate()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def prefix() -> list[str]:
    """What to put before a command so that it has no network; empty where that is forbidden.

    With -P no file of the folder where it starts is taken for a module of Python's.

    >>> [*prefix(), "echo", "alone"][-2:]
    ['echo', 'alone']
    """
    return [sys.executable, "-P", "-m", __name__] if can_isolate() else []


def main(command: list[str]) -> None:
    if not command:
        sys.exit("usage: python -m genai_utils.offline CMD [ARGUMENT ...]")
    offline = can_isolate()
    if offline:
        isolate()
    else:
        print(
            "offline: no network namespace allowed here; running with the network.",
            file=sys.stderr,
        )
    os.environ["GENAI_OFFLINE"] = "1" if offline else "0"
    sys.stdout.flush()
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"offline: cannot run {command[0]!r}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
