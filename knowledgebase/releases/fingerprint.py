"""What a cache is bound to: the bytes of a folder of knowledge, and the program that read it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from knowledgebase.errors import KnowledgeError

# Paths are plain text here: over a thousand files, pathlib takes twice as long as reading them.


def fingerprint(folder: Path, parts: Sequence[str] = ("",)) -> str:
    """Give a digest over the name and the bytes of every file below a folder.

    With ``parts`` it is over these folders in it alone. Raises :class:`KnowledgeError` for a file
    or folder that cannot be read.
    """
    found = hashlib.sha256()
    try:
        for part in parts:
            below = os.path.join(folder, part)
            for name, path, is_file in sorted(_entries(below, f"{part}/" if part else "")):
                data = _bytes_of(path) if is_file else b""
                written = name.encode("utf-8", "surrogateescape")  # a name may be no text at all
                found.update(b"%d %d %s\n" % (len(written), len(data), written))
                found.update(data)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise KnowledgeError(
            f"{error.filename or folder}: this part of the knowledge cannot be read ({reason}); "
            "give yourself leave to read it, or install the program again"
        ) from None
    return found.hexdigest()


@cache
def program_stamp() -> str:
    """Give a digest that changes with the program's own files: what they make may change too."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    told = [sys.version]
    for name in sorted(_modules(here)):
        about = os.stat(name)
        told.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()


def _entries(folder: str, above: str) -> Iterator[tuple[str, str, bool]]:
    """Yield name, path and whether it is a file, of everything below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = above + entry.name
            yield name, entry.path, entry.is_file()
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{name}/")


def _modules(folder: str) -> Iterator[str]:
    """Yield the program's modules below a folder; knowledge itself holds none."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("content", "__pycache__")]
        yield from (os.path.join(above, name) for name in names if name.endswith(".py"))


def _bytes_of(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.readall()
