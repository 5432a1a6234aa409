"""A set of outcomes for each session, and after a run with `--record` that passed, the record."""

import pytest
import registry

OUTCOMES = pytest.StashKey()


@pytest.fixture(scope="session")
def outcomes(request):
    """Label -> outcome: tests, comparison and record share what was computed in this session."""
    return request.config.stash.setdefault(OUTCOMES, registry.Outcomes())


def pytest_sessionfinish(session, exitstatus):
    if not session.config.getoption("--record"):
        return
    if exitstatus != pytest.ExitCode.OK:
        print("\nrecord.json was not written: not every test passed")
        return
    registry.load_checks()
    outcomes = session.config.stash.get(OUTCOMES, registry.Outcomes())
    registry.write_record({label: outcomes[label] for label in registry.CHECKS})
