"""Sphinx extension: below a notebook's title stands how to get it, and where it can be opened."""

from html import escape

from addresses import launch_links


def link(app, pagename, templatename, context, doctree):
    if app.builder.name != "html":
        return
    if not str(app.env.doc2path(pagename, base=False)).endswith(".ipynb") or not doctree:
        return
    source = context["pathto"](f"_sources/{context['sourcename']}", 1)
    links = [f'<a href="{escape(source)}" download>Download this notebook</a>']
    for words, address in launch_links(app.srcdir, f"{pagename}.ipynb"):
        links.append(f'<a href="{escape(address)}">{words}</a>')
    row = f'<p class="notebook-links">{" · ".join(links)}</p>'
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{row}", 1)


def setup(app):
    app.connect("html-page-context", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
