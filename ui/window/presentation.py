"""From what the core concluded to what a row, a card or a sentence shows. No widgets here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledgebase.records import Assertion, Axis, Evidence, RegionStatus, Review, SourceKind
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.approval import ApprovalState, LocalApproval
from tumorboard.domain.board import TierDecision
from tumorboard.domain.conclusion import (
    CaseEvaluation,
    Finding,
    Match,
    Tier,
    TierSuggestion,
)
from tumorboard.domain.variant import Consequence, Variant, VariantFile
from ui.language import frequency, percent, say
from ui.window.variants_model import VariantRow

ORDER = {Tier.I: 0, Tier.II: 1, Tier.III: 2, Tier.IV: 3}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding with everything the window shows of it."""

    row: VariantRow
    finding: Finding
    variant: Variant | None
    suggestion: TierSuggestion | None
    decision: TierDecision | None
    matches: tuple[Match, ...]


def finding_views(
    evaluation: CaseEvaluation | None,
    variant_file: VariantFile | None,
    decisions: Sequence[TierDecision],
) -> tuple[FindingView, ...]:
    """Join findings with their variants, tiers, decisions and evidence, strongest tier first."""
    if evaluation is None:
        return ()
    variants = {v.id: v for v in variant_file.variants} if variant_file else {}
    tiers = {tier.finding: tier for tier in evaluation.tiers}
    # A tier belongs to variant and disease: a decision made for another disease is none here.
    decided = {one.finding: one for one in decisions if one.disease == evaluation.disease}
    matches: dict[str, list[Match]] = {}
    for match in evaluation.matches:
        for finding in match.findings:
            matches.setdefault(finding, []).append(match)
    views = [
        _view(
            finding,
            variants.get(finding.id),
            tiers.get(finding.id),
            decided.get(finding.id),
            tuple(matches.get(finding.id, ())),
        )
        for finding in evaluation.findings
    ]
    return tuple(sorted(views, key=_strength))


def _strength(view: FindingView) -> tuple[int, str, bool, str]:
    """Order by tier and level; what a treatment rests on comes before the rest of its level."""
    suggestion = view.suggestion
    tier = view.decision.tier if view.decision else suggestion and suggestion.tier
    level = (suggestion.level if suggestion else None) or "Z"
    treatment = suggestion is not None and suggestion.by_axis.get(Axis.THERAPEUTIC) == level
    return (ORDER[tier] if tier else 9, level, not treatment, view.row.gene)


def _view(
    finding: Finding,
    variant: Variant | None,
    suggestion: TierSuggestion | None,
    decision: TierDecision | None,
    matches: tuple[Match, ...],
) -> FindingView:
    shown = variant.consequence if variant else None
    call = variant.shown_call if variant else None
    row = VariantRow(
        finding=finding.id,
        tier=tier_text(suggestion, decision),
        decided=decision is not None,
        gene=finding.gene or (variant.gene if variant else ""),
        name=_name(finding, shown),
        hgvs_c=shown.hgvs_c if shown else "",
        hgvs_p=shown.hgvs_p if shown else "",
        consequence=", ".join(shown.terms).replace("_", " ") if shown else finding.kind,
        vaf=call.vaf if call else finding.vaf,
        depth=call.depth if call else None,
        population_af=variant.population_af if variant else None,
        filter=filter_text(variant),
        locus=f"{variant.chrom}:{variant.pos} {variant.ref}>{variant.alt}" if variant else "",
        reason=decision.reason if decision and decision.overridden else _reason(suggestion),
    )
    return FindingView(row, finding, variant, suggestion, decision, matches)


def _name(finding: Finding, shown: Consequence | None) -> str:
    """Give the names it was recognised as; the label where no change of protein is written."""
    if finding.names:
        return ", ".join(finding.names) if shown and shown.hgvs_p else finding.label
    return "" if shown else finding.label


def _reason(suggestion: TierSuggestion | None) -> str:
    return suggestion.reason if suggestion else ""


def tier_text(suggestion: TierSuggestion | None, decision: TierDecision | None) -> str:
    """Write the tier: decided plain, suggested with a question mark."""
    if decision is not None:
        return f"{decision.tier} ✓" if not decision.overridden else f"{decision.tier} ✎"
    if suggestion is None:
        return "–"
    level = f"-{suggestion.level}" if suggestion.level else ""
    return f"{suggestion.tier}{level} ?"


def filter_text(variant: Variant | None) -> str:
    """Write the caller's filter; an unfiltered record says so."""
    if variant is None:
        return ""
    return ", ".join(variant.filters) if variant.filters else say("not filtered")


def accounting_in_words(variant_file: VariantFile | None) -> str:
    """Say in one line where every record and allele of the file went."""
    if variant_file is None:
        return say("No variant file is loaded.")
    a = variant_file.accounting
    filtered = ", ".join(
        f"{count} {reason.replace('_', ' ')}" for reason, count in a.alleles_filtered.items()
    )
    words = say(
        "{read} records: {accepted} accepted, {rejected} rejected. "
        "{total} alleles: {reported} reported, {filtered} filtered{how}.",
        read=a.read,
        accepted=a.accepted,
        rejected=a.rejected,
        total=a.alleles_total,
        reported=a.alleles_reported,
        filtered=sum(a.alleles_filtered.values()),
        how=f" ({filtered})" if filtered else "",
    )
    samples = ", ".join(f"{s.name} = {say(str(s.role))}" for s in variant_file.samples)
    annotation = variant_file.annotation
    build = str(variant_file.assembly) if variant_file.assembly else say("genome build unknown")
    return (
        f"{words}\n{variant_file.format}, {build}, {annotation.kind} {annotation.version}".rstrip()
        + (f" · {samples}" if samples else "")
    )


def call_lines(variant: Variant) -> tuple[tuple[str, ...], ...]:
    """Give a row per sample: name, role, VAF, depths, caller's figure, where it came from."""
    return tuple(
        (
            call.sample,
            say(str(call.role)),
            percent(call.vaf, 2),
            "–" if call.alt_depth is None else str(call.alt_depth),
            "–" if call.depth is None else str(call.depth),
            percent(call.vaf_caller, 2) + (" ⚠ " + say("differs") if call.vaf_differs else ""),
            call.vaf_source,
        )
        for call in variant.calls
    )


def level_text(match: Match) -> str:
    """Say the level here, and the one in the assertion's own disease when it differs."""
    if match.same_disease or match.level_here == match.assertion.level:
        return say("Level {level}", level=match.level_here)
    return say(
        "Level {here} here ({own} in {diseases})",
        here=match.level_here,
        own=match.assertion.level,
        diseases=", ".join(match.assertion.diseases),
    )


def axis_text(assertion: Assertion) -> str:
    """Name axis and effect in words."""
    if assertion.axis is Axis.THERAPEUTIC:
        return say(str(assertion.effect)).capitalize()
    return f"{say(str(assertion.axis)).capitalize()}: {say(str(assertion.effect))}"


def region_text(assertion: Assertion) -> str:
    """Give the status in each region on one line."""
    parts = [
        f"{one.region}: {say(str(one.status))}"
        + (
            f" ({', '.join(part for part in (one.since, one.note) if part)})"
            if one.since or one.note
            else ""
        )
        for one in assertion.regions
        if one.status is not RegionStatus.NOT_APPLICABLE
    ]
    return "  ·  ".join(parts)


def source_lines(assertion: Assertion) -> tuple[str, ...]:
    """Give each source with its kind and number."""
    kinds = {SourceKind.PMID: "PMID ", SourceKind.DOI: "doi:", SourceKind.NCT: ""}
    return tuple(f"{kinds.get(s.kind, '')}{s.id} – {s.title}" for s in assertion.sources)


def state_badges(match: Match) -> tuple[tuple[str, str], ...]:
    """Give the marks a reader must see before relying on a match: text and kind."""
    assertion = match.assertion
    marks: list[tuple[str, str]] = []
    marks.append(approval_mark(match.approval, in_file=assertion.review is Review.APPROVED))
    if assertion.evidence is Evidence.UNVERIFIED:
        marks.append((say("unverified"), "warning"))
    if match.expired:
        marks.append((say("last check expired"), "warning"))
    return tuple(marks)


def approval_mark(approval: LocalApproval, *, in_file: bool = False) -> tuple[str, str]:
    """Say where a record stands in this installation: text and kind of its mark."""
    if approval.holds or (in_file and approval.by is None):
        return say(str(ApprovalState.APPROVED)), "good"
    kind = "warning" if approval.state is ApprovalState.CHANGED else "neutral"
    return say(str(approval.state)), kind


def approval_line(approval: LocalApproval) -> str:
    """Say who stood for a record and when; empty when nobody did."""
    if approval.by is None or approval.at is None:
        return ""
    day = approval.at.astimezone().date().isoformat()
    return say("Approved locally by {name} on {day}", name=approval.by.name, day=day)


def strongest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Order matches: this disease first, then what applies, then by level and title."""
    return tuple(sorted(matches, key=_match_order))


def _match_order(match: Match) -> tuple[bool, bool, str, str]:
    fails = match.context is not None and match.context.value is Truth.NOT_MET
    return (not match.same_disease, fails, str(match.level_here), match.assertion.title)


def change_text(variant: Variant) -> str:
    """Write place and change; a long allele by its beginning and its length, the table has all."""
    return f"{variant.chrom}:{variant.pos} {_allele(variant.ref)}>{_allele(variant.alt)}"


def _allele(bases: str) -> str:
    return bases if len(bases) <= 20 else f"{bases[:10]}… ({len(bases)} bp)"


def frequency_text(variant: Variant) -> str:
    """Write the population frequency with the field it came from."""
    if variant.population_af is None:
        return say("not in the annotation")
    return f"{frequency(variant.population_af)} ({variant.population_source})"
