"""What every formula shares: numbers out of facts, and the assessment it ends in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledgebase.records import Formula
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.units import convert, unit_in_words
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from tumorboard.interpretation.classify import missing_facts
from tumorboard.interpretation.score import reached

Asked = tuple[str, str]
_DIGITS = Decimal("1E-12")


def number(facts: Facts, asked: Asked, unit: str) -> Decimal | None:
    """Give a number fact in a unit, ``None`` where it is unknown or does not convert."""
    fact = facts.get(*asked)
    if fact is None or not isinstance(fact.value, Decimal) or not fact.value.is_finite():
        return None
    value = convert(fact.value, fact.unit, unit, asked[1])
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_DIGITS).normalize()


def truth(facts: Facts, *asked: Asked) -> bool | None:
    """Tell whether one of several yes/no facts holds: yes, no, or not known."""
    values = [fact.value if (fact := facts.get(*one)) else None for one in asked]
    if True in values:
        return True
    return False if all(value is False for value in values) else None


def input_step(asked: Asked, value: Decimal | None, unit: str) -> Step:
    """Give the step that shows one input with its unit."""
    name = missing_facts([asked])[0].words
    text = "unknown" if value is None else f"{value:f}{unit_in_words(unit)}"
    return Step(name, text, None, None)


def answered(
    record: Formula,
    status: AssessmentStatus,
    path: tuple[Step, ...],
    *,
    opened: Sequence[Asked] = (),
    flags: tuple[str, ...] = (),
    score: tuple[Decimal, Decimal] | None = None,
    estimate: Decimal | None = None,
    result: str = "",
) -> Assessment:
    """Put an assessment together; groups follow from the range of the score."""
    groups = reached(record.groups, *score) if score else ()
    return Assessment(
        id=record.id,
        key=record.key,
        standard=record.standard,
        title=record.title,
        status=status,
        result=result,
        possible=tuple(group.name for group in groups),
        disease="",
        score=score,
        estimate=estimate,
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
