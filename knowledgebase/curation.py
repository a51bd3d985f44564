"""The rules of curation: what a record must state before anybody may rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from knowledgebase.records import (
    Assertion,
    Axis,
    Effect,
    Evidence,
    Level,
    RegionStatus,
    Review,
    SourceKind,
)

# A check is relied on for at most this long, whatever the record says.
LONGEST_VALIDITY = timedelta(days=2 * 366)

_EFFECTS = {
    Axis.THERAPEUTIC: (Effect.SENSITIVITY, Effect.RESISTANCE, Effect.TOXICITY),
    Axis.DIAGNOSTIC: (Effect.DEFINING, Effect.SUPPORTING, Effect.EXCLUDING),
    Axis.PROGNOSTIC: (Effect.FAVOURABLE, Effect.INTERMEDIATE, Effect.ADVERSE),
}
_ALWAYS_STATED = ("EMA", "FDA")


def may_drive_tier_one(assertion: Assertion) -> bool:
    """Tell whether a finding may reach Tier I by this record.

    Level A and B evidence carries Tier I (Li et al. 2017, table 3), but only where the record
    was compared with its primary source.
    """
    return assertion.level in (Level.A, Level.B) and assertion.evidence is Evidence.VERIFIED


def curation_faults(assertion: Assertion, today: date | None) -> Iterator[tuple[str, str]]:
    """Give the field and the sentence of every rule the record breaks.

    ``today`` bounds the date of the check; ``None`` leaves it open. That a record has expired is
    no fault of curation: it is shown with every conclusion.
    """
    yield from _on_effect(assertion)
    yield from date_faults(assertion.checked, assertion.expires, today)
    if not assertion.sources:
        yield "sources", "an assertion needs at least one primary source"
    if assertion.axis is Axis.THERAPEUTIC:
        yield from _on_therapy(assertion)
    elif assertion.drugs:
        yield "drugs", f"a {assertion.axis.value} assertion names no drugs"
    if assertion.evidence is Evidence.VERIFIED and not assertion.evidence_note:
        yield "evidence_note", "say what was compared with the source, and how"


def shipped_faults(assertion: Assertion) -> Iterator[tuple[str, str]]:
    """Give the faults that concern the content the program ships: it is nowhere approved."""
    if assertion.review is not Review.DRAFT:
        yield "review", "shipped content is draft; a hospital's curators approve it"


def _on_effect(assertion: Assertion) -> Iterator[tuple[str, str]]:
    fitting = _EFFECTS[assertion.axis]
    if assertion.effect not in fitting:
        choice = ", ".join(effect.value for effect in fitting)
        yield (
            "effect",
            f'"{assertion.effect.value}" does not fit the {assertion.axis.value} axis; '
            f"use one of {choice}",
        )


def date_faults(checked: date, expires: date, today: date | None) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the day of a check and the day it expires."""
    if expires <= checked:
        yield "expires", "the record expires before it was checked; correct one of the dates"
    elif expires - checked > LONGEST_VALIDITY:
        yield "expires", "a check is relied on for two years at most; choose an earlier date"
    if today is not None and checked > today:
        yield "checked", "the check lies in the future; correct the date"


def _on_therapy(assertion: Assertion) -> Iterator[tuple[str, str]]:
    if not assertion.drugs:
        yield "drugs", "a therapeutic assertion names its drugs"
    stated = {region.region: region.status for region in assertion.regions}
    absent = [region for region in _ALWAYS_STATED if region not in stated]
    if absent:
        yield (
            "regions",
            f"the status for {' and '.join(absent)} is missing; unknown is a status too",
        )
    approved = RegionStatus.APPROVED in (stated.get(region) for region in _ALWAYS_STATED)
    guideline = any(source.kind is SourceKind.GUIDELINE for source in assertion.sources)
    claims = assertion.level is Level.A and assertion.effect is Effect.SENSITIVITY
    if claims and not absent and not approved and not guideline:
        yield (
            "level",
            "level A needs an approval by EMA or FDA, or a guideline among the sources",
        )
