"""The text of chapter 6: its split, what counts and cuts it, and what is stored of its model."""

import json
import math
import sys

import pytest
import tokenizers
import torch
from book_sources import ROOT
from tokenizers import pre_tokenizers

from genai_utils import bpe, data, models, ngrams, overlap, texts

STORED = ROOT / "notebooks" / "6-text-generation.safetensors"
MEASURED = json.loads((ROOT / "notebooks" / "6-text-generation.measured.json").read_text("utf-8"))
PAGE = (ROOT / "book/6-applications/language.md").read_text("utf-8")
PARTS = data.split_prose(data.prose())
TRAINING = "".join("\n" + document.text for document in PARTS[0])
UNSEEN = PARTS[2][0].text


def test_no_family_is_in_two_parts():
    families = [{document.family for document in part} for part in PARTS]
    assert sum(map(len, families)) == len(set().union(*families))
    assert sum(map(len, PARTS)) == len(data.prose()) == len({d.name for d in data.prose()})


def test_a_damaged_text_is_refused(monkeypatch):
    # The package's name `prose` is the function, so the module is asked for by its path.
    monkeypatch.setattr(sys.modules["genai_utils.data.prose"], "PROSE_SHA256", "0" * 64)
    with pytest.raises(ValueError, match="SHA-256"):
        data.prose()


def test_a_text_comes_back_from_its_tokens():
    assert data.decode_text(data.encode_text(data.ALPHABET)) == data.ALPHABET
    assert data.encode_text(data.ALPHABET).tolist() == list(range(96))
    with pytest.raises(ValueError, match="é"):
        data.encode_text("é")
    with pytest.raises(ValueError, match="0 to 95"):
        data.decode_text(torch.tensor([96]))


def test_byte_pairs_are_those_of_the_library():
    merges = bpe.learn_merges(TRAINING[:60_000], 150)
    symbols = dict.fromkeys([*data.ALPHABET, *(first + second for first, second in merges)])
    places = {symbol: place for place, symbol in enumerate(symbols)}
    library = tokenizers.Tokenizer(tokenizers.models.BPE(places, merges))
    pattern = tokenizers.Regex(bpe.PIECES.pattern)
    library.pre_tokenizer = pre_tokenizers.Split(pattern, behavior="isolated")
    for text in (UNSEEN[:5000], "aaa  bbb\n\n(x)  ", data.ALPHABET):
        assert bpe.encode(text, merges) == library.encode(text).tokens
        assert "".join(bpe.encode(text, merges)) == text


def test_merges_follow_the_counts():
    assert bpe.learn_merges("ab cd cd", 1) == [(" ", "c")]  # of equals, the first in order
    assert bpe.learn_merges("aaaa", 2) == [("a", "a"), ("aa", "aa")]
    assert len(bpe.learn_merges("ab", 9)) == 1  # then nothing is left to join


def test_a_long_text_is_read_as_a_short_one():
    torch.manual_seed(0)
    short = models.Transformer(96, width=16, heads=2, layers=1, context=8, positions="rotary")
    tokens = data.encode_text(UNSEEN[:30])
    bits = texts.token_bits(short, tokens)
    assert bits.shape == (29,)
    for place in (0, 3, 7, 8, 20, 28):  # each from at least half a context, where there is one
        begin = max(0, place // 4 * 4 - 4)
        window = tokens[begin : place + 1][None]
        log_p = short(window)[0, -1].log_softmax(-1)[tokens[place + 1]]
        assert bits[place].item() == pytest.approx(-log_p.item() / math.log(2), abs=1e-4)


def test_a_count_with_another_mark_reads_points():
    model = ngrams.KneserNey(["a. b.", "a. a."], 2, alphabet="ab. ", mark="\f")
    assert sum(model.probability("\fa", s) for s in model.symbols) == pytest.approx(1)
    assert model.probability("a.", " ") > model.probability("a.", "b")


def test_a_stored_transformer_says_what_it_is():
    model, symbols = models.load_transformer(STORED)
    assert "".join(symbols) == data.ALPHABET
    assert STORED.stat().st_size <= 2_000_000
    assert sum(weight.numel() for weight in model.parameters()) <= 600_000
    with pytest.raises(ValueError, match="metadata"):
        models.load_transformer(ROOT / "notebooks" / "6-emoji.judge.safetensors")
    with pytest.raises(ValueError, match="96 symbols"):
        models.packed_transformer(model, ["a"])


def test_the_penalty_is_of_no_effect_at_one_and_refuses_less():
    logits, written = torch.randn(2, 5), torch.tensor([[0, 1], [2, 2]])
    assert models.less_repeated(logits, written, 1.0).equal(logits)
    with pytest.raises(ValueError, match=r"0\.5"):
        models.less_repeated(logits, written, 0.5)


def test_with_a_penalty_cached_and_uncached_texts_are_the_same():
    model, _ = models.load_transformer(STORED)
    prompt = data.encode_text("\nThe model")[None]
    both = [
        models.generate(model, prompt, 30, greedy=True, penalty=1.2, cached=cached)
        for cached in (True, False)
    ]
    assert both[0].equal(both[1])
    assert not both[0].equal(models.generate(model, prompt, 30, greedy=True))


def test_the_page_says_whether_the_transformer_is_ahead():
    """Three seeds, each below the count and below what lzma adds, in at most 40 minutes."""
    rivals = MEASURED["Kneser–Ney"]["test"], MEASURED["compressors"]["lzma, training text read"]
    below = [run["test"] < min(rivals) for run in MEASURED["transformer"]]
    reached = len(below) == 3 and all(below)
    said = "**The transformer is ahead of both", "**The transformer isn't ahead of both"
    assert [words in PAGE for words in said] == [reached, not reached]
    steps = max(run["steps"] for run in MEASURED["transformer"])
    assert steps * MEASURED["CPU seconds a step"] <= 40 * 60


def test_the_stored_weights_are_as_good_as_was_measured():
    model, _ = models.load_transformer(STORED)
    sentence = MEASURED["sentence"]
    page = next(d.text for d in PARTS[2] if d.name == sentence["page"])
    begin = page.index(sentence["text"])
    assert page[:begin].count("\n") == 1  # only the title stands before it
    bits = texts.token_bits(model, data.encode_text("\n" + page[: begin + len(sentence["text"])]))
    assert bits[begin:].tolist() == pytest.approx(sentence["transformer"], abs=0.006)


def test_the_shown_continuation_is_new():
    """The page draws it again; here, that no training text holds more than a phrase of it."""
    shown = PAGE.split(">>> for line in text.split")[1].split(">>> known")[0]
    lines = shown.split("\n")[2:-1]
    assert sum(map(len, lines)) > 180
    written = ". ".join(lines)
    assert len(overlap.longest_common(written, TRAINING)) < 45
