"""Evaluate a case once: findings, facts, the assertions that touch them, tiers, and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledgebase.catalog import Catalog
from knowledgebase.records import Assertion, Axis
from knowledgebase.rules.criteria import Evaluation, Truth, evaluate
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.notation import genes_of_fact
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.assessment import Assessment, AssessmentStatus
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, Finding, Match, TierSuggestion
from tumorboard.domain.variant import Variant
from tumorboard.interpretation.assess import assess
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.file_gaps import gaps_of_the_file
from tumorboard.interpretation.findings import findings_of
from tumorboard.interpretation.levels import covers, level_here, rank, speaks_here
from tumorboard.interpretation.options.engine import index_of, options_of
from tumorboard.interpretation.options.found import Asking, Course
from tumorboard.interpretation.options.rematch import Rematch, rematch
from tumorboard.interpretation.patient_notes import patient_notes, steps_not_compared, with_age
from tumorboard.interpretation.standing import Standing, judge
from tumorboard.interpretation.tiers import ordered, suggest_tier
from tumorboard.interpretation.unspecific import unspecific_findings

_Undecided = tuple[Assertion, Evaluation]


def evaluate_case(case: Case, catalog: Catalog, on: date) -> CaseEvaluation:
    """Conclude everything one release says of a case on one day. Pure; the same input, the same
    result.

    Matches are the assertions whose biomarker is met, the strongest level here first. Assertions
    for this disease whose biomarker could not be judged are summed up in ``not_assessed``.
    """
    content = catalog.content
    case = with_age(case, on)
    findings = findings_of(case, content)
    gathered = gather_facts(case, findings, content)
    matches = ordered(_matches(case, catalog, gathered.facts, findings, on))
    undecided = _undecided(case, catalog, gathered.facts, matches)
    asked = _asked(case, catalog, gathered.facts, findings, undecided)
    questions = {one.id: _question(one, *asked[one.id]) for one in findings if one.id in asked}
    short = {one.id: _question(one, *asked[one.id], 2) for one in findings if one.id in asked}
    course = Course(case.prior_therapies, case.transplants, case.cell_therapy)
    asking = Asking(case.disease, gathered.facts, matches, content, on, course)
    offered = options_of(asking, index_of(catalog))
    assessed = assess(gathered.facts, content)
    return CaseEvaluation(
        case_id=case.id,
        disease=case.disease,
        on=on,
        release=content.version,
        release_digest=content.digest,
        findings=findings,
        tiers=tuple(_tiers(case, catalog, findings, matches, undecided, short, on)),
        matches=matches,
        not_assessed=(
            *gaps_of_the_file(case.variant_file),
            *questions.values(),
            *_reciprocal_fusions(gathered.facts, undecided),
            *gathered.notes,
            *patient_notes(case, on),
            *steps_not_compared(case, offered.options),
            *_contradicted(assessed),
            *_not_judged(undecided),
            *_not_meant(assessed),
        ),
        assessments=tuple(
            one for one in assessed if one.status is not AssessmentStatus.NOT_APPLICABLE
        ),
        options=offered.options,
        next_tests=offered.next_tests,
    )


@dataclass(frozen=True, slots=True)
class CaseMatches:
    """The options of one case alone, as a re-match of many asks for them.

    ``warnings`` are sentences on the case itself: what was not tested, not read, doubtful or
    contradictory.
    """

    case_id: str
    disease: str
    on: date
    release: str
    release_digest: str
    rematch: Rematch
    warnings: tuple[str, ...]


def match_case(case: Case, catalog: Catalog, on: date) -> CaseMatches:
    """Give the options that :func:`evaluate_case` gives, without reasons and assessments. Pure."""
    content = catalog.content
    case = with_age(case, on)
    gathered = gather_facts(case, findings_of(case, content), content)
    return CaseMatches(
        case_id=case.id,
        disease=case.disease,
        on=on,
        release=content.version,
        release_digest=content.digest,
        rematch=rematch(case.disease, gathered.facts, catalog, on),
        warnings=(
            *gaps_of_the_file(case.variant_file),
            *gathered.notes,
            *patient_notes(case, on),
        ),
    )


def _contradicted(assessed: Iterable[Assessment]) -> Iterator[str]:
    """Repeat among what to check what contradicts a group that other models rest on."""
    for one in assessed:
        for flag in one.flags:
            if flag.startswith("Contradiction:"):
                yield f"{one.standard}. {flag}"


def _not_meant(assessments: Iterable[Assessment]) -> Iterator[str]:
    """Say why a model for the disease is not meant for this case."""
    for one in assessments:
        if one.status is AssessmentStatus.NOT_APPLICABLE and one.flags:
            yield f"{one.standard} is not meant for this case: {' '.join(one.flags)}"


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
    questions: Mapping[str, str],
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
            question=questions.get(finding.id, ""),
        )


# Facts that a mutation of a gene, were it real, could settle.
_OF_MUTATIONS = ("gene", "mutation", "mutations", "second_vaf", "biallelic")


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
    names = {("alteration", name) for name in finding.names}
    waiting = [
        f"“{assertion.title}” (level {assertion.level})"
        for assertion, evaluation in undecided
        if judged.standing is Standing.IN_DOUBT
        and any(
            asked in names or (asked[0] in _OF_MUTATIONS and finding.gene in genes_of_fact(*asked))
            for asked in evaluation.open_facts
        )
    ]
    if not waiting:
        return judged.reason
    return f"{judged.reason}; if it is real, {', '.join(waiting)} would have to be judged"


def _asked(
    case: Case,
    catalog: Catalog,
    facts: Facts,
    findings: tuple[Finding, ...],
    undecided: tuple[_Undecided, ...],
) -> Mapping[str, tuple[list[str], list[str]]]:
    """Give, by finding stated too generally, the alterations to tell apart and what waits."""
    asked: dict[str, tuple[list[str], list[str]]] = {}
    by_level = sorted(undecided, key=_level_then_treatments)
    for name, possible in unspecific_findings(case, findings, catalog.content).items():
        wanted = {one.id for one in possible if facts.get("alteration", one.id) is None}
        waiting = []
        needed: dict[str, None] = {}
        for assertion, evaluation in by_level:
            open_ones = [key for fact, key in evaluation.open_facts if fact == "alteration"]
            if here := [key for key in open_ones if key in wanted]:
                waiting.append(f"“{assertion.title.rstrip('.')}” (level {assertion.level})")
                needed |= dict.fromkeys(here)
        if waiting:
            asked[name] = (list(needed), waiting)
    return asked


def _level_then_treatments(pair: _Undecided) -> tuple[int, bool, str]:
    assertion = pair[0]
    return rank(assertion.level), assertion.axis is not Axis.THERAPEUTIC, assertion.title


def _question(
    finding: Finding, needed: list[str], waiting: list[str], most: int | None = None
) -> str:
    said = ", ".join(waiting[:most])
    if most is not None and len(waiting) > most:
        said += f" and {len(waiting) - most} more"
    return f"{finding.label}: which change? {' or '.join(needed)} is needed to judge {said}."


def _reciprocal_fusions(facts: Facts, undecided: tuple[_Undecided, ...]) -> Iterator[str]:
    """Point out a stated fusion whose genes the knowledge base names in the other order."""
    open_ones = {key for _, one in undecided for fact, key in one.open_facts if fact == "fusion"}
    for fact in facts.family("fusion"):
        five, _, three = fact.key.partition("::")
        if fact.value is True and f"{three}::{five}" in open_ones and "*" not in (five, three):
            yield (
                f"{fact.key} is stated; {three}::{five} is what the knowledge base names: "
                "confirm the order."
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
