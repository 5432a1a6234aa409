"""What the live GAN comes to on the ring, for five seeds and some settings.

`python tests/browser/gan_game_runs.py` plays it in Chromium, for some minutes, and writes the table
that the notebook shows.
"""

import json
import shutil
from pathlib import Path

from game_page import module_page, play
from playwright.sync_api import sync_playwright

from genai_utils import files
from genai_utils.widgets.game_settings import JUDGED

STORED = Path(__file__).parents[2] / "notebooks" / "2-live-gan.json"
SEEDS = range(5)
RUNS = {
    "as it opens": {"preset": "healthy"},
    "slow discriminator": {"preset": "collapse"},
    "slow, then quick": {"preset": "rescue"},
    "quick, then slow": {"preset": "late"},
    "saturating": {"loss": "saturating"},
    "Wasserstein": {"preset": "wasserstein"},
}


def outcome(page, settings, seed):
    return play(page, JUDGED, seed=seed, **settings)[-1]


def table(page):
    stored = {}
    for name, run in RUNS.items():
        ends = [outcome(page, run, seed) for seed in SEEDS]
        stored[name] = {
            "covered": [end["covered"] for end in ends],
            "good": [round(end["good"], 2) for end in ends],
            "discriminator": [round(end["losses"][0], 2) for end in ends],
            "generator": [round(end["losses"][1], 2) for end in ends],
        }
        print(name, stored[name], flush=True)
    return stored


if __name__ == "__main__":
    with sync_playwright() as playwright:
        options = {"executable_path": shutil.which("chromium"), "chromium_sandbox": False}
        browser = playwright.chromium.launch(**options, args=["--disable-gpu"])
        with module_page(browser) as page:
            files.write_atomically(STORED, json.dumps(table(page), indent=1) + "\n")
        browser.close()
