"""What was concluded for a case on one day, frozen with everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledgebase.records import Assertion, Axis, Level, Review
from knowledgebase.rules.criteria import Evaluation
from tumorboard.domain.approval import NOT_APPROVED, LocalApproval
from tumorboard.domain.assessment import Assessment
from tumorboard.domain.option import Check, NextTest, Option


class Tier(StrEnum):
    """AMP/ASCO/CAP 2017 tiers (Li et al., J Mol Diagn 2017;19:4-23)."""

    I = "I"  # noqa: E741 - the field's own name
    II = "II"
    III = "III"
    IV = "IV"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a board would name: a named alteration, a mutated gene, a fusion, a karyotype part.

    ``id`` is unique in the case (the variant's id, ``fusion:KMT2A::MLLT3``, ``stated:TP53`` ...).
    ``names`` are the alterations of the knowledge base it was recognised as (``FLT3-ITD``).
    """

    id: str
    kind: str
    gene: str
    label: str
    names: tuple[str, ...]
    vaf: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """An assertion that touches this case.

    ``biomarker`` and ``context`` are evaluated apart; ``context`` is ``None`` when the assertion
    asks for nothing more. ``same_disease`` tells whether the case's disease is one of the
    assertion's. ``level_here`` is the level in *this* disease: A or B elsewhere becomes C here.
    ``findings`` are the ids of the findings the biomarker rests on. ``approval`` is where the
    record stood in this installation when the case was evaluated.
    """

    assertion: Assertion
    same_disease: bool
    biomarker: Evaluation
    context: Evaluation | None
    level_here: Level
    findings: tuple[str, ...]
    expired: bool
    approval: LocalApproval = NOT_APPROVED

    @property
    def approved(self) -> bool:
        """Tell whether a hospital stands for the record: in its own content, or by approval."""
        return self.assertion.review is Review.APPROVED or self.approval.holds


@dataclass(frozen=True, slots=True)
class TierSuggestion:
    """The tier the program suggests for one finding in one disease on one day.

    ``by_axis`` is the best level per axis with any evidence; ``reason`` is one sentence;
    ``matches`` are ids of the assertions behind it, best first.
    """

    finding: str
    disease: str
    on: date
    tier: Tier
    level: Level | None
    by_axis: Mapping[Axis, Level]
    reason: str
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseEvaluation:
    """Everything concluded for one case with one release of the knowledge base on one day.

    ``not_assessed`` are sentences: what was not tested, not read or not known. ``assessments``
    are the classifications and risk models that are, or may be, meant for the case. ``options``
    are what could be offered, in order; both they and ``next_tests`` are empty in evaluations
    stored before there were any.
    """

    case_id: str
    disease: str
    on: date
    release: str
    release_digest: str
    findings: tuple[Finding, ...]
    tiers: tuple[TierSuggestion, ...]
    matches: tuple[Match, ...]
    not_assessed: tuple[str, ...]
    assessments: tuple[Assessment, ...] = ()
    options: tuple[Option, ...] = ()
    next_tests: tuple[NextTest, ...] = ()


def same_conclusions(one: CaseEvaluation | None, other: CaseEvaluation | None) -> bool:
    """Tell whether two evaluations say the same, whatever their day, release and approvals.

    An evaluation stored before there were options offered none: one that offers some says more.
    """
    if one is None or other is None:
        return one is other
    return _content(one) == _content(other)


def _content(evaluation: CaseEvaluation) -> tuple[object, ...]:
    undated = tuple(replace(tier, on=date.min) for tier in evaluation.tiers)
    matches = tuple(replace(match, approval=NOT_APPROVED) for match in evaluation.matches)
    return (
        evaluation.disease,
        evaluation.findings,
        undated,
        matches,
        evaluation.not_assessed,
        tuple(replace(one, approval=NOT_APPROVED) for one in evaluation.assessments),
        frozenset(_offered(one) for one in evaluation.options),
    )


def _offered(option: Option) -> tuple[object, ...]:
    """Give what an option says to this patient.

    Left out is what concludes nothing: how it is worded and ordered, sources, the day of the
    next check (but not that it has passed), and reservations, which never decide.
    """
    cohorts = tuple((one.id, one.status, one.state, _states(one.checks)) for one in option.cohorts)
    stands = (option.use, option.state, option.level, option.expired, option.against)
    return (option.id, stands, _states(option.checks), cohorts)


def _states(checks: tuple[Check, ...]) -> tuple[object, ...]:
    return tuple((one.state, one.weight, _states(one.parts)) for one in checks)
