"""`genai_utils.offline`: inside is loopback and nothing else, and Jupyter kernels still run."""

import subprocess
import sys

import book_sources
import pytest
from book_sources import ROOT

OFFLINE = "-m", "genai_utils.offline"
# 192.0.2.1 belongs to nobody (RFC 5737): with a network the attempt hangs, without one it ends.
LOOK_AROUND = """
import os, socket, time
print(os.environ["GENAI_OFFLINE"], [name for _, name in socket.if_nameindex()])
start = time.monotonic()
try:
    socket.create_connection(("192.0.2.1", 80), timeout=20)
except OSError:
    print("refused at once:", time.monotonic() - start < 2)
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname(), timeout=5)
print("loopback works")
"""
RUN_A_KERNEL = """
import nbformat
from nbclient import NotebookClient
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(6 * 7)")])
NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
print("the kernel says", notebook.cells[0].outputs[0].text.strip())
"""
FORBIDDEN = """
import sys
from genai_utils import offline
def isolate():
    raise PermissionError("not here")
offline.isolate = isolate
offline.main([sys.executable, "-c", "import os; print(os.environ['GENAI_OFFLINE'])"])
"""


def python(*arguments, **options):
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def unshare_works():
    """The system's own answer, by another program."""
    for options in ("-n", "-rn"):
        try:
            if subprocess.run(["unshare", options, "true"], capture_output=True).returncode == 0:
                return True
        except FileNotFoundError:
            return False
    return False


needs_namespace = pytest.mark.skipif(
    not unshare_works(), reason="this system allows no network namespace"
)


@needs_namespace
def test_only_loopback_is_there():
    seen = python(*OFFLINE, sys.executable, "-c", LOOK_AROUND)
    assert seen.stdout.splitlines() == ["1 ['lo']", "refused at once: True", "loopback works"]
    assert seen.stderr == ""


@needs_namespace
def test_a_kernel_runs_inside():
    seen = python(*OFFLINE, sys.executable, "-c", RUN_A_KERNEL)
    assert seen.stdout == "the kernel says 42\n", seen.stderr


def test_where_it_is_forbidden_the_command_runs_and_one_line_says_so():
    seen = python("-c", FORBIDDEN)
    assert seen.stdout == "0\n"
    assert len(seen.stderr.splitlines()) == 1
    assert "no network namespace" in seen.stderr


def test_exit_status_is_the_commands():
    assert python(*OFFLINE, sys.executable, "-c", "raise SystemExit(7)").returncode == 7


@pytest.mark.parametrize(
    ("arguments", "message"), [([], "usage"), (["no-such-command"], "cannot run 'no-such-command'")]
)
def test_a_bad_call_is_named(arguments, message):
    seen = python(*OFFLINE, *arguments)
    assert seen.returncode == 1
    assert message in seen.stderr


def test_a_namespace_is_entered_in_one_place():
    modules = [path for path in book_sources.tracked_files() if path.suffix == ".py"]
    found = {str(p.relative_to(ROOT)) for p in modules if "unshare" in p.read_text("utf-8")}
    assert found == {"genai_utils/offline.py", "tests/test_offline.py"}
