"""The shipped folder, compiled: read strictly once, then from the user's cache.

The cache is bound to the name and the bytes of every file of the folder, so a changed, added or
removed file is read strictly again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledgebase.errors import KnowledgeError
from knowledgebase.records import Content
from knowledgebase.releases.compiled import Table, compile_body, content_of
from knowledgebase.releases.container import body_of, read_manifest
from knowledgebase.releases.fingerprint import fingerprint
from knowledgebase.releases.places import cache_folder
from knowledgebase.releases.tables import keep_table, kept_table


def content_of_folder(
    folder: Path, read: Callable[[Path], Content], cache: Path | None = None
) -> Content:
    """Give a folder's content from the cache, or by ``read`` (which then fills the cache)."""
    place = cache_folder() if cache is None else cache
    made_from = fingerprint(folder)
    found = kept_table(made_from, place)
    if found is not None:
        return content_of(found[1], found[0])
    content = read(folder)
    if fingerprint(folder) == made_from:  # nobody changed a file meanwhile
        compiled = _compiled(content)
        if compiled is not None:
            keep_table(made_from, place, *compiled)
    return content


def _compiled(content: Content) -> tuple[Table, bytes] | None:
    try:
        body = body_of(content)
        return compile_body(body, read_manifest(body, "the content"), "the content"), body
    except KnowledgeError:
        return None  # without a cache it is only slower; `kb build` tells the reason
