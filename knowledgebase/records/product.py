"""Cell products and bispecific antibodies: what each label asks, and what speaks against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records.provenance import Evidence, RegionStatus, Review, Source
from knowledgebase.rules.criteria import All, Criterion, Rule


class ProductKind(StrEnum):
    """What sort of product it is."""

    CAR_T = "CAR-T"
    BISPECIFIC = "bispecific antibody"


@dataclass(frozen=True, slots=True)
class Indication:
    """One use on one region's label; labels differ, so each region has its own entry.

    ``label`` says which text was read and of which date. ``criteria`` is what the label asks
    beside the disease; :attr:`rule` asks both. ``status`` is that of exactly this use, so an
    entry may also tell that a use was refused or withdrawn. ``with_drugs`` are given together
    with the product in this use.
    """

    id: str
    region: str
    status: RegionStatus
    since: str
    label: str
    title: str
    diseases: tuple[str, ...]
    criteria: Rule
    with_drugs: tuple[str, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date

    @property
    def rule(self) -> Rule:
        """Give the whole of what the label asks: one of the diseases, and the criteria."""
        parts = self.criteria.parts if isinstance(self.criteria, All) else (self.criteria,)
        return All((Criterion("disease", one_of=self.diseases), *parts))

    def expired(self, today: date) -> bool:
        """Tell whether the entry's last check is too old to rely on."""
        return today > self.expires


@dataclass(frozen=True, slots=True)
class Precaution:
    """One reservation of a label: ``rule`` is what should hold, ``words`` say it for a reader.

    ``regions`` are those on whose label it was read, empty when no label was read for it.
    """

    id: str
    words: str
    rule: Rule
    regions: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """What a payer decided for one use: ``DK`` (Medicinrådet) or ``NO`` (Beslutningsforum)."""

    region: str
    status: RegionStatus
    since: str
    diseases: tuple[str, ...]
    use: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class EscapeMarker:
    """How the disease may have lost what the product aims at.

    ``rule`` is the finding that tells it, ``None`` when no declared fact does; ``assertion`` is
    the id of the record that says more, empty when there is none.
    """

    id: str
    title: str
    rule: Rule | None
    statement: str
    assertion: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str


@dataclass(frozen=True, slots=True)
class Product:
    """A CAR-T product or a bispecific antibody, named by its INN as its drug is.

    ``target`` asks whether the antigen is expressed; ``after_same_target`` whether it was shown
    again after an earlier therapy directed at it. Neither is part of a label's criteria unless
    the label says so, and neither decides. ``digest`` is the SHA-256 of the canonical form.
    """

    id: str
    brand: str
    kind: ProductKind
    antigens: tuple[str, ...]
    target: Rule
    after_same_target: Rule
    indications: tuple[Indication, ...]
    precautions: tuple[Precaution, ...]
    reimbursement: tuple[Reimbursement, ...]
    escape: tuple[EscapeMarker, ...]
    note: str
    review: Review
    digest: str
