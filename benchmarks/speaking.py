"""How fast the voice of the page speaks: seconds of speech a second of computing, in Chromium.

Opens the built page from the disk and types sentences, for both ways from frames to sound. What
counts is the processor's time that the page takes from the typing until the spectrogram stands,
so that what else the machine does doesn't matter; the medians of all sentences are stored.

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
SAID = re.compile(r"([\d.]+) s of speech")
WAYS = {"Griffin and Lim": "0", "source and filter": "1"}


def busy(session):
    """Seconds of the processor's time that the page has taken so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration")


def times(page, session, sentence, way):
    """How many seconds of speech the page makes in a second, from the letters on."""
    page.get_by_label("sound by").select_option(way)
    page.wait_for_timeout(5000)  # until the sentence before is said in this way
    before = busy(session)
    page.get_by_label("Your sentence").fill(sentence)
    words = "".join(re.findall("[a-z]+", sentence.lower()))
    page.wait_for_function(f"document.querySelector('.words').textContent === '{words}'")
    seconds = float(SAID.match(page.locator(".took").inner_text())[1])
    return round(seconds / (busy(session) - before), 1)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = launched(playwright, "--disable-gpu")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(PAGE.as_uri())
        page.locator('script[type$="widget-view+json"] + div').scroll_into_view_if_needed()
        page.locator(".took").filter(has_text="real time").wait_for()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        stored = {"chromium": browser.version, "sentences": len(SENTENCES)}
        for name, way in WAYS.items():
            stored[name] = median(times(page, session, it, way) for it in SENTENCES)
        browser.close()
    files.write_atomically(STORED, json.dumps(stored, indent=1) + "\n")
    print(json.dumps(stored, indent=1))
