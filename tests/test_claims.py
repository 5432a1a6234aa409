"""The ledger quotes the article verbatim, passes over no sentence that claims, and is counted."""

import json
import re

import pytest
from article_walk import QUOTED, SENTENCES, is_verbatim
from book_ext.claim_counts import counted, verdicts
from book_sources import ROOT, pages
from sphinx.errors import ExtensionError

LEDGER = (ROOT / "book" / "claims.md").read_text("utf-8")
# Why no row treats a sentence.
REASONS = {"a definition", "an announcement"}


def quotations():
    """(page, quotation) of everything between Chinese quotation marks."""
    return [(name, words) for name, text in pages().items() for words in QUOTED.findall(text)]


def untreated(sentences, ledger):
    """The sentences whose row isn't in the ledger, or that are left for no reason that counts."""
    return [
        sentence
        for sentence in sentences
        if not (sentence["row"] in ledger if "row" in sentence else sentence.get("left") in REASONS)
    ]


def claims(ledger):
    """The cell of each row that says what the article claims."""
    return re.findall(r"^\* - \{.*\n  - (.*)$", ledger, re.MULTILINE)


def unquoted(ledger):
    """The claims without the article's words, or without ours for them behind a colon."""
    both = re.compile(r"「[^」]+」.*: [^「」]{20,}")
    return [claim for claim in claims(ledger) if not both.search(claim)]


def test_every_claim_is_quoted_and_translated():
    assert len(claims(LEDGER)) == len(verdicts(LEDGER))
    assert unquoted(LEDGER) == []


def test_every_quotation_is_verbatim():
    assert len(quotations()) > 40
    assert [pair for pair in quotations() if not is_verbatim(pair[1])] == []


def test_no_sentence_of_the_article_is_passed_over():
    assert len(SENTENCES) == 109
    assert untreated(SENTENCES, LEDGER) == []
    assert all(is_verbatim(sentence["begins"]) for sentence in SENTENCES)


def test_the_sentence_on_the_counts_comes_from_the_table():
    rows = LEDGER.count("\n* - ") - 1  # the first names the columns
    assert "```{claim-counts}" in LEDGER
    assert len(verdicts(LEDGER)) == rows
    assert counted(LEDGER).startswith(f"Of {rows} claims")


def test_the_shares_of_section_6_1_are_the_stored_ones():
    """Of the worst of five seeds, rounded down: "or more"."""
    stored = json.loads((ROOT / "notebooks" / "6-image-generation.seeds.json").read_text("utf-8"))
    gan, vae = (int(100 * min(stored[f"{name}: agreement"])) for name in ("GAN", "VAE"))
    assert f"{gan} in a hundred of a GAN's samples or more" in LEDGER
    assert f"of a VAE's {vae} or more" in LEDGER
    assert f"on each seed at least {gan} in a hundred" in pages()["book/6-applications/images.md"]


def test_each_fault_is_seen():
    right = "通过相互竞争来提高生成模型的能力"
    assert is_verbatim(right)
    assert not is_verbatim(right.replace("竞争", "合作"))
    assert not is_verbatim(right + "。" + right)
    assert untreated([{"row": "never said"}], LEDGER) != []
    assert untreated([{"left": "boring"}], LEDGER) != []
    quoted = next(claim for claim in claims(LEDGER) if right in claim)
    assert unquoted(LEDGER.replace(f"「{right}」: ", "")) == [quoted.replace(f"「{right}」: ", "")]
    assert len(unquoted(LEDGER.replace(quoted, f"「{right}」"))) == 1
    with pytest.raises(ExtensionError, match="maybe"):
        counted("* - {ref}`1 <a>`\n  - a claim\n  - maybe\n")
