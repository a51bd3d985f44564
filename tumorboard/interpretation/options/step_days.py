"""How many days lie between steps: the order they keep, intervals, and the bounds they give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knowledgebase.records import CountedFrom, Evidence, PathwayStep, Timing, Washout
from tumorboard.domain.case import CellTherapyStep, StepStatus
from tumorboard.domain.option import NoteWords, StepNote, StepRule

Bound = tuple[date, bool]
"""A day, and whether the rule it was counted by was compared with its source."""


@dataclass(slots=True)
class Bounds:
    """Where the first day of a step may lie; it only ever becomes tighter.

    Where two rules give the same day, the one that was compared counts.
    """

    earliest: Bound | None = None
    latest: Bound | None = None

    def not_before(self, bound: Bound) -> bool:
        """Take an earliest day, and tell whether it is tighter."""
        if self.earliest is not None and bound <= self.earliest:
            return False
        self.earliest = bound
        return True

    def not_after(self, bound: Bound) -> bool:
        """Take a latest day, and tell whether it is tighter."""
        if self.latest is not None and _as_latest(bound) >= _as_latest(self.latest):
            return False
        self.latest = bound
        return True


@dataclass(slots=True)
class FoundDays:
    """What the rules say of one step; ``bounds`` before other steps bound it."""

    bounds: Bounds = field(default_factory=Bounds)
    rules: list[StepRule] = field(default_factory=list)
    missing: list[StepNote] = field(default_factory=list)
    remarks: list[StepNote] = field(default_factory=list)
    passed_by: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """How many days lie between the first days of two steps, by one rule.

    ``back_only`` tells that the earlier step bounds the later one by other days than its own.
    """

    earlier: str
    later: str
    low: int | None
    high: int | None = None
    sure: bool = True
    back_only: bool = False

    def forwards(self, of: Bounds) -> Bounds:
        """Give the bounds of the later step by those of the earlier one."""
        first = _moved(of.earliest, self.low, 1, sure=self.sure)
        return Bounds(first, _moved(of.latest, self.high, 1, sure=self.sure))

    def backwards(self, of: Bounds) -> Bounds:
        """Give the bounds of the earlier step by those of the later one."""
        first = _moved(of.earliest, self.high, -1, sure=self.sure)
        return Bounds(first, _moved(of.latest, self.low, -1, sure=self.sure))


def settle(
    links: Collection[Link],
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, FoundDays],
    silent: Collection[str],
) -> dict[str, Bounds]:
    """Give the bounds of each step by the stated days of the others, and over open steps.

    ``silent`` are steps that may be left out: without a day they are bounded, and bound nothing.
    """
    days = {name: step.on for name, step in dated.items()}
    bounds = _settled(links, days, found, silent)
    for name in days:
        # Over open steps its own day would come back to it.
        others = {other: day for other, day in days.items() if other != name}
        if name in bounds:
            bounds[name] = _settled(links, others, found, silent)[name]
    return bounds


def _settled(
    links: Collection[Link],
    days: Mapping[str, date],
    found: Mapping[str, FoundDays],
    silent: Collection[str],
) -> dict[str, Bounds]:
    """Carry bounds over the links until nothing changes; a stated day stands for its step."""
    bounds = {name: replace(one.bounds) for name, one in found.items()}

    def told(step: str) -> Bounds:
        if step in days:
            return Bounds((days[step], True), (days[step], True))
        return Bounds() if step in silent else bounds[step]

    # A bound passes over every step at most once, unless rules contradict each other.
    for _ in bounds:
        changed = False
        for link in links:
            changed |= _tighten(bounds[link.earlier], link.backwards(told(link.later)))
            if not link.back_only:
                changed |= _tighten(bounds[link.later], link.forwards(told(link.earlier)))
        if not changed:
            break
    return bounds


def _tighten(bounds: Bounds, by: Bounds) -> bool:
    first = by.earliest is not None and bounds.not_before(by.earliest)
    last = by.latest is not None and bounds.not_after(by.latest)
    return first or last


def _moved(bound: Bound | None, days: int | None, sign: int, *, sure: bool) -> Bound | None:
    if bound is None or days is None:
        return None
    try:
        return bound[0] + timedelta(days=sign * days), bound[1] and sure
    except OverflowError:  # before the first or after the last day there is
        return None


def _as_latest(bound: Bound) -> tuple[date, bool]:
    return bound[0], not bound[1]


def keep_order(
    steps: Iterable[PathwayStep],
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, FoundDays],
) -> Iterator[Link]:
    """Link each step with all that come before it, and remark on stated days out of order."""
    before: dict[str, set[str]] = {}
    for step in steps:
        direct = {one for one in step.after if one in found}
        before[step.id] = direct.union(*(before[one] for one in direct))
    for later, earlier_ones in before.items():
        for earlier in earlier_ones:
            first, second = dated.get(earlier), dated.get(later)
            length = 0 if first is None else (_last(first) - first.on).days
            yield Link(earlier, later, low=length)
            if second is not None and second.status is StepStatus.DONE:
                found[earlier].passed_by.append(later)
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
) -> Iterator[Link]:
    """Link the two steps of an interval, and remark on stated days that do not keep it.

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
    length = _length(timing, earlier)
    if length is not None:
        shift = length - 1 if _of_last_day(timing) else 0
        low, high = (
            None if days is None else days + shift for days in (timing.at_least, timing.at_most)
        )
        yield Link(timing.step, timing.until, low, high, sure=sure)
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


def _within(timing: Timing, days: int) -> bool:
    low = timing.at_least is None or days >= timing.at_least
    return low and (timing.at_most is None or days <= timing.at_most)


def _asked(timing: Timing) -> str:
    """Write the bounds in numbers and signs, which every language reads alike."""
    low, high = timing.at_least, timing.at_most
    if low is not None and high is not None:
        return str(low) if low == high else f"{low}–{high}"
    return f"≥{low}" if high is None else f"≤{high}"


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
