"""The book's addresses, all from one line of `_config.yml`: `repository: {url: ..., branch: ...}`.

The branch is `main` where none is named. Without that line there is no address, and no page links
to a place that may not exist. The line is read from the file, since Jupyter Book fills in its own
repository where it is missing.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import yaml
from sphinx.errors import ConfigError

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def repository(srcdir: str | Path) -> tuple[str, str, str] | None:
    """(owner, name, branch) on GitHub, or None where no address is configured.

    Raises `ConfigError` for another address: Pages and Binder know GitHub's.
    """
    return repository_of(Path(srcdir, "_config.yml").read_text(encoding="utf-8"))


@cache  # each notebook's page asks
def repository_of(config: str) -> tuple[str, str, str] | None:
    settings = yaml.safe_load(config).get("repository") or {}
    url = settings.get("url")
    if not url:
        return None
    match = GITHUB.fullmatch(url)
    if not match:
        raise ConfigError(
            f"repository.url needs the form https://github.com/OWNER/NAME, but got {url}: the "
            "addresses of the site and of Binder are made from it."
        )
    return match[1], match[2], settings.get("branch") or "main"


def site(srcdir: str | Path) -> str | None:
    """Where GitHub Pages publishes the book, with a slash at the end; None without a repository.

    A repository that is named like its owner's site is published at the site's root.
    """
    found = repository(srcdir)
    if not found:
        return None
    host, name = f"{found[0].lower()}.github.io", found[1]
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def launch_links(srcdir: str | Path, notebook: str) -> list[tuple[str, str]]:
    """What opens a notebook elsewhere: (words, address) each; none without a repository.

    Binder installs the package and opens the plain notebooks (`.binder`). Colab opens only what is
    in the repository, and there a notebook isn't plain: one uploads the download, whose first cell
    installs the package.
    """
    found = repository(srcdir)
    if not found:
        return []
    owner, name, branch = found
    place = f"{owner}/{name}/{quote(branch, safe='')}"
    name = notebook.rpartition("/")[2]
    return [("Open in Binder", f"https://mybinder.org/v2/gh/{place}?urlpath=lab/tree/lab/{name}")]
