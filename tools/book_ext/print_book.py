"""What the PDF (`make pdf`) needs beside the pages.

Formulas use the same macros as on the pages. Chinese terms get a font that has them. Where a page
shows a live figure, paper shows its still first frame.
"""

from sphinx.application import Sphinx
from sphinx.config import Config

PREAMBLE = r"""
\usepackage{amssymb,mathtools}
\usepackage[export]{adjustbox}
\newfontfamily\cjkfont{Noto Serif CJK SC}[Scale=MatchLowercase]
\XeTeXinterchartokenstate=1
\newXeTeXintercharclass\cjkclass
\newcommand\cjkrange[2]{\count255=#1\relax\loop\XeTeXcharclass\count255=\cjkclass
  \ifnum\count255<#2\relax\advance\count255 by 1\repeat}
\cjkrange{"3000}{"9FFF}\cjkrange{"FF00}{"FFEF}
\XeTeXinterchartoks 0 \cjkclass={\cjkfont}
\XeTeXinterchartoks 4095 \cjkclass={\cjkfont}
\XeTeXinterchartoks \cjkclass 0={\rmfamily}
\XeTeXinterchartoks \cjkclass 4095={\rmfamily}
\XeTeXinterchartoks \cjkclass \cjkclass={\hskip 0pt plus 0.1pt\relax}
% A long name in code breaks rather than runs into the margin.
\usepackage{xurl}
\sloppy
"""


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
        "preamble": PREAMBLE + latex_macros(config.math_macros),
        "extraclassoptions": "openany,oneside",
        "fncychap": "",
        "tableofcontents": r"\renewcommand\contentsname{Contents}\sphinxtableofcontents",
        "makeindex": "",
        "printindex": "",
        "fvset": r"\fvset{fontsize=\small}",
    }
    config.latex_documents = [
        (config.master_doc, "book.tex", config.project, config.author, "manual")
    ]
    config.latex_show_urls = "no"
    config.latex_toplevel_sectioning = "chapter"
