"""A file that is replaced as a whole; it knows nothing of what is in it.

Whatever the book stores is written here: checkpoints, notebooks, measurements, tables. It imports
nothing but Python, so that any room may use it.
"""

import glob
import json
import os
from pathlib import Path

Version = tuple[int, int, int] | None


def version(path: Path) -> Version:
    """What changes whenever a file is replaced; None if there is none.

    >>> version(Path("no such file")) is None
    True
    """
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def require_place(path: Path) -> None:
    """Raise `ValueError` unless a file can be written at `path`.

    >>> require_place(Path("no such folder", "run.safetensors"))
    Traceback (most recent call last):
    ValueError: run.safetensors can't be saved: its folder 'no such folder' is missing.
    """
    if not path.parent.is_dir():
        raise ValueError(f"{path.name} can't be saved: its folder {path.parent.name!r} is missing.")
    if path.is_dir():
        raise ValueError(f"{path.name} can't be saved: there is a folder of this name.")
    if not os.access(path.parent, os.W_OK):
        raise ValueError(f"{path.name} can't be saved: {path.parent.name!r} can't be written to.")


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write `content` to `path`, all or nothing; a text as UTF-8. Returns nothing.

    It is written beside it first, under a name of this process, so that a kill leaves the old file
    and two writers never share a half-written one. Raises `OSError` if that fails; then the old
    file is still there, and nothing beside it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder, "measured.json"), "[0.25]")
    ...     print(Path(folder, "measured.json").read_text(), os.listdir(folder))
    [0.25] ['measured.json']
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        # With the mode that the reader's umask asks for, and line ends as they are.
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def words_of(file: bytes) -> dict[str, str]:
    """What the header of a safetensors file tells beside its tensors.

    >>> words_of((48).to_bytes(8, "little") + b'{"__metadata__":{"made":"by hand"}}'.ljust(48))
    {'made': 'by hand'}
    """
    return json.loads(file[8 : 8 + int.from_bytes(file[:8], "little")]).get("__metadata__", {})


def with_sorted_words(file: bytes) -> bytes:
    """The same safetensors file with the words of its header in order.

    By itself safetensors writes them in an order that changes from run to run, and what stores such
    a file would change with it.

    >>> words_of(with_sorted_words((2).to_bytes(8, "little") + b"{}"))
    {}
    """
    size = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + size])
    header["__metadata__"] = dict(sorted(words_of(file).items()))
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + file[8 + size :]


def replace(path: Path, content: bytes, known: Version) -> Version:
    """Write `content` to `path`, all or nothing, and return the new version.

    Raises `ValueError` if the file isn't the `known` version: somebody else writes there, too.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "run.safetensors")
    ...     known = replace(path, b"first", None)
    ...     replace(path, b"second", known) == version(path)
    True
    """
    if version(path) not in (None, known):
        raise ValueError(
            f"{path.name} was written by another run while this one trained: two runs share one "
            "file. Nothing was overwritten; give each run a file of its own."
        )
    write_atomically(path, content)
    return version(path)


def remove_parts(path: Path) -> None:
    """Delete what killed processes left beside `path`; returns nothing.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Path(folder, f"a.json.{2**22 + 1}.part").touch()  # Linux counts no process so far
    ...     remove_parts(Path(folder, "a.json"))
    ...     os.listdir(folder)
    []
    """
    for part in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        process = part.name.split(".")[-2]
        if process.isdecimal() and not _runs(int(process)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
