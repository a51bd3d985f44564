"""The table of a compiled release as data that a cache keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from knowledgebase.index import AtomIndex
from knowledgebase.releases.cache import keep, kept
from knowledgebase.releases.compiled import Places, Table
from knowledgebase.releases.container import Manifest
from knowledgebase.rules.atoms import Atom

_SUFFIX = "compiled"


def kept_table(made_from: str, folder: Path) -> tuple[Table, bytes] | None:
    """Give the table (and the body, where it was kept) made from this digest, or ``None``."""
    found = kept(made_from, folder, _SUFFIX)
    if found is None:
        return None
    try:
        return _table(found[0]), found[1]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_table(made_from: str, folder: Path, table: Table, body: bytes = b"") -> None:
    """Keep a table (and a body), as :func:`knowledgebase.releases.cache.keep` does."""
    manifest = table.manifest
    told = {
        "manifest": [manifest.version, manifest.digest, manifest.records, list(manifest.kinds)],
        "places": {kind: list(_flat(places)) for kind, places in table.places.items()},
        "always": table.index.always,
        "atoms": [[*atom, names] for atom, names in table.index.by_atom.items()],
    }
    keep(made_from, folder, _SUFFIX, told, body)


def _flat(places: Places) -> Iterable[str | int]:
    for name, (start, end) in places.items():
        yield from (name, start, end)


def _table(told: Mapping[str, Any]) -> Table:
    version, digest, records, kinds = told["manifest"]
    index = AtomIndex()
    index.always = told["always"]
    index.by_atom = {Atom(fact, key, present): names for fact, key, present, names in told["atoms"]}
    places = {
        kind: {name: (start, end) for name, start, end in zip(*[iter(flat)] * 3, strict=True)}
        for kind, flat in told["places"].items()
    }
    return Table(Manifest(version, digest, records, tuple(kinds)), places, index)
