"""The latent explorer on a phone that scrolls past it, and its place in the page's address."""

import pytest
from latent_page import DECODER, PHONE, assert_decoded, point, said_place, swipe


def test_a_swipe_passes(open_page, address):
    page = open_page(f"{address}/swipe.html", **PHONE)
    page.get_by_role("slider").wait_for()
    x, y = point(page, [1.0, -1.0])
    swipe(page, (x, y), (x + 5, y - 150))
    page.wait_for_function("scrollY > 50")
    assert said_place(page) == [0.0, 0.0]


def test_a_drag_sideways_moves_the_ring(open_page, address):
    page = open_page(f"{address}/swipe.html", **PHONE)
    page.get_by_role("slider").wait_for()
    swipe(page, *(point(page, z) for z in ([1.0, -1.0], [3.0, -1.0], [3.0, 1.0])))
    assert said_place(page) == pytest.approx([3.0, 1.0], abs=0.05)
    assert page.evaluate("scrollY") == 0


def test_the_place_is_kept_in_the_address(open_page, folder):
    """From the disk, where a browser allows the least; the rest of the address stays."""
    start = (folder / "one.html").as_uri()
    page = open_page(f"{start}?found=ring&latent=1.00_-0.50#below")
    page.get_by_role("slider").wait_for()
    assert said_place(page) == [1.0, -0.5]
    page.get_by_role("slider").press("ArrowUp")
    page.wait_for_function("location.search.includes('latent=1.00_-0.40')")
    assert page.url == f"{start}?found=ring&latent=1.00_-0.40#below"
    page.reload()
    page.get_by_role("slider").wait_for()
    assert said_place(page) == [1.0, -0.4]
    assert_decoded(page, [1.0, -0.4], DECODER)


@pytest.mark.parametrize("nonsense", ["", "1", "1_9", "a_b", "1_2_3", "NaN_0", "%3Cb%3E"])
def test_an_address_that_names_no_place_on_the_map_changes_nothing(open_page, address, nonsense):
    page = open_page(f"{address}/one.html?latent={nonsense}")
    page.get_by_role("slider").wait_for()
    assert said_place(page) == [0.0, 0.0]
