"""Every labelled equation of the book is checked, and the record is that of this run."""

import json

import book_sources
import equation_rules as rules
import pytest
import registry
from definitions import DEFINITIONS

registry.load_checks()


@pytest.mark.parametrize("label", sorted(registry.CHECKS))
def test_equation(label, outcomes):
    assert outcomes[label].cases


def test_the_book_has_labelled_equations():
    assert book_sources.equation_labels()


def test_every_labelled_equation_has_a_check():
    found = rules.unchecked(book_sources.equation_labels(), registry.CHECKS, DEFINITIONS)
    assert not found, "\n".join(found)


def test_every_check_belongs_to_an_equation():
    found = rules.homeless(book_sources.equation_labels(), registry.CHECKS)
    assert not found, "\n".join(found)


def test_added_cases_have_a_check():
    found = rules.orphaned(registry.FURTHER, registry.CHECKS)
    assert not found, "\n".join(found)


def test_definitions_are_few_and_on_their_page():
    found = rules.misplaced(book_sources.equation_labels(), registry.CHECKS, DEFINITIONS)
    assert not found, "\n".join(found)


def test_the_record_is_that_of_this_run(request, outcomes):
    if request.config.getoption("--record"):
        pytest.skip("the record is being written")
    now = {label: outcomes[label] for label in registry.CHECKS}
    there = registry.RECORD.exists()
    record = json.loads(registry.RECORD.read_text(encoding="utf-8")) if there else {}
    found = registry.stale(record, now)
    assert not found, "\n".join(["write it anew with `make record`:", *found])
