"""The steps to a cell product: what the case dates of them, and what the rules say of the rest.

Bounds come from stated days alone. What a rule cannot count for want of a day is named, and a
day that does not fit a rule is remarked on; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.records import (
    CountedFrom,
    Drug,
    Evidence,
    Indication,
    Pathway,
    PathwayStep,
    Product,
    Timing,
    Washout,
)
from knowledgebase.rules.criteria import Criterion, Truth, evaluate
from tumorboard.domain.case import CellTherapyStep, PriorTherapy, StepStatus
from tumorboard.domain.option import NoteWords, Step, StepNote, StepRule
from tumorboard.interpretation.options.found import Asking

WASHOUT = "washout"
"""The step of a pathway whose day the treatments of a case tell, where it is not stated."""


@dataclass(frozen=True, slots=True)
class _Exposure:
    """What of the case a washout is about, each with its last day, ``None`` if not stated."""

    washout: Washout
    last: Mapping[str, date | None]

    @property
    def known(self) -> list[date]:
        """Give the last days that are stated."""
        return [day for day in self.last.values() if day is not None]


_Bound = tuple[date, bool]
"""A day, and whether the rule it was counted by was compared with its source."""


@dataclass(slots=True)
class _Found:
    """What the rules say of one step, gathered rule by rule."""

    earliest: list[_Bound] = field(default_factory=list)
    latest: list[_Bound] = field(default_factory=list)
    rules: list[StepRule] = field(default_factory=list)
    missing: list[StepNote] = field(default_factory=list)
    remarks: list[StepNote] = field(default_factory=list)


def steps_of(product: Product, indication: Indication, asking: Asking) -> tuple[Step, ...]:
    """Give the steps to one use of a product, in their order; empty where no pathway is known."""
    pathways = asking.content.pathways.values()
    pathway = next((one for one in pathways if one.applies_to is product.kind), None)
    if pathway is None:
        return ()
    steps = [one for one in pathway.steps if not one.products or product.id in one.products]
    exposures = tuple(_exposures(pathway, asking))
    stated = _stated(product, asking)
    dated = _with_washout(stated, exposures, asking.on)
    timings = [one for one in pathway.timings if _holds(one, product, indication, asking)]
    found = {one.id: _Found() for one in steps}
    _keep_order(steps, dated, found)
    counted = {one.until for one in timings}
    for timing in timings:
        is_counted = timing.step in counted
        _count(timing, dated, found, asking.on, is_counted=is_counted)
        if timing.until in found and not is_counted and timing.until not in dated:
            # What is counted from an earlier step does not wait for a later one.
            found[timing.step].missing.append(_note(NoteWords.DAY_MISSING, step=timing.until))
    for exposure in exposures:
        _wash_out(exposure, dated, found)
    for step in steps:
        _look_at_itself(dated.get(step.id), found[step.id], asking.on)
    needless = set() if exposures else {WASHOUT}
    return tuple(
        _step(
            one,
            dated.get(one.id),
            found[one.id],
            optional=one.optional or one.id in needless,
            from_treatments=one.id in dated and one.id not in stated,
        )
        for one in steps
    )


def _stated(product: Product, asking: Asking) -> dict[str, CellTherapyStep]:
    return {
        step.step: step
        for therapy in asking.course.cell_therapy
        if therapy.product == product.id
        for step in therapy.steps
    }


def _holds(timing: Timing, product: Product, indication: Indication, asking: Asking) -> bool:
    """Tell whether a timing is about this product, this label and what this use is for."""
    if timing.products and product.id not in timing.products:
        return False
    if timing.region and timing.region != indication.region:
        return False
    if not timing.diseases:
        return True
    rule = Criterion("disease", one_of=timing.diseases)
    return evaluate(rule, asking.facts, asking.diseases).value is Truth.MET


# Washouts.


def _exposures(pathway: Pathway, asking: Asking) -> Iterator[_Exposure]:
    """Give what of the treatments each washout is about; the last dose of several lines counts."""
    names = names_of_drugs(asking.content.drugs.values()) if asking.course.therapies else {}
    for washout in pathway.washouts:
        days: dict[str, list[date | None]] = {}
        for therapy in asking.course.therapies:
            for written in therapy.drugs:
                drug = names.get(folded(written))
                classes = drug.classes if drug else ()
                if drug and (drug.id in washout.drugs or {*classes} & {*washout.classes}):
                    days.setdefault(drug.id, []).append(therapy.stop)
            for name in {*therapy.classes} & {*washout.classes}:
                if not _tells_drug(therapy, name, names):
                    days.setdefault(name, []).append(therapy.stop)
        for transplant in asking.course.transplants:
            if transplant.kind in washout.transplants:
                what = f"{transplant.kind} transplantation"
                days.setdefault(what, []).append(transplant.on)
        if days:
            yield _Exposure(washout, {what: _last_of(stops) for what, stops in days.items()})


def _last_of(stops: list[date | None]) -> date | None:
    """Give the last of several days; not known while one of them is not."""
    known = [day for day in stops if day is not None]
    return max(known) if len(known) == len(stops) else None


def _tells_drug(therapy: PriorTherapy, name: str, names: Mapping[str, Drug]) -> bool:
    """Tell whether a drug of the line already stands for a class that the line names too."""
    known = (names.get(folded(written)) for written in therapy.drugs)
    return any(drug is not None and name in drug.classes for drug in known)


def _with_washout(
    stated: Mapping[str, CellTherapyStep], exposures: Iterable[_Exposure], on: date
) -> dict[str, CellTherapyStep]:
    """Add the washout, where the case does not date it: the last dose of all that needs one."""
    days = [day for one in exposures for day in one.last.values()]
    last = _last_of(days) if days else None
    if WASHOUT in stated or last is None:
        return dict(stated)
    status = StepStatus.DONE if last <= on else StepStatus.PLANNED
    return {**stated, WASHOUT: CellTherapyStep(WASHOUT, status, last)}


def _wash_out(
    one: _Exposure,
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, _Found],
) -> None:
    washout = one.washout
    if washout.before not in found:
        return
    # Whether a washout is over is asked at the step that waits for it, and at the washout.
    places = [found[name] for name in (washout.before, WASHOUT) if name in found]
    rule = _rule(washout.id, f"{', '.join(one.last)}: {washout.words}", washout)
    for place in places:
        place.rules.append(rule)
        place.missing += [
            _note(NoteWords.LAST_DOSE_MISSING, what=what)
            for what, day in one.last.items()
            if day is None
        ]
    length = timedelta(days=washout.at_least)
    before, planned = places[0], dated.get(washout.before)
    sure = _is_sure(washout)
    before.earliest += [(day + length, sure) for day in one.known]
    if planned is None:
        return
    for place in places[1:]:
        place.latest.append((planned.on - length, sure))
    for what, day in one.last.items():
        if day is not None and planned.on < day + length:
            said = _note(
                NoteWords.WASHOUT,
                what=what,
                day=day,
                step=washout.before,
                days=(planned.on - day).days,
                asked=washout.at_least,
            )
            before.remarks.append(replace(said, unsure=not sure))


# Order and intervals.


def _keep_order(
    steps: Iterable[PathwayStep],
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, _Found],
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
            if second is not None:
                found[earlier].latest.append((second.on, True))
            if first is not None and second is not None and second.on < _last(first):
                said = _note(NoteWords.BEFORE, day=second.on, step=earlier, other=_last(first))
                found[later].remarks.append(said)


def _count(
    timing: Timing,
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, _Found],
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
    rule = _rule(timing.id, timing.words, timing, expired=timing.expired(on))
    if timing.until not in found:
        found[timing.step].rules.append(rule)
        return
    if not is_counted:
        found[timing.step].rules.append(rule)
    found[timing.until].rules.append(rule)
    sure = _is_sure(timing)
    earlier, later = dated.get(timing.step), dated.get(timing.until)
    counted = None if earlier is None else _counted_day(timing, earlier)
    if counted is None:
        found[timing.until].missing.append(_note(NoteWords.DAY_MISSING, step=timing.step))
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
            said = _note(words, step=timing.until, days=days, asked=_asked(timing))
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
    return f"≥ {low}" if high is None else f"≤ {high}"


# One step.


def _look_at_itself(dated: CellTherapyStep | None, found: _Found, on: date) -> None:
    if dated is not None and dated.status is StepStatus.DONE:
        return
    if dated is not None and dated.on < on:
        found.remarks.append(_note(NoteWords.PASSED, day=dated.on))
    first, last = _tightest(found)
    if first is not None and last is not None and first[0] > last[0]:
        found.remarks.append(_note(NoteWords.NO_DAY_LEFT))


def _step(
    one: PathwayStep,
    dated: CellTherapyStep | None,
    found: _Found,
    *,
    optional: bool,
    from_treatments: bool,
) -> Step:
    done = dated is not None and dated.status is StepStatus.DONE
    # What is done needs no bound any more; what does not fit it is remarked on.
    first, last = (None, None) if done else _tightest(found)
    return Step(
        step=one.id,
        title=one.title,
        title_da=one.title_da,
        status=StepStatus.OPEN if dated is None else dated.status,
        optional=optional,
        on=dated.on if dated else None,
        until=dated.until if dated else None,
        earliest=first[0] if first else None,
        latest=last[0] if last else None,
        unsure=not all(bound[1] for bound in (first, last) if bound),
        rules=tuple(dict.fromkeys((_own_rule(one), *found.rules))),
        missing=() if done else tuple(dict.fromkeys(found.missing)),
        remarks=tuple(dict.fromkeys(found.remarks)),
        from_treatments=from_treatments,
    )


def _tightest(found: _Found) -> tuple[_Bound | None, _Bound | None]:
    """Give the bounds that count; where two give the same day, the one that was compared."""
    first = max(found.earliest, default=None)
    last = min(found.latest, key=lambda bound: (bound[0], not bound[1]), default=None)
    return first, last


def _is_sure(rule: Timing | Washout) -> bool:
    return rule.evidence is Evidence.VERIFIED


def _note(words: NoteWords, **values: object) -> StepNote:
    return StepNote(words, tuple((place, str(value)) for place, value in values.items()))


def _own_rule(step: PathwayStep) -> StepRule:
    return StepRule(step.id, step.words, step.sources, step.evidence.value)


def _rule(record: str, words: str, of: Timing | Washout, *, expired: bool = False) -> StepRule:
    return StepRule(record, words, of.sources, of.evidence.value, expired)


def _last(step: CellTherapyStep) -> date:
    return step.until or step.on
