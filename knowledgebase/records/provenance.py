"""Where a record comes from and how far it may be relied on: source, check, review, region."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
