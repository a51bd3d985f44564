"""A release's bytes as records that are read when they are asked for, with the index of atoms.

The table says where each record's JSON stands in the body, and which assertions each necessary
atom leads to. It is made once by reading every record (:func:`compile_body`) and can be kept
(:mod:`knowledgebase.releases.cache`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import digest_of_data
from knowledgebase.index import AtomIndex
from knowledgebase.records import Content
from knowledgebase.releases.container import Manifest, ReleaseError, lines_of
from knowledgebase.releases.decoding import decoded

Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """Where the records of each kind stand in the body, and the index over the assertions."""

    manifest: Manifest
    places: Mapping[str, Places]
    index: AtomIndex


class LazyRecords(Mapping[str, Any]):
    """The records of one kind by id, decoded at first use and kept."""

    def __init__(self, kind: str, body: bytes, places: Places, index: AtomIndex | None) -> None:
        self.atom_index = index
        self._kind, self._body, self._places = kind, body, places
        self._decoded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        found = self._decoded.get(name)
        if found is None:
            start, end = self._places[name]
            found = self._decoded[name] = _record(self._kind, self._body[start:end])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def holding(self, text: bytes) -> Iterator[str]:
        """Give the names of the records whose line holds ``text``; nothing is decoded for it."""
        if text in self._body:
            for name, (start, end) in self._places.items():
                if self._body.find(text, start, end) >= 0:
                    yield name

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __repr__(self) -> str:
        return f"<{len(self)} {self._kind}>"


def _record(kind: str, line: bytes) -> Any:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise ReleaseError(f"the release holds a line of {kind} that is no JSON") from None
    return decoded(kind, data, hashlib.sha256(line).hexdigest())


def compile_body(body: bytes, manifest: Manifest, name: str) -> Table:
    """Read every record once; raises :class:`ReleaseError` for anything that does not fit."""
    places: dict[str, dict[str, tuple[int, int]]] = {kind.folder: {} for kind in KINDS}
    digests: dict[str, dict[str, str]] = {kind.folder: {} for kind in KINDS}
    index = AtomIndex()
    count = 0
    named = {kind.folder: kind.named_by for kind in KINDS}
    for kind, record_name, start, end in lines_of(body, name):
        line = body[start:end]
        record = _record(kind, line)
        if getattr(record, named[kind]) != record_name:
            raise ReleaseError(f"{name}: the record {kind}/{record_name} states another name")
        if kind == "assertions":
            index.add(record)
        places[kind][record_name] = start, end
        digests[kind][record_name] = hashlib.sha256(line).hexdigest()
        count += 1
    # A release made before a kind existed holds none of it and is digested without it.
    of_kinds = {kind: of for kind, of in digests.items() if of or kind in manifest.kinds}
    digest = digest_of_data({"version": manifest.version, "records": of_kinds})
    if count != manifest.records or digest != manifest.digest:
        raise ReleaseError(f"{name}: the records do not fit the release's digest")
    return Table(manifest, places, index)


def content_of(body: bytes, table: Table) -> Content:
    """Give the content whose records are read from the body when asked for."""
    kinds: dict[str, Any] = {
        kind: LazyRecords(kind, body, places, table.index if kind == "assertions" else None)
        for kind, places in table.places.items()
    }
    return Content(table.manifest.version, table.manifest.digest, **kinds)
