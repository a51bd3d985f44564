"""What a classification, a score or a formula says of a case, with its path and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledgebase.records import Evidence, Group, Source
from knowledgebase.rules.criteria import Evaluation
from tumorboard.domain.approval import NOT_APPROVED, LocalApproval


class AssessmentStatus(StrEnum):
    """How much of an answer there is.

    ``single``: one result. ``set``: several classes or groups are still possible. ``range``: a
    number lies within bounds, its group is one. ``not applicable``: the model is not meant for
    this case. ``insufficient``: nothing could be said.
    """

    SINGLE = "single"
    SET = "set"
    RANGE = "range"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path: a class, an item or an input, and how it was decided.

    ``points`` are what a score's item gives, from and to; ``None`` where nothing is added up.
    ``evaluation`` is ``None`` where no rule was asked.
    """

    name: str
    value: str
    points: tuple[Decimal, Decimal] | None
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown fact that could still change the result: its name, key and words."""

    fact: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of one record for one case.

    ``result`` is the class or group (empty unless one is reached), ``possible`` all that are
    still reachable, in the record's order. ``score`` is the closed range of the number, equal
    ends where it is known; ``estimate`` a published estimate within it (IPSS-M's mean).
    ``disease`` is the disease code of the class. ``flags`` are sentences for the board. ``groups``
    are those of a score, lowest first; empty for a classification. ``approval`` is where the record
    stood in this installation when the case was evaluated.
    """

    id: str
    key: str
    standard: str
    title: str
    status: AssessmentStatus
    result: str
    possible: tuple[str, ...]
    disease: str
    score: tuple[Decimal, Decimal] | None
    estimate: Decimal | None
    path: tuple[Step, ...]
    missing: tuple[Missing, ...]
    flags: tuple[str, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    expires: date
    digest: str
    groups: tuple[Group, ...] = ()
    approval: LocalApproval = NOT_APPROVED
