"""The shipped folder, compiled: read strictly once, then from the user's cache.

The cache is bound to the name and the bytes of every file of the folder, so a changed, added or
removed file is read strictly again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledgebase.errors import KnowledgeError
from knowledgebase.records import Content
from knowledgebase.releases.cache import cache_folder, keep, kept
from knowledgebase.releases.compiled import Table, compile_body, content_of
from knowledgebase.releases.container import body_of, read_manifest


def content_of_folder(
    folder: Path, read: Callable[[Path], Content], cache: Path | None = None
) -> Content:
    """Give a folder's content from the cache, or by ``read`` (which then fills the cache)."""
    place = cache_folder() if cache is None else cache
    made_from = fingerprint(folder)
    found = kept(made_from, place)
    if found is not None:
        return content_of(found[1], found[0])
    content = read(folder)
    if fingerprint(folder) == made_from:  # nobody changed a file meanwhile
        compiled = _compiled(content)
        if compiled is not None:
            keep(made_from, place, *compiled)
    return content


def kept_content(folder: Path, cache: Path | None = None) -> Content | None:
    """Give a folder's content when the cache holds it; nothing is read strictly or written."""
    found = kept(fingerprint(folder), cache_folder() if cache is None else cache)
    return None if found is None else content_of(found[1], found[0])


def _compiled(content: Content) -> tuple[Table, bytes] | None:
    try:
        body = body_of(content)
        return compile_body(body, read_manifest(body, "the content"), "the content"), body
    except KnowledgeError:
        return None  # without a cache it is only slower; `kb build` tells the reason


def fingerprint(folder: Path) -> str:
    """Give a digest over the name and the bytes of every file below a folder.

    Raises :class:`KnowledgeError` for a file or folder that cannot be read.
    """
    found = hashlib.sha256()
    try:
        listed = sorted(_files(folder, ""))
    except OSError as error:
        raise _unreadable(error.filename or folder, error) from None
    for name, path in listed:
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError as error:
            raise _unreadable(path, error) from None
        written = name.encode("utf-8", "surrogateescape")  # a name may be no text at all
        found.update(b"%d %d %s\n" % (len(written), len(data), written))
        found.update(data)
    return found.hexdigest()


def _unreadable(path: object, error: OSError) -> KnowledgeError:
    reason = error.strerror or "unknown reason"
    return KnowledgeError(
        f"{path}: this part of the knowledge cannot be read ({reason}); give yourself leave to "
        "read it, or install the program again"
    )


def _files(folder: Path, above: str) -> Iterator[tuple[str, Path]]:
    for path in folder.iterdir():
        name = f"{above}{path.name}"
        yield name, path
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, f"{name}/")
