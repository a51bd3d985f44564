"""Suggest a tier for one finding in one disease on one day, with the reason in one sentence.

AMP/ASCO/CAP 2017 (Li et al., J Mol Diagn 2017;19:4-23): levels A and B make tier I, C and D
tier II, on three axes of which the best counts; without evidence a common allele (table 7,
MAF >= 1 %) is tier IV and any other tier III. Resistance counts exactly as response does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from knowledgebase.records import Axis, Disease, Level, SourceKind
from knowledgebase.rules.criteria import All, Evaluation, Reason, Truth
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.conclusion import Finding, Match, Tier, TierSuggestion
from tumorboard.domain.variant import Variant
from tumorboard.interpretation.germline import shown_not_inherited
from tumorboard.interpretation.levels import level_here, rank
from tumorboard.interpretation.standing import frequency, is_common

TIER_OF: Mapping[Level, Tier] = {
    Level.A: Tier.I,
    Level.B: Tier.I,
    Level.C: Tier.II,
    Level.D: Tier.II,
}
_AXES = tuple(Axis)
_SOURCE_NAMES = {
    SourceKind.PMID: "PMID ",
    SourceKind.DOI: "doi ",
    SourceKind.NCT: "",
    SourceKind.LABEL: "label ",
    SourceKind.GUIDELINE: "",
}


def suggest_tier(
    finding: Finding,
    matches: Iterable[Match],
    *,
    disease: str,
    diseases: Mapping[str, Disease],
    on: date,
    variant: Variant | None = None,
    doubt: str = "",
    question: str = "",
) -> TierSuggestion:
    """Suggest the tier of one finding.

    ``matches`` are those of the case; only those whose biomarker is met and rests on this finding
    count. ``variant`` is the allele behind the finding, if there is one; ``doubt`` says why it is
    not counted as a mutation, empty when it is; ``question`` what must be asked of a finding that
    is stated too generally, and ends the reason. A treatment's context (setting, age, line) does
    not change the tier, which belongs to variant and disease; the reason says if it is not met.
    A diagnostic or prognostic assertion whose context fails does not count.
    """
    behind = ordered(
        match
        for match in matches
        if match.biomarker.value is Truth.MET and finding.id in match.findings and _holds(match)
    )
    if not behind:
        tier, reason = _without_evidence(finding, variant, doubt)
        reason = f"{reason} {question}".strip()
        return TierSuggestion(finding.id, disease, on, tier, None, {}, reason, ())
    by_axis: dict[Axis, Level] = {}
    for match in behind:
        by_axis.setdefault(match.assertion.axis, match.level_here)
    best = behind[0]
    return TierSuggestion(
        finding=finding.id,
        disease=disease,
        on=on,
        tier=TIER_OF[best.level_here],
        level=best.level_here,
        by_axis={axis: by_axis[axis] for axis in _AXES if axis in by_axis},
        reason=f"{_reason(best, disease, diseases, on)} {question}".strip(),
        matches=tuple(match.assertion.id for match in behind),
    )


def _holds(match: Match) -> bool:
    """Tell whether the claim may hold in this case.

    A drug's setting or line does not take its level away. A diagnostic or prognostic claim whose
    own condition fails ("NPM1 without FLT3-ITD") is not true of this patient at all.
    """
    context = match.context
    return (
        match.assertion.axis is Axis.THERAPEUTIC
        or context is None
        or context.value is not Truth.NOT_MET
    )


def ordered(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Order matches: the stronger level here, this disease before others, then the surer record."""
    return tuple(sorted(matches, key=_order))


def _order(match: Match) -> tuple[int, bool, bool, bool, bool, int, str]:
    context = match.context
    return (
        rank(match.level_here),
        not match.same_disease,
        context is not None and context.value is Truth.NOT_MET,
        context is not None and context.value is Truth.UNKNOWN,
        match.expired,
        _AXES.index(match.assertion.axis),
        match.assertion.id,
    )


def _without_evidence(finding: Finding, variant: Variant | None, doubt: str) -> tuple[Tier, str]:
    here = "no statement of the knowledge base rests on this finding"
    if doubt:
        here += f", which is not counted as a mutation ({doubt})"
    if variant is None:
        return Tier.III, f"Tier III: {here}."
    if not is_common(variant):
        return Tier.III, f"Tier III: {here}, and it is not known to be common in the population."
    if shown_not_inherited(variant):
        return Tier.III, (
            f"Tier III: {here}; {frequency(variant)}, at least 1 %, yet the normal sample shows "
            "that it is not inherited."
        )
    if finding.names:
        return Tier.III, (
            f"Tier III: {here}; {frequency(variant)}, at least 1 %, yet it is a named alteration "
            f"({', '.join(finding.names)}), so a person has to judge."
        )
    return Tier.IV, f"Tier IV: {here}, and {frequency(variant)}, at least 1 %."


def _reason(best: Match, disease: str, diseases: Mapping[str, Disease], on: date) -> str:
    assertion = best.assertion
    here = level_here(assertion, disease, diseases, on)
    remarks = list(here.remarks)
    approval = f" ({here.approval})" if here.approval and best.level_here is Level.A else ""
    if best.context is not None and best.context.value is not Truth.MET:
        remarks.append(_context_in_short(best.context))
    said = f"; {'; '.join(remarks)}" if remarks else ""
    title = assertion.title.rstrip(".")
    return (
        f"Tier {TIER_OF[best.level_here]}: level {best.level_here}{approval} on the "
        f"{assertion.axis} axis ({assertion.effect}) by “{title}” [{_sources(best)}]{said}."
    )


def context_in_words(context: Evaluation) -> str:
    """Say which parts of a context are not met, or not known; empty when all is met."""
    if context.value is Truth.MET:
        return ""
    if context.value is Truth.UNKNOWN:
        return f"context not fully known: {context.reason.missing}"
    return f"context not met: {'; '.join(_not_met(context.reason))}"


def _context_in_short(context: Evaluation) -> str:
    """Say the first two parts of the context; the whole list stands with the match."""
    if context.value is Truth.UNKNOWN:
        asked = dict.fromkeys(fact_in_words(name, key) for name, key in context.open_facts)
        missing = tuple(asked) or ("what the board decides",)
        return f"context not fully known: {_first_two(missing)}"
    return f"context not met: {_first_two(tuple(dict.fromkeys(_not_met(context.reason))))}"


def _first_two(items: Sequence[str]) -> str:
    more = len(items) - 2
    return ", ".join(items[:2]) + (f" and {more} more" if more > 0 else "")


def _not_met(reason: Reason) -> list[str]:
    """Give the smallest parts that decide that a rule is not met."""
    if isinstance(reason.rule, All):
        failing = (part for part in reason.parts if part.value is Truth.NOT_MET)
        return [words for part in failing for words in _not_met(part)]
    return [reason.words]


def _sources(match: Match) -> str:
    return "; ".join(
        f"{_SOURCE_NAMES[source.kind]}{source.id}" for source in match.assertion.sources[:2]
    )
