"""Guidance on fitness: what the board weighs before a therapy, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledgebase.records.product import ProductKind
from knowledgebase.records.provenance import Evidence, Review, Source
from knowledgebase.rules.criteria import Rule


@dataclass(frozen=True, slots=True)
class GuidanceItem:
    """One item, shown with its ``words``.

    ``rule`` is what should hold; all it asks is soft or recoverable, so that it can never speak
    a hard no. ``None`` where no declared fact says it: the item is then read, not evaluated.
    """

    id: str
    title: str
    words: str
    rule: Rule | None
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """A set of items for one kind of product. ``digest`` as in other records."""

    id: str
    title: str
    applies_to: ProductKind
    items: tuple[GuidanceItem, ...]
    checked: date
    expires: date
    review: Review
    digest: str

    def expired(self, today: date) -> bool:
        """Tell whether the last check is too old to rely on."""
        return today > self.expires
