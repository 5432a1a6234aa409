"""A page's sounds: nothing is loaded until one is started, by key or finger, from the disk too."""

import pytest

PAGE = "book/6-applications/voice-conversion.html"
PLAYED = """async () => {
  const player = document.querySelector(".sound audio");
  const ended = new Promise((done, fail) => {
    player.addEventListener("timeupdate", () => player.currentTime > 0.2 && done());
    player.addEventListener("error", () => fail(player.error.message));
  });
  await ended;
  return [player.currentTime, player.duration, player.paused];
}"""


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_sound_loads_and_plays_only_when_a_key_starts_it(visit, scheme):
    visit = visit(scheme)
    requests = []
    visit.page.on("request", lambda request: requests.append(request.url))
    page = visit.open(PAGE)
    assert not [url for url in requests if url.endswith(".wav")]
    page.locator(".sound audio").first.focus()
    page.keyboard.press("Space")
    now, whole, paused = page.evaluate(PLAYED)
    assert 0.2 < now <= whole < 4
    assert not paused
    assert {url for url in requests if url.endswith(".wav")}
    assert visit.problems == []


def test_every_sound_has_a_name_and_its_words_below_it(visit):
    page = visit("file").open(PAGE)
    figures = page.locator(".sound").all()
    assert figures
    for figure in figures:
        label = figure.locator("audio").get_attribute("aria-label")
        assert figure.locator("figcaption").inner_text() == label
        assert "said by" in label
