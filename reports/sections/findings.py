"""Section 1: every finding with its change, reads, filter, and the tier suggested and decided."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from reports.fonts import markup
from reports.languages import Language, moment
from reports.model import Report, Row
from reports.sections.alleles import change_markup, population_markup, vaf_markup
from reports.sections.summary import filter_text
from reports.style import WIDTH, alert, bold, bullet, gap, grid, marked, muted, plain
from tumorboard.domain.board import TierDecision


def findings(report: Report, words: Language) -> list[Flowable]:
    """Set the table of findings and say what stands elsewhere."""
    made: list[Flowable] = []
    if report.table:
        heads = ("col.tier", "col.finding", "col.change", "col.vaf")
        made.append(
            grid(
                [words.say(key) for key in (*heads, "col.decision")],
                [_row(row, report.frozen.evaluation.release, words) for row in report.table],
                [9 * mm, 33 * mm, 47 * mm, 32 * mm, WIDTH - 121 * mm],
                size="tight",
            )
        )
    else:
        made.append(plain(words.say("no_findings")))
    made += [gap(4), plain(_holds(report, words), "body"), plain(words.say("vaf_note"), "note")]
    return made + _loose(report, words)


def _holds(report: Report, words: Language) -> str:
    table = sum(1 for row in report.table if row.variant)
    appendix = sum(1 for row in report.appendix if row.variant)
    return words.say("table_holds", reported=table + appendix, table=table, appendix=appendix)


def _row(row: Row, release: str, words: Language) -> list[object]:
    name = bold(row.label)
    gene = row.finding.gene if row.finding else ""
    if gene and gene not in row.label:
        name += "<br/>" + markup(gene)
    if row.finding and row.finding.names:
        name += "<br/>" + muted(", ".join(row.finding.names))
    if row.variant and not row.variant.passed:
        name += "<br/>" + alert(filter_text(row, words))
    reads = (vaf_markup(row, words), population_markup(row, words))
    return [
        plain(row.tier.value if row.tier else "–", "tier"),
        marked(name, "cell"),
        marked(change_markup(row, words), "tight"),
        marked("<br/>".join(filter(None, reads)), "tight"),
        marked(_decision_markup(row, release, words), "tight"),
    ]


def _decision_markup(row: Row, release: str, words: Language) -> str:
    lines = [_suggestion(row, words)]
    if row.decision is None:
        lines.append(bold(words.say("undecided")))
    else:
        lines += _decided(row.decision, release, words)
    for earlier in row.decisions[:-1]:
        text = words.say(
            "earlier_decision", tier=earlier.tier, name=earlier.by.name, at=moment(earlier.at)
        )
        lines.append(muted(text))
        if earlier.reason:
            lines.append(muted(words.say("reason", reason=earlier.reason)))
    return "<br/>".join(lines)


def _suggestion(row: Row, words: Language) -> str:
    given = row.suggestion
    if given is None:
        return markup(words.say("no_suggestion"))
    if given.level is None:
        head = words.say("suggested", tier=given.tier)
    else:
        head = words.say("suggested_level", tier=given.tier, level=given.level)
    # The whole reason stands in section 2, where it has the width it needs.
    best = row.deciding
    return markup(f"{head} {best.assertion.title}" if best else head)


def _decided(decision: TierDecision, release: str, words: Language) -> list[str]:
    by = words.say(
        "decided_by",
        name=decision.by.name,
        role=words.word(decision.by.role),
        at=moment(decision.at),
    )
    if decision.overridden:
        head = words.say("overridden", suggested=decision.suggested, tier=decision.tier)
    else:
        head = words.say("confirmed", tier=decision.tier)
    lines = [bold(head)]
    if decision.reason:
        lines.append(markup(words.say("reason", reason=decision.reason)))
    if decision.release != release:
        # The release of the report itself stands at the foot of every page.
        by = f"{by} · {words.say('decision_basis', release=decision.release)}"
    return [*lines, muted(by)]


def _loose(report: Report, words: Language) -> list[Flowable]:
    if not report.loose_decisions:
        return []
    made: list[Flowable] = [marked(alert(words.say("loose_decisions")), "body")]
    release = report.frozen.evaluation.release
    for decision in report.loose_decisions:
        head = words.say(
            "loose_decision",
            finding=decision.finding,
            disease=decision.disease,
            suggested=decision.suggested,
            tier=decision.tier,
        )
        made.append(bullet("<br/>".join([markup(head), *_decided(decision, release, words)])))
    return made
