"""How fast the transformer of the page writes: characters a second in headless Chromium.

Opens the built page from the disk, lets it write for some seconds, with the cache and without,
and reads the figure's own line. Several rounds; the medians count.

Stores `benchmarks/writing.json`. Takes about a minute, and needs `make book` before.
"""

import json
import re
from pathlib import Path
from statistics import median

from pages import launched
from playwright.sync_api import sync_playwright

from genai_utils import files

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "_build/html/notebooks/6-text-live.html"
STORED = Path(__file__).with_suffix(".json")
ROUNDS, SECONDS = 3, 8
SAID = re.compile(r"(\d+) characters written, (\d+) read .* ([\d.]+) ms for one, (\d+) a second")
NAMES = ("written", "read", "milliseconds", "a_second")


def write(page, cached):
    """What the figure says of itself after some seconds, by name."""
    page.goto(PAGE.as_uri())
    page.locator('script[type$="widget-view+json"] + div').scroll_into_view_if_needed()
    page.locator(".explained .verified").wait_for()
    page.get_by_label("keep keys and values").set_checked(cached)
    page.get_by_role("button", name="Write", exact=True).click()
    page.wait_for_timeout(SECONDS * 1000)
    page.get_by_role("button", name="Stop", exact=True).click()
    numbers = SAID.match(page.locator(".writes > [role=status]").inner_text()).groups()
    return dict(zip(NAMES, map(float, numbers), strict=True))


def medians(page, cached):
    rounds = [write(page, cached) for _ in range(ROUNDS)]
    return {name: median(held[name] for held in rounds) for name in NAMES}


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = launched(playwright, "--disable-gpu")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        stored = {
            "chromium": browser.version,
            "rounds": ROUNDS,
            "seconds": SECONDS,
            "cache": medians(page, cached=True),
            "no cache": medians(page, cached=False),
        }
        browser.close()
    files.write_atomically(STORED, json.dumps(stored, indent=1) + "\n")
    print(json.dumps(stored, indent=1))
