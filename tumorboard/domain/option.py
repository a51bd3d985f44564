"""What could be offered: therapies, cell and antibody products, trials, and what to test next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records import Level, RegionalStatus, Source
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.approval import NOT_APPROVED, LocalApproval


class OptionKind(StrEnum):
    """What sort of option it is."""

    THERAPY = "therapy"
    PRODUCT = "product"
    TRIAL = "trial"


class Use(StrEnum):
    """How the use stands to a regulator's approval; kept apart wherever options are shown."""

    LABEL = "label"
    OFF_LABEL = "off-label"
    EVIDENCE = "evidence only"
    TRIAL = "trial"


class Weight(StrEnum):
    """Whether a criterion can say no (hard), may recover, or is the board's (soft)."""

    HARD = "hard"
    RECOVERABLE = "recoverable"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion, or several joined (``parts``), with its value for this patient in words.

    ``missing`` is what would have to be known, ``source`` where the fact came from.
    """

    words: str
    state: Truth
    weight: Weight
    missing: str = ""
    source: str = ""
    parts: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """What speaks against an option: a finding or loss of target, and how it bears on the drug.

    ``record`` is the assertion or escape marker it comes from.
    """

    record: str
    words: str
    how: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class CohortState:
    """One cohort of a trial, evaluated together with what the trial asks of everybody."""

    id: str
    title: str
    status: str
    state: Truth
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a record offers in one disease on one day, whoever the patient is.

    The fields are those of :class:`Option`.
    """

    kind: OptionKind
    id: str
    title: str
    level: Level | None
    tier: str
    regions: tuple[RegionalStatus, ...]
    expired: bool


@dataclass(frozen=True, slots=True)
class ShortOption:
    """An option without its reasons: what is offered, the state for a patient, what is missing."""

    offer: Offer
    state: Truth
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option for one patient on one day.

    ``record`` is the id of the record (of an assertion, product or trial); ``id`` is unique among
    the options (an indication's id for products). ``words`` is how the state is told.
    ``beside`` are reservations that never decide: precautions, target, guidance. ``exposure`` are
    sentences on earlier treatment with the same drugs. ``label`` is the label text read.
    ``missing`` are ``(fact, key)`` pairs that could still change the state.
    """

    kind: OptionKind
    id: str
    record: str
    digest: str
    title: str
    use: Use
    state: Truth
    words: str
    level: Level | None
    tier: str
    drugs: tuple[str, ...]
    genes: tuple[str, ...]
    regions: tuple[RegionalStatus, ...]
    checks: tuple[Check, ...]
    beside: tuple[Check, ...]
    against: tuple[Against, ...]
    exposure: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    evidence: str
    checked: date
    expires: date
    expired: bool
    approved_content: bool
    label: str = ""
    recruitment: str = ""
    cohorts: tuple[CohortState, ...] = ()
    approval: LocalApproval = NOT_APPROVED


@dataclass(frozen=True, slots=True)
class NextTest:
    """An unknown fact worth knowing: what an answer alone would open or close, and the effort.

    ``opens`` and ``closes`` are ids of options; ``informs`` counts options that wait for it, among
    others. ``words`` name the fact.
    """

    fact: str
    key: str
    words: str
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    informs: int
    effort: str
