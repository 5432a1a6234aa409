"""What the page on set-up says of the GPU is what the stored run holds."""

import json

import pytest
from book_sources import ROOT
from gpu import compared

PAGE = (ROOT / "book/5-practice/environment.md").read_text(encoding="utf-8")
STORED = json.loads((ROOT / "notebooks/5-environment.gpu.json").read_text())
MODELS = "VAE", "GAN", "transformer"
WAYS = "device", "there", "back"


@pytest.mark.parametrize("name", MODELS)
def test_the_verdict_follows_from_the_stored_losses(name):
    found = STORED[name]
    assert compared(found["cpu"], found["cuda"]) == found["device"]
    assert all(found[way]["as it should"] for way in WAYS)
    assert (
        compared(
            found["cpu"],
            {
                key: [2 * x for x in values]
                for key, values in found["cuda"].items()
                if key != "seconds"
            },
        )["as it should"]
        is False
    )


def test_the_pages_numbers_are_the_stored_ones():
    assert STORED["name"] in PAGE
    steady = [STORED[name][way]["last"] for name in ("VAE", "transformer") for way in WAYS]
    assert max(steady) < 1e-7
    assert "by less than $10^{-7}$ of their size" in PAGE
    assert f"Those of the game differ by {100 * STORED['GAN']['device']['last']:.1f} %" in PAGE
    ways = [STORED["GAN"][way]["last"] for way in ("there", "back")]
    assert f"ended as near, at most {100 * max(ways):.1f} % from the CPU's" in PAGE
    assert max(ways) < 0.01
