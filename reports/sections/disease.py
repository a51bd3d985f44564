"""Page 1: what this disease is by WHO and ICC, and its risk by every model that says something."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from reports.assessments import (
    SIDES,
    is_open,
    risk_of,
    told_assessments,
    unanswered,
    weak,
)
from reports.fonts import markup
from reports.languages import Language
from reports.model import Report
from reports.style import ACCENT, LINE, WIDTH, alert, bold, gap, marked, muted, plain
from tumorboard.domain.assessment import Assessment

_MOST_MODELS = 5
_MOST_CLASSES = 2
_MOST_MISSING = 3
_FLAG_LENGTH = 170
#: The last flags are the record's own (contested readings); what was presumed stands before them.
_MOST_FLAGS = 2


def disease(report: Report, words: Language) -> list[Flowable]:
    """Set the block; nothing where the evaluation holds no assessment."""
    told = told_assessments(report.frozen.evaluation.assessments)
    if not told:
        return []
    pointer = muted(f"  {words.say('assessments.details')}")
    head = f'{bold(words.say("assessments"))}<font size="7.5">{pointer}</font>'
    made: list[Flowable] = [CondPageBreak(70), marked(head, "heading")]
    sides = [[one for one in told if one.key == key] for key, _ in SIDES]
    if any(sides):
        made.append(_side_by_side(sides, words, report))
    risk = risk_of(told)
    made += [_model(one, words, report) for one in risk[:_MOST_MODELS]]
    notes = []
    if len(risk) > _MOST_MODELS:
        notes.append(words.count("assessments.more", len(risk) - _MOST_MODELS))
    silent = unanswered(told)
    if silent:
        names = ", ".join(one.standard for one in silent)
        notes.append(words.say("assessments.silent", names=names))
    return [*made, gap(2), plain(" ".join(notes), "note")] if notes else made


def _side_by_side(sides: Sequence[Sequence[Assessment]], words: Language, report: Report) -> Table:
    cells = [
        _side(name, found, words, report) for (_, name), found in zip(SIDES, sides, strict=True)
    ]
    return Table(
        [cells],
        colWidths=[WIDTH / 2] * 2,
        splitInRow=1,
        spaceAfter=2,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, ACCENT),
                ("LINEBELOW", (0, -1), (-1, -1), 0.4, LINE),
                ("LINEAFTER", (0, 0), (0, -1), 0.4, LINE),
            ]
        ),
    )


def _side(
    name: str, found: Sequence[Assessment], words: Language, report: Report
) -> list[Flowable]:
    made: list[Flowable] = [plain(name, "label")]
    if not found:
        made.append(plain(words.say("assessments.no_class"), "tight"))
    for one in found:
        made.append(marked(_class_markup(one, words), "tight"))
        if is_open(one) and one.missing:
            made.append(marked(muted(missing_brief(one, words)), "tight"))
        doubts = doubts_markup(one, words, report)
        if one.flags:
            doubts.append(markup("▲ " + words.count("assessments.notes", len(one.flags))))
        if doubts:
            made.append(marked(" · ".join(doubts), "tight"))
    return made


def _class_markup(one: Assessment, words: Language) -> str:
    if one.result:
        return f'<font size="8.5">{bold(one.result)}</font>'
    if not is_open(one) or not one.possible:
        return markup(words.say("too_little"))
    shown = " / ".join(one.possible[:_MOST_CLASSES])
    more = len(one.possible) - _MOST_CLASSES
    text = words.say("possible", names=shown)
    return bold(text) + (markup(f" {words.count('possible.more', more)}") if more > 0 else "")


def _model(one: Assessment, words: Language, report: Report) -> Flowable:
    parts = [f"{markup(one.standard)}: {bold(result_text(one, words))}"]
    if is_open(one) and one.missing:
        parts.append(muted(missing_brief(one, words)))
    parts += doubts_markup(one, words, report)
    text = " · ".join(parts)
    unseen = len(one.flags) - _MOST_FLAGS
    if unseen > 0:
        text += f" · {markup('▲ ' + words.count('assessments.notes', unseen))}"
    for flag in one.flags[-_MOST_FLAGS:]:
        text += f"<br/>{alert('▲ ' + _brief(flag, words))}"
    return marked(text, "model")


def doubts_markup(one: Assessment, words: Language, report: Report) -> list[str]:
    """Say what weakens the record: not compared with its source, or past its date."""
    unverified, expired = weak(one, report.frozen.evaluation.on)
    doubts = [alert(words.word(one.evidence))] if unverified else []
    return [*doubts, alert(words.say("expired"))] if expired else doubts


def _brief(flag: str, words: Language) -> str:
    if len(flag) <= _FLAG_LENGTH:
        return flag
    kept = flag[:_FLAG_LENGTH].rsplit(" ", 1)[0]
    return f"{kept} … ({words.say('assessments.see')})"


def missing_brief(one: Assessment, words: Language) -> str:
    """Name the first missing facts, and count the others."""
    names = [each.words for each in one.missing]
    more = len(names) - _MOST_MISSING
    text = words.say("missing", what=", ".join(names[:_MOST_MISSING]))
    return f"{text} {words.count('possible.more', more)}" if more > 0 else text


def result_text(one: Assessment, words: Language) -> str:
    """Say the result in one line; never one group or number where several are possible."""
    number = score_text(one, words)
    if one.result:
        return f"{one.result} ({number})" if number else one.result
    if not one.possible:
        return words.say("too_little")
    names = " / ".join(one.possible)
    if one.groups and len(one.possible) > 2:  # neighbours on a scale
        names = words.say("between", low=one.possible[0], high=one.possible[-1])
    text = words.say("possible", names=names)
    return f"{text} ({number})" if number else text


def score_text(one: Assessment, words: Language) -> str:
    """Write the number, or from where to where it may lie, with the mean where it is reported."""
    if one.score is None:
        return ""
    low, high = (words.rounded(bound) for bound in one.score)
    if one.score[0] == one.score[1]:
        return low
    between = words.say("between", low=low, high=high)
    if one.estimate is None:
        return between
    return words.say("mean", mean=words.rounded(one.estimate), between=between)
