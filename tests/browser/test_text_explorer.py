"""The text figure in a browser: typed into, clicked, walked through by keys and touch, and linked.

What it computes is compared in node (tests/test_text_arithmetic.py); here, what a reader does.
"""

import re

import pytest
from test_every_page import RUN_AXE, axe  # noqa: F401
from text_figure import ALPHABET, TEXT, explorer, small_model
from tour import button, walk

from genai_utils.widgets.text_model import write_greedily
from genai_utils.widgets.text_scene import VISIBLE
from genai_utils.widgets.text_stages import TOUR

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PRESETS = {"a sentence": {"text": TEXT}, "a question": {"text": "what does the loss"}}
LINK = '<p><a href="there.html#equation-eq-attention">(7)</a></p>'


def opened(open_game, figure=None, before=LINK, **options):
    page = open_game(figure or explorer(presets=PRESETS, name="A test"), before, **options)
    page.locator(".explained .verified").wait_for()
    return page


def typed(page):
    return page.get_by_label("Your text")


def status(page):
    return page.locator(".writes > [role=status]").inner_text()


def row(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def explained(page):
    return page.locator(".explained").inner_text()


def test_a_text_is_typed_and_the_bars_follow(open_game):
    figure = explorer()
    page = opened(open_game, figure)
    typed(page).fill("a loss")
    own, drawn = explorer(figure.rounded(), text="a loss").shares()  # as the page has the weights
    best = int(own.argmax())
    first = page.locator("tbody tr").first
    letter = VISIBLE.get(ALPHABET[best], ALPHABET[best])
    assert first.locator("button").inner_text() == letter
    shown = [float(cell.rstrip(" %")) for cell in first.locator("td").all_inner_texts()]
    assert shown == pytest.approx([100 * own[best].item(), 100 * drawn[best].item()], abs=0.06)
    first.locator("button").click()
    assert typed(page).input_value() == "a loss" + ALPHABET[best]


def test_letters_outside_the_alphabet_are_named_and_left_out(open_game):
    page = opened(open_game)
    typed(page).fill("a Über")
    assert typed(page).input_value() == "a ber"
    assert "no Ü: left out" in page.locator(".message").inner_text()
    typed(page).fill("")
    assert "Type a character" in page.locator(".message").inner_text()
    typed(page).press_sequentially("the")
    assert typed(page).input_value() == "the"
    assert page.locator(".message").inner_text() == ""


def test_sliders_change_the_shares_and_not_the_model(open_game):
    page = opened(open_game)
    before = page.locator("tbody td:nth-child(2)").all_inner_texts()
    page.get_by_label("Top-k: k").fill("1")
    assert page.locator("tbody td:nth-child(2)").all_inner_texts() == before
    assert page.locator("tbody td:nth-child(3)").first.inner_text().strip() == "100.0 %"
    assert "1 of 30 characters may be drawn" in page.locator(".next").inner_text()


def test_a_character_a_head_and_a_number_are_picked(open_game):
    page = opened(open_game)
    page.locator(".strip span").nth(4).click()
    assert row(page, "The position that is looked at").get_attribute("aria-valuenow") == "5"
    button(page, "2·3, block 2, head 3").click()
    assert page.locator("[aria-pressed=true]").get_attribute("aria-label") == "2·3, block 2, head 3"
    assert page.locator(".reads-most").inner_text().startswith("Block 2, head 3: “d” at 5 reads")
    weights = row(page, "weights")
    assert weights.get_attribute("aria-valuemax") == "5", "later positions have no weight"
    row(page, "query").click(position={"x": 3, "y": 5})
    assert explained(page).split("\n")[0].endswith("query, number 1 of 4: " + shown_value(page))
    assert "The network has the same" in explained(page)
    assert "a sum of 12 products" in explained(page)
    button(page, "The next number").click()
    assert "query, number 2 of 4" in explained(page)
    assert (
        page.locator(".explained")
        .evaluate("e => e.previousElementSibling.textContent")
        .startswith("query")
    )


def shown_value(page):
    return row(page, "query").get_attribute("aria-valuetext").split(": ")[1]


def test_keys_walk_along_numbers_and_positions(open_game):
    page = opened(open_game)
    logits = row(page, "logits of the next character")
    logits.press("End")
    assert logits.get_attribute("aria-valuenow") == "30"
    assert "of “é”" in explained(page)
    logits.press("ArrowLeft")
    assert logits.get_attribute("aria-valuenow") == "29"
    assert logits.evaluate("e => e === document.activeElement")
    place = row(page, "The position that is looked at")
    place.press("Home")
    assert place.get_attribute("aria-valuetext") == "“t” at 1"


def test_greedy_writing_is_pytorchs_and_answers_the_question(open_game):
    model = small_model()
    page = opened(open_game, explorer(model, exact=True))
    question = page.get_by_role("group", name="Before you write greedily")
    question.get_by_label("more than a half").check()
    page.get_by_label("draw").select_option("the likeliest (greedy)")
    button(page, "One character").click()
    assert status(page).startswith("1 character written")
    about = explorer(model)._about
    assert typed(page).input_value() == write_greedily(model, about, TEXT, 1)
    assert question.locator(".answer").inner_text() == ""
    button(page, "Write").click()
    page.wait_for_function("document.querySelector('textarea').value.length > 220")
    button(page, "Stop").click()
    written = typed(page).input_value()
    assert written == write_greedily(model, about, TEXT, len(written) - len(TEXT))
    assert re.match(r"\d+ characters written, \d+ read for it", status(page))
    assert re.search(r"\d+ % of the pieces .* You expected more than a half", question.inner_text())


def test_a_seed_writes_the_same_with_and_without_the_cache(open_game):
    page = opened(open_game)
    texts, said = [], []
    for cached in (True, False):
        typed(page).fill(TEXT)
        page.get_by_label("seed").fill("7")
        page.get_by_label("seed").press("Tab")
        page.get_by_label("keep keys and values").set_checked(cached)
        for _ in range(3):
            button(page, "One character").click()
        texts.append(typed(page).input_value())
        said.append(status(page))
    assert texts[0] == texts[1]
    assert [int(re.search(r"(\d+) read", text)[1]) for text in said] == [0, 19]
    page.get_by_label("seed").fill("8")
    page.get_by_label("seed").press("Tab")
    typed(page).fill(TEXT)
    for _ in range(3):
        button(page, "One character").click()
    assert typed(page).input_value() != texts[0]


def test_writing_ends_where_the_text_is_full(open_game):
    """And 160 drawn characters are no answer to a question about greedy ones."""
    page = opened(open_game, explorer(text="ab" * 220))
    button(page, "Write").click()
    page.wait_for_function("document.querySelector('textarea').value.length === 600")
    button(page, "Write").wait_for()
    assert button(page, "Write").is_disabled()
    assert button(page, "One character").is_disabled()
    assert status(page).startswith("160 characters written")
    assert page.locator(".answer").inner_text() == ""


def test_the_tour_is_walked(open_game):
    walk(opened(open_game), TOUR, "eq-attention", "attention (7)")


def test_an_equation_is_a_link_where_the_page_has_one(open_game):
    page = opened(open_game)
    link = page.locator(".stage").filter(has_text="scores with").get_by_role("link")
    assert link.get_attribute("href") == "there.html#equation-eq-attention"
    assert page.locator(".stage").filter(has_text="its norm").first.locator("code").count() == 1


def test_a_preset_is_shown_and_a_change_is_ones_own(open_game):
    page = opened(open_game)
    show = page.get_by_label("Show")
    label = "field => field.selectedOptions[0].text"
    assert show.evaluate(label) == "a sentence"
    show.select_option("a question")
    assert typed(page).input_value() == "what does the loss"
    typed(page).press("End")
    typed(page).press_sequentially("x")
    assert show.evaluate(label) == "your own"


def test_the_scene_is_kept_in_the_address(open_game):
    """From the disk, where a browser allows the least."""
    page = opened(open_game)
    typed(page).fill("a text.")
    page.get_by_label("Nucleus: mass η").fill("0.5")
    button(page, "2·1, block 2, head 1").click()
    row(page, "value").press("End")
    page.wait_for_function("location.search.includes('_value_3_0_a')")
    said = explained(page)
    page.reload()
    page.locator(".explained .verified").wait_for()
    assert typed(page).input_value() == "a text."
    assert explained(page) == said
    assert page.locator("[aria-pressed=true]").get_attribute("aria-label") == "2·1, block 2, head 1"


@pytest.mark.parametrize(
    "nonsense", ["", "1", "0.8_20_0.95_0_0_-1_0_0_weights_-1_0_", "__________"]
)
def test_an_address_that_names_no_scene_changes_nothing(open_game, nonsense):
    page = opened(open_game)
    page.goto(f"{page.url.split('?')[0]}?text={nonsense}")
    page.locator(".explained .verified").wait_for()
    assert typed(page).input_value() == TEXT


def test_the_figure_runs_on_the_readers_file(open_game, tmp_path):
    page = opened(open_game)
    other = explorer(small_model(seed=4, positions="rotary", layers=1, width=8, heads=2))
    other.save(tmp_path / "mine.safetensors")
    (tmp_path / "bad.safetensors").write_bytes(b"nothing of that kind")
    door = page.locator(".own-file [role=status]")
    page.locator("input[type=file]").set_input_files(tmp_path / "bad.safetensors")
    door.filter(has_text="was refused: it is no safetensors file").wait_for()
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.safetensors")
    door.filter(has_text="30 characters, 1 blocks of 2 heads, width 8").wait_for()
    assert row(page, "query, turned").count() == 1
    assert page.locator(".heads button").count() == 2
    assert "The network has the same" in explained(page)
    button(page, "Back to the page’s weights").click()
    assert page.locator(".heads button").count() == 6


def test_a_finger_types_picks_and_swipes(open_game):
    page = opened(open_game, **PHONE)
    typed(page).tap()
    typed(page).press_sequentially(" is")
    page.locator(".strip span").nth(2).tap()
    assert row(page, "The position that is looked at").get_attribute("aria-valuenow") == "3"
    row(page, "key").tap(position={"x": 5, "y": 5})
    assert "key, number 1 of 4" in explained(page)
    button(page, "A tour in six steps").tap()
    button(page, "Next step").tap()
    assert page.locator(".tour").inner_text().find("2 of 6") >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_is_accessible(open_game, axe, scheme):  # noqa: F811
    colours = {"light": "#fff; color: #222", "dark": "#14181e; color: #ced6dd"}[scheme]
    style = f"<style>body {{background: {colours}; --pst-color-background: {colours[:7]}}}"
    page = opened(
        open_game, before=f"{style} a {{color: inherit}}</style>{LINK}", color_scheme=scheme
    )
    button(page, "A tour in six steps").click()
    page.evaluate(axe)
    assert page.evaluate(RUN_AXE) == []


def test_a_scene_is_sent_to_the_kernel_and_taken_from_it(open_game):
    page = opened(open_game)
    made = explorer()
    page.evaluate(
        """async ([text, bytes, scene]) => {
            const weights = new DataView(Uint8Array.from([7, ...bytes]).buffer, 1);
            const values = {scene, weights, presets: [], name: "", caption: "", credit: ""};
            const handlers = new Set();
            window.sent = [];
            const model = {
                get: (key) => values[key],
                set(key, value) { values[key] = value; handlers.forEach((heard) => heard()); },
                save_changes: () => window.sent.push(values.scene.text),
                on: (event, heard) => handlers.add(heard),
                off: (event, heard) => handlers.delete(heard),
            };
            const url = URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
            const module = await import(url);
            document.body.replaceChildren();
            window.stop = module.default.render({model, el: document.body});
            window.setByKernel = (made) => model.set("scene", {...scene, ...made});
            window.heard = () => handlers.size;
        }""",
        [made._esm, list(made.weights), made.scene],
    )
    typed(page).fill("from the page")
    assert page.evaluate("sent") == ["from the page"]
    page.evaluate("setByKernel({text: 'from the kernel'})")
    assert typed(page).input_value() == "from the kernel"
    assert page.evaluate("stop() ?? heard()") == 0
