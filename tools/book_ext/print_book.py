"""What the PDF (`make pdf`) needs beside the pages.

Formulas use the same macros as on the pages. Chinese terms get a font that has them. Where a page
shows a live figure, paper shows its still first frame.
"""

from itertools import takewhile

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx_exercise.nodes import exercise_node, solution_node

# Chinese: every character of these ranges gets the font; a line never begins with what closes nor
# ends with what opens.
CHINESE = ((0x2E80, 0x9FFF), (0xFF00, 0xFFEF))
CLOSING = "、。〉》」』】〕，．！：；？）"
OPENING = "〈《「『【〔（"

PREAMBLE = r"""
\usepackage{amssymb,mathtools}
\usepackage[export]{adjustbox}
\newfontfamily\cjkfont{Noto Serif CJK SC}[Scale=MatchLowercase]
\XeTeXinterchartokenstate=1
\newXeTeXintercharclass\cjkclass
\newXeTeXintercharclass\cjkclosing
\newXeTeXintercharclass\cjkopening
\newcommand\cjkrange[2]{\count255=#1\relax\loop\XeTeXcharclass\count255=\cjkclass
  \ifnum\count255<#2\relax\advance\count255 by 1\repeat}
CLASSES
\def\cjkpair#1#2{\XeTeXinterchartoks #1 #2={\hskip 0pt plus 0.1pt\relax}}
\def\cjkedge#1{\XeTeXinterchartoks 0 #1={\begingroup\cjkfont}
  \XeTeXinterchartoks 4095 #1={\begingroup\cjkfont}
  \XeTeXinterchartoks #1 0={\endgroup}\XeTeXinterchartoks #1 4095={\endgroup}}
\cjkedge\cjkclass\cjkedge\cjkclosing\cjkedge\cjkopening
\cjkpair\cjkclass\cjkclass\cjkpair\cjkclass\cjkopening
\cjkpair\cjkclosing\cjkclass\cjkpair\cjkclosing\cjkopening
% A long name in code breaks rather than runs into the margin.
\usepackage{xurl}
\DeclareRobustCommand\sphinxcode[1]{{\let\underline@of@text\_\def\_{\underline@of@text\allowbreak}\texttt{#1}}}
\pdfstringdefDisableCommands{\def\sphinxcode#1{#1}}
\sloppy
% Narrow columns are set ragged; the running head has room.
\newcolumntype{T}{L}
\newcolumntype{\X}[2]{>{\raggedright\arraybackslash}p{\dimexpr
  (\linewidth-\spx@arrayrulewidth)*#1/#2-2\tabcolsep-\spx@arrayrulewidth\relax}}
\AtBeginDocument{\setlength\headheight{14pt}}
"""
FRONT = "About this book"
PAGE = 48  # lines


def classes() -> str:
    """The characters of each class, for XeTeX."""
    ranges = [rf'\cjkrange{{"{first:X}}}{{"{last:X}}}' for first, last in CHINESE]
    marks = [
        rf'\XeTeXcharclass"{ord(character):X}=\{name}'
        for name, characters in (("cjkclosing", CLOSING), ("cjkopening", OPENING))
        for character in characters
    ]
    return "\n".join(ranges + marks)


def latex_macros(macros: dict[str, str]) -> str:
    """The book's macros as LaTeX has them; \\d means something else there until the text begins."""
    lines = [
        rf"\providecommand{name}{{}}\renewcommand{name}{{{body}}}" for name, body in macros.items()
    ]
    return "\\AtBeginDocument{%\n" + "%\n".join(lines) + "}\n"


def configure(app: Sphinx, config: Config) -> None:
    config.latex_elements = {
        "papersize": "a4paper",
        "pointsize": "11pt",
        "preamble": "\\makeatletter"
        + PREAMBLE.replace("CLASSES", classes())
        + "\\makeatother\n"
        + latex_macros(config.math_macros),
        "figure_align": "H",  # after its code and its sentence, not where a page has room
        "extraclassoptions": "openany,oneside",
        "fncychap": "",
        "tableofcontents": r"\renewcommand\contentsname{Contents}\sphinxtableofcontents",
        "makeindex": "",
        "printindex": "",
        "fvset": r"\fvset{fontsize=\small}",
    }
    config.pygments_style = "a11y-high-contrast-light"  # the pages' own; Sphinx's has pale letters
    config.latex_documents = [
        (config.master_doc, "book.tex", config.project, config.author, "manual")
    ]
    config.latex_show_urls = "no"
    config.latex_toplevel_sectioning = "chapter"


def gather_front(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The first page's sections become one chapter; each would begin on a paper page of its own."""
    if app.builder.name != "latex":
        return
    book = doctree.next_node(nodes.section)
    if book is None:
        return
    front = list(takewhile(lambda node: not node.next_node(addnodes.start_of_file), book[1:]))
    chapter = nodes.section("", nodes.title("", FRONT), ids=[nodes.make_id(FRONT)])
    for node in front:
        book.remove(node)
        chapter += node
    book.insert(1, chapter)


def room(lines: int) -> nodes.raw:
    return nodes.raw("", rf"\needspace{{{lines}\baselineskip}}", format="latex")


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """What can't break, or shouldn't, starts where all of it has room.

    LaTeX breaks no code inside a frame; and a card of the first page is a title, a picture and a
    sentence.
    """
    if app.builder.name != "latex":
        return
    boxes = (nodes.Admonition, exercise_node, solution_node)
    for box in list(doctree.findall(lambda node: isinstance(node, boxes))):
        code = [block.astext() for block in box.findall(nodes.literal_block)]
        lines = box.astext().count("\n") + (len(box.astext()) - sum(map(len, code))) // 88 + 6
        if code and lines < PAGE:
            box.parent.insert(box.parent.index(box), room(lines))
    for card in list(doctree.findall(nodes.container)):
        if card.get("design_component") == "grid-item" and card.next_node(nodes.image):
            card.insert(0, room(PAGE // 3))
