"""Options and next tests as JSON-ready data and in lines; the shape is in ``docs/interface.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Check, NextTest, Option

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
        "evidence": one.evidence,
        "checked": one.checked.isoformat(),
        "expires": one.expires.isoformat(),
        "expired": one.expired,
    }


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
