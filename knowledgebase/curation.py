"""The rules of curation: what a record must state before anybody may rely on it."""

from __future__ import annotations

import re
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
from knowledgebase.rules.atoms import necessary_atoms
from knowledgebase.rules.criteria import Criterion, Not, Rule

# A check is relied on for at most this long, whatever the record says; what rests on a label
# alone for half a year, as labels change.
LONGEST_VALIDITY = timedelta(days=2 * 366)
LONGEST_OF_A_LABEL = timedelta(days=190)

_SHORTEST_NOTE = 20
_SECOND_READING = re.compile(r"Second reading:? ?[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FROM_MEMORY = re.compile(r"\bMEMORY\b|from memory", re.IGNORECASE)
_BY_SOMEBODY = re.compile(r"\b(?:approved|reviewed|signed) by (?:dr|prof|md)", re.IGNORECASE)
_ELIGIBLE = re.compile(r"\bpatients? (?:is|are) eligible\b", re.IGNORECASE)
# Facts of the person and the course; none of them is a finding.
_CLINIC = frozenset(
    {
        *("age", "sex", "setting", "ecog", "lines_of_therapy", "relapses", "region", "disease"),
        *("prior_drug", "prior_class", "refractory_to", "best_response", "in_words"),
    }
)

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
    yield from _on_biomarker(assertion.biomarker)
    yield from _on_words(assertion)
    if _rests_on_labels(assertion) and assertion.expires - assertion.checked > LONGEST_OF_A_LABEL:
        yield "expires", "what rests on a label is relied on for half a year at most"
    if today is not None:
        yield from _on_future(assertion, today)


def shipped_faults(assertion: Assertion) -> Iterator[tuple[str, str]]:
    """Give the faults that concern the content the program ships: it is nowhere approved."""
    if assertion.review is not Review.DRAFT:
        yield "review", "shipped content is draft; a hospital's curators approve it"
    yield from second_reading_faults(assertion.evidence_note)


def second_reading_faults(evidence_note: str) -> Iterator[tuple[str, str]]:
    """Ask for the second reading of a shipped record: when, and what was compared."""
    if not _SECOND_READING.search(" ".join(evidence_note.split())):
        yield (
            "evidence_note",
            'say when the record was read a second time and against what: "Second reading '
            '2026-11-21: ..."',
        )


def _on_words(assertion: Assertion) -> Iterator[tuple[str, str]]:
    """Hold the words to what the program may say, and "verified" to its meaning."""
    note = " ".join(assertion.evidence_note.split())
    if assertion.evidence is Evidence.VERIFIED and len(note) < _SHORTEST_NOTE:
        yield "evidence_note", "say what was compared with the source, and how"
    if assertion.evidence is Evidence.VERIFIED and _FROM_MEMORY.search(note):
        yield "evidence_note", "what rests on memory is unverified"
    if _BY_SOMEBODY.search(note):
        yield "evidence_note", "approval is given in the program, not claimed in a record"
    for key, text in (("title", assertion.title), ("statement", assertion.statement)):
        if _ELIGIBLE.search(text):
            yield key, "the program never says that a patient is eligible; name the criterion"
        if not text.isprintable():
            yield key, "the text holds characters that cannot be seen"


def _on_biomarker(rule: Rule) -> Iterator[tuple[str, str]]:
    """A biomarker is what was found: it can fail, and it is not the clinic alone."""
    if any(one.soft or one.recoverable for one in _criteria(rule)):
        yield "biomarker", "a biomarker is hard; what the board may weigh belongs to the context"
    atoms = necessary_atoms(rule)
    names = {(atom.fact, atom.key) for atom in atoms or ()}
    if atoms is None or len(names) < len(atoms):
        yield "biomarker", "this holds whatever is found; name what must be found"
    elif all(fact in _CLINIC for fact, _ in names):
        yield "biomarker", "this asks the clinic alone; age, setting and treatment are context"


def _rests_on_labels(assertion: Assertion) -> bool:
    kinds = {source.kind for source in assertion.sources}
    return kinds == {SourceKind.LABEL}


def _criteria(rule: Rule) -> Iterator[Criterion]:
    if isinstance(rule, Criterion):
        yield rule
        return
    for part in (rule.part,) if isinstance(rule, Not) else rule.parts:
        yield from _criteria(part)


def _on_future(assertion: Assertion, today: date) -> Iterator[tuple[str, str]]:
    for one in assertion.regions:
        if one.since and one.since > today.isoformat():
            yield "regions", f"{one.region}: {one.since} lies in the future; correct the date"


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
