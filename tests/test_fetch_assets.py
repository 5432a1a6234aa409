"""The browser assets: checked against their pins, all or nothing, one clear line on failure."""

import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import fetch_assets
import pytest

TOOLS = Path(__file__).parents[1] / "tools"


@pytest.fixture
def copy(tmp_path):
    """The tool in a tree of its own, with nothing fetched yet."""
    shutil.copytree(TOOLS, tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_without_a_registry_one_clear_line_and_nothing_written(copy, closed_port):
    registry = {"npm_config_registry": f"http://127.0.0.1:{closed_port}/"}
    cache = {"npm_config_cache": str(copy / "npm-cache")}
    done = subprocess.run(
        [sys.executable, copy / "tools" / "fetch_assets.py"],
        env={**os.environ, **registry, **cache},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    for part in ("asked npm for katex@", "ECONNREFUSED", "npm_config_registry"):
        assert part in line
    assert list((copy / "assets" / "vendor").iterdir()) == []


def archive_of(folder, members):
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"package/a.css": b"body {}", "package/b.css": b"p { }"}, "has SHA-256"),
        ({"package/a.css": b"body {}", "package/b.css": b"p"}, "has 1 bytes, expected 5"),
        ({"package/a.css": b"body {}"}, "has no package/b.css"),
    ],
)
def test_other_bytes_than_pinned_are_refused_and_the_old_files_stay(
    tmp_path, monkeypatch, members, said
):
    files = {
        "a.css": pin_of("package/a.css", b"body {}"),
        "b.css": pin_of("package/b.css", b"p {}\n"),
    }
    monkeypatch.setattr(fetch_assets, "pack", lambda package, at: archive_of(tmp_path, members))
    target = tmp_path / "vendor" / "thing"
    target.mkdir(parents=True)
    (target / "old").touch()
    with pytest.raises(fetch_assets.FetchError, match=said):
        fetch_assets.fetch("thing@1", files, target)
    assert [path.name for path in target.parent.iterdir()] == ["thing"]
    assert [path.name for path in target.iterdir()] == ["old"]


def pin_of(member, data):
    return {"member": member, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_complete_assets_are_left_alone_and_a_damaged_file_is_replaced(tmp_path, monkeypatch):
    pins = json.loads((TOOLS / "assets.json").read_text("utf-8"))
    asked = []
    monkeypatch.setattr(fetch_assets, "fetch", lambda package, files, at: asked.append(package))
    vendor = TOOLS.parent / "assets" / "vendor"
    if not vendor.exists():
        pytest.skip("nothing fetched yet: `make book` does")
    shutil.copytree(vendor, tmp_path / "assets" / "vendor")
    fetch_assets.main(["assets"], root=tmp_path)
    assert asked == []
    (tmp_path / "assets" / "vendor" / "katex" / "katex.min.css").write_bytes(b"")
    fetch_assets.main(["assets"], root=tmp_path)
    assert asked == [pins["assets/vendor/katex"]["package"]]


def test_what_only_the_tests_need_is_fetched_only_for_them(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(fetch_assets, "fetch", lambda package, files, at: asked.append(package))
    fetch_assets.main(["tests"], root=tmp_path)
    names = {package.rpartition("@")[0] for package in asked}
    validator = {"html-validate", "@html-validate/stylish", "@sidvind/better-ajv-errors", "ajv"}
    validator |= {"fast-deep-equal", "fast-uri", "json-schema-traverse", "kleur", "semver"}
    assert names == {"axe-core", "eslint-linter-browserify", "@eslint/js"} | validator


def test_style_sheet_is_of_the_version_that_renders():
    pins = json.loads((TOOLS / "assets.json").read_text("utf-8"))
    assert pins["assets/vendor/katex"]["package"] == pins["tools/vendor/katex"]["package"]
