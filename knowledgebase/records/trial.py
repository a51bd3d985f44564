"""A clinical trial: what its registry says, and what a curator made of its criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records.provenance import Evidence, Review, Source
from knowledgebase.rules.criteria import Bounds, Rule


class Recruitment(StrEnum):
    """Whether a trial, or one of its sites, recruits; the words of ClinicalTrials.gov API v2."""

    NOT_YET_RECRUITING = "not yet recruiting"
    RECRUITING = "recruiting"
    ENROLLING_BY_INVITATION = "enrolling by invitation"
    ACTIVE_NOT_RECRUITING = "active, not recruiting"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    AVAILABLE = "available"
    NO_LONGER_AVAILABLE = "no longer available"
    TEMPORARILY_NOT_AVAILABLE = "temporarily not available"
    APPROVED_FOR_MARKETING = "approved for marketing"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


class CohortStatus(StrEnum):
    """Whether an arm or cohort takes patients now; registries do not say, the trial unit does."""

    OPEN = "open"
    FULL = "full"
    PAUSED = "paused"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class TrialSex(StrEnum):
    """The sex a trial admits, as registries state it."""

    ALL = "all"
    FEMALE = "female"
    MALE = "male"


class Structured(StrEnum):
    """How much of the eligibility the rules of the record say.

    Whatever is not ``whole`` can never be found met: the rest of the text has not been asked.
    """

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Intervention:
    """What is given or done: the registry's kind in lower case (``drug``), and its name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """An arm, cohort or dose level. ``id`` is unique in its trial, empty texts are not stated.

    ``criteria`` hold beside those of the trial; ``None`` when the cohort has none of its own.
    """

    id: str
    title: str
    kind: str
    status: CohortStatus
    interventions: tuple[str, ...]
    description: str
    criteria: Rule | None


@dataclass(frozen=True, slots=True)
class Site:
    """Where the trial runs. ``country`` is the registry's English name."""

    facility: str
    city: str
    country: str
    status: Recruitment


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask, as the registry publishes it."""

    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial under its registry number (NCT or EU CT), or ``LOCAL-...`` outside registries.

    ``phases`` are ``early 1``, ``1``, ``2``, ``3``, ``4``; two make a combined phase, none means
    that the registry states none. ``conditions`` are the registry's words, ``diseases`` the codes
    they mean; ``conditions_open`` are those without a code. ``age`` and ``sex`` are structured
    fields of the registry. ``criteria`` is the curator's rule for the whole trial.
    ``eligibility`` is the registry's text, whole: it is shown and never evaluated.
    Dates of the registry (``registry_updated``, ``registry_verified``, ``starts``, ``completes``)
    are a year, a month or a day as it states them, empty if unknown. ``digest`` is the SHA-256 of
    the record's canonical form, hexadecimal.
    """

    id: str
    title: str
    official_title: str
    phases: tuple[str, ...]
    recruitment: Recruitment
    sponsor: str
    conditions: tuple[str, ...]
    conditions_open: tuple[str, ...]
    diseases: tuple[str, ...]
    interventions: tuple[Intervention, ...]
    age: Bounds | None
    sex: TrialSex
    criteria: Rule | None
    structured: Structured
    cohorts: tuple[Cohort, ...]
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...]
    starts: str
    completes: str
    registry_updated: str
    registry_verified: str
    eligibility: str
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
