"""A case at rest: everything a report prints, gathered at one moment and never changed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledgebase.records import Disease
from tumorboard.domain.board import (
    Acknowledgement,
    OptionChoice,
    Person,
    Recommendation,
    TierDecision,
)
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.variant import VariantFile


@dataclass(frozen=True, slots=True)
class FrozenBoardCase:
    """What the board saw and decided, as it stood at ``prepared_at``.

    ``variant_file`` is ``None`` for a case that states its findings directly. ``decisions`` may
    hold several for one finding; the latest counts. ``recommendation`` and ``acknowledgement``
    are ``None`` when there is none. ``people`` are the members who took part. ``audit_head`` is
    the head of the audit chain, hexadecimal. ``prepared_at`` is aware of its time zone. ``demo``
    marks made-up cases. ``disease`` gives the names behind the case's disease code, ``None`` if
    the knowledge base does not know the code. ``choices`` are all words on options, in order of
    time; :func:`tumorboard.domain.board.taken_options` gives those that count.
    """

    case: Case
    variant_file: VariantFile | None
    evaluation: CaseEvaluation
    decisions: tuple[TierDecision, ...]
    recommendation: Recommendation | None
    people: tuple[Person, ...]
    acknowledgement: Acknowledgement | None
    audit_head: str
    prepared_at: datetime
    demo: bool
    disease: Disease | None = None
    choices: tuple[OptionChoice, ...] = ()
