"""What the checks take for speed in the place of a library is what the library says."""

import gauss
import numpy as np
import pytest
from scipy import stats

POINTS = np.linspace(-9, 9, 37)


@pytest.mark.parametrize("name", ["pdf", "logpdf"])
def test_the_normal_law_is_scipy_s(name):
    for mean, spread in ((0.0, 1.0), (-1.3, 0.4), (2.0, 3.5)):
        found = getattr(gauss, name)(POINTS, mean, spread)
        assert found == pytest.approx(getattr(stats.norm, name)(POINTS, mean, spread), rel=1e-12)
        assert getattr(gauss.Normal(mean, spread), name)(0.7) == pytest.approx(
            getattr(stats.norm, name)(0.7, mean, spread), rel=1e-12
        )


def test_the_share_below_is_scipy_s():
    assert gauss.cdf(POINTS) == pytest.approx(stats.norm.cdf(POINTS), rel=1e-12)
