"""What a kind of laboratory test can see, and what it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records.provenance import Evidence, Review, Source


class Scope(StrEnum):
    """How much of one sort of change a test sees."""

    ALL = "all"
    LISTED = "listed"
    """What the laboratory lists for its test: the case states the list."""
    NONE = "none"
    UNKNOWN = "unknown"
    """It may, depending on the laboratory: nothing may be called absent by it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How much a test sees of one sort of change, and ``why`` in a clinician's words.

    ``up_to`` is a length in bases, for insertions alone; ``None`` is no stated limit.
    """

    scope: Scope
    why: str
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Blindness:
    """A change the test does not reliably see whatever its list says.

    ``alteration`` is the id of a named alteration, ``fusion`` a fusion (``DUX4::IGH``); both
    empty where the change has no such name and ``what`` alone tells it.
    """

    what: str
    why: str
    alteration: str = ""
    fusion: str = ""


@dataclass(frozen=True, slots=True)
class AssayKind:
    """A template of a test. A laboratory's own list of genes or probes stands in the case.

    ``long_insertions`` are duplications within a gene such as FLT3-ITD; ``karyotype`` is
    whether tokens such as ``del(5q)`` or ``t(11;14)`` can be told. ``alterations`` are named
    alterations the test is made for. ``least`` says in words from which fraction it is reliable.
    ``germline`` tells that it has a normal sample beside the tumour's.
    """

    id: str
    name: str
    name_da: str
    name_nb: str
    small_variants: Sight
    long_insertions: Sight
    dna_rearrangements: Sight
    rna_fusions: Sight
    copy_number_arm: Sight
    copy_number_gene: Sight
    copy_neutral_loh: Sight
    karyotype: Sight
    germline: bool
    alterations: tuple[str, ...]
    least: str
    misses: tuple[Blindness, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str

    def expired(self, today: date) -> bool:
        """Tell whether the last check is too old to rely on."""
        return today > self.expires

    def why_blind(self, name: str) -> str:
        """Say why the test does not show a named alteration or fusion; empty when unsaid."""
        said = (one.why for one in self.misses if name in (one.alteration, one.fusion) and name)
        return next(said, "")
