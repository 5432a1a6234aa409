"""What README, CONTRIBUTING and the pages say of files, commands, claims and terms is so."""

import re
from collections import Counter

import pytest
from book_ext.claim_counts import verdicts
from book_sources import ROOT, pages, tracked_files

GUIDES = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "book/5-practice/environment.md")
CODE = re.compile(r"(?<!\})`([^`\n]+)`")  # a role's text is Sphinx's to check
FILE = re.compile(r"(?:[\w.-]+/)+(?:[\w.*-]+)?|[\w-]+\.(?:ipynb|md|py|json|toml|txt|yml|cff)")
# A folder or file that a command makes, or one that stands for any: NAME, FOLDER, `<chapter>`.
MADE = re.compile(r"_build|^lab/$|\.venv|verdicts\.csv|[A-Z]{4,}|index\.html")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
VERDICTS = ("holds", "holds with limits", "not shown", "wrong")
# What Chinese readers search for, beside the name that the glossary puts first.
ALSO_SEARCHED = (
    *("后验坍塌", "后验崩塌", "模式坍塌", "模式崩溃", "隐变量", "归一化流"),
    *("logit", "softmax", "entropy", "Jensen–Shannon", "Wasserstein", "critic", "gradient penalty"),
    *("query, key, value", "head", "batch normalisation"),
)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def missing_files(words, root=ROOT):
    """The paths in backticks that don't exist, below the root, `notebooks/` or `book/`."""
    named = {
        part
        for code in CODE.findall(words)
        for part in code.split()
        if FILE.fullmatch(part) and not MADE.search(part)
    }
    places = [root, *(root / part for part in ("notebooks", "book", "tools", "genai_utils"))]
    return sorted(n for n in named if not any(list(place.glob(n)) for place in places))


def missing_targets(words, makefile):
    """The targets in code that the Makefile doesn't have."""
    code = CODE.findall(words) + re.findall(r"^make .*", words, re.MULTILINE)
    return sorted({n for part in code for n in MAKE.findall(part)} - set(TARGET.findall(makefile)))


def entries(glossary):
    """The definition of each entry of a glossary."""
    return re.findall(r"^\S.*\n  (\S.*)$", glossary.split(":::{glossary}")[1], re.MULTILINE)


@pytest.mark.parametrize("name", GUIDES)
def test_the_files_that_a_guide_names_exist(name):
    assert not missing_files(text(name))


@pytest.mark.parametrize("name", [*GUIDES, "book/index.md"])
def test_the_commands_that_a_guide_names_exist(name):
    assert not missing_targets(text(name), text("Makefile"))


def test_readme_names_every_folder_at_the_top():
    folders = {path.relative_to(ROOT).parts[0] for path in tracked_files() if path.parent != ROOT}
    unnamed = [name for name in sorted(folders) if f"`{name}/`" not in text("README.md")]
    assert not unnamed


def test_only_the_page_itself_says_whether_it_is_written():
    listing = [
        n for n, words in pages().items() if re.search(r"[Cc]hapters? \d.{,20} written", words)
    ]
    assert not listing
    assert not re.search(r"\bis written\b|\bare written\b", text("README.md"))


def test_no_page_says_that_something_isnt_written_yet():
    found = [n for n, words in pages().items() if re.search(r"(not|isn't) written yet", words)]
    assert found == []


def test_every_verdict_is_one_of_the_four_and_right_claims_are_listed():
    found = verdicts(text("book/claims.md"))
    assert len(found) == text("book/claims.md").count("\n* - ") - 1  # less that of the columns
    counts = Counter(verdict for _, verdict in found)
    assert set(counts) <= set(VERDICTS)
    right = {section.split(".")[0] for section, verdict in found if verdict == "holds"}
    assert right >= {"1", "2", "3", "4"}


def test_the_article_is_identified():
    for name in ("book/index.md", "book/claims.md"):
        assert "禅与计算机程序设计艺术 / Zen and the Art of Computer Programming" in text(name)


def test_every_term_has_its_chinese_name():
    found = entries(text("book/glossary.md"))
    assert len(found) > 60
    assert [words for words in found if not re.search(r"[\u4e00-\u9fff].*$", words)] == []
    absent = [term for term in ALSO_SEARCHED if term not in text("book/glossary.md")]
    assert not absent


def test_the_rules_see_what_is_missing():
    assert missing_files("See `notebooks/none.ipynb` and `tests/`, `3-vae.ipynb`.") == [
        "notebooks/none.ipynb"
    ]
    assert missing_targets("`make gold`, `make book`", "book: x\n") == ["gold"]
    row = "* - {ref}`1 <article-1>`\n  - a claim\n  - maybe\n"
    assert verdicts(row) == [("1", "maybe")]
    assert entries(":::{glossary}\na term\n  No name.\n") == ["No name."]
