"""Frozen records of the knowledge base, as read from ``content/``.

A record is a plain statement of what medicine knows, with its source. The YAML form of each is
described in ``docs/knowledge-files.md``; :mod:`knowledgebase.catalog` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.criteria import Rule


class Axis(StrEnum):
    """The three axes of AMP/ASCO/CAP 2017 (Li et al., J Mol Diagn 2017;19:4-23, table 3)."""

    THERAPEUTIC = "therapeutic"
    DIAGNOSTIC = "diagnostic"
    PROGNOSTIC = "prognostic"


class Level(StrEnum):
    """The level of evidence in the assertion's own disease (Li et al. 2017, table 3)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Effect(StrEnum):
    """What the biomarker means on the assertion's axis."""

    SENSITIVITY = "sensitivity"
    RESISTANCE = "resistance"
    TOXICITY = "toxicity"
    DEFINING = "defining"
    SUPPORTING = "supporting"
    EXCLUDING = "excluding"
    FAVOURABLE = "favourable"
    INTERMEDIATE = "intermediate"
    ADVERSE = "adverse"


class Evidence(StrEnum):
    """Whether the record was compared with its primary source."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Review(StrEnum):
    """Whether a hospital's curators have approved the record; content ships as draft."""

    DRAFT = "draft"
    APPROVED = "approved"


class SourceKind(StrEnum):
    """What kind of document a source is."""

    LABEL = "label"
    GUIDELINE = "guideline"
    PMID = "pmid"
    DOI = "doi"
    NCT = "nct"


class RegionStatus(StrEnum):
    """What a regulator or payer decided for exactly this use."""

    APPROVED = "approved"
    NOT_APPROVED = "not approved"
    WITHDRAWN = "withdrawn"
    REIMBURSED = "reimbursed"
    NOT_REIMBURSED = "not reimbursed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Source:
    """A primary source: kind, its id (PMID, DOI, NCT number, label name) and what it is."""

    kind: SourceKind
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class RegionalStatus:
    """The status in one region (``EMA``, ``FDA``, ``DK``, ``NO``), since when, and a remark.

    ``since`` is a date, a year or a year and month as the source gives it, empty if unknown.
    """

    region: str
    status: RegionStatus
    since: str
    note: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim: in these diseases, this biomarker has this effect (of these drugs).

    ``biomarker`` says which findings the claim is about; ``context`` what else must hold for the
    claim as the source words it (setting, age, line, prior drugs), ``None`` if nothing.
    ``diseases`` are codes; a code covers its subtypes. ``level`` counts within ``diseases``.
    ``digest`` is the SHA-256 of the record's canonical form, hexadecimal.
    """

    id: str
    axis: Axis
    title: str
    diseases: tuple[str, ...]
    biomarker: Rule
    context: Rule | None
    effect: Effect
    drugs: tuple[str, ...]
    level: Level
    statement: str
    regions: tuple[RegionalStatus, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str

    def expired(self, today: date) -> bool:
        """Tell whether the record's last check is too old to rely on."""
        return today > self.expires


class GeneRole(StrEnum):
    """How the gene drives cancer when altered."""

    ONCOGENE = "oncogene"
    TUMOUR_SUPPRESSOR = "tumour suppressor"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Region:
    """Positions that are always read, coding or not. 1-based, inclusive, without ``chr``."""

    assembly: str
    chrom: str
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene by HGNC symbol, with the transcripts the field reports it on (without version).

    ``transcripts`` are in order of preference (Ensembl and RefSeq); ``always_read`` are
    non-coding positions that matter.
    """

    symbol: str
    aliases: tuple[str, ...]
    role: GeneRole
    transcripts: tuple[str, ...]
    predisposition: bool
    clonal_haematopoiesis: bool
    always_read: tuple[Region, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease by OncoTree-style code; ``parent`` makes the hierarchy (empty at the top)."""

    code: str
    parent: str
    name: str
    name_da: str
    icd10: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantPattern:
    """One way an alteration shows in annotated variants; every stated part must hold.

    ``terms`` are Sequence Ontology terms (any of). ``protein`` is an inclusive residue range.
    ``hgvs_p`` are changes without ``p.`` in one-letter form (``R132H``), or residue only
    (``R132``) for any change of that residue. ``inserted_bases`` is a closed range of net
    inserted bases (for internal tandem duplications), ``frame`` is ``in`` or ``out``.
    ``exons`` are exon numbers on the preferred transcript. ``genomic`` are positions.
    """

    terms: tuple[str, ...]
    protein: tuple[int, int] | None
    hgvs_p: tuple[str, ...]
    exons: tuple[int, ...]
    inserted_bases: tuple[int, int] | None
    frame: str
    genomic: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A finding a board would name (``FLT3-ITD``), defined over variants of one gene."""

    id: str
    gene: str
    name: str
    patterns: tuple[VariantPattern, ...]
    sources: tuple[Source, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything one release holds, by id. ``version`` and ``digest`` name the release."""

    version: str
    digest: str
    assertions: Mapping[str, Assertion]
    alterations: Mapping[str, Alteration]
    genes: Mapping[str, Gene]
    diseases: Mapping[str, Disease]
