"""Classes and risk as a report tells them: in what order, what is open and what would settle it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledgebase.records import Evidence
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step

#: WHO and ICC stand side by side, never merged: the keys of their assessments and their names.
SIDES = (("classification.who5", "WHO-HAEM5"), ("classification.icc2022", "ICC 2022"))
_ORDER = {
    AssessmentStatus.SINGLE: 0,
    AssessmentStatus.RANGE: 1,
    AssessmentStatus.SET: 2,
    AssessmentStatus.INSUFFICIENT: 3,
    AssessmentStatus.NOT_APPLICABLE: 4,
}
#: A group other models are built of; told with them, not as a result of its own on page 1.
_PART_OF_OTHERS = "risk.ipssr_cytogenetics"
#: A fact that this many classes wait for is named once for all of them.
_SHARED = 3


def told_assessments(found: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Give what is or may be meant for the case: classes first, then risk, answers first."""
    meant = [one for one in found if one.status is not AssessmentStatus.NOT_APPLICABLE]
    keys = [key for key, _ in SIDES]
    classes = [one for key in keys for one in meant if one.key == key]
    others = [one for one in meant if one.key not in keys]
    return (*classes, *sorted(others, key=_rank))


def _rank(one: Assessment) -> tuple[bool, int]:
    return one.key == _PART_OF_OTHERS, _ORDER[one.status]


def risk_of(told: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Give the models of risk that say something of the case."""
    return tuple(
        one for one in told if _is_risk(one) and one.status is not AssessmentStatus.INSUFFICIENT
    )


def unanswered(told: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Give the models of risk that are meant for the case but know too little."""
    return tuple(
        one for one in told if _is_risk(one) and one.status is AssessmentStatus.INSUFFICIENT
    )


def _is_risk(one: Assessment) -> bool:
    return one.key.startswith("risk.") and one.key != _PART_OF_OTHERS


def is_open(one: Assessment) -> bool:
    """Tell whether more than one class or number is still possible."""
    return one.status in (AssessmentStatus.SET, AssessmentStatus.INSUFFICIENT)


def weak(one: Assessment, on: date) -> tuple[bool, bool]:
    """Tell whether a record was not compared with its source, and whether its date is past."""
    return one.evidence is Evidence.UNVERIFIED, one.expires < on


@dataclass(frozen=True, slots=True)
class Chain:
    """The path through ordered classes: what was set aside, and the class that decided.

    ``refused`` are names that no later rule may still reach. ``deciding`` is ``None`` where the
    path ends without a class that is met.
    """

    refused: tuple[str, ...]
    deciding: Step | None


def chain_of(one: Assessment) -> Chain:
    """Sort the steps of a classification by how they were decided."""
    steps = one.path[1:]
    met = [step for step in steps if step.value == Truth.MET.value]
    refused = [step.name for step in steps if step.value == Truth.NOT_MET.value]
    return Chain(
        refused=tuple(name for name in dict.fromkeys(refused) if name not in one.possible),
        deciding=met[0] if met else None,
    )


def walks_classes(one: Assessment) -> bool:
    """Tell whether the path is one of ordered classes, not of points or inputs."""
    values = {value.value for value in Truth}
    return all(step.value in values and step.points is None for step in one.path[1:])


@dataclass(frozen=True, slots=True)
class Settling:
    """Unknown facts and what each would bear on.

    ``shared`` bear on many classes; ``by_step`` are the further facts of one class or item;
    ``rest`` bear on the whole. Every missing fact stands in at least one of them.
    """

    shared: tuple[str, ...]
    by_step: tuple[tuple[Step, tuple[str, ...]], ...]
    rest: tuple[str, ...]


def settling_of(one: Assessment) -> Settling:
    """Say of each missing fact what it would change."""
    missing = {(each.fact, each.key): each.words for each in one.missing}
    asked: list[tuple[Step, list[tuple[str, str]]]] = []
    for step in one.path[1:]:
        facts = list(step.evaluation.open_facts) if step.evaluation else []
        facts = [fact for fact in dict.fromkeys(facts) if fact in missing]
        if facts:
            asked.append((step, facts))
    counts = Counter(fact for _, facts in asked for fact in facts)
    shared = [fact for fact in missing if counts[fact] >= _SHARED]
    by_step = [
        (step, tuple(missing[fact] for fact in facts if fact not in shared))
        for step, facts in asked
    ]
    return Settling(
        shared=tuple(missing[fact] for fact in shared),
        by_step=tuple((step, names) for step, names in by_step if names),
        rest=tuple(words for fact, words in missing.items() if not counts[fact]),
    )
