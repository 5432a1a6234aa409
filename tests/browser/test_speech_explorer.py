"""The speech figure in a browser: typed into, spoken, walked through by keys and touch, and linked.

What it computes is compared in node (tests/test_speech_arithmetic.py); here, what a reader does.
"""

import re

import pytest
from speech_figure import TEXT, explorer, small_chain
from test_every_page import RUN_AXE, axe  # noqa: F401
from tour import button, walk

from genai_utils.widgets.speech_tour import TOUR

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PRESETS = {"a question": {"text": TEXT}, "two": {"text": "Two, a two."}}
LINK = '<p><a href="there.html#equation-eq-stft">(7)</a></p>'
# Counts what is handed to the loudspeaker.
LISTEN = """() => {
    window.played = [];
    const copy = AudioBuffer.prototype.copyToChannel;
    AudioBuffer.prototype.copyToChannel = function (samples, channel) {
        window.played.push([this.sampleRate, ...samples.slice(0, 2000)]);
        return copy.call(this, samples, channel);
    };
}"""


def opened(open_game, figure=None, before=LINK, **options):
    page = open_game(figure or explorer(presets=PRESETS, name="A test"), before, **options)
    page.locator(".took").filter(has_text="real time").wait_for()
    return page


def words(page):
    return page.get_by_role("slider", name="The word that is looked at", exact=True)


def said(page, text):
    """Waits until these are the words below the spectrogram."""
    page.wait_for_function(f"document.querySelector('.words')?.textContent === '{text}'")


def spelled_by(page, chain):
    """Picks “voice” and waits until the page spells it as a chain does."""
    page.locator(".words span").nth(1).click()
    told = f"“voice” was spelled by the network: {' '.join(chain.phones('voice'))}."
    page.locator(".word [role=status]").filter(has_text=told).wait_for()


def test_a_sentence_is_typed_and_heard(open_game):
    """What is played is PyTorch's sound, for the seed and the weights of the page."""
    page = opened(open_game)
    page.evaluate(LISTEN)
    page.get_by_label("Your sentence").fill("Two, a two!")
    said(page, "twoatwo")
    page.get_by_label("Your sentence").press("Enter")
    button(page, "Stop").wait_for()
    assert page.locator(".now").is_visible()
    ((rate, *samples),) = page.evaluate("played")
    expected = explorer(text="Two, a two!").said().sound[:2000].tolist()
    assert rate == 22050
    assert samples == pytest.approx(expected, abs=1e-3)
    button(page, "Speak").wait_for()  # it is over by itself
    assert page.locator(".now").is_hidden()


def test_the_spectrogram_is_drawn_as_it_speaks(open_game):
    page = opened(open_game)
    button(page, "Speak").click()
    page.wait_for_function(
        "document.querySelector('.wide canvas').style.clipPath.includes('inset')"
    )
    button(page, "Stop").click()
    assert page.locator(".wide canvas").evaluate("c => c.style.clipPath") == ""


def test_signs_without_phones_are_named_and_left_out(open_game):
    page = opened(open_game)
    field = page.get_by_label("Your sentence")
    field.fill("Two 3 two")
    assert "no phones for 3: left out" in page.locator(".message").inner_text()
    said(page, "twotwo")
    field.fill("?")
    assert "Type a word" in page.locator(".message").inner_text()


def test_sliders_and_choices_change_the_sound(open_game):
    page = opened(open_game)
    pitch, took = page.get_by_label("Pitch, times"), page.locator(".took")
    assert pitch.is_disabled()
    page.get_by_label("sound by").select_option("1")
    assert pitch.is_enabled()
    seconds = float(took.inner_text().split()[0])
    page.get_by_label("Rate, times").fill("0.5")
    page.wait_for_function(
        f"Number(document.querySelector('.took').textContent.split(' ')[0]) > {1.8 * seconds}"
    )
    page.get_by_label("frames").select_option("1")
    assert page.get_by_label("Temperature").is_disabled()
    answer = page.locator(".answer").filter(has_text="The mean keeps")
    answer.wait_for()
    assert re.match(r"The mean keeps \d+ % of it: ", answer.inner_text())


def test_a_word_is_picked_by_click_and_by_keys(open_game):
    page = opened(open_game)
    spelled_by(page, small_chain())
    status = page.locator(".word [role=status]")
    assert page.locator(".alignment tbody tr").count() == len(small_chain().phones("voice")) + 1
    assert page.locator(".alignment thead th").all_inner_texts()[1:] == [*"voice", "end"]
    words(page).press("Home")
    status.filter(has_text="“a” was looked up: AH0.").wait_for()
    page.get_by_role("combobox", name="words").select_option("1")
    status.filter(has_text="“a” was spelled by the network").wait_for()


def test_the_tour_is_walked(open_game):
    walk(opened(open_game), TOUR, "eq-stft", "stft (7)")


def test_the_scene_is_kept_in_the_address(open_game):
    """From the disk, where a browser allows the least."""
    page = opened(open_game)
    page.get_by_label("Your sentence").fill("Two, a two.")
    page.get_by_label("Temperature").fill("0.9")
    page.wait_for_function("location.search.includes('speech=0.9_1_1_0_0_0')")
    page.reload()
    said(page, "twoatwo")
    assert page.get_by_label("Temperature").input_value() == "0.9"
    show = page.get_by_label("Show")
    assert show.evaluate("field => field.selectedOptions[0].text") == "your own"
    show.select_option("a question")
    said(page, "avoicequickly")


def test_the_figure_speaks_with_the_readers_file(open_game, tmp_path):
    page = opened(open_game)
    mine = small_chain(seed=4, width=8)
    explorer(mine).save(tmp_path / "mine.safetensors")
    (tmp_path / "bad.safetensors").write_bytes(b"nothing of that kind")
    door = page.locator(".own-file [role=status]")
    page.locator("input[type=file]").set_input_files(tmp_path / "bad.safetensors")
    door.filter(has_text="was refused: it is no safetensors file").wait_for()
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.safetensors")
    door.filter(has_text="a reader of width 8, 2 words in its list").wait_for()
    spelled_by(page, mine)
    button(page, "Back to the page’s weights").click()
    spelled_by(page, small_chain())


def test_a_finger_speaks_and_picks_on_a_phone(open_game):
    page = opened(open_game, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    button(page, "Speak").tap()
    button(page, "Stop").tap()
    page.locator(".words span").last.tap()
    page.locator(".word [role=status]").filter(has_text="quickly").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_is_accessible(open_game, axe, scheme):  # noqa: F811
    page = opened(open_game, color_scheme=scheme)
    if scheme == "dark":
        page.add_style_tag(content="body { background: #14181e; color: #ced6dd; }")
        page.add_style_tag(content=".tour { background: #14181e !important; } a { color: #9cf; }")
    page.evaluate(axe)
    assert page.evaluate(RUN_AXE) == []
