"""The steps to a cell product: what the case dates of them, and what the rules say of the rest.

Bounds come from stated days alone, over the open steps between them. What a rule cannot count for
want of a day is named, and a day that does not fit a rule is remarked on; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.records import (
    Drug,
    Indication,
    Pathway,
    PathwayStep,
    Product,
    ProductKind,
    Timing,
    Washout,
)
from knowledgebase.rules.criteria import Criterion, Truth, evaluate
from tumorboard.domain.case import CellTherapyStep, PriorTherapy, StepStatus
from tumorboard.domain.option import NoteWords, Step, StepRule
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.options.step_days import (
    Bounds,
    FoundDays,
    Link,
    count,
    is_sure,
    keep_order,
    note,
    rule_of,
    settle,
)

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


@dataclass(frozen=True, slots=True)
class Way:
    """A pathway, and what of the treatments its washouts are about: the same for all products."""

    pathway: Pathway
    exposures: tuple[_Exposure, ...]


def way_of(kind: ProductKind, asking: Asking) -> Way | None:
    """Give the way to products of a kind; ``None`` where no pathway is known."""
    pathways = asking.content.pathways.values()
    pathway = next((one for one in pathways if one.applies_to is kind), None)
    return None if pathway is None else Way(pathway, tuple(_exposures(pathway, asking)))


def steps_of(
    way: Way | None, product: Product, indication: Indication, asking: Asking
) -> tuple[Step, ...]:
    """Give the steps to one use of a product, in their order; empty where no way is known."""
    if way is None:
        return ()
    pathway, exposures = way.pathway, way.exposures
    steps = [one for one in pathway.steps if not one.products or product.id in one.products]
    stated = _stated(product, asking)
    dated = _with_washout(stated, exposures, asking.on)
    timings = [one for one in pathway.timings if _holds(one, product, indication, asking)]
    found = {one.id: FoundDays() for one in steps}
    needless = set() if exposures else {WASHOUT}
    silent = needless | {one.id for one in steps if one.optional}
    links = list(keep_order(steps, dated, found))
    counted = {one.until for one in timings}
    for timing in timings:
        is_counted = timing.step in counted
        links += count(timing, dated, found, asking.on, is_counted=is_counted)
        if timing.until in found and not is_counted and timing.until not in dated:
            # What is counted from an earlier step does not wait for a later one.
            found[timing.step].missing.append(note(NoteWords.DAY_MISSING, step=timing.until))
    for exposure in exposures:
        links += _wash_out(exposure, dated, found, stale=pathway.expired(asking.on))
    bounds = settle(links, dated, found, silent)
    for step in steps:
        needed = step.id not in silent and step.id != WASHOUT
        _look_at_itself(
            dated.get(step.id), found[step.id], bounds[step.id], asking.on, needed=needed
        )
    stale = pathway.expired(asking.on)
    return tuple(
        _step(
            one,
            dated.get(one.id),
            found[one.id],
            bounds[one.id],
            optional=one.optional or one.id in needless,
            from_treatments=one.id in dated and one.id not in stated,
            on=asking.on,
            stale=stale,
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
    found: Mapping[str, FoundDays],
    *,
    stale: bool,
) -> Iterator[Link]:
    washout = one.washout
    if washout.before not in found:
        return
    # Whether a washout is over is asked at the step that waits for it, and at the washout.
    places = [found[name] for name in (washout.before, WASHOUT) if name in found]
    rule = rule_of(washout.id, f"{', '.join(one.last)}: {washout.words}", washout, expired=stale)
    for place in places:
        place.rules.append(rule)
        place.missing += [
            note(NoteWords.LAST_DOSE_MISSING, what=what)
            for what, day in one.last.items()
            if day is None
        ]
    length = timedelta(days=washout.at_least)
    before, planned = places[0], dated.get(washout.before)
    sure = is_sure(washout)
    for given in one.known:
        before.bounds.not_before((given + length, sure))
    if WASHOUT in found:
        # Forwards each drug counts from its own last day, not from the last of all.
        days = washout.at_least
        yield Link(WASHOUT, washout.before, days, sure=sure, back_only=True)
    if planned is None:
        return
    for what, day in one.last.items():
        if day is not None and planned.on < day + length:
            said = note(
                NoteWords.WASHOUT,
                what=what,
                day=day,
                step=washout.before,
                days=(planned.on - day).days,
                asked=washout.at_least,
            )
            before.remarks.append(replace(said, unsure=not sure))


def _look_at_itself(
    dated: CellTherapyStep | None, found: FoundDays, bounds: Bounds, on: date, *, needed: bool
) -> None:
    if dated is not None and dated.status is StepStatus.DONE:
        return
    if dated is not None and dated.on < on:
        found.remarks.append(note(NoteWords.PASSED, day=dated.on))
    first, last = bounds.earliest, bounds.latest
    if last is None:
        return
    # An open step cannot be done on a day that has passed.
    late = needed and dated is None and not found.passed_by and last[0] < on
    if late or (first is not None and first[0] > last[0]):
        found.remarks.append(note(NoteWords.NO_DAY_LEFT))


def _step(
    one: PathwayStep,
    dated: CellTherapyStep | None,
    found: FoundDays,
    bounds: Bounds,
    *,
    optional: bool,
    from_treatments: bool,
    on: date,
    stale: bool,
) -> Step:
    done = dated is not None and dated.status is StepStatus.DONE
    # What is done needs no bound any more; what does not fit it is remarked on.
    first, last = (None, None) if done else (bounds.earliest, bounds.latest)
    if first is not None and first[0] < on:
        first = None  # what is still to be done is possible from today
    passed = not done and bool(found.passed_by)
    remarks = list(found.remarks)
    if passed and dated is None and not optional:
        remarks.append(note(NoteWords.NOT_DATED, step=found.passed_by[0]))
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
        rules=tuple(dict.fromkeys((_own_rule(one, stale=stale), *found.rules))),
        missing=() if done else tuple(dict.fromkeys(found.missing)),
        remarks=tuple(dict.fromkeys(remarks)),
        from_treatments=from_treatments,
        passed=passed,
    )


def _own_rule(step: PathwayStep, *, stale: bool) -> StepRule:
    return StepRule(step.id, step.words, step.sources, step.evidence.value, stale)
