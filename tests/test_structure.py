"""The sources keep to the rules, and every rule is seen to fail on a broken example."""

import re

import book_sources
import pytest
import structure_rules as rules
from book_sources import ROOT

PAGE_RULES = (
    rules.article_labels_once,
    rules.equation_labels_once,
    rules.equation_references_resolve,
    rules.no_tex_label,
)
BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".safetensors", ".npz", ".gz", ".xz", ".wav"}
# What ends up in a page: text, notebooks, the style sheet, templates and the live figures.
SHIPPED = re.compile(r"(book|notebooks|assets|tools|genai_utils)/.*\.(md|ipynb|html|css|js|svg)")


def sources():
    """Every text file that git tracks or would add, by its path inside the repository."""
    files = [path for path in book_sources.tracked_files() if path.suffix not in BINARY]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def shipped():
    """The sources of the built page; a notebook's as its cells and its outputs as they read."""
    texts = {name: text for name, text in sources().items() if SHIPPED.fullmatch(name)}
    for name in book_sources.notebooks():
        # In the file a quotation mark is `\"`, which would hide an attribute from the rules.
        texts[name] = texts[name].replace('\\"', '"')
    return texts


def modules():
    folder = ROOT / "genai_utils"
    return {str(path.relative_to(ROOT)): path.read_text() for path in sorted(folder.rglob("*.py"))}


def expect_none(rule, texts, *more):
    found = [f"{name}: {words}" for name, text in texts.items() for words in rule(text, *more)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", PAGE_RULES, ids=lambda rule: rule.__name__)
def test_pages(rule):
    assert book_sources.pages(), "book/ holds no page"
    found = rule(book_sources.pages())
    assert not found, "\n".join(found)


def test_there_are_29_article_labels():
    assert len(set(rules.ARTICLE_LABELS)) == len(rules.ARTICLE_LABELS) == 29


def test_pages_load_nothing_from_elsewhere():
    expect_none(rules.nothing_from_elsewhere, shipped())


def test_images_have_alt_text():
    expect_none(rules.images_have_alt_text, book_sources.pages())


def test_tables_have_heads():
    expect_none(rules.tables_have_heads, book_sources.pages())


def test_no_file_names_a_path_of_one_machine():
    assert len(sources()) > 20
    expect_none(rules.no_absolute_path, sources())


def test_the_package_is_short():
    assert modules()
    expect_none(rules.is_short, modules())


def test_losses_name_their_equation():
    losses = {name: text for name, text in modules().items() if "/losses/" in name}
    assert losses
    labels = book_sources.equation_labels()
    expect_none(rules.losses_name_their_equation, losses, labels)


def test_docstrings_name_equations_that_exist():
    labels = book_sources.equation_labels()
    expect_none(rules.named_equations_exist, modules(), labels)


ALL_ARTICLE = "\n".join(f"({label})=\n# Heading" for label in rules.ARTICLE_LABELS)
EQUATION = "$$\na = b\n$$ (eq-a)\n"
DIRECTIVE = "```{math}\n:label: eq-a\na = b\n```\n"
HOME = "/" + "home/someone"  # in two parts, so that this file holds no such path
FIGURE = "```{figure} a.png\n:name: fig\n:alt: A curve that rises.\n\nA caption.\n```"


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (rules.article_labels_once, ALL_ARTICLE, ALL_ARTICLE.replace("(article-4-2)=", "")),
        (rules.article_labels_once, ALL_ARTICLE, f"{ALL_ARTICLE}\n(article-4-2)=\n# Twice"),
        (rules.article_labels_once, ALL_ARTICLE, f"{ALL_ARTICLE}\n(article-4-7)=\n# Invented"),
        (rules.equation_labels_once, EQUATION, EQUATION + EQUATION),
        (rules.equation_labels_once, EQUATION, EQUATION + DIRECTIVE),
        (rules.equation_labels_once, EQUATION, EQUATION.replace("eq-a", "kl")),
        (rules.equation_references_resolve, EQUATION + "{eq}`eq-a`", EQUATION + "{eq}`eq-b`"),
        (rules.equation_references_resolve, DIRECTIVE + "{eq}`the <eq-a>`", "{eq}`the <eq-a>`"),
        (rules.no_tex_label, EQUATION, "$$\na = b \\label{eq-a}\n$$"),
    ],
)
def test_a_page_rule_is_seen_failing(rule, good, bad):
    assert rule({"page": good}) == []
    assert rule({"page": bad}) != []


@pytest.mark.parametrize(
    "bad",
    [
        '<script src="https://host.example/a.js"></script>',
        "<img alt='x' src=//host.example/a.png>",
        '<link rel="stylesheet" href="http://host.example/a.css">',
        "@import url(https://host.example/a.css);",
        'src: url("https://host.example/a.woff2")',
        "![a picture](https://host.example/a.png)",
        "```{figure} https://host.example/a.png\n:alt: x\n```",
    ],
)
def test_a_load_from_elsewhere_is_seen(bad):
    assert rules.nothing_from_elsewhere(bad) != []


def test_a_link_and_a_local_file_are_no_load():
    text = (
        '[text](https://host.example) <script src="a.js"></script> url(data:font/woff2;base64,AA)'
    )
    assert rules.nothing_from_elsewhere(text) == []


@pytest.mark.parametrize(
    "bad",
    [
        "![](a.png)",
        '<img src="a.png">',
        '<img src="a.png" alt="">',
        FIGURE.replace(":alt: A curve that rises.\n", ""),
        FIGURE.replace(" A curve that rises.", ""),
        ":::{image} a.png\n:width: 3em\n:::",
    ],
)
def test_a_missing_alt_text_is_seen(bad):
    assert rules.images_have_alt_text(bad) != []


@pytest.mark.parametrize(
    "good",
    [FIGURE, "![A curve](a.png)", '<img src="a.png" alt="A curve">', "```md\n![](a.png)\n```"],
)
def test_an_alt_text_is_seen(good):
    assert rules.images_have_alt_text(good) == []


TABLE = "\n| a | $p(x \\| y)$ |\n| --- | --- |\n| 1 | 2 |\n"


@pytest.mark.parametrize("bad", [TABLE.replace("| a | $", "$"), TABLE.replace("| a ", "", 1)])
def test_a_table_without_its_head_is_seen(bad):
    assert rules.tables_have_heads(TABLE) == []
    assert rules.tables_have_heads(bad) != []


@pytest.mark.parametrize("bad", [HOME, f'open("{HOME}/a")', "C:" + "\\Users\\a", "/" + "work/main"])
def test_an_absolute_path_is_seen(bad):
    assert rules.no_absolute_path(bad) != []


def test_a_url_and_a_formula_are_no_absolute_path():
    assert rules.no_absolute_path(r"https://host.example/home/a and $D:\R^n \to \R$") == []


def test_a_long_file_and_a_long_function_are_seen():
    assert rules.is_short("x = 1\n" * 250) == []
    assert rules.is_short("x = 1\n" * 251) != []
    assert rules.is_short("def f():\n" + "    x = 1\n" * 39) == []
    assert rules.is_short("def f():\n" + "    x = 1\n" * 40) != []
    documented = 'def f():\n    """What it returns.\n\n    And why.\n    """\n'
    assert rules.is_short(documented + "    x = 1\n" * 39) == []
    assert rules.is_short(documented + "    x = 1\n" * 40) != []


def test_a_loss_without_its_equation_is_seen():
    loss = 'def kl(mu):\n    """The divergence. Eq. `eq-a`."""'
    assert rules.losses_name_their_equation(loss, {"eq-a"}) == []
    assert rules.losses_name_their_equation(loss.replace("eq-a", "a"), {"eq-a"}) != []
    assert rules.losses_name_their_equation(loss, {"eq-b"}) != []
    assert rules.losses_name_their_equation("def kl(mu):\n    return mu", {"eq-a"}) != []


def test_an_equation_that_does_not_exist_is_seen():
    assert rules.named_equations_exist('"""By `eq-a`, not by a freq-b."""', {"eq-a"}) == []
    assert rules.named_equations_exist('class A:\n    """By `eq-b`."""', {"eq-a"}) != []


def test_code_that_shows_an_equation_defines_none():
    shown = f"````{{note}}\n```md\n{EQUATION}```\n````\n{EQUATION}"
    assert book_sources.math_labels(shown) == ["eq-a"]
    assert book_sources.math_labels(f"{DIRECTIVE}\n{EQUATION}") == ["eq-a", "eq-a"]
