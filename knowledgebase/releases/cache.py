"""What was worked out of a release once, kept in the user's own cache folder.

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
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from knowledgebase.index import AtomIndex
from knowledgebase.releases.compiled import Table
from knowledgebase.releases.container import LARGEST, Manifest
from knowledgebase.rules.atoms import Atom

_MARK = b"tumorboard compiled knowledge 1\n"


def cache_folder() -> Path:
    """Give the user's own cache folder for knowledge (it may not exist yet)."""
    from platformdirs import user_cache_path

    return user_cache_path("Tumorboard", appauthor=False) / "knowledge"


@cache
def program_stamp() -> str:
    """Give a digest that changes with the program's own files: what they make may change too."""
    here = Path(__file__).parent.parent
    told = [sys.version]
    for path in sorted(here.rglob("*.py")):
        about = path.stat()
        told.append(f"{path.relative_to(here)} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def kept(made_from: str, folder: Path) -> tuple[Table, bytes] | None:
    """Give the table (and the body, where it was kept) made from this digest, or ``None``."""
    try:
        data = _own_bytes(_place(made_from, folder))
        if data is None:
            return None
        start = len(_MARK) + 65
        if data[: len(_MARK)] != _MARK:
            return None
        rest = memoryview(data)[start:]
        if hashlib.sha256(rest).hexdigest().encode() + b"\n" != data[len(_MARK) : start]:
            return None
        end = data.index(b"\n", start)
        told = json.loads(data[start:end])
        if told["made_from"] != made_from or told["program"] != program_stamp():
            return None
        return _table(told), data[end + 1 :]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return None


def keep(made_from: str, folder: Path, table: Table, body: bytes = b"") -> None:
    """Keep a table (and a body) whole or not at all; a folder that cannot be written is no fault.

    Whoever reads meanwhile sees the former file or the new one.
    """
    told = {
        "made_from": made_from,
        "program": program_stamp(),
        "manifest": [
            *(table.manifest.version, table.manifest.digest, table.manifest.records),
            list(table.manifest.kinds),
        ],
        "places": {kind: list(_flat(places)) for kind, places in table.places.items()},
        "always": table.index.always,
        "atoms": [[*atom, names] for atom, names in table.index.by_atom.items()],
    }
    rest = json.dumps(told, separators=(",", ":")).encode() + b"\n" + body
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_MARK + hashlib.sha256(rest).hexdigest().encode() + b"\n")
                out.write(rest)
            os.replace(name, _place(made_from, folder))
        except OSError:
            Path(name).unlink(missing_ok=True)
        _forget_old(folder)


def _place(made_from: str, folder: Path) -> Path:
    return folder / f"{made_from[:32]}.compiled"


def _forget_old(folder: Path, most: int = 6) -> None:
    kept_files = sorted(folder.glob("*.compiled"), key=lambda path: path.stat().st_mtime)
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
    if not stat.S_ISREG(about.st_mode) or about.st_size > 2 * LARGEST:
        return None
    return path.read_bytes()


def _flat(places: Any) -> Any:
    for name, (start, end) in places.items():
        yield from (name, start, end)


def _table(told: Any) -> Table:
    version, digest, records, kinds = told["manifest"]
    index = AtomIndex()
    index.always = told["always"]
    index.by_atom = {Atom(fact, key, present): names for fact, key, present, names in told["atoms"]}
    places = {
        kind: {name: (start, end) for name, start, end in zip(*[iter(flat)] * 3, strict=True)}
        for kind, flat in told["places"].items()
    }
    return Table(Manifest(version, digest, records, tuple(kinds)), places, index)
