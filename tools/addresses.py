"""The book's addresses, all from one line of `_config.yml`: `repository: {url: ...}`.

Without that line there is no address, and no page links to a place that may not exist. The line is
read from the file, since Jupyter Book fills in its own repository where it is missing.
"""

import re
from pathlib import Path

import yaml
from sphinx.errors import ConfigError

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")
BRANCH = "main"  # the branch that .github/workflows/publish.yml publishes


def repository(srcdir):
    """(owner, name) on GitHub, or None where no address is configured.

    Raises `ConfigError` for another address: Pages, Colab and Binder know GitHub's.
    """
    config = yaml.safe_load(Path(srcdir, "_config.yml").read_text(encoding="utf-8"))
    url = (config.get("repository") or {}).get("url")
    if not url:
        return None
    match = GITHUB.fullmatch(url)
    if not match:
        raise ConfigError(
            f"repository.url needs the form https://github.com/OWNER/NAME, but got {url}: the "
            "addresses of the site, of Colab and of Binder are made from it."
        )
    return match[1], match[2]


def site(srcdir):
    """Where GitHub Pages publishes the book, with a slash at the end; None without a repository."""
    found = repository(srcdir)
    return found and f"https://{found[0].lower()}.github.io/{found[1]}/"


def launch_links(srcdir, notebook):
    """What opens a notebook elsewhere: (words, address) each; none without a repository."""
    found = repository(srcdir)
    if not found:
        return []
    place = "/".join(found)
    return [
        (
            "Open in Colab",
            f"https://colab.research.google.com/github/{place}/blob/{BRANCH}/{notebook}",
        ),
        (
            "Open in Binder",
            f"https://mybinder.org/v2/gh/{place}/{BRANCH}?urlpath=lab/tree/{notebook}",
        ),
    ]
