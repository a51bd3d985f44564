"""What a reader must know before relying on a report, as keys of sentences with their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledgebase.records import Evidence
from reports.assessments import told_assessments
from reports.model import Report
from reports.options import printed


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence by its key. ``n`` chooses singular or plural where the sentence counts."""

    key: str
    n: int | None = None
    text: str = ""


def cautions_of(report: Report) -> tuple[Caution, ...]:
    """List the warnings, the gravest first."""
    return (*_of_board(report), *_of_file(report), *_of_knowledge(report))


def _of_board(report: Report) -> Iterator[Caution]:
    frozen = report.frozen
    if frozen.recommendation is None or not frozen.recommendation.text.strip():
        yield Caution("warn.no_recommendation")
    undecided = sum(1 for row in report.key_rows if row.decision is None)
    if undecided:
        yield Caution("warn.undecided", undecided)
    changed = sum(
        1
        for row in report.table
        if row.decision and row.suggestion and row.decision.suggested is not row.suggestion.tier
    )
    if changed:
        yield Caution("warn.suggestion_changed", changed)
    if report.loose_decisions:
        yield Caution("warn.loose_decisions", len(report.loose_decisions))


def _of_file(report: Report) -> Iterator[Caution]:
    frozen = report.frozen
    file = frozen.variant_file
    if file is None:
        yield Caution("warn.no_file")
        return
    if file.accounting.rejected:
        yield Caution("warn.rejected", file.accounting.rejected)
        if not _acknowledged(report):
            yield Caution("warn.not_acknowledged")
    if file.assembly is None:
        yield Caution("warn.no_assembly", text=file.assembly_reason)
    if file.annotation.kind == "none":
        yield Caution("warn.no_annotation")
    not_passed = sum(1 for row in report.key_rows if row.variant and not row.variant.passed)
    if not_passed:
        yield Caution("warn.not_passed", not_passed)
    differing = sum(1 for row in report.table if row.call and row.call.vaf_differs)
    if differing:
        yield Caution("warn.vaf_differs", differing)
    if file.warnings:
        yield Caution("warn.file_remarks", len(file.warnings))


def _acknowledged(report: Report) -> bool:
    given, file = report.frozen.acknowledgement, report.frozen.variant_file
    return (
        given is not None
        and file is not None
        and given.variant_file_sha256 == file.sha256
        and given.rejected == file.accounting.rejected
    )


def _of_knowledge(report: Report) -> Iterator[Caution]:
    evaluation = report.frozen.evaluation
    matches, assessed = evaluation.matches, told_assessments(evaluation.assessments)
    counts = {
        "warn.expired": sum(match.expired for match in matches)
        + sum(one.expires < evaluation.on for one in assessed),
        "warn.unverified": sum(m.assertion.evidence is Evidence.UNVERIFIED for m in matches)
        + sum(one.evidence is Evidence.UNVERIFIED for one in assessed),
        "warn.not_approved": sum(not match.approved for match in matches)
        + sum(not one.approval.holds for one in assessed),
    }
    # An option may rest on a statement counted above; its reader finds it in another section.
    options = printed(report.frozen)
    counts |= {
        "warn.options_expired": sum(one.expired for one in options),
        "warn.options_unverified": sum(
            one.evidence == Evidence.UNVERIFIED.value for one in options
        ),
        "warn.options_not_approved": sum(not one.approval.holds for one in options),
    }
    for key, count in counts.items():
        if count:
            yield Caution(key, count)
