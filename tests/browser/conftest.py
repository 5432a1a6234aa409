"""The browser of the browser tests, the built site on a local server, and a visit that is watched.

The browser is the system's own Chromium, driven by Playwright.
"""

import functools
import gzip
import http.server
import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from game_page import listening, write_page
from playwright.sync_api import sync_playwright

from genai_utils.widgets import GanGame

HTML = Path(__file__).parents[2] / "_build" / "html"
# By itself Chromium looks for updates and components; a test that counts requests can't have that.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Step by step to the end, so that whatever starts when it comes into view has started.
SCROLL_THROUGH = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo({top: y, behavior: "instant"});
        await new Promise(requestAnimationFrame);
    }
    scrollTo({top: 0, behavior: "instant"});
    await document.fonts.ready;
}"""


@pytest.fixture(scope="session")
def browser():
    """Chromium; where there is none a test is skipped, but on a test machine (CI=true) it fails."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "no program `chromium` on the PATH; on Debian: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # A container gives Chromium no user namespace for its sandbox.
        browser = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=False, args=QUIET
        )
        yield browser
        browser.close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def site():
    """The addresses at which the built book is found: from a server, and from the disk."""
    if not (HTML / "index.html").exists():
        pytest.fail(f"there is no book in {HTML}; build it with `make book`")
    handler = functools.partial(QuietHandler, directory=HTML)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield {"http": f"http://127.0.0.1:{server.server_port}", "file": HTML.as_uri()}
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """A page in a fresh browser profile, what went wrong on it, and what it loaded."""

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

    def open(self, path):
        self.arrive(path).evaluate(SCROLL_THROUGH)
        return self.page

    def weight(self):
        """Bytes over the network from a server that compresses, per address."""
        bodies = {response.url: response.body() for response in self.responses}
        return {url: min(len(body), len(gzip.compress(body))) for url, body in bodies.items()}


@pytest.fixture
def visit(browser, site):
    """A function that starts a visit, by `scheme` ("http" or "file") and Playwright's options."""
    contexts = []

    def start(scheme="http", **options):
        contexts.append(browser.new_context(**options))
        return Visit(contexts[-1], site[scheme])

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def open_game(browser, tmp_path):
    """Opens a page with one game; at the end, any complaint of the page fails the test."""
    opened = []

    def open_game(figure=None, before="", **options):
        opened.append(listening(browser, **options))
        page = opened[-1].__enter__()
        page.goto(write_page(tmp_path, figure or GanGame(), before))
        return page

    yield open_game
    for page in opened:
        page.__exit__(None, None, None)
