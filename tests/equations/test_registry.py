"""The registry, the record and the rules do what they say, each seen failing once."""

import json
import math
import subprocess
import sys
from types import SimpleNamespace

import book_sources
import called
import numpy as np
import pytest
import registry
import torch
from registry import Check, Outcome, checks

from genai_utils import losses, models


def check(*values, tolerance=1e-6):
    return Check("eq-x", tolerance, lambda: iter(values))


@pytest.fixture
def empty(monkeypatch):
    """A registry of its own, so that nothing planted here is taken for a check of the book."""
    monkeypatch.setattr(registry, "CHECKS", {})
    return registry.CHECKS


def test_a_check_is_registered_under_its_label(empty):
    @checks("eq-x", tolerance=1e-6)
    def cases():
        yield 0.0

    assert empty == {"eq-x": Check("eq-x", 1e-6, cases)}


def test_a_second_check_of_a_label_is_refused(empty):
    checks("eq-x", tolerance=1.0)(error_free)
    with pytest.raises(ValueError, match="has a check already: error_free"):
        checks("eq-x", tolerance=1.0)


def error_free():
    yield 0.0


@pytest.mark.parametrize(
    ("label", "tolerance", "message"),
    [("kl", 1.0, "no label"), ("eq-x", 0.0, "tolerance"), ("eq-x", math.nan, "tolerance")],
)
def test_a_bad_registration_is_refused(empty, label, tolerance, message):
    with pytest.raises(ValueError, match=message):
        checks(label, tolerance=tolerance)


def test_a_function_that_returns_is_refused(empty):
    with pytest.raises(ValueError, match="must yield"):
        checks("eq-x", tolerance=1.0)(lambda: [0.0])


def test_all_files_of_checks_are_loaded(empty, tmp_path, monkeypatch):
    for name in "ab":
        text = f"import registry\n@registry.checks('eq-{name}', 1.0)\ndef f():\n    yield 0.0\n"
        (tmp_path / f"checks_planted_{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    registry.load_checks(tmp_path)
    assert set(empty) == {"eq-a", "eq-b"}


def test_the_outcome_counts_and_rounds_up():
    found = registry.evaluate(check(0.0, torch.tensor(2.1e-7), np.float64(1e-8)))
    assert found == Outcome(cases=3, largest_error=3e-07, tolerance=1e-6)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "no case"),
        ([0.0, 2e-6], "case 2 of 2 is off by 2e-06"),
        ([-1e-9], "not negative"),
        ([math.nan], "finite"),
        ([math.inf], "finite"),
        ([torch.zeros(1)], "one number"),
    ],
)
def test_a_wrong_equation_fails(values, message):
    with pytest.raises(AssertionError, match=message):
        registry.evaluate(check(*values))


@pytest.mark.parametrize(
    ("error", "stated"),
    [
        (0.0, 0.0),
        (2.1e-9, 3e-9),
        (3e-9, 3e-9),
        (9.5e-7, 1e-6),
        (0.02, 0.02),
        (1.0, 1.0),
        (7e-17, 7e-17),
    ],
)
def test_rounding_up_keeps_one_digit(error, stated):
    assert registry.rounded_up(error) == stated
    assert str(registry.rounded_up(error)) == str(stated)


RECORDED = {"eq-x": {"cases": 3, "largest_error": 4e-07, "tolerance": 1e-06}}


@pytest.mark.parametrize(
    "now",
    [
        {"eq-x": Outcome(3, 4e-7, 1e-6)},
        {"eq-x": Outcome(3, 8e-7, 1e-6)},
        {"eq-x": Outcome(3, 2e-7, 1e-6)},
    ],
)
def test_a_record_of_this_run_passes(now):
    assert registry.stale(RECORDED, now) == []


@pytest.mark.parametrize(
    "now",
    [
        {},
        {"eq-x": Outcome(4, 4e-7, 1e-6)},
        {"eq-x": Outcome(3, 4e-7, 1e-5)},
        {"eq-x": Outcome(3, 9e-7, 1e-6)},
        {"eq-x": Outcome(3, 1e-7, 1e-6)},
        {"eq-x": Outcome(3, 0.0, 1e-6)},
        {"eq-x": Outcome(3, 4e-7, 1e-6, code=("losses.gan.critic_loss",))},
        {"eq-x": Outcome(3, 4e-7, 1e-6, printed=True)},
        {"eq-x": Outcome(3, 4e-7, 1e-6), "eq-y": Outcome(1, 0.0, 1e-6)},
    ],
)
def test_a_stale_record_is_seen(now):
    assert registry.stale(RECORDED, now) != []


def log_four():
    nothing = torch.zeros(1)
    yield abs(losses.discriminator_loss(nothing, nothing).item() - math.log(4))


def test_the_outcome_names_the_code_that_ran():
    before = sys.getprofile()
    found = registry.evaluate(Check("eq-x", 1e-6, log_four))
    assert found.code == ("losses.gan.discriminator_loss",)  # and not its helper
    assert registry.evaluate(check(0.0)).code == ()
    assert sys.getprofile() is before


def test_methods_are_named_with_their_class():
    with called.functions() as found:
        models.LinearGaussian(torch.eye(2), torch.zeros(2), 1.0).posterior(
            torch.zeros(1, 2).double()
        )
    assert "models.vae.LinearGaussian.posterior" in found
    assert not any("__" in name for name in found)


SESSIONS = """
import pytest, torch
arguments = ["-q", "-k", "test_equation and eq-discriminator-loss", "-p", "no:cacheprovider"]
first = pytest.main([*arguments, "tests/equations/test_equations.py"])
torch.nn.functional.softplus = lambda a: 2 * torch.log1p(a.exp())
second = pytest.main([*arguments, "tests/equations/test_equations.py"])
raise SystemExit((first, second) != (0, 1))
"""


@pytest.mark.slow
def test_a_second_session_in_one_process_computes_again():
    """A mutation tester runs the tests, changes the code and forks: no old outcome may pass."""
    root = book_sources.ROOT
    run = subprocess.run([sys.executable, "-c", SESSIONS], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]


def test_errors_of_rounding_do_not_count():
    record = {"eq-x": {"cases": 1, "largest_error": 2e-16, "tolerance": 1e-06}}
    assert registry.stale(record, {"eq-x": Outcome(1, 9e-10, 1e-6)}) == []


def session(recording):
    options = SimpleNamespace(getoption=lambda name: recording, stash=pytest.Stash())
    return SimpleNamespace(config=options)


@pytest.fixture
def recorded(empty, tmp_path, monkeypatch):
    """Where the record would be written, with one check to write."""
    empty["eq-x"] = check(2.1e-7)
    written = tmp_path / "record.json"
    monkeypatch.setattr(registry, "load_checks", lambda: None)
    monkeypatch.setattr(registry.write_record, "__defaults__", (written,))
    return written


def hook(request):
    """This folder's own conftest, which a plain import might confuse with the one above it."""
    plugins = request.config.pluginmanager.get_plugins()
    (found,) = [p for p in plugins if hasattr(p, "registry") and hasattr(p, "pytest_sessionfinish")]
    return found.pytest_sessionfinish


@pytest.mark.parametrize(("recording", "status"), [(True, 1), (True, 5), (False, 0)])
def test_no_record_without_the_switch_or_after_a_failure(recorded, request, recording, status):
    hook(request)(session(recording), status)
    assert not recorded.exists()


def test_a_record_after_a_run_that_passed(recorded, request):
    hook(request)(session(True), 0)
    assert json.loads(recorded.read_text()) == {
        "eq-x": {
            "cases": 1,
            "code": [],
            "largest_error": 3e-07,
            "printed": False,
            "tolerance": 1e-06,
        }
    }
    assert list(recorded.parent.iterdir()) == [recorded]


def test_added_cases_count(empty, monkeypatch):
    monkeypatch.setattr(registry, "FURTHER", {})
    registry.further("eq-x")(lambda: iter([2e-7]))
    assert registry.evaluate(check(0.0)) == Outcome(2, 2e-7, 1e-6)
    registry.further("eq-x")(lambda: iter([2.0]))
    with pytest.raises(AssertionError, match="case 2 of 3"):
        registry.evaluate(check(0.0))
