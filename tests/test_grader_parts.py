"""Which checks a cell holds, and how the process that runs it is watched."""

import sys

import pytest

from genai_utils.checks import cells, process


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("check('ex-vae-kl', f)", "f"),
        ("check(label='ex-vae-kl', answer=f)", "f"),
        ("check('ex-vae-kl', answer=f)", "f"),
        ("exercises.check('ex-vae-kl', lambda x: x)", "lambda x: x"),
        ("%time check('ex-vae-kl', f)", "f"),
        ("%%time\ncheck('ex-vae-kl', f)", "f"),
        ("%%capture out\n%time check('ex-vae-kl', f)", "f"),
        ("%matplotlib inline\ncheck('ex-vae-kl', f)", "f"),
        ("!echo done\ncheck('ex-vae-kl', f)\nf?", "f"),
        ("x = !ls\ncheck('ex-vae-kl', f)", "f"),
        ("await g()\ncheck('ex-vae-kl', f)", "f"),
        ("    check('ex-vae-kl', f)", "f"),
        ("check('ex-other', f)", None),
        ("check('ex-vae-kl')", None),
        ("check('ex-vae-kl', f, g)", None),
        ("check(label='ex-vae-kl', result=f)", None),
        ("# check('ex-vae-kl', f)", None),
        ("check('ex-vae-kl', f", None),
        ("check('ex-vae-kl', f)\n\0", None),
        ("'\ud800'\ncheck('ex-vae-kl', f)", None),
        ("%%bash\ncheck the weather", None),
        (f"{'(' * 5000}check('ex-vae-kl', f){')' * 5000}", None),
    ],
)
def test_a_check_is_found_as_ipython_reads_the_cell(source, found):
    assert list(cells.checked(source, {"ex-vae-kl"})) == ([("ex-vae-kl", found)] if found else [])


def test_a_line_cut_short_is_no_verdict(tmp_path):
    path = tmp_path / "verdicts.jsonl"
    assert process._verdicts(path) == {}
    path.write_bytes(b'{"label": "ready"}\n{"label": "ex-a", "kind": ""}\n7\n\xff\n{"label": "ex')
    assert set(process._verdicts(path)) == {"ready", "ex-a"}


def test_modules_are_not_looked_for_among_the_submissions(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "lee"), *sys.path])
    assert not [it for it in process._path(tmp_path) if it.startswith(str(tmp_path))]
    assert process._path(tmp_path)


class Slow:
    """A process that is ready late and then runs."""

    def __init__(self, results, looks):
        self.results, self.looks = results, looks

    @property
    def exitcode(self):
        self.looks -= 1
        if self.looks == 8:
            self.results.write_text("{}\n")
        return None if self.looks > 0 else 0


def test_the_student_s_time_counts_from_when_the_kernel_is_ready(tmp_path, monkeypatch):
    """On a busy machine, loading PyTorch takes as long as it takes."""
    results = tmp_path / "verdicts.jsonl"
    monkeypatch.setattr(process, "STEP", 0.01)
    assert "ended early" in process._wait(Slow(results, 200), results, 1.5)
    results.unlink()
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    assert process._wait(Slow(results, 10**6), results, 60) == "the kernel did not start"
    results.write_text("{}\n")
    assert process._wait(Slow(results, 10**6), results, 0.2) == "ran out of time"
