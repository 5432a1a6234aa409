"""Submitted notebooks as they come in: right, blank, wrong, and all ways to misbehave."""

import inspect
import json

from genai_utils.solutions import gan, vae

HEAD = """import math

import torch
from torch.nn import functional as F

from genai_utils import losses
from genai_utils.exercises import check"""

LABELS = "ex-vae-kl", "ex-gan-optimum", "ex-vae-iwae"
KL = inspect.getsource(vae.kl_standard_normal)
OPTIMUM = "values = " + repr(gan.values_at_the_optimum())
IWAE = inspect.getsource(vae.importance_weighted_bound)
BLANK_KL = (
    "def kl_standard_normal(mu, log_var):\n    raise NotImplementedError('ex-vae-kl: write it')"
)
BLANK_OPTIMUM = "values = {'D': ..., 'discriminator loss': ..., 'generator loss': ...}"
BLANK_IWAE = (
    "def importance_weighted_bound(log_weights):\n    raise NotImplementedError('ex-vae-iwae: it')"
)
CHECKS = (
    'check("ex-vae-kl", kl_standard_normal)',
    'check("ex-gan-optimum", values)',
    'check("ex-vae-iwae", importance_weighted_bound)',
)


def of_cells(text, sources, metadata=()):
    """A notebook of one cell of text and of cells of code."""
    code = [
        {"cell_type": "code", "source": source.splitlines(keepends=True), "outputs": []}
        for source in sources
    ]
    cells = [{"cell_type": "markdown", "source": text}, *code]
    return json.dumps(
        {"cells": cells, "metadata": dict(metadata), "nbformat": 4, "nbformat_minor": 5}
    )


def notebook(kl=KL, optimum=OPTIMUM, iwae=IWAE, *, head=HEAD, middle="", checks=CHECKS):
    """A notebook in which the three exercises are answered, with `middle` after the first."""
    text = "".join(f"```{{exercise}} One\n:label: {label}\nWrite it.\n```\n" for label in LABELS)
    return of_cells(text, [head, kl, checks[0], middle, optimum, checks[1], iwae, checks[2]])


STUBBORN = """while True:
    try:
        sum(range(1000))
    except BaseException:
        pass"""

MISTAKEN = notebook(
    KL.replace(".sum(-1)", ".mean(-1)"),
    OPTIMUM.replace("'D': 0.5", "'D': 1.0"),
    IWAE.replace(" - math.log(len(log_weights))", ""),
)

# What IPython understands beside Python: magics for a cell and a line, a shell's line, help.
MAGIC = notebook(
    head=f"%matplotlib inline\n{HEAD}",
    middle="!echo done\nlosses.kl_standard_normal?",
    checks=(
        f"%%time\n{CHECKS[0]}",
        f"%time {CHECKS[1]}",
        'losses?\ncheck(answer=importance_weighted_bound, label="ex-vae-iwae")',
    ),
)
# What a notebook may have switched before its second check.
SWITCHED = """import os, sys

torch.set_default_device("meta")
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(True)
sys.setrecursionlimit(200)
os.chdir("/")"""
# A handout says in its metadata what it holds; here two exercises were deleted.
DELETED = of_cells(
    "Only one is left.",
    [HEAD, KL, CHECKS[0]],
    {"genai_utils": {"exercises": [*LABELS, "ex-unknown", 7]}},
)

SUBMISSIONS = {
    "solved": notebook(),
    "blank": notebook(BLANK_KL, BLANK_OPTIMUM, BLANK_IWAE),
    "mistaken": MISTAKEN,
    "hangs": notebook(middle="while True:\n    pass"),
    "hangs-in-the-answer": notebook(
        "def kl_standard_normal(mu, log_var):\n    while True:\n        pass"
    ),
    "hangs-and-won-t-stop": notebook(middle=STUBBORN),
    "crashes": notebook(middle="import ctypes\n\nctypes.string_at(0)"),
    "exits": notebook(middle="import sys\n\nsys.exit(0)"),
    "exits-for-good": notebook(middle="import os\n\nos._exit(0)"),
    "prints-a-gigabyte": notebook(middle='for _ in range(1000):\n    print("x" * 1_000_000)'),
    "eats-memory": notebook(middle="hoard = [torch.ones(10**8) for _ in range(10**3)]"),
    "fills-the-disk": notebook(
        middle='with open("big", "wb") as file:\n    for _ in range(10**4):\n'
        "        file.write(bytes(10**6))"
    ),
    "reassigns-check": notebook(
        BLANK_KL,
        middle='def check(label, answer):\n    print("PASS", label)',
        optimum=BLANK_OPTIMUM,
    ),
    "without-a-check": notebook(checks=(CHECKS[0], "print('PASS ex-gan-optimum')", CHECKS[2])),
    "fails": notebook(middle='raise RuntimeError("no")', optimum="values = 1 / 0"),
    "broken": "{",
    "no-cells": "[]",
    "magic": MAGIC,
    "switched": notebook(middle=SWITCHED),
    "deleted": DELETED,
    "half-a-character": notebook(
        middle='"\ud800"', checks=(CHECKS[0], CHECKS[1] + "\n\0", CHECKS[2])
    ),
    "helped": notebook(head=f"import helper\n\n{HEAD}", iwae=f"{IWAE}\nassert helper.THERE"),
}
# What lies beside all of them. Two names hide a module of Python or a library, if one lets them.
BESIDE = {
    "signal.py": 'raise SystemExit("the wrong signal")',
    "numpy.py": 'raise SystemExit("the wrong numpy")',
    "helper.py": "THERE = True",
    "verdicts.jsonl": '{"label": "ex-vae-kl", "kind": ""}',
}

PASS = "PASS"
NOT_WRITTEN = "NOT YET: not written"
ENDED = "NOT YET: the kernel ended early"

# The verdict on each of the three exercises, or the one row that stands for a whole file. Of the
# end of a kernel only the beginning is compared: the exit code is the system's.
VERDICTS = {
    "solved": [PASS, PASS, PASS],
    "blank": [NOT_WRITTEN] * 3,
    "mistaken": ["NOT YET: wrong value"] * 3,
    "hangs": [PASS, PASS, PASS],
    "hangs-in-the-answer": ["NOT YET: took too long", PASS, PASS],
    "hangs-and-won-t-stop": [PASS, "NOT YET: ran out of time", "NOT YET: ran out of time"],
    "crashes": [PASS, ENDED, ENDED],
    "exits": [PASS, PASS, PASS],
    "exits-for-good": [PASS, ENDED, ENDED],
    "prints-a-gigabyte": [PASS, PASS, PASS],
    "eats-memory": [PASS, PASS, PASS],
    "fills-the-disk": [PASS, PASS, PASS],
    "reassigns-check": [NOT_WRITTEN, NOT_WRITTEN, PASS],
    "without-a-check": [PASS, "NOT YET: no check", PASS],
    "fails": [PASS, "NOT YET: no answer", PASS],
    "broken": ["not a notebook"],
    "no-cells": ["not a notebook"],
    "magic": [PASS, PASS, PASS],
    "switched": [PASS, PASS, PASS],
    "deleted": [PASS, "NOT YET: no check", "NOT YET: no check"],
    "half-a-character": [PASS, "NOT YET: no check", PASS],
    "helped": [PASS, PASS, PASS],
}
