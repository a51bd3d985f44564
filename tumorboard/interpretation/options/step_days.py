"""How many days lie between steps: the order they keep, and intervals counted from stated days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knowledgebase.records import CountedFrom, Evidence, PathwayStep, Timing, Washout
from tumorboard.domain.case import CellTherapyStep, StepStatus
from tumorboard.domain.option import NoteWords, StepNote, StepRule

Bound = tuple[date, bool]
"""A day, and whether the rule it was counted by was compared with its source."""


@dataclass(slots=True)
class FoundDays:
    """What the rules say of one step, gathered rule by rule."""

    earliest: list[Bound] = field(default_factory=list)
    latest: list[Bound] = field(default_factory=list)
    rules: list[StepRule] = field(default_factory=list)
    missing: list[StepNote] = field(default_factory=list)
    remarks: list[StepNote] = field(default_factory=list)
    passed_by: list[str] = field(default_factory=list)


def keep_order(
    steps: Iterable[PathwayStep],
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, FoundDays],
) -> None:
    """Bound each step by the dated ones that come before and after it, over undated ones too."""
    before: dict[str, set[str]] = {}
    for step in steps:
        direct = {one for one in step.after if one in found}
        before[step.id] = direct.union(*(before[one] for one in direct))
    for later, earlier_ones in before.items():
        for earlier in earlier_ones:
            first, second = dated.get(earlier), dated.get(later)
            if first is not None:
                found[later].earliest.append((_last(first), True))
            if second is not None and second.status is StepStatus.DONE:
                found[earlier].passed_by.append(later)
            if second is not None:
                found[earlier].latest.append((second.on, True))
            if first is not None and second is not None and second.on < _last(first):
                said = note(NoteWords.BEFORE, day=second.on, step=earlier, other=_last(first))
                found[later].remarks.append(said)


def count(
    timing: Timing,
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, FoundDays],
    on: date,
    *,
    is_counted: bool,
) -> None:
    """Count one interval forwards from its step, and backwards from the later one.

    ``is_counted`` tells that the day of its step is itself counted from an earlier one: then the
    rule stands at the later step alone.
    """
    if timing.step not in found:
        return
    rule = rule_of(timing.id, timing.words, timing, expired=timing.expired(on))
    if timing.until not in found:
        found[timing.step].rules.append(rule)
        return
    if not is_counted:
        found[timing.step].rules.append(rule)
    found[timing.until].rules.append(rule)
    sure = is_sure(timing)
    earlier, later = dated.get(timing.step), dated.get(timing.until)
    counted = None if earlier is None else _counted_day(timing, earlier)
    if counted is None:
        found[timing.until].missing.append(note(NoteWords.DAY_MISSING, step=timing.step))
    else:
        first, last = _bounds_after(timing, counted)
        found[timing.until].earliest += [(first, sure)] if first else []
        found[timing.until].latest += [(last, sure)] if last else []
    if later is not None:
        length = _length(timing, earlier)
        if length is not None:
            shift = timedelta(days=length - 1 if _of_last_day(timing) else 0)
            if timing.at_most is not None:
                day = later.on - timedelta(days=timing.at_most)
                found[timing.step].earliest.append((day - shift, sure))
            if timing.at_least is not None:
                day = later.on - timedelta(days=timing.at_least)
                found[timing.step].latest.append((day - shift, sure))
    if counted is not None and later is not None:
        days = (later.on - counted).days
        if not _within(timing, days):
            words = NoteWords.FROM_LAST_DAY if _of_last_day(timing) else NoteWords.FROM_FIRST_DAY
            said = note(words, step=timing.until, days=days, asked=_asked(timing))
            found[timing.step].remarks.append(replace(said, unsure=not sure))


def _of_last_day(timing: Timing) -> bool:
    return timing.counted_from is CountedFrom.LAST_DAY


def _length(timing: Timing, stated: CellTherapyStep | None) -> int | None:
    """Give how many days the step takes: as stated, else as the rule says."""
    if stated is not None and stated.until is not None:
        return (stated.until - stated.on).days + 1
    return timing.lasts if timing.lasts is not None or _of_last_day(timing) else 1


def _counted_day(timing: Timing, stated: CellTherapyStep) -> date | None:
    if not _of_last_day(timing):
        return stated.on
    length = _length(timing, stated)
    return None if length is None else stated.on + timedelta(days=length - 1)


def _bounds_after(timing: Timing, counted: date) -> tuple[date | None, date | None]:
    low, high = (
        None if days is None else counted + timedelta(days=days)
        for days in (timing.at_least, timing.at_most)
    )
    return low, high


def _within(timing: Timing, days: int) -> bool:
    low = timing.at_least is None or days >= timing.at_least
    return low and (timing.at_most is None or days <= timing.at_most)


def _asked(timing: Timing) -> str:
    """Write the bounds in numbers and signs, which every language reads alike."""
    low, high = timing.at_least, timing.at_most
    if low is not None and high is not None:
        return str(low) if low == high else f"{low}–{high}"
    return f"≥{low}" if high is None else f"≤{high}"


def tightest(found: FoundDays) -> tuple[Bound | None, Bound | None]:
    """Give the bounds that count; where two give the same day, the one that was compared."""
    first = max(found.earliest, default=None)
    last = min(found.latest, key=lambda bound: (bound[0], not bound[1]), default=None)
    return first, last


def is_sure(rule: Timing | Washout) -> bool:
    """Tell whether a rule was compared with its source."""
    return rule.evidence is Evidence.VERIFIED


def note(words: NoteWords, **values: object) -> StepNote:
    """Make a sentence of its words and what stands in their places."""
    return StepNote(words, tuple((place, str(value)) for place, value in values.items()))


def rule_of(record: str, words: str, of: Timing | Washout, *, expired: bool = False) -> StepRule:
    """Give what a record says of a step, for a reader."""
    return StepRule(record, words, of.sources, of.evidence.value, expired)


def _last(step: CellTherapyStep) -> date:
    return step.until or step.on
