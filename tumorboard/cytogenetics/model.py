"""What a karyotype says, as frozen data: clones, abnormalities, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.errors import UserError


class KaryotypeError(UserError):
    """A text that is no karyotype at all; the sentence says where it stops being one."""


@dataclass(frozen=True, slots=True)
class Band:
    """A breakpoint: arm ``p`` or ``q`` (empty if unknown) and band (``21.3``; empty if unknown).

    ``uncertain`` is true for ``q?21``, ``q21~22`` and the like; the first band stated is kept.
    """

    arm: str
    band: str
    uncertain: bool = False

    @property
    def text(self) -> str:
        """Give the band as written without its marks of doubt."""
        return self.arm + self.band


@dataclass(frozen=True, slots=True)
class Change:
    """One structural change: its symbol (``t``, ``del`` ...), chromosomes, and bands of each.

    Chromosomes are ``1`` to ``22``, ``X``, ``Y``, ``v`` (varies) or ``?``. ``bands`` has as many
    entries as ``chromosomes``, or is empty where none are stated.
    """

    symbol: str
    chromosomes: tuple[str, ...]
    bands: tuple[tuple[Band, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Abnormality:
    """One entry of a clone's list.

    ``sign`` is ``+``, ``-`` or empty. A whole chromosome has no ``changes``, only ``chromosome``;
    a marker has ``marker`` (``mar``, ``dmin``, ``r`` ...). A derivative has its own symbol first
    (``der``) and then what it is made of. ``copies`` is a closed range. ``cells`` is the number
    stated for this entry alone (composite karyotypes), ``None`` if none is. ``at`` is where it
    begins in the text, counted from 0. A ``heteromorphism`` (``9qh+``) is a normal variant.
    """

    written: str
    at: int
    sign: str = ""
    chromosome: str = ""
    marker: str = ""
    changes: tuple[Change, ...] = ()
    copies: tuple[int, int] = (1, 1)
    constitutional: bool = False
    uncertain: bool = False
    cells: int | None = None
    heteromorphism: bool = False

    @property
    def first(self) -> Change | None:
        """Give the first structural change, ``None`` for whole chromosomes and markers."""
        return self.changes[0] if self.changes else None

    @property
    def is_structural(self) -> bool:
        """Tell whether chromosomes were rearranged, markers and rings included."""
        return bool(self.changes or self.marker)

    @property
    def key(self) -> str:
        """Name the same abnormality alike, however doubtful or often it is written."""
        if self.heteromorphism:
            return self.written
        if self.chromosome:
            return f"{self.sign}{self.chromosome}"
        if self.marker:
            return f"{self.sign}{self.marker}"
        return self.sign + "".join(_named(change) for change in self.changes)


def _named(change: Change) -> str:
    bands = ";".join("".join(band.text for band in each) for each in change.bands)
    return f"{change.symbol}({';'.join(change.chromosomes)})" + (f"({bands})" if bands else "")


@dataclass(frozen=True, slots=True)
class Clone:
    """One cell line.

    ``number`` is the closed range of chromosomes stated, ``ploidy`` the level stated in ``<3n>``
    (0 if not), ``sex`` the sex chromosomes as listed, ``repeats`` is ``idem``, ``sl`` or ``sdl1``
    where the clone builds on another. ``cells`` is ``None`` where not stated.
    """

    written: str
    at: int
    number: tuple[int, int]
    ploidy: int
    sex: str
    sex_constitutional: bool
    repeats: str
    abnormalities: tuple[Abnormality, ...]
    cells: int | None
    composite: bool
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that could not be read: the text, where it begins (from 0), and why."""

    written: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Karyotype:
    """A karyotype as read. ``others`` are FISH, array and sequencing parts, kept apart verbatim.

    ``warnings`` are sentences on what was read with doubt: misspellings, contradictions.
    """

    text: str
    clones: tuple[Clone, ...]
    others: tuple[str, ...]
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
