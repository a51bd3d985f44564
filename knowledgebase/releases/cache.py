"""What was worked out of knowledge once, kept in the user's own cache folder.

A cache only saves time. It holds plain JSON and text, nothing that runs when read; it is bound to
the digest of what it was made from and to the program's own files, carries a digest over itself,
and counts only in a folder that nobody else can write. Whatever does not fit is passed over and
made anew, so a damaged, stale or foreign cache never changes an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from knowledgebase.releases.fingerprint import program_stamp

LARGEST = 2 << 30
"""Bytes of a cache file that is read; a release has half of that at most."""

_MARK = b"tumorboard compiled knowledge 2\n"


def kept(made_from: str, folder: Path, suffix: str) -> tuple[Any, bytes] | None:
    """Give the data and the body made from this digest, or ``None``.

    ``suffix`` is that of the file, and tells what kind of data it holds.
    """
    try:
        data = _own_bytes(_place(made_from, folder, suffix))
        if data is None:
            return None
        start = len(_MARK) + 65
        if data[: len(_MARK)] != _MARK:
            return None
        rest = memoryview(data)[start:]
        if hashlib.sha256(rest).hexdigest().encode() + b"\n" != data[len(_MARK) : start]:
            return None
        end = data.index(b"\n", start)
        made, program, told = json.loads(data[start:end])
        if (made, program) != (made_from, program_stamp()):
            return None
        return told, data[end + 1 :]
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def keep(made_from: str, folder: Path, suffix: str, told: Any, body: bytes = b"") -> None:
    """Keep data and a body whole or not at all; a folder that cannot be written is no fault.

    Whoever reads meanwhile sees the former file or the new one.
    """
    line = json.dumps([made_from, program_stamp(), told], separators=(",", ":"))
    rest = line.encode() + b"\n" + body
    with suppress(OSError):
        import tempfile

        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_MARK + hashlib.sha256(rest).hexdigest().encode() + b"\n")
                out.write(rest)
            os.replace(name, _place(made_from, folder, suffix))
        except OSError:
            Path(name).unlink(missing_ok=True)
        _forget_old(folder, suffix)


def _place(made_from: str, folder: Path, suffix: str) -> Path:
    return folder / f"{made_from[:32]}.{suffix}"


def _forget_old(folder: Path, suffix: str, most: int = 6) -> None:
    kept_files = sorted(folder.glob(f"*.{suffix}"), key=lambda path: path.stat().st_mtime)
    for path in kept_files[:-most]:
        path.unlink(missing_ok=True)


def _own_bytes(path: Path) -> bytes | None:
    """Read a file that is this user's own, in a folder only this user can write."""
    if hasattr(os, "getuid"):
        for place in (path.parent, path):
            about = place.lstat()
            if about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
        return None
    return path.read_bytes()
