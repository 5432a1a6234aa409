"""Exercise and solution lead to each other, and both lists are in the book's order."""

import re

from bs4 import BeautifulSoup, SoupStrainer
from visiting import HTML

EXERCISES = SoupStrainer("div", class_=re.compile(r"\bexercise\b"))


def soup(name):
    return BeautifulSoup((HTML / name).read_text("utf-8"), "html.parser")


def numbers(texts):
    """`Exercise 4.12` as (4, 12)."""
    found = (re.search(r"Exercise (\d+)\.(\d+)", text) for text in texts)
    return [(int(match[1]), int(match[2])) for match in found if match]


def test_solutions_are_in_the_order_of_the_book():
    titles = soup("book/solutions.html").select(".solution > .admonition-title")
    found = numbers(title.get_text() for title in titles)
    assert len(found) > 80
    assert found == sorted(set(found))


def test_the_tables_of_exercises_are_in_the_order_of_the_book():
    tables = soup("book/exercises.html").select("table")
    lists = [[cell.get_text() for cell in t.select("tbody td:first-child")] for t in tables]
    found = [numbers(texts) for texts in lists]
    assert sum(len(some) for some in found) > 80
    assert found == [sorted(set(some)) for some in found]


def test_every_exercise_that_is_solved_leads_to_its_solution():
    named = {solution["id"] for solution in soup("book/solutions.html").select(".solution")}
    led = set()
    for page in sorted(HTML.rglob("*.html")):
        text = page.read_text("utf-8")
        if "to-solution" not in text:
            continue  # to read a page of formulas takes a second
        found = BeautifulSoup(text, "html.parser", parse_only=EXERCISES)
        for exercise in found.select(".exercise"):
            link = exercise.select_one(".to-solution a")
            if link:
                assert link["href"].endswith(f"solutions.html#solution-{exercise['id']}")
                led.add(f"solution-{exercise['id']}")
    assert led == named


def test_a_reader_goes_to_a_solution_and_back(visit):
    page = visit().open("book/4-mathematics/gan.html")
    exercise = page.locator("#ex-gan-half")
    exercise.get_by_text("Solution", exact=True).click()
    page.wait_for_url("**/solutions.html#solution-ex-gan-half")
    page.locator("#solution-ex-gan-half .admonition-title a").click()
    page.wait_for_url("**/gan.html#ex-gan-half")
