"""How soon a page's first words stand there, beside an empty page of ours: `make bench-paint`.

The empty page is the same page without what is written on it: same head, style sheets, scripts and
lists of contents, and no article. So the ratio says what the article itself costs before anything
can be read. Chromium opens both from a local server, in fresh profiles, with its processor slowed
to a quarter, in turn.

Prints the median of the first contentful paint of each kind of page. Takes some five minutes.
"""

import functools
import urllib.parse
from pathlib import Path
from statistics import median

from bs4 import BeautifulSoup
from pages import SLOWER, Handler, launched, serve
from playwright.sync_api import sync_playwright

SITE = Path(__file__).parents[1] / "_build/html"
KINDS = {
    "start": "book/index.html",
    "text": "book/3-algorithms/vae.html",
    "maths": "book/4-mathematics/vae.html",
    "notebook": "notebooks/3-gan.html",
    "equations": "book/equations.html",
    "search": "search.html?q=mode+collapse",
}
ROUNDS, GOAL = 9, 1.3
EMPTY = "without=article"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def without_article(text):
    """A page's HTML, less what is written on it and the list of its headings."""
    page = BeautifulSoup(text, "html.parser")
    for part in page.select(".bd-article, .bd-sidebar-secondary"):
        part.clear()
    return str(page)


@functools.cache
def body(path, empty):
    text = (SITE / path).read_text(encoding="utf-8")
    return (without_article(text) if empty else text).encode()


class PagesAndEmptyOnes(Handler):
    """Pages come from memory, so that full and empty cost the server the same."""

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if not address.path.endswith(".html"):
            return super().do_GET()
        data = body(address.path.lstrip("/"), EMPTY in address.query)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def first_paint(browser, address):
    """Milliseconds until something stands on the page, in a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_function(f"({PAINT}) !== null")
    milliseconds = page.evaluate(PAINT)
    context.close()
    return milliseconds


def measure(browser, home):
    """For each kind of page, the paints of the full and of the empty page."""
    seen = {kind: ([], []) for kind in KINDS}
    for _ in range(ROUNDS):
        for kind, page in KINDS.items():
            address = f"{home}/{page}"
            empty = address + ("&" if "?" in address else "?") + EMPTY
            seen[kind][0].append(first_paint(browser, address))
            seen[kind][1].append(first_paint(browser, empty))
    return seen


def main():
    with sync_playwright() as playwright:
        browser = launched(playwright)
        seen = measure(browser, serve(SITE, PagesAndEmptyOnes))
        browser.close()
    for kind, (full, empty) in seen.items():
        ratio = median(full) / median(empty)
        print(
            f"{kind:10} {median(full):5.0f} ms ({min(full):.0f} to {max(full):.0f})  "
            f"empty {median(empty):5.0f} ms ({min(empty):.0f} to {max(empty):.0f})  "
            f"ratio {ratio:.2f}; goal {GOAL}: {'reached' if ratio <= GOAL else 'missed'}"
        )


if __name__ == "__main__":
    main()
