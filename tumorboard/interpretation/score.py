"""Add up the points of a score: exactly where all is known, else from and to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from knowledgebase.records import Disease, Group, Score, ScoreItem
from knowledgebase.rules.criteria import All, Evaluation, Not, Rule, Truth, evaluate
from knowledgebase.rules.facts import Facts
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from tumorboard.interpretation.classify import (
    NOTHING_ASKED,
    met_flags,
    missing_facts,
    presumed_of,
    presumptions_in_words,
    with_presumed,
)

# The step of an item, and the facts that could still change its points.
_Points = tuple[Step, tuple[tuple[str, str], ...]]


def score_case(record: Score, facts: Facts, diseases: Mapping[str, Disease]) -> Assessment:
    """Evaluate a score over facts; pure.

    The range runs from the fewest to the most points that are still possible, item by item.
    What the record presumes stands in for facts that are unknown and would matter, as in a
    classification.
    """
    applies = evaluate(record.applies, facts, diseases)
    first = Step("meant for this case", applies.value.value, None, applies)
    if applies.value is Truth.NOT_MET:
        return _answer(record, AssessmentStatus.NOT_APPLICABLE, None, (first,), (), ())
    if why := tuple(met_flags(record.not_for, facts, diseases)):
        return _answer(record, AssessmentStatus.NOT_APPLICABLE, None, (first,), (), why)
    steps = stated = [_points(item, facts, diseases) for item in record.items]
    presumed = presumed_of(record.presumed, _opened(steps), facts, diseases)
    if presumed:
        held = with_presumed(presumed, facts)
        steps = [_points(item, held, diseases) for item in record.items]
    low, high = _sums(steps)
    opened = [*applies.open_facts, *_opened(steps), *((one.fact, one.key) for one in presumed)]
    known = any(step.points and step.points[0] == step.points[1] for step, _ in steps)
    groups = reached(record.groups, low, high)
    status = status_of(low, high, groups, known=known, sure=applies.value is Truth.MET)
    flags = (
        *presumptions_in_words(presumed, groups, reached(record.groups, *_sums(stated))),
        *met_flags(record.flags, facts, diseases),
    )
    path = (first, *(step for step, _ in steps))
    return _answer(record, status, (low, high), path, opened, flags)


def _sums(steps: Sequence[_Points]) -> tuple[Decimal, Decimal]:
    possible = [step.points for step, _ in steps if step.points]
    return sum((low for low, _ in possible), Decimal(0)), sum(
        (high for _, high in possible), Decimal(0)
    )


def _opened(steps: Sequence[_Points]) -> list[tuple[str, str]]:
    return [fact for _, facts_open in steps for fact in facts_open]


def status_of(
    low: Decimal, high: Decimal, groups: Sequence[Group], *, known: bool, sure: bool
) -> AssessmentStatus:
    """Say how much of an answer a range of a number and its groups is."""
    if not known:
        return AssessmentStatus.INSUFFICIENT
    if not sure or len(groups) > 1:
        return AssessmentStatus.SET
    return AssessmentStatus.SINGLE if low == high else AssessmentStatus.RANGE


def _points(item: ScoreItem, facts: Facts, diseases: Mapping[str, Disease]) -> _Points:
    """Give the step of one item with the points still possible, and its open facts."""
    possible: list[Decimal] = []
    undecided: list[Rule] = []
    opened: list[tuple[str, str]] = []
    shown: Evaluation | None = None
    refused: Evaluation | None = None
    for point in item.points:
        rule = NOTHING_ASKED if point.when is None else point.when
        found = evaluate(rule, facts, diseases)
        if found.value is Truth.NOT_MET:
            refused = found
            continue
        together = evaluate(All((*map(Not, undecided), rule)), facts, diseases)
        if together.value is Truth.NOT_MET:
            continue
        opened += together.open_facts
        possible.append(point.points)
        shown = shown or (found if point.when is not None else None)
        if found.value is Truth.MET:
            break
        undecided.append(rule)
    low, high = min(possible, default=Decimal(0)), max(possible, default=Decimal(0))
    value = f"{low}" if low == high else f"{low} to {high}"
    return Step(item.name, value, (low, high), shown or refused), tuple(dict.fromkeys(opened))


def group_of(groups: Sequence[Group], value: Decimal) -> int:
    """Give the place of the group a number falls in."""
    for place, group in enumerate(groups):
        bound = group.at_most
        if bound is None or value < bound or (value == bound and not group.below):
            return place
    return len(groups) - 1


def reached(groups: Sequence[Group], low: Decimal, high: Decimal) -> tuple[Group, ...]:
    """Give the groups between two numbers, both included."""
    return tuple(groups[group_of(groups, low) : group_of(groups, high) + 1])


def _answer(
    record: Score,
    status: AssessmentStatus,
    score: tuple[Decimal, Decimal] | None,
    path: tuple[Step, ...],
    opened: Sequence[tuple[str, str]],
    flags: tuple[str, ...],
) -> Assessment:
    groups = reached(record.groups, *score) if score else ()
    decided = status in (AssessmentStatus.SINGLE, AssessmentStatus.RANGE)
    return Assessment(
        id=record.id,
        key=record.key,
        standard=record.standard,
        title=record.title,
        status=status,
        result=groups[0].name if decided else "",
        possible=tuple(group.name for group in groups),
        disease="",
        score=score,
        estimate=None,
        path=path,
        missing=missing_facts(opened),
        flags=flags,
        note=record.note,
        sources=record.sources,
        evidence=record.evidence,
        expires=record.expires,
        digest=record.digest,
        groups=record.groups,
    )
