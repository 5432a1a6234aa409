"""`make bundle`: unpacked somewhere else, the book opens from the disk and nothing is missing."""

import zipfile

import bundle
from visiting import Visit


def follow_links(visit, count):
    """To pages of the book from the links of its first page, one after the other."""
    links = visit.page.locator(".bd-article a.internal[href*='.html']")
    found = dict.fromkeys(links.evaluate_all("all => all.map(a => a.href.split('#')[0])"))
    assert len(found) >= count
    for address in list(found)[:count]:
        visit.page.goto(address)
        assert visit.page.url.startswith(visit.home)
        visit.page.locator(".bd-article h1").first.wait_for()


def test_the_unpacked_bundle_opens_from_the_disk(browser, site, tmp_path):
    archive = bundle.bundle(target=tmp_path / "book.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    home = tmp_path / bundle.TOP
    context = browser.new_context()
    visit = Visit(context, home.as_uri())
    visit.page.goto(f"{home.as_uri()}/index.html")
    visit.page.wait_for_url("**/pages/book/index.html")
    follow_links(visit, 5)
    visit.open("pages/notebooks/3-vae.html")
    slider = visit.page.get_by_role("slider").first
    before = slider.get_attribute("aria-valuetext")
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") != before
    assert visit.problems == []
    context.close()
    assert "### Exercise " in (home / "notebooks" / "3-vae.ipynb").read_text("utf-8")
    assert (home / "notebooks" / "3-vae.seeds.json").exists()
    assert (home / "genai_utils" / "widgets" / "latent.js").exists()
    assert not list(home.rglob("__pycache__"))
    notes = (home / "DATA.md").read_text("utf-8")
    assert "MNIST" in notes
    assert "icen" in notes, "the notes name no licence"
