"""What a page may weigh, by what is on it: bytes of all requests, compressed, and their number.

Pictures count by their bytes and not as requests: each loads when it comes near the screen.
"""

from collections import namedtuple

Budget = namedtuple("Budget", "bytes requests")

TEXT = Budget(180_000, 10)
FORMULAS = Budget(220_000, 12)
# Two pages grow with the book: all equations, and all solutions, of which most are formulas. Each
# may weigh what one of mathematics may.
GROWING, GROWN = {"book/equations.html", "book/solutions.html"}, Budget(300_000, 12)
# With pictures: before the reader scrolls, with the live figure in view, and when all was seen.
ARRIVING = Budget(220_000, 12)
LIVE = Budget(370_000, 16)  # with pictures that are sharp on a dense screen
ALL_SEEN = Budget(450_000, 16)
# A transformer's weights, or a voice's, are ten times a decoder's; they come with their figure.
LARGE = {"notebooks/6-text-live.html", "notebooks/6-speech-live.html"}
WITH_LARGE = Budget(1_100_000, 16)
# From so many formulas on a page is one of mathematics.
MANY = 50
ARRIVING_FORMULAS = Budget(300_000, 12)
ALL_SEEN_FORMULAS = Budget(550_000, 16)
PICTURES = (".webp", ".png", ".svg")


def budget(page, formulas, pictures):
    """The budgets of a page: when the reader arrives, and when everything was seen."""
    if page in GROWING:
        return GROWN, GROWN
    if page in LARGE:
        return ARRIVING, WITH_LARGE
    if pictures:
        return (ARRIVING_FORMULAS, ALL_SEEN_FORMULAS) if formulas >= MANY else (ARRIVING, ALL_SEEN)
    return (FORMULAS, FORMULAS) if formulas >= MANY else (TEXT, TEXT)


def excess(weights, allowed):
    """What breaks the budget, with the largest files; empty when nothing does."""
    total = sum(weights.values())
    requests = [url for url in weights if not url.split("?")[0].endswith((".webp", ".png", ".svg"))]
    largest = [
        (url.rsplit("/", 1)[1], n) for url, n in sorted(weights.items(), key=lambda i: -i[1])
    ]
    found = []
    if total > allowed.bytes:
        found.append(f"{total} bytes, {allowed.bytes} allowed; largest: {largest[:4]}")
    if len(requests) > allowed.requests:
        found.append(f"{len(requests)} requests, {allowed.requests} allowed: {sorted(requests)}")
    return found
