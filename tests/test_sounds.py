"""A sound is what its program says today, stands on one page with its words, and is light."""

import base64
import io
import re
from pathlib import Path
from types import SimpleNamespace

import book_sources
import numpy as np
import pytest
import soundfile
import sounds as tool
from book_ext import sounds
from docutils import nodes

DIRECTIVE = re.compile(r"^(`{3,})\{sound\} (\S+)\n(.*?)^\1", re.MULTILINE | re.DOTALL)


def shown():
    """Name of a sound -> the options with which pages play it."""
    found = {}
    for text in book_sources.pages().values():
        for _, target, words in DIRECTIVE.findall(text):
            found.setdefault(Path(target).stem, []).append(words)
    return found


@pytest.mark.parametrize("name", tool.programs())
def test_the_sound_is_what_its_program_says(name):
    stored = tool.SOUNDS / f"{name}.wav"
    assert stored.exists(), f"run `make sounds`: there is no {stored.name}"
    assert stored.stat().st_size <= sounds.HEAVIEST
    (one, _), (other, _) = (
        soundfile.read(io.BytesIO(content)) for content in (stored.read_bytes(), tool.content(name))
    )
    # Another processor rounds differently, and μ-law has steps.
    assert one.shape == other.shape
    assert np.abs(one - other).mean() < 0.05 * np.abs(one).mean()


def test_every_sound_has_a_program_and_stands_on_one_page_with_its_words():
    assert {path.stem for path in tool.SOUNDS.glob("*.wav")} == set(tool.programs())
    pages = shown()
    assert set(pages) == set(tool.programs())
    for name, places in pages.items():
        assert len(places) == 1, f"{name} stands on {len(places)} pages"
        assert re.search(r"^:said: \S", places[0], re.MULTILINE), name
        voice = re.search(r"^:voice: (.+)$", places[0], re.MULTILINE)
        assert voice, name
        assert re.search("eSpeak NG|machine|synthe", voice[1]), f"{name}: is it a machine?"


def notebook_page(content: bytes):
    data = base64.b64encode(content).decode()
    text = (
        '<figure class="sound"><audio controls preload="none" aria-label="“A.”, said by B." '
        f'src="data:audio/wav;base64,{data}"></audio><figcaption>A.</figcaption></figure>'
    )
    document = nodes.container()
    document += nodes.raw("", text, format="html")
    document += nodes.raw("", "<p>other</p>", format="html")
    return document


@pytest.mark.parametrize(("builder", "kept"), [("html", True), ("epub", False)])
def test_a_stored_sound_leaves_the_page(tmp_path, builder, kept):
    app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(name=builder))
    document = notebook_page(b"RIFF")
    sounds.move_stored(app, document, "notebooks/a")
    first, second = (node.astext() for node in document.children)
    assert "data:audio" not in first
    assert "“A.”, said by B." in first
    assert second == "<p>other</p>"
    address = re.search(r'src="([^"]+)"', first)
    assert bool(address) is kept
    if kept:
        assert (tmp_path / "notebooks" / address[1]).resolve().read_bytes() == b"RIFF"
