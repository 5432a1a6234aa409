"""A file that a Python package ships, held to its checksum: nothing is downloaded.

Files are read straight from the package, in a tenth of a second, so there is no cache to go stale.
"""

import hashlib
from pathlib import Path


def require_sha256(name: str, content: bytes, sha256: str) -> None:
    """Raise `ValueError` naming `name` and both sums unless the content has this SHA-256."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"{name} should have the SHA-256 {sha256} but has {found}: the package ships other "
            "data than the book was run on; install the version of requirements.txt."
        )


def read_checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file whose SHA-256 is the expected one; `ValueError` if it isn't."""
    content = path.read_bytes()
    require_sha256(path.name, content, sha256)
    return content
