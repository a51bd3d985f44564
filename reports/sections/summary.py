"""Page 1: who, the recommendation, the findings that matter, and what to read first."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from knowledgebase.records import Axis
from knowledgebase.rules.criteria import Truth
from reports.cautions import Caution, cautions_of
from reports.fonts import markup
from reports.languages import Language, moment
from reports.model import Report, Row
from reports.sections.alleles import vaf_brief
from reports.sections.disease import disease
from reports.sections.evidence import effect_markup
from reports.sections.treatments import treatments
from reports.style import LINE, WIDTH, alert, bold, box, gap, grid, marked, muted, plain

_LEAD_LENGTH = 900


def summary(report: Report, words: Language) -> list[Flowable]:
    """Set page 1."""
    cautions = cautions_of(report)
    return [
        plain(words.say("title"), "title"),
        plain(f"{_disease(report, words)}", "subtitle"),
        _patient(report, words, len(cautions)),
        gap(8),
        *_recommendation(report, words),
        *disease(report, words),
        *_key_findings(report, words),
        *_attention(cautions, words),
        *treatments(report, words),
    ]


def _disease(report: Report, words: Language) -> str:
    record, code = report.frozen.disease, report.frozen.case.disease
    if record is None:
        return code
    name = (record.name_da if words.code == "da" else "") or record.name
    return f"{name} ({code})" if name else code


def _patient(report: Report, words: Language, warnings: int) -> Table:
    case = report.frozen.case
    patient = case.patient
    age = patient.age_years
    cells = [
        ("patient", bold(patient.pseudonym)),
        ("age", markup(words.say("unknown") if age is None else words.say("years", n=age))),
        ("sex", markup(words.word(patient.sex))),
        ("setting", markup(words.word(case.setting))),
        (
            "diagnosed",
            markup(
                case.diagnosis_date.isoformat() if case.diagnosis_date else words.say("not_stated")
            ),
        ),
    ]
    question = case.question or words.say("not_stated")
    mark = (
        alert("▲ " + words.count("warnings_below", warnings))
        if warnings
        else markup(words.say("no_attention"))
    )
    rows = [
        [[plain(words.say(key), "label"), marked(value, "body")] for key, value in cells],
        [[plain(words.say("question"), "label"), plain(question, "body")], "", "", "", ""],
        [marked(mark, "small"), "", "", "", ""],
    ]
    return Table(
        rows,
        colWidths=[WIDTH * share for share in (0.26, 0.13, 0.14, 0.27, 0.20)],
        splitInRow=1,
        style=TableStyle(
            [
                ("SPAN", (0, 1), (-1, 1)),
                ("SPAN", (0, 2), (-1, 2)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE),
                ("LINEBELOW", (0, -1), (-1, -1), 0.6, LINE),
            ]
        ),
    )


def _recommendation(report: Report, words: Language) -> list[Flowable]:
    given = report.frozen.recommendation
    head = plain(words.say("recommendation"), "box_head")
    if given is None or not given.text.strip():
        return [box([head, marked(alert(words.say("no_recommendation")), "body")]), gap(8)]
    by = words.say(
        "written_by", name=given.by.name, role=words.word(given.by.role), at=moment(given.at)
    )
    # A long text is set smaller, so that page 1 keeps room for the findings.
    size = "lead" if len(given.text) <= _LEAD_LENGTH else "body"
    return [box([head, plain(given.text, size), plain(by, "note")]), gap(4)]


def _key_findings(report: Report, words: Language) -> list[Flowable]:
    rows = report.key_rows
    total = len(report.table) + len(report.appendix)
    made: list[Flowable] = [CondPageBreak(70), plain(words.say("key_findings"), "heading")]
    if rows:
        made.append(
            grid(
                [words.say(key) for key in ("col.tier", "col.finding", "col.meaning", "col.vaf")],
                [_key_row(row, words) for row in rows],
                [24 * mm, 46 * mm, WIDTH - 93 * mm, 23 * mm],
                size="tight",
            )
        )
    else:
        made.append(plain(words.say("no_key_findings"), "body"))
    if total > len(rows):
        made += [gap(3), plain(words.count("other_findings", total - len(rows)), "note")]
    return made


def _key_row(row: Row, words: Language) -> list[object]:
    return [
        _tier(row, words),
        marked(_name(row, words), "tight"),
        marked(_meaning(row, words), "tight"),
        marked(vaf_brief(row, words), "tight"),
    ]


def _tier(row: Row, words: Language) -> list[Flowable]:
    """Write the tier with its level, and whether a person has decided."""
    tier = f'<font size="12" color="#12506b">{bold(row.tier.value if row.tier else "–")}</font>'
    level = row.suggestion.level if row.suggestion else None
    if row.decision is None:
        state = alert(words.say("undecided"))
    elif row.decision.overridden:
        state = bold(
            words.say("overridden", suggested=row.decision.suggested, tier=row.decision.tier)
        )
        level = None
    else:
        state = markup(words.say("confirmed.short"))
    said = markup(f"  {words.say('level.short', level=level)}") if level else ""
    return [marked(f"{tier}{said}", "tier_level"), marked(state, "tight")]


def _name(row: Row, words: Language) -> str:
    """Name the finding; the change stands below unless the name says it."""
    lines = [f'<font size="8.5">{bold(row.label)}</font>']
    shown = row.variant.consequence if row.variant else None
    change = (shown.hgvs_p or shown.hgvs_c) if shown else ""
    if change and change not in row.label:
        lines.append(muted(_short(change, words)))
    if row.variant and not row.variant.passed:
        lines.append(alert(filter_text(row, words)))
    return "<br/>".join(lines)


def _short(change: str, words: Language) -> str:
    """Keep page 1 to one page: a very long change is given in full in section 1."""
    if len(change) <= 60:
        return change
    return f"{change[:40]}… ({words.say('section.findings')}: 1)"


def _meaning(row: Row, words: Language) -> str:
    """Write the statement the tier rests on, then the level on every axis."""
    best, given = row.deciding, row.suggestion
    if best is None or given is None:
        return markup(given.reason if given else "–")
    record = best.assertion
    levels = []
    for axis in Axis:
        if axis in given.by_axis:
            text = markup(f"{words.word(axis)} {given.by_axis[axis]}")
            if axis is record.axis:
                text += f" ({effect_markup(record.effect, words)})"
            levels.append(text)
    if not best.same_disease:
        levels.append(alert(words.say("other_disease")))
    if best.context is not None and best.context.value is not Truth.MET:
        levels.append(markup(words.say(f"context.{best.context.value.name.lower()}")))
    return f'{markup(record.title)}<br/><font color="#52606d">{" · ".join(levels)}</font>'


def filter_text(row: Row, words: Language) -> str:
    """Say what the caller's filters said."""
    if row.variant is None:
        return ""
    if not row.variant.filters:
        return words.say("filter_none")
    return words.say("filter", filters=", ".join(row.variant.filters))


def _attention(cautions: tuple[Caution, ...], words: Language) -> list[Flowable]:
    if not cautions:
        return []
    lines = [plain("▲ " + words.say("attention"), "alert_head")]
    lines += [plain("– " + caution_text(caution, words), "alert") for caution in cautions]
    return [gap(6), box(lines, warning=True)]


def caution_text(caution: Caution, words: Language) -> str:
    """Say a warning in words."""
    if caution.n is not None:
        return words.count(caution.key, caution.n)
    return words.say(caution.key, text=caution.text).strip()
