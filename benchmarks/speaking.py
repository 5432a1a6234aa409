"""How fast the voice of the page speaks: seconds of speech a second of computing, in Chromium.

Opens the built page from the disk, types sentences and reads the figure's own line, for both ways
from frames to sound. The medians of all sentences count.

Stores `benchmarks/speaking.json`. Takes about a minute, and needs `make book` before.
"""

import json
import re
from pathlib import Path
from statistics import median

from pages import launched
from playwright.sync_api import sync_playwright

from genai_utils import files

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "_build/html/notebooks/6-speech-live.html"
STORED = Path(__file__).with_suffix(".json")
SENTENCES = [
    "A lamp stood in the window of the last house.",
    "Nobody could say where the river began.",
    "We will meet again, when the work is done.",
]
SAID = re.compile(r"([\d.]+) s of speech, computed in [\d.]+ s: ([\d.]+) times real time")
WAYS = {"Griffin and Lim": "0", "source and filter": "1"}


def times(page, sentence, way):
    """What the figure says of a sentence: how many times real time."""
    page.get_by_label("sound by").select_option(way)
    field = page.get_by_label("Your sentence")
    field.fill(sentence)
    words = len(sentence.split())
    page.wait_for_function(
        f"document.querySelectorAll('.words span').length === {words} && "
        f"document.querySelector('.words').textContent.startsWith('{sentence.split()[0].lower()}')"
    )
    page.wait_for_timeout(500)
    return float(SAID.match(page.locator(".took").inner_text())[2])


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = launched(playwright, "--disable-gpu")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(PAGE.as_uri())
        page.locator('script[type$="widget-view+json"] + div').scroll_into_view_if_needed()
        page.locator(".took").filter(has_text="real time").wait_for()
        stored = {"chromium": browser.version, "sentences": len(SENTENCES)}
        for name, way in WAYS.items():
            stored[name] = median(times(page, sentence, way) for sentence in SENTENCES)
        browser.close()
    files.write_atomically(STORED, json.dumps(stored, indent=1) + "\n")
    print(json.dumps(stored, indent=1))
