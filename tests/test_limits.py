"""A check ends: by time, by what an answer prints, and by the parts that it yields."""

import signal
import threading
import time

import pytest
import torch

from genai_utils.checks import Exercise, engine, examine, sandbox
from genai_utils.checks.limits import OutOfTime, limited


def double(x):
    return 2 * x


def order():
    return ["a", "b"]


DOUBLE = Exercise(
    "ex-double",
    double,
    lambda answer: {"twice": answer(torch.ones(2))},
    lambda: {"twice": torch.full((2,), 2.0)},
    ("eq", "page"),
    (),
)
ORDER = Exercise(
    "ex-order",
    order,
    lambda answer: {"the order": list(answer())},
    lambda: {"the order": order()},
    ("eq", "page"),
    (),
)


def forever(x):
    while True:
        pass


def prints(x):
    while True:
        print("x" * 10_000)


def counts():
    while True:
        yield 0.0


class Endless:
    """No generator, so it isn't counted: the probe itself never comes back."""

    def __iter__(self):
        while True:
            yield 0.0


@pytest.mark.parametrize(
    ("exercise", "answer", "kind", "seconds"),
    [
        (DOUBLE, forever, "took too long", 0.2),
        (DOUBLE, lambda x: time.sleep(60), "took too long", 0.2),
        (ORDER, Endless(), "took too long", 0.2),
        (DOUBLE, prints, "printed without end", 30),
        (ORDER, counts(), "too many parts", 30),
    ],
)
def test_what_has_no_end_is_ended(exercise, answer, kind, seconds, monkeypatch):
    monkeypatch.setattr(engine, "SECONDS", seconds)
    monkeypatch.setattr(sandbox, "MOST_PRINTED", 10**6)
    assert examine(exercise, answer).kind == kind
    monkeypatch.undo()
    assert examine(DOUBLE, double).passed


def test_what_the_solution_needs_first_is_not_cut_short(monkeypatch):
    """An import that a limit interrupts would spoil all later answers."""
    monkeypatch.setattr(engine, "SECONDS", 0.4)
    slow = []

    def see(answer):
        if not slow:
            time.sleep(1)
            slow.append("imported")
        return {"twice": answer(torch.ones(2))}

    exercise = Exercise("ex-slow", double, see, DOUBLE.oracle, DOUBLE.see, ())
    assert examine(exercise, double).passed


def test_a_limit_of_thirty_seconds_is_in_force():
    """By hand it would take that long: here the alarm is looked at from inside."""
    left = []
    examine(DOUBLE, lambda x: (2 * x, left.append(signal.getitimer(signal.ITIMER_REAL)))[0])
    assert 25 < left[0][0] <= 30


def test_the_caller_s_alarm_goes_on():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 50.0, 7.0)
        assert examine(DOUBLE, double).passed
        left, interval = signal.getitimer(signal.ITIMER_REAL)
        assert 30 < left < 50
        assert interval == 7
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(OutOfTime, match="after 0"), limited(5):  # the caller's is first
            forever(0)
        time.sleep(0.05)
        assert rung
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_no_alarm_is_left_and_no_handler():
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(OutOfTime), limited(0.05):
        forever(0)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_inner_limit_does_not_end_the_outer_one():
    def twice():
        with pytest.raises(OutOfTime, match=r"after 0\.1 s"), limited(0.1):
            forever(0)
        forever(0)

    with pytest.raises(OutOfTime, match="after 1 s"), limited(1):
        twice()


def test_a_swallowed_alarm_comes_again():
    caught = []
    with limited(0.05):
        while len(caught) < 2:
            try:
                forever(0)
            except OutOfTime as error:
                caught.append(error)
    assert len(caught) == 2


def test_another_thread_has_no_alarm_and_gets_its_verdict():
    found = []
    thread = threading.Thread(target=lambda: found.append(examine(DOUBLE, double).passed))
    thread.start()
    thread.join()
    assert found == [True]
