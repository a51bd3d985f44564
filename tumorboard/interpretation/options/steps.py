"""The steps to a cell product: what the case dates of them, and what the rules say of the rest.

Bounds come from stated days alone. What a rule cannot count for want of a day is named, and a
day that does not fit a rule is remarked on; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.records import (
    CountedFrom,
    Drug,
    Indication,
    Pathway,
    PathwayStep,
    Product,
    Timing,
    Washout,
)
from knowledgebase.rules.criteria import Criterion, Truth, evaluate
from tumorboard.domain.case import CellTherapyStep, PriorTherapy, StepStatus
from tumorboard.domain.option import Step, StepRule
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


@dataclass(slots=True)
class _Found:
    """What the rules say of one step, gathered rule by rule."""

    earliest: list[date] = field(default_factory=list)
    latest: list[date] = field(default_factory=list)
    rules: list[StepRule] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


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
    # Within a sentence; a name such as CAR-T keeps its capitals.
    titles = {one.id: one.title[:1].lower() + one.title[1:] for one in steps}
    _keep_order(steps, dated, found, titles)
    counted = {one.until for one in timings}
    for timing in timings:
        _count(timing, dated, found, titles, asking.on)
        if timing.until in found and timing.step not in counted and timing.until not in dated:
            # What is counted from an earlier step does not wait for a later one.
            found[timing.step].missing.append(f"the day of the {titles[timing.until]}")
    for exposure in exposures:
        _wash_out(exposure, dated, found, titles)
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
    titles: Mapping[str, str],
) -> None:
    washout = one.washout
    if washout.before not in found:
        return
    # Whether a washout is over is asked at the step that waits for it, and at the washout.
    places = [found[name] for name in (washout.before, WASHOUT) if name in found]
    rule = _rule(washout.id, f"{', '.join(one.last)}: {washout.words}", washout)
    for place in places:
        place.rules.append(rule)
        place.missing += [f"the last day of {what}" for what, day in one.last.items() if not day]
    length = timedelta(days=washout.at_least)
    before, planned = places[0], dated.get(washout.before)
    before.earliest += [day + length for day in one.known]
    if planned is None:
        return
    for place in places[1:]:
        place.latest.append(planned.on - length)
    for what, day in one.last.items():
        if day is not None and planned.on < day + length:
            before.remarks.append(
                f"{what}: last on {day}, {_days((planned.on - day).days)} before the "
                f"{titles[washout.before]}; the washout is {_days(washout.at_least)}"
            )


# Order and intervals.


def _keep_order(
    steps: Iterable[PathwayStep],
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, _Found],
    titles: Mapping[str, str],
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
                found[later].earliest.append(_last(first))
            if second is not None:
                found[earlier].latest.append(second.on)
            if first is not None and second is not None and second.on < _last(first):
                found[later].remarks.append(
                    f"{second.on} lies before the {titles[earlier]} ({_last(first)}), "
                    "which comes first"
                )


def _count(
    timing: Timing,
    dated: Mapping[str, CellTherapyStep],
    found: Mapping[str, _Found],
    titles: Mapping[str, str],
    on: date,
) -> None:
    """Count one interval forwards from its step, and backwards from the later one."""
    if timing.step not in found:
        return
    rule = _rule(timing.id, timing.words, timing, expired=timing.expired(on))
    found[timing.step].rules.append(rule)
    if timing.until not in found:
        return
    found[timing.until].rules.append(rule)
    earlier, later = dated.get(timing.step), dated.get(timing.until)
    counted = None if earlier is None else _counted_day(timing, earlier)
    if counted is None:
        found[timing.until].missing.append(f"the day of the {titles[timing.step]}")
    else:
        bounds = _bounds_after(timing, counted)
        found[timing.until].earliest += [bounds[0]] if bounds[0] else []
        found[timing.until].latest += [bounds[1]] if bounds[1] else []
    if later is not None:
        length = _length(timing, earlier)
        if length is not None:
            shift = timedelta(days=length - 1 if _of_last_day(timing) else 0)
            if timing.at_most is not None:
                day = later.on - timedelta(days=timing.at_most)
                found[timing.step].earliest.append(day - shift)
            if timing.at_least is not None:
                day = later.on - timedelta(days=timing.at_least)
                found[timing.step].latest.append(day - shift)
    if counted is not None and later is not None:
        days = (later.on - counted).days
        if not _within(timing, days):
            found[timing.step].remarks.append(
                f"from its {timing.counted_from.value} to the {titles[timing.until]} it is "
                f"{_days(days)}; the rule asks for {_asked(timing)}"
            )


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
    low, high = timing.at_least, timing.at_most
    if low is not None and high is not None:
        return _days(low) if low == high else f"{low} to {_days(high)}"
    return f"at least {_days(low or 0)}" if high is None else f"at most {_days(high)}"


# One step.


def _look_at_itself(dated: CellTherapyStep | None, found: _Found, on: date) -> None:
    if dated is not None and dated.status is StepStatus.DONE:
        return
    if dated is not None and dated.on < on:
        found.remarks.append(f"planned for {dated.on}, which has passed; state whether it is done")
    if max(found.earliest, default=date.min) > min(found.latest, default=date.max):
        found.remarks.append("the stated days of other steps leave no day for it")


def _step(
    one: PathwayStep,
    dated: CellTherapyStep | None,
    found: _Found,
    *,
    optional: bool,
    from_treatments: bool,
) -> Step:
    done = dated is not None and dated.status is StepStatus.DONE
    return Step(
        step=one.id,
        title=one.title,
        title_da=one.title_da,
        status=StepStatus.OPEN if dated is None else dated.status,
        optional=optional,
        on=dated.on if dated else None,
        until=dated.until if dated else None,
        # What is done needs no bound any more; what does not fit it is remarked on.
        earliest=None if done else max(found.earliest, default=None),
        latest=None if done else min(found.latest, default=None),
        rules=tuple(dict.fromkeys((_own_rule(one), *found.rules))),
        missing=() if done else tuple(dict.fromkeys(found.missing)),
        remarks=tuple(dict.fromkeys(found.remarks)),
        from_treatments=from_treatments,
    )


def _own_rule(step: PathwayStep) -> StepRule:
    return StepRule(step.id, step.words, step.sources, step.evidence.value)


def _rule(record: str, words: str, of: Timing | Washout, *, expired: bool = False) -> StepRule:
    return StepRule(record, words, of.sources, of.evidence.value, expired)


def _last(step: CellTherapyStep) -> date:
    return step.until or step.on


def _days(number: int) -> str:
    return f"{number} day{'' if abs(number) == 1 else 's'}"
