"""The level an assertion has in this patient's disease today, and what must be said of it.

After Li et al., J Mol Diagn 2017;19:4-23, table 3. The paper knows the FDA alone; that an
approval by the EMA counts as much is this product's decision, and every level A says who approved.
What the paper leaves open is settled in ``docs/decisions/0006-interpretation.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledgebase.records import (
    Assertion,
    Axis,
    Disease,
    Evidence,
    Level,
    RegionStatus,
    SourceKind,
)
from knowledgebase.rules.hierarchy import is_a

_RANK: Mapping[Level, int] = {Level.A: 0, Level.B: 1, Level.C: 2, Level.D: 3}
_APPROVED = (RegionStatus.APPROVED, RegionStatus.REIMBURSED)


@dataclass(frozen=True, slots=True)
class LevelHere:
    """A level, who approved ("EMA, FDA", "FDA only", empty), and what else was considered.

    ``remarks`` are parts of a sentence, in the order considered.
    """

    level: Level
    approval: str
    remarks: tuple[str, ...]


def rank(level: Level) -> int:
    """Order levels: 0 is the strongest."""
    return _RANK[level]


def covers(assertion: Assertion, disease: str, diseases: Mapping[str, Disease]) -> bool:
    """Tell whether the patient's disease is one of the assertion's, or a subtype of one."""
    return any(is_a(disease, stated, diseases) for stated in assertion.diseases)


def might_cover(assertion: Assertion, disease: str, diseases: Mapping[str, Disease]) -> bool:
    """Tell whether the patient's disease is stated too generally to know."""
    return any(is_a(stated, disease, diseases) for stated in assertion.diseases)


def speaks_here(assertion: Assertion, disease: str, diseases: Mapping[str, Disease]) -> bool:
    """Tell whether an assertion says anything about the patient's disease at all.

    A treatment proven elsewhere may be an option here (table 3, level C). What a lesion means for
    diagnosis or prognosis belongs to the disease it was shown in: TP53 in mantle cell lymphoma
    says nothing of a leukaemia.
    """
    return (
        assertion.axis is Axis.THERAPEUTIC
        or covers(assertion, disease, diseases)
        or might_cover(assertion, disease, diseases)
    )


def level_here(
    assertion: Assertion, disease: str, diseases: Mapping[str, Disease], on: date
) -> LevelHere:
    """Give the assertion's level in this disease on this day; never above its own level."""
    approval = _approval(assertion, on)
    level, remarks = _by_approval(assertion, bool(approval), on)
    remarks += _not_yet(assertion, on)
    if assertion.evidence is Evidence.UNVERIFIED and rank(level) < rank(Level.C):
        level = Level.C
        remarks.append("the record was not compared with its source, so it counts as C at most")
    elif assertion.evidence is Evidence.UNVERIFIED:
        remarks.append("the record was not compared with its source")
    if not covers(assertion, disease, diseases):
        stated = ", ".join(assertion.diseases)
        stated_level = f"level {assertion.level}" + (f" ({approval})" if approval else "")
        elsewhere = f"{stated_level} holds in {stated}, another disease"
        if might_cover(assertion, disease, diseases):
            elsewhere = (
                f"{stated_level} holds in {stated}; whether this {disease} is one is "
                "unknown, so it is taken as another disease"
            )
        level = Level.C if rank(level) < rank(Level.C) else Level.D
        remarks.append(elsewhere)
    if assertion.expired(on):
        remarks.append(f"the record's check expired on {assertion.expires.isoformat()}")
    return LevelHere(level, approval, tuple(remarks))


def _approval(assertion: Assertion, on: date) -> str:
    """Name the regions that approved or pay for the use; the paper asks for a regulator's word."""
    if assertion.axis is not Axis.THERAPEUTIC:
        return ""
    approving = [
        one.region
        for one in assertion.regions
        if one.status in _APPROVED and not _later(one.since, on)
    ]
    return ", ".join(approving) + (" only" if len(approving) == 1 else "")


def _later(since: str, on: date) -> bool:
    """Tell whether a date, year and month, or year lies wholly after the day; empty never does.

    ISO 8601 text of the same length sorts as its dates do.
    """
    return since > on.isoformat()[: len(since)]


def _not_yet(assertion: Assertion, on: date) -> list[str]:
    """Name the approvals that came after the day of the evaluation."""
    if assertion.axis is not Axis.THERAPEUTIC:
        return []
    late = [
        f"{one.region} {one.since}"
        for one in assertion.regions
        if one.status in _APPROVED and _later(one.since, on)
    ]
    return [f"not yet approved on that day ({', '.join(late)})"] if late else []


def _by_approval(assertion: Assertion, approved: bool, on: date) -> tuple[Level, list[str]]:
    """Weigh what regulators decided; response and resistance alike."""
    if assertion.axis is not Axis.THERAPEUTIC:
        return assertion.level, []
    withdrawn = [one.region for one in assertion.regions if one.status is RegionStatus.WITHDRAWN]
    statuses = {one.status for one in assertion.regions}
    if approved:
        return assertion.level, [f"withdrawn ({', '.join(withdrawn)})"] if withdrawn else []
    guideline = any(source.kind is SourceKind.GUIDELINE for source in assertion.sources)
    if withdrawn:
        why = f"withdrawn ({', '.join(withdrawn)}) and approved nowhere, so it counts as C at most"
        return _at_most(assertion.level, Level.C), [why]
    if RegionStatus.NOT_APPROVED in statuses or _not_yet(assertion, on):
        most = Level.B if guideline else Level.C
        return _cap(assertion.level, most, "approved nowhere that is recorded")
    if RegionStatus.UNKNOWN in statuses and not guideline:
        return _cap(assertion.level, Level.C, "no approval is recorded")
    return assertion.level, []


def _cap(level: Level, most: Level, why: str) -> tuple[Level, list[str]]:
    """Take level A down to ``most``: A on this axis means approved or in a guideline."""
    if level is not Level.A:
        return level, [why]
    return most, [f"{why}, so it counts as {most}"]


def _at_most(level: Level, most: Level) -> Level:
    return most if rank(level) < rank(most) else level
