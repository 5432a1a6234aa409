"""What the bundle of style sheets keeps, and that it isn't put together from something missing."""

from functools import partial
from types import SimpleNamespace

import pytest
import tinycss2
from book_ext import Build, bundle_site, trim_fonts

SHEET = """
/* a comment */ .kept, .gone > p { color: red; }
.gone { color: blue }
@media print { .gone { color: blue } .kept { color: red } }
@media screen { .gone { color: blue } }
p:not(.gone) { margin: 0 }
@keyframes turn { to { rotate: 1turn } }
"""


def prune(text, used):
    return bundle_site.prune(tinycss2.parse_stylesheet(text, True, True), set(used))


def test_rules_for_what_no_page_has_go():
    css = prune(SHEET, {"kept"})
    assert css.splitlines() == [
        ".kept{color: red;}",
        "@media print{.kept{color: red}}",
        "p:not(.gone){margin: 0}",
        "@keyframes turn{to { rotate: 1turn }}",
    ]


def test_custom_properties_that_nothing_reads_go():
    css = ':root{--a:1px;--b:url("data:x;y");--c:var(--a)}p{margin:var(--c)}'
    kept = bundle_site.drop_unread_properties(css, set())
    assert kept == ":root{--a:1px;--c:var(--a)}p{margin:var(--c)}"
    assert "--b" in bundle_site.drop_unread_properties(css, {"--b"})


def test_a_font_that_no_rule_names_goes():
    faces = (f"@font-face {{font-family:{name};src:url({name})}}\n" for name in "AB")
    css = "".join(faces) + "p{font:1em A}"
    assert "family:B" not in bundle_site.drop_unused_fonts(css)
    assert "family:A" in bundle_site.drop_unused_fonts(css)


def test_addresses_are_those_seen_from_the_bundle(tmp_path):
    moved = bundle_site.place("a{b:url(../x/y.svg?1)} c{d:url(data:z)}", "styles/a.css", tmp_path)
    assert moved == 'a{b:url("x/y.svg")} c{d:url(data:z)}'


def test_a_missing_source_is_an_error(tmp_path):
    (tmp_path / "mystnb.1a2b.css").touch()
    assert bundle_site.find(tmp_path, ["mystnb."]) == [tmp_path / "mystnb.1a2b.css"]
    with pytest.raises(FileNotFoundError, match=r"0 files 'gone\.css'"):
        bundle_site.find(tmp_path, ["gone.css"])


@pytest.mark.parametrize("step", [trim_fonts.trim, partial(bundle_site.bundle, Build())])
def test_a_build_that_copied_nothing_leaves_the_site_as_it_is(step, tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "page.html").write_text("<p>a page</p>", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    step(SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=tmp_path), None)
    assert sorted(tmp_path.rglob("*")) == before
