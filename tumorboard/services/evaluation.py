"""Evaluate case files; the result's shape is documented in ``docs/interface.md`` and stable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.collecting import not_collecting
from knowledgebase.errors import UserError
from knowledgebase.records import Assertion
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, Finding, Match, TierSuggestion
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.errors import CaseFileError
from tumorboard.interpretation.completeness import MissingFact, completeness
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.patient_notes import with_age
from tumorboard.interpretation.tiers import context_in_words
from tumorboard.services.assessments import assessment_results, assessments_in_words
from tumorboard.services.case_file import case_from_data, read_case_file
from tumorboard.services.inspection import inspection_of
from tumorboard.services.options import option_results, options_in_words

Result = dict[str, Any]
Answered = TypeVar("Answered")
LONGEST_LINE = 1_048_576


@cache
def shipped_catalog() -> Catalog:
    """Give the release the program ships, indexed once."""
    return Catalog(load_content())


def evaluate_file(path: Path, *, on: date | None = None, catalog: Catalog | None = None) -> Result:
    """Evaluate one case file; ``on`` is the day of the evaluation, today without one.

    Raises :class:`tumorboard.errors.CaseFileError` or ``VariantFileError`` with one sentence.
    """
    knowledge = catalog or shipped_catalog()
    day = on or date.today()
    case = read_case_file(path, knowledge, on=day)
    return result_of(case, evaluate_case(case, knowledge, day), knowledge)


def frozen_case_file(
    path: Path, *, on: date | None = None, catalog: Catalog | None = None
) -> FrozenBoardCase:
    """Evaluate a case file and freeze it for a report: nobody has decided anything about it yet.

    Raises :class:`tumorboard.errors.CaseFileError` or ``VariantFileError`` with one sentence.
    """
    knowledge = catalog or shipped_catalog()
    day = on or date.today()
    case = read_case_file(path, knowledge, on=day)
    return FrozenBoardCase(
        case=with_age(case, day),
        variant_file=case.variant_file,
        evaluation=evaluate_case(case, knowledge, day),
        decisions=(),
        recommendation=None,
        people=(),
        acknowledgement=None,
        audit_head="",
        prepared_at=datetime.now().astimezone(),
        demo=False,
        disease=knowledge.content.diseases.get(case.disease),
    )


def evaluate_batch(
    lines: Iterable[str | bytes],
    *,
    on: date | None = None,
    catalog: Catalog | None = None,
    folder: Path | None = None,
    first: int = 1,
) -> Iterator[Result]:
    """Yield one result per line of JSON, in order; a bad line yields ``{"line", "error"}``.

    Lines may be bytes of UTF-8; ``first`` is the number of the first. Variant files are looked
    for below ``folder``, the working directory without one.
    """
    knowledge = catalog or shipped_catalog()
    day = on or date.today()

    def evaluated(case: Case) -> Result:
        return result_of(case, evaluate_case(case, knowledge, day), knowledge)

    place = folder or Path()
    return each_case(lines, evaluated, dict, knowledge, on=day, folder=place, first=first)


def each_case(
    lines: Iterable[str | bytes],
    answer: Callable[[Case], Answered],
    refusal: Callable[[Result], Answered],
    catalog: Catalog,
    *,
    on: date,
    folder: Path,
    first: int = 1,
) -> Iterator[Answered]:
    """Yield what is answered of the case of each line, or what ``{"line", "error"}`` becomes."""
    for number, line in enumerate(lines, start=first):
        try:
            with not_collecting():
                answered = answer(case_from_data(_json(line), catalog, folder=folder, on=on))
        except UserError as fault:
            answered = refusal({"line": number, "error": fault.sentence})
        except RecursionError:
            sentence = "this JSON cannot be used: the nesting is too deep."
            answered = refusal({"line": number, "error": sentence})
        yield answered


def result_of(case: Case, evaluation: CaseEvaluation, catalog: Catalog) -> Result:
    """Give an evaluation as JSON-ready data."""
    disease = catalog.content.diseases.get(evaluation.disease)
    labels = {finding.id: finding.label for finding in evaluation.findings}
    file = case.variant_file
    return {
        "case": evaluation.case_id,
        "date": evaluation.on.isoformat(),
        "disease": {"code": evaluation.disease, "name": disease.name if disease else ""},
        "setting": case.setting.value,
        "release": {"version": evaluation.release, "digest": evaluation.release_digest},
        "findings": [_finding(finding) for finding in evaluation.findings],
        "tiers": [_tier(tier, labels) for tier in evaluation.tiers],
        "matches": [_match(match) for match in evaluation.matches],
        **assessment_results(evaluation.assessments, catalog.content),
        **option_results(evaluation),
        "completeness": [_missing_fact(one) for one in completeness(evaluation)],
        "not_assessed": list(evaluation.not_assessed),
        "variant_file": None if file is None else inspection_of(file),
    }


def in_words(result: Result) -> str:
    """Say a result in lines for a terminal."""
    lines = [
        f"Case {result['case']}: {result['disease']['name']} ({result['disease']['code']}), "
        f"{result['setting']}, {result['date']}; knowledge {result['release']['version']}",
        "",
        "Findings and suggested tiers (AMP/ASCO/CAP 2017)" if result["tiers"] else "No findings.",
    ]
    for tier in result["tiers"]:
        lines += [f"  {tier['tier']:<4}{tier['label']}", f"      {tier['reason']}"]
    if result["matches"]:
        lines += ["", "What the knowledge base says"]
    for match in result["matches"]:
        here = "this disease" if match["same_disease"] else ", ".join(match["diseases"])
        review = "" if match["review"] == "approved" else ", not locally approved"
        lines.append(f"  {match['level_here']}  {match['title']} ({here}{review})")
        if match["context"] and match["context"]["words"]:
            lines.append(f"     {match['context']['words']}")
    if assessed := list(assessments_in_words(result)):
        lines += ["", "Classification and risk", *assessed]
    if offered := list(options_in_words(result)):
        lines += ["", "Options", *offered]
    lines += ["", "Not assessed", *(f"  {sentence}" for sentence in result["not_assessed"])]
    if result["variant_file"]:
        records = result["variant_file"]["records"]
        lines += [
            "",
            f"Variant file: {records['read']} records read, {records['accepted']} accepted, "
            f"{records['rejected']} rejected.",
        ]
    return "\n".join(lines)


def _json(written: str | bytes) -> object:
    if len(written) > LONGEST_LINE:
        raise CaseFileError(f"the line is longer than {LONGEST_LINE} characters; shorten it.")
    try:
        line = written.decode("utf-8") if isinstance(written, bytes) else written
    except UnicodeDecodeError as fault:
        raise CaseFileError(
            f"the line is not UTF-8 text (byte {fault.start + 1}); save it as UTF-8."
        ) from None
    if not line.strip():
        raise CaseFileError("the line is empty; write one case as a JSON object, or remove it.")
    try:
        return json.loads(
            line,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as fault:
        raise CaseFileError(
            f"this is not JSON ({fault.msg} at character {fault.pos + 1}); "
            "write one case as a JSON object."
        ) from None
    except (ValueError, RecursionError):
        raise CaseFileError(
            "this JSON cannot be used: a number is too long or the nesting too deep."
        ) from None


def _no_constant(_: str) -> object:
    raise CaseFileError("NaN and Infinity are no numbers; leave the field out if it is unknown.")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CaseFileError("a field stands twice in one object; remove one.")
    return found


def _missing_fact(one: MissingFact) -> Result:
    waits = [
        {"kind": w.kind, "id": w.id, "title": w.title, "level": w.level or None} for w in one.waits
    ]
    return {"fact": one.fact, "key": one.key, "words": one.words, "waits": waits}


def _finding(finding: Finding) -> Result:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "gene": finding.gene,
        "label": finding.label,
        "alterations": list(finding.names),
        "vaf": None if finding.vaf is None else float(finding.vaf),
        "source": finding.source,
    }


def _tier(tier: TierSuggestion, labels: dict[str, str]) -> Result:
    return {
        "finding": tier.finding,
        "label": labels[tier.finding],
        "disease": tier.disease,
        "tier": tier.tier.value,
        "level": None if tier.level is None else tier.level.value,
        "axes": {axis.value: level.value for axis, level in tier.by_axis.items()},
        "reason": tier.reason,
        "assertions": list(tier.matches),
    }


def _match(match: Match) -> Result:
    assertion = match.assertion
    context = match.context
    return {
        "assertion": assertion.id,
        "digest": assertion.digest,
        "title": assertion.title,
        "statement": assertion.statement,
        "axis": assertion.axis.value,
        "effect": assertion.effect.value,
        "drugs": list(assertion.drugs),
        "diseases": list(assertion.diseases),
        "same_disease": match.same_disease,
        "level": assertion.level.value,
        "level_here": match.level_here.value,
        "findings": list(match.findings),
        "biomarker": {
            "value": match.biomarker.value.value,
            "words": match.biomarker.reason.words,
        },
        "context": None
        if context is None
        else {"value": context.value.value, "words": context_in_words(context)},
        "expired": match.expired,
        "evidence": assertion.evidence.value,
        "review": assertion.review.value,
        "checked": assertion.checked.isoformat(),
        "expires": assertion.expires.isoformat(),
        **_grounds(assertion),
    }


def _grounds(assertion: Assertion) -> Result:
    return {
        "regions": [
            {
                "region": one.region,
                "status": one.status.value,
                "since": one.since,
                "note": one.note,
            }
            for one in assertion.regions
        ],
        "sources": [
            {"kind": source.kind.value, "id": source.id, "title": source.title}
            for source in assertion.sources
        ],
    }
