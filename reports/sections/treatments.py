"""Page 1: what the knowledge base holds for treatment in this disease. It never recommends."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.records import Axis, Level, RegionStatus
from knowledgebase.rules.criteria import Truth
from reports.fonts import markup
from reports.languages import Language
from reports.model import Report
from reports.sections.criteria import told, words_of
from reports.sections.evidence import effect_markup, flags_markup, regions_text
from reports.style import WIDTH, alert, bold, gap, grid, marked, muted, plain
from tumorboard.domain.conclusion import Match

#: More than these stand in section 2 alone, so that page 1 stays one page.
_MOST = 8
_NAMED_CRITERIA = 3
_LOUD = (RegionStatus.WITHDRAWN, RegionStatus.NOT_APPROVED)


def treatment_matches(report: Report) -> tuple[Match, ...]:
    """Give statements on treatment, level A or B in this disease, whose context is not refused."""
    found = {
        match.assertion.id: match
        for row in (*report.table, *report.appendix)
        for match in row.matches
        if _belongs(match)
    }
    found |= {match.assertion.id: match for match in report.loose_matches if _belongs(match)}
    return tuple(sorted(found.values(), key=_order))


def _belongs(match: Match) -> bool:
    return (
        match.assertion.axis is Axis.THERAPEUTIC
        and match.same_disease
        and match.level_here in (Level.A, Level.B)
        and match.biomarker.value is not Truth.NOT_MET
        and (match.context is None or match.context.value is not Truth.NOT_MET)
    )


def _order(match: Match) -> tuple[Level, bool, str]:
    unknown = match.context is not None and match.context.value is Truth.UNKNOWN
    return match.level_here, unknown, match.assertion.id


def treatments(report: Report, words: Language) -> list[Flowable]:
    """Set the list, and how many statements on treatment stand in section 2 alone."""
    found = treatment_matches(report)
    therapeutic = [
        match
        for match in report.frozen.evaluation.matches
        if match.assertion.axis is Axis.THERAPEUTIC
    ]
    if not therapeutic:
        return []
    made: list[Flowable] = [CondPageBreak(60), plain(words.say("treatments"), "heading")]
    rows = (*report.table, *report.appendix)
    labels = {row.finding.id: row.label for row in rows if row.finding}
    if found:
        heads = ("col.treatment", "col.finding", "col.level", "col.status", "col.context")
        made.append(
            grid(
                [words.say(key) for key in heads],
                [_row(match, labels, words) for match in found[:_MOST]],
                [62 * mm, 28 * mm, 14 * mm, 32 * mm, WIDTH - 136 * mm],
                size="tight",
            )
        )
    else:
        made.append(plain(words.say("no_treatments"), "small"))
    more = len(therapeutic) - len(found[:_MOST])
    note = words.say("treatments.note")
    if more:
        note = f"{words.count('treatments.more', more)} {note}"
    return [*made, gap(3), plain(note, "note")]


def _row(match: Match, labels: dict[str, str], words: Language) -> list[object]:
    record = match.assertion
    title = f"{bold(record.title)} · {effect_markup(record.effect, words)}"
    for flag in flags_markup(match, words):
        title += f" · {flag}"
    findings = ", ".join(labels[one] for one in match.findings if one in labels)
    return [
        marked(title, "tight"),
        plain(findings, "tight"),
        plain(match.level_here.value, "tight_bold"),
        marked(_status(match, words), "tight"),
        marked(_context(match, words), "tight"),
    ]


def _status(match: Match, words: Language) -> str:
    """Write each region in brief; notes and dates stand in section 2."""
    if not regions_text(match.assertion.regions, words):
        return markup("–")
    together: dict[RegionStatus, list[str]] = {}
    for one in match.assertion.regions:
        together.setdefault(one.status, []).append(one.region)
    lines = []
    for status, names in together.items():
        word = words.word(status)
        shown = alert(word) if status in _LOUD else markup(word)
        lines.append(f"{markup(', '.join(names))}: {shown}")
    return "<br/>".join(lines)


def _context(match: Match, words: Language) -> str:
    if match.context is None:
        return markup(words.say("context.none"))
    if match.context.value is Truth.MET:
        return markup(words.say("context.met"))
    open_ = [words_of(one, words) for one in told(match.context) if one.value is Truth.UNKNOWN]
    text = bold(words.say("context.unknown")) + markup(f": {' · '.join(open_[:_NAMED_CRITERIA])}")
    if len(open_) > _NAMED_CRITERIA:
        more = words.say("context.more", n=len(open_) - _NAMED_CRITERIA)
        text += f" · {muted(more)}"
    return text
