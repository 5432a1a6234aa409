"""A visit to a page of the built book, and what it is watched for.

Not in conftest.py, because no test can import that: another folder has one of the same name.
"""

import contextlib
import gzip
import http.server
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

HTML = Path(__file__).parents[2] / "_build" / "html"
# Step by step to the end, so that whatever starts when it comes into view has started.
SCROLL_THROUGH = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo({top: y, behavior: "instant"});
        await new Promise(requestAnimationFrame);
    }
    scrollTo({top: 0, behavior: "instant"});
    await document.fonts.ready;
}"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class Visit:
    """A page in a fresh browser profile, what went wrong on it, and what it loaded."""

    # Bytes by address, of all visits: the book doesn't change meanwhile, and to compress fonts and
    # scripts for each page again takes longer than to load them.
    weights: ClassVar[dict[str, int]] = {}

    def __init__(self, context, home):
        self.page = context.new_page()
        self.home = home
        self.problems = []
        self.responses = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("request", self.see_request)
        self.page.on("requestfailed", self.see_failure)
        self.page.on("response", self.see_response)

    def hear(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def see_request(self, request):
        if urlsplit(request.url).scheme in ("data", "blob"):
            return
        if not request.url.startswith(self.home):
            self.problems.append(f"elsewhere: {request.url}")

    def see_failure(self, request):
        # Aborted: the reader went on to the next page before it had come.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"lost: {request.url} ({request.failure})")

    def see_response(self, response):
        if urlsplit(response.url).scheme not in ("data", "blob"):
            self.responses.append(response)
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def arrive(self, path):
        """The page as it is before the reader scrolls."""
        self.page.goto(f"{self.home}/{path}")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def see_all(self):
        """The page after a walk to its end and back."""
        self.page.evaluate(SCROLL_THROUGH)
        return self.page

    def open(self, path):
        self.arrive(path)
        return self.see_all()

    def weight(self):
        """Bytes over the network from a server that compresses, per address."""
        for response in self.responses:
            if response.url not in self.weights:
                body = response.body()
                self.weights[response.url] = min(len(body), len(gzip.compress(body)))
        return {response.url: self.weights[response.url] for response in self.responses}


@contextlib.contextmanager
def leafing(browser, home, **options):
    """A function that turns to a page, of the disk, in a tab that stays open.

    To open a profile for each page takes longer than the page, and of the disk it keeps nothing.
    """
    context = browser.new_context(**options)
    visit = Visit(context, home)

    def turn_to(path):
        visit.problems.clear()
        visit.responses.clear()
        visit.arrive(path)
        return visit

    yield turn_to
    context.close()
