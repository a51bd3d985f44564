"""Evaluate a case once: findings, facts, the assertions that touch them, tiers, and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from knowledgebase.catalog import Catalog
from knowledgebase.criteria import Evaluation, Truth, evaluate
from knowledgebase.facts import Facts
from knowledgebase.records import Assertion
from knowledgebase.rule_words import fact_in_words
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, Finding, Match, TierSuggestion
from tumorboard.domain.variant import Variant
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of
from tumorboard.interpretation.levels import covers, level_here, speaks_here
from tumorboard.interpretation.standing import Standing, judge
from tumorboard.interpretation.tiers import ordered, suggest_tier

_Undecided = tuple[Assertion, Evaluation]


def evaluate_case(case: Case, catalog: Catalog, on: date) -> CaseEvaluation:
    """Conclude everything one release says of a case on one day. Pure; the same input, the same
    result.

    Matches are the assertions whose biomarker is met, the strongest level here first. Assertions
    for this disease whose biomarker could not be judged are summed up in ``not_assessed``.
    """
    content = catalog.content
    findings = findings_of(case, content)
    gathered = gather_facts(case, findings, content)
    matches = ordered(_matches(case, catalog, gathered.facts, findings, on))
    undecided = _undecided(case, catalog, gathered.facts, matches)
    return CaseEvaluation(
        case_id=case.id,
        disease=case.disease,
        on=on,
        release=content.version,
        release_digest=content.digest,
        findings=findings,
        tiers=tuple(_tiers(case, catalog, findings, matches, undecided, on)),
        matches=matches,
        not_assessed=(
            *_gaps_of_the_file(case),
            *gathered.notes,
            *_not_judged(undecided),
        ),
    )


def _matches(
    case: Case, catalog: Catalog, facts: Facts, findings: tuple[Finding, ...], on: date
) -> Iterator[Match]:
    known = {finding.id for finding in findings}
    diseases = catalog.content.diseases
    for assertion in catalog.touching(facts):
        if not speaks_here(assertion, case.disease, diseases):
            continue
        biomarker = evaluate(assertion.biomarker, facts, diseases)
        if biomarker.value is not Truth.MET:
            continue
        context = assertion.context
        yield Match(
            assertion=assertion,
            same_disease=covers(assertion, case.disease, diseases),
            biomarker=biomarker,
            context=None if context is None else evaluate(context, facts, diseases),
            level_here=level_here(assertion, case.disease, diseases, on).level,
            findings=tuple(one for one in biomarker.reason.origins if one in known),
            expired=assertion.expired(on),
        )


def _tiers(
    case: Case,
    catalog: Catalog,
    findings: tuple[Finding, ...],
    matches: tuple[Match, ...],
    undecided: tuple[_Undecided, ...],
    on: date,
) -> Iterator[TierSuggestion]:
    variants = _variants(case)
    of_finding: dict[str, list[Match]] = {}
    for match in matches:
        for name in match.findings:
            of_finding.setdefault(name, []).append(match)
    for finding in findings:
        variant = variants.get(finding.id)
        yield suggest_tier(
            finding,
            of_finding.get(finding.id, ()),
            disease=case.disease,
            diseases=catalog.content.diseases,
            on=on,
            variant=variant,
            doubt=_doubt(variant, finding, undecided),
        )


def _variants(case: Case) -> Mapping[str, Variant]:
    file = case.variant_file
    return {variant.id: variant for variant in file.variants} if file else {}


def _doubt(variant: Variant | None, finding: Finding, undecided: tuple[_Undecided, ...]) -> str:
    """Say why a variant is not counted, and what would have to be judged if it is real."""
    if variant is None:
        return ""
    judged = judge(variant, bool(finding.names))
    if judged.standing is Standing.COUNTS:
        return ""
    asked = {("gene", finding.gene), *(("alteration", name) for name in finding.names)}
    waiting = [
        f"“{assertion.title}” (level {assertion.level})"
        for assertion, evaluation in undecided
        if judged.standing is Standing.IN_DOUBT and not asked.isdisjoint(evaluation.open_facts)
    ]
    if not waiting:
        return judged.reason
    return f"{judged.reason}; if it is real, {', '.join(waiting)} would have to be judged"


def _gaps_of_the_file(case: Case) -> Iterator[str]:
    file = case.variant_file
    if file is None:
        yield "No variant file was read; only what the form states is assessed."
        return
    if rejected := file.accounting.rejected:
        lines = "line was" if rejected == 1 else "lines were"
        yield f"Variant file: {rejected} {lines} rejected and not assessed; see the accounting."
    if file.assembly is None:
        yield (
            "Variant file: the genome build is not known, so nothing was recognised by position "
            f"({file.assembly_reason})."
        )
    if all(call.role != "normal" for variant in file.variants for call in variant.calls):
        yield (
            "Variant file: there is no normal sample, so inherited and acquired variants are not "
            "told apart."
        )


def _undecided(
    case: Case, catalog: Catalog, facts: Facts, matches: tuple[Match, ...]
) -> tuple[_Undecided, ...]:
    """Give the assertions for this disease whose biomarker is neither met nor excluded."""
    met = {match.assertion.id for match in matches}
    diseases = catalog.content.diseases
    open_ones = (
        (assertion, evaluate(assertion.biomarker, facts, diseases))
        for assertion in catalog.content.assertions.values()
        if assertion.id not in met and covers(assertion, case.disease, diseases)
    )
    return tuple(pair for pair in open_ones if pair[1].value is Truth.UNKNOWN)


def _not_judged(undecided: tuple[_Undecided, ...]) -> Iterator[str]:
    """Say how many assertions could not be judged and for want of what, in one sentence."""
    missing = Counter(
        fact_in_words(name, key)
        for _, evaluation in undecided
        for name, key in evaluation.open_facts
    )
    if undecided:
        wanted = ", ".join(sorted(missing, key=lambda words: (-missing[words], words)))
        count = len(undecided)
        yield (
            f"{count} statement{'s' * (count > 1)} for this disease could not be judged, for want "
            f"of: {wanted or 'facts the board decides on'}."
        )
