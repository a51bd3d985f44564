"""Options and next tests as JSON-ready data and in lines; the shape is in ``docs/interface.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Check, NextTest, Option, Step, StepNote, StepRule

Result = dict[str, Any]
_SHOWN = 12


def option_results(evaluation: CaseEvaluation) -> Result:
    """Give ``options`` and ``next_tests`` of an evaluation."""
    return {
        "options": [_option(one) for one in evaluation.options],
        "next_tests": [_test(one) for one in evaluation.next_tests],
    }


def options_in_words(result: Result) -> Iterator[str]:
    """Say the options that are not excluded, the first of them, and what to test next."""
    told = [one for one in result["options"] if one["state"] != "not met"]
    for one in told[:_SHOWN]:
        level = one["level"] or "-"
        stale = "; record expired" if one["expired"] else ""
        unsure = "; unverified" if one["evidence"] == "unverified" else ""
        yield f"  {level}  {one['title']} ({one['use']}: {one['words']}{unsure}{stale})"
        if one["missing"]:
            yield f"     missing: {', '.join(fact['words'] for fact in one['missing'])}"
        yield from (f"     against: {each['words']} ({each['how']})" for each in one["against"])
        yield from _steps_in_words(one)
        if one["exposure"]:
            yield f"     earlier treatment: {'; '.join(one['exposure'])}"
    if len(told) > _SHOWN:
        yield f"  and {len(told) - _SHOWN} more; --json lists them all."
    excluded = len(result["options"]) - len(told)
    if excluded:
        yield f"  {excluded} more for this disease do not match; --json says by which criterion."
    for test in result["next_tests"][:3]:
        yield (
            f"  Next test: {test['words']} ({test['effort']}): could open "
            f"{len(test['opens'])} and close {len(test['closes'])}{_elsewhere(test)}"
        )


def _elsewhere(test: Result) -> str:
    """Say how many of the options decided are not known to be of the case's own disease."""
    found = len(test["elsewhere"])
    return f" ({found} of them for another disease or a subtype)" if found else ""


def _steps_in_words(option: Result) -> Iterator[str]:
    """Say which steps the case dates, what does not fit, and what is next; nothing without days."""
    dated = [one for one in option["steps"] if one["date"] and not one["from_treatments"]]
    if not dated:
        return
    said = (f"{one['title']} {one['status']} {one['date']}" for one in dated)
    yield f"     steps: {'; '.join(said)}"
    for one in option["steps"]:
        yield from (f"     to look at: {one['title']}: {said}" for said in one["remarks"])
    following = option["next_step"]
    if following:
        bounds = (("from", following["earliest"]), ("until", following["latest"]))
        days = " ".join(f"{word} {day}" for word, day in bounds if day)
        yield f"     next step: {following['title']}{f', {days}' if days else ''}"


def _option(one: Option) -> Result:
    return {
        "kind": one.kind.value,
        "id": one.id,
        "record": one.record,
        "title": one.title,
        "use": one.use.value,
        "state": one.state.value,
        "words": one.words,
        "level": None if one.level is None else one.level.value,
        "tier": one.tier or None,
        "drugs": list(one.drugs),
        "genes": list(one.genes),
        "regions": [
            {"region": r.region, "status": r.status.value, "since": r.since, "note": r.note}
            for r in one.regions
        ],
        "missing": [
            {"fact": fact, "key": key, "words": fact_in_words(fact, key)}
            for fact, key in one.missing
        ],
        "criteria": [_check(each) for each in one.checks],
        "beside": [_check(each) for each in one.beside],
        "against": [
            {
                "record": each.record,
                "words": each.words,
                "how": each.how,
                "level": None if each.level is None else each.level.value,
            }
            for each in one.against
        ],
        "exposure": list(one.exposure),
        "sources": [{"kind": s.kind.value, "id": s.id, "title": s.title} for s in one.sources],
        "label": one.label,
        "recruitment": one.recruitment,
        "cohorts": [
            {
                "id": each.id,
                "title": each.title,
                "status": each.status,
                "state": each.state.value,
                "criteria": [_check(check) for check in each.checks],
            }
            for each in one.cohorts
        ],
        "steps": [_step(each, _titles(one)) for each in one.steps],
        "next_step": _next_step(one),
        "evidence": one.evidence,
        "checked": one.checked.isoformat(),
        "expires": one.expires.isoformat(),
        "expired": one.expired,
    }


def _step(one: Step, titles: Mapping[str, str]) -> Result:
    return {
        "step": one.step,
        "title": one.title,
        "status": one.status.value,
        "optional": one.optional,
        "date": _day(one.on),
        "until": _day(one.until),
        "from_treatments": one.from_treatments,
        "earliest": _day(one.earliest),
        "latest": _day(one.latest),
        "unsure": one.unsure,
        "rule": " ".join(rule.words for rule in one.rules),
        "source": _sources(one.rules),
        "rules": [
            {
                "record": rule.record,
                "words": rule.words,
                "source": _sources((rule,)),
                "evidence": rule.evidence,
                "expired": rule.expired,
            }
            for rule in one.rules
        ],
        "missing": [_note(note, titles) for note in one.missing],
        "remarks": [_note(note, titles) for note in one.remarks],
    }


def _titles(option: Option) -> Mapping[str, str]:
    return {step.step: step.title for step in option.steps}


def _note(note: StepNote, titles: Mapping[str, str]) -> str:
    values = dict(note.values)
    if "step" in values:
        values["step"] = titles[values["step"]]
    unsure = " (a rule not compared with its source)" if note.unsure else ""
    return note.words.value.format(**values) + unsure


def _sources(rules: Iterable[StepRule]) -> str:
    """Name the sources of rules in one line, each once."""
    sources = (source for rule in rules for source in rule.sources)
    return "; ".join(dict.fromkeys(f"{s.kind.value} {s.id}: {s.title}" for s in sources))


def _next_step(option: Option) -> Result | None:
    """Give the step that is next and what is missing for it."""
    one = option.next_step
    if one is None:
        return None
    return {
        "step": one.step,
        "title": one.title,
        "date": _day(one.on),
        "earliest": _day(one.earliest),
        "latest": _day(one.latest),
        "missing": [_note(note, _titles(option)) for note in one.missing],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _check(one: Check) -> Result:
    return {
        "words": one.words,
        "state": one.state.value,
        "weight": one.weight.value,
        "missing": one.missing,
        "source": one.source,
        "parts": [_check(part) for part in one.parts],
    }


def _test(one: NextTest) -> Result:
    return {
        "fact": one.fact,
        "key": one.key,
        "words": one.words,
        "opens": list(one.opens),
        "closes": list(one.closes),
        "elsewhere": list(one.elsewhere),
        "informs": one.informs,
        "effort": one.effort,
    }
