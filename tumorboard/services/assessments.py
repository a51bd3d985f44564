"""Classifications and risk models as JSON-ready data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from knowledgebase.records import Content
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step

Result = dict[str, Any]


def assessment_results(assessments: Iterable[Assessment], content: Content) -> Result:
    """Give ``{"classification": {...}, "risk": {...}}`` by the keys of the records.

    A record that is not meant for the case says so and nothing else; where several records share
    a key (one standard, several diseases), the one that is meant for the case speaks. While the
    disease is too general to tell which is meant, the others stand under ``also``.
    """
    found: Result = {"classification": {}, "risk": {}}
    for kind in (content.classifications, content.scores, content.formulas):
        for record in kind.values():
            part, _, name = record.key.partition(".")
            status = AssessmentStatus.NOT_APPLICABLE.value
            found[part][name] = {"status": status, "standard": record.standard}
    for one in assessments:
        part, _, name = one.key.partition(".")
        first = found[part][name]
        if first["status"] == AssessmentStatus.NOT_APPLICABLE.value:
            found[part][name] = _result(one)
        else:
            first.setdefault("also", []).append(_result(one))
    return found


def _result(one: Assessment) -> Result:
    return {
        "status": one.status.value,
        "standard": one.standard,
        "title": one.title,
        "result": one.result or None,
        "possible": list(one.possible),
        "disease": one.disease or None,
        "score": None if one.score is None else [float(bound) for bound in one.score],
        "estimate": None if one.estimate is None else float(one.estimate),
        "path": [_step(step) for step in one.path],
        "missing": [{"fact": m.fact, "key": m.key, "words": m.words} for m in one.missing],
        "flags": list(one.flags),
        "note": one.note,
        "sources": [{"kind": s.kind.value, "id": s.id, "title": s.title} for s in one.sources],
        "evidence": one.evidence.value,
        "expires": one.expires.isoformat(),
        "record": {"id": one.id, "digest": one.digest},
    }


def _step(step: Step) -> Result:
    reason = step.evaluation.reason if step.evaluation else None
    return {
        "name": step.name,
        "value": step.value,
        "points": None if step.points is None else [_number(bound) for bound in step.points],
        "words": reason.words if reason else "",
        "missing": reason.missing if reason else "",
        "origins": list(reason.origins) if reason else [],
    }


def _number(value: Decimal) -> float:
    return float(value)


def assessments_in_words(results: Result) -> Iterator[str]:
    """Say what was reached, or what is still possible and what would settle it."""
    for part in ("classification", "risk"):
        for first in results[part].values():
            if first["status"] != AssessmentStatus.NOT_APPLICABLE:
                for one in (first, *first.get("also", ())):
                    yield from _in_words(one)


def _in_words(one: Result) -> Iterator[str]:
    score = one["score"]
    number = "" if score is None else f" ({_range(score)})"
    reached = one["result"] or "; ".join(one["possible"]) or "not assessed"
    open_ = "" if one["result"] else "possible: "
    yield f"  {one['standard']}: {open_}{reached}{number}"
    if one["missing"] and not one["result"]:
        missing = ", ".join(each["words"] for each in one["missing"][:6])
        yield f"      waits for {missing}"
    yield from (f"      {flag}" for flag in one["flags"])


def _range(score: list[float]) -> str:
    low, high = score
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
