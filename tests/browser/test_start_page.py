"""The start page shows what the book is before it is scrolled."""

DESKTOP = {"width": 1280, "height": 900}
START = "book/index.html"
TOP = "all => all.map(e => e.getBoundingClientRect().top + scrollY)"


def tops(page, what):
    return page.locator(f".bd-article {what}").evaluate_all(TOP)


def test_the_first_screen_shows_a_figure_an_equation_a_verdict_and_three_ways(visit):
    page = visit("file", viewport=DESKTOP).open(START)
    for what, count in ((".live-still a img", 1), ("details.checked", 1), (".sd-btn", 3)):
        assert len(tops(page, what)) == count, what
        assert max(tops(page, what)) < DESKTOP["height"], what
    assert min(tops(page, "p strong:text-is('wrong')")) < DESKTOP["height"]


def test_the_still_leads_to_its_live_figure(visit):
    page = visit().open(START)
    link = page.locator(".live-still a")
    assert link.inner_text().startswith("Open the figure"), "a still can't be dragged"
    link.click()
    assert page.url.split("#")[1] == "fig-vae-explorer"
    assert page.locator("#fig-vae-explorer").count() == 1


def test_each_live_figure_is_listed_with_its_still(visit):
    page = visit().open("book/live-figures.html")
    assert page.locator(".live-still").count() >= 2
    for still in page.locator(".live-still").all():
        assert still.locator("a img[alt]").count() == 1
