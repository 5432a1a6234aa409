"""The rules on labels, checks and definitions, each seen failing once."""

import equation_rules as rules

PAGE = "book/page.md"


def test_an_equation_without_a_check_is_seen():
    assert rules.unchecked({"eq-x": PAGE}, {"eq-x": ...}, {}) == []
    assert rules.unchecked({"eq-x": PAGE}, {}, {PAGE: ("eq-x",)}) == []
    assert rules.unchecked({"eq-x": PAGE}, {}, {}) != []


def test_a_check_without_an_equation_is_seen():
    assert rules.homeless({"eq-x": PAGE}, {"eq-x": ...}) == []
    assert rules.homeless({}, {"eq-x": ...}) != []


def test_cases_added_to_no_check_are_seen():
    assert rules.orphaned({"eq-x": [...]}, {"eq-x": ...}) == []
    assert rules.orphaned({"eq-x": [...]}, {}) != []


def test_a_misplaced_definition_is_seen():
    labels = {f"eq-{letter}": PAGE for letter in "abcdef"}
    assert rules.misplaced(labels, {}, {PAGE: tuple(labels)[:5]}) == []
    assert rules.misplaced(labels, {}, {PAGE: tuple(labels)}) != []
    assert rules.misplaced(labels, {}, {"book/other.md": ("eq-a",)}) != []
    assert rules.misplaced(labels, {}, {PAGE: ("eq-gone",)}) != []
    assert rules.misplaced(labels, {"eq-a": ...}, {PAGE: ("eq-a",)}) != []
