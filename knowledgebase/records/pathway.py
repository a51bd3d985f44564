"""Steps from a decision to a treatment, and the days that may or must lie between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records.product import ProductKind
from knowledgebase.records.provenance import Evidence, Review, Source


class CountedFrom(StrEnum):
    """From which day of a step the days to a later one are counted."""

    FIRST_DAY = "first day"
    LAST_DAY = "last day"


@dataclass(frozen=True, slots=True)
class PathwayStep:
    """One step. ``after`` names steps it never precedes; an ``optional`` one may be left out.

    ``products`` are those that have the step, empty when all have it.
    """

    id: str
    title: str
    title_da: str
    words: str
    after: tuple[str, ...]
    optional: bool
    products: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a step takes, and how many days lie from it to the later step ``until``.

    It holds for ``products`` (empty: all) on the label of ``region`` (empty: whatever the label)
    in ``diseases`` (empty: every use). ``at_least`` and ``at_most`` are whole days from the day
    of ``step`` that ``counted_from`` names to the first day of ``until``; ``None`` is no bound.
    ``lasts`` is how many days the step takes, ``None`` when not said. Where ``until`` is empty
    the words alone are shown.
    """

    id: str
    products: tuple[str, ...]
    region: str
    diseases: tuple[str, ...]
    step: str
    lasts: int | None
    until: str
    counted_from: CountedFrom
    at_least: int | None
    at_most: int | None
    words: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date

    def expired(self, today: date) -> bool:
        """Tell whether the last check is too old to rely on."""
        return today > self.expires


@dataclass(frozen=True, slots=True)
class Washout:
    """How many days lie between the last dose of a drug, or a transplantation, and a step.

    It is about the ``drugs`` named, the drugs of the ``classes``, and ``transplants`` of a kind.
    """

    id: str
    title: str
    before: str
    drugs: tuple[str, ...]
    classes: tuple[str, ...]
    transplants: tuple[str, ...]
    at_least: int
    words: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """The steps for one kind of product, in their order. ``digest`` as in other records."""

    id: str
    title: str
    applies_to: ProductKind
    steps: tuple[PathwayStep, ...]
    timings: tuple[Timing, ...]
    washouts: tuple[Washout, ...]
    note: str
    checked: date
    expires: date
    review: Review
    digest: str

    def expired(self, today: date) -> bool:
        """Tell whether the last check is too old to rely on."""
        return today > self.expires
