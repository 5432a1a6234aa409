"""What a page leaves out of its first painting comes at once after it, and for a link with it."""

PAGE = "book/equations.html"
LAST = ".bd-article > section > section:last-of-type"
# Whether the last section was still to be laid out when the reader's screen was first painted.
WATCH = """addEventListener("DOMContentLoaded", () => {
    window.waited = getComputedStyle(document.querySelector("LAST")).contentVisibility;
})""".replace("LAST", LAST)

# Frames are held back, or one might come before the end of the page.
HOLD = "window.requestAnimationFrame = (then) => setTimeout(then, 1000);"


def waited(visited, address):
    visited.page.add_init_script(HOLD + WATCH)
    page = visited.arrive(address)
    page.wait_for_function("!('firstPaint' in document.documentElement.dataset)")
    assert page.locator(LAST).evaluate("e => getComputedStyle(e).contentVisibility") == "visible"
    return page.evaluate("window.waited")


def test_what_is_below_the_screen_waits_for_the_first_painting_only(visit):
    assert waited(visit(), PAGE) == "auto"


def test_a_link_into_the_page_finds_all_heights(visit):
    assert waited(visit(), f"{PAGE}#the-variational-autoencoder") == "visible"
