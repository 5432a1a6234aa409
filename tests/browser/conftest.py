"""The browser of the browser tests and the built site on a local server.

The browser is the system's own Chromium, driven by Playwright.
"""

import functools
import http.server
import os
import shutil
import threading

import pytest
from game_page import listening, write_page
from latent_page import write_pages
from playwright.sync_api import sync_playwright
from visiting import HTML, QuietHandler, Visit

from genai_utils.widgets import GanGame

# By itself Chromium looks for updates and components; a test that counts requests can't have that.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


@pytest.fixture
def folder(tmp_path):
    """The pages with a latent explorer, on the disk."""
    write_pages(tmp_path)
    return tmp_path


@pytest.fixture
def address(folder):
    """The address of `folder` on a local server."""
    handler = functools.partial(QuietHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(browser):
    """Opens an address; at the end, whatever the page complained about fails the test."""
    complaints = []
    contexts = []

    def open_page(address, **options):
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(5000)
        page = contexts[-1].new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
