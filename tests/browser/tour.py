"""How the browser's tests walk a figure's tour of six steps."""

IN_SIGHT = """e => {
    const {top, bottom} = e.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
}"""


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def walk(page, steps, known, words):
    """Walk all steps: each says its own, and leads to the equation that the page knows in `words`.

    The labels of other equations stand there as they are.
    """
    page.evaluate("document.body.append(document.querySelector('body > p'))")  # as in the book
    button(page, "A tour in six steps").click()
    for number, step in enumerate(steps, start=1):
        said = page.locator(".tour [role=status]").inner_text()
        assert said.startswith(f"{number} of 6. {step['title']}")
        for label in step["equations"]:
            assert (words if label == known else label) in said
        links = page.locator(".tour a").all_inner_texts()
        assert links == [words] * (known in step["equations"])
        toured = page.locator(".toured")
        assert toured.count() == 1
        assert toured.evaluate(IN_SIGHT)
        if number < 6:
            button(page, "Next step").click()
    button(page, "End the tour").last.click()
    assert page.locator(".toured").count() == 0
    assert page.locator(".tour [role=status]").inner_text() == ""
