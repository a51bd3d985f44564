"""The header of a variant file: what it declares, and the samples it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Definition:
    """A declared INFO or FORMAT key: its id, ``Number`` and ``Type`` as written, description."""

    id: str
    number: str
    type: str
    description: str


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """What the lines above the first record say.

    ``format`` is the version's text (``VCFv4.2``). ``filters`` and ``alts`` map an id to its
    description, ``contigs`` a name to its length (``None`` when not stated). ``meta`` holds every
    ``##`` line as ``(key, raw value)`` in order, ``fileformat`` included. ``column_line`` is the
    1-based line that begins with ``#CHROM``. ``warnings`` are sentences. Two headers are equal
    only when they are the same object, so that what is derived from one can be kept with it.
    """

    format: str
    infos: Mapping[str, Definition]
    formats: Mapping[str, Definition]
    filters: Mapping[str, str]
    contigs: Mapping[str, int | None]
    samples: tuple[str, ...]
    meta: tuple[tuple[str, str], ...]
    column_line: int
    alts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    genotypes: bool = False
