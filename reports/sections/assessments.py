"""Section 3: every classification and risk model in full: result, path, what is open, sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Image, KeepTogether

from knowledgebase.records import Review
from knowledgebase.rules.criteria import Truth
from reports.assessments import (
    chain_of,
    settling_of,
    told_assessments,
    walks_classes,
    weak,
)
from reports.fonts import markup
from reports.languages import Language
from reports.model import Report
from reports.sections.approval import approval_text
from reports.sections.disease import result_text, score_text
from reports.style import alert, bold, facts, gap, marked, muted, plain
from tumorboard.domain.assessment import Assessment, Step
from tumorboard.interpretation.classify import NOTHING_ASKED

#: Models drawn as a scale; their groups have bounds that board members know.
_DRAWN = ("risk.ipssm",)
_PICTURE = 128 * mm
_DOTS = 220
_MARKS = {Truth.MET: "✓", Truth.NOT_MET: "✗", Truth.UNKNOWN: "?"}


def assessments(report: Report, words: Language) -> list[Flowable]:
    """Set every assessment that is or may be meant for the case."""
    made: list[Flowable] = [plain(words.say("assessments.intro"), "note")]
    for one in told_assessments(report.frozen.evaluation.assessments):
        made += _of(one, report, words)
    return made


def _of(one: Assessment, report: Report, words: Language) -> Iterator[Flowable]:
    yield CondPageBreak(110)
    yield plain(f"{one.standard}: {one.title}", "heading")
    status = markup(words.word(one.status))
    yield marked(f'<font size="9.5">{bold(result_text(one, words))}</font> · {status}', "body")
    if one.key in _DRAWN and one.score is not None:
        yield _picture(one, words)
    for flag in one.flags:
        yield marked(alert("▲ " + flag), "small")
    told = (*_told(one, words), ("assessments.record", _state(one, report, words)))
    yield gap(2)
    yield facts([(words.say(key), text) for key, text in told if text], 36 * mm)
    yield gap(3)


def _told(one: Assessment, words: Language) -> Iterator[tuple[str, str]]:
    if len(one.possible) > 2 and one.groups:
        yield "assessments.possible", markup(" / ".join(one.possible))
    applies = one.path[0] if one.path else None
    if applies is not None:
        yield "assessments.meant", _decided(applies)
    if walks_classes(one):
        chain = chain_of(one)
        yield "assessments.refused", markup("; ".join(chain.refused))
        if chain.deciding is not None:
            key = "assessments.deciding" if one.result else "assessments.left"
            yield key, _deciding(chain.deciding, words)
    else:
        scored = any(step.points is not None for step in one.path)
        label = "assessments.points" if scored else "assessments.inputs"
        yield label, "<br/>".join(_input(step, words) for step in one.path[1:])
    yield "assessments.settles", _settles(one, words)
    if one.note:
        yield "assessments.note", markup(one.note)
    named = (f"{words.word(source.kind)} {source.id}: {source.title}" for source in one.sources)
    yield "sources", "<br/>".join(markup(text.removesuffix(": ")) for text in named)


def _decided(step: Step) -> str:
    mark = next((_MARKS[value] for value in Truth if value.value == step.value), "")
    reason = step.evaluation.reason if step.evaluation else None
    said = [text for text in ((reason.words, reason.missing) if reason else ()) if text]
    return markup(f"{mark} {said[0] if said else ''}".strip())


def _deciding(step: Step, words: Language) -> str:
    """Write the step that decided, with its words: this is the line a board checks."""
    why = step.evaluation.reason.words if step.evaluation else ""
    if step.evaluation is None or step.evaluation.reason.rule == NOTHING_ASKED:
        why = words.say("assessments.otherwise")
    return bold(f"✓ {step.name}") + (markup(f": {why}") if why else "")


def _input(step: Step, words: Language) -> str:
    if step.points is not None:
        low, high = (words.rounded(bound) for bound in step.points)
        points = low if low == high else words.say("between", low=low, high=high)
        text = f"{bold(f'{step.name}: {points}')}"
        if low != high or step.evaluation is None:
            return text
        met = step.evaluation.value is Truth.MET
        mark = "" if met else f"{words.word(step.evaluation.value)}: "
        return text + muted(f" ({mark}{step.evaluation.reason.words})")
    unknown = step.value == Truth.UNKNOWN.value
    value = alert(words.say("unknown")) if unknown else markup(_local(step.value, words))
    return f"{bold(step.name)}: {value}"


def _local(value: str, words: Language) -> str:
    """Write a number with its unit in the language; other values stand as they are."""
    number, _, unit = value.partition(" ")
    if not number.replace(".", "", 1).isdigit():
        return value
    return f"{words.rounded(Decimal(number))} {unit}".rstrip()


def _settles(one: Assessment, words: Language) -> str:
    found = settling_of(one)
    lines = []
    if found.shared:
        lines.append(f"{bold(words.say('settles.many'))}: {markup('; '.join(found.shared))}")
    lines += [
        f"{muted(f'{step.name}:')} {markup('; '.join(names))}" for step, names in found.by_step
    ]
    if found.rest:
        within = score_text(one, words)
        moved = one.score is not None and one.score[0] < one.score[1]
        key = words.say("settles.within", between=within) if moved else words.say("settles.rest")
        lines.append(f"{bold(key)}: {markup('; '.join(found.rest))}")
    return "<br/>".join(lines)


def _state(one: Assessment, report: Report, words: Language) -> str:
    unverified, expired = weak(one, report.frozen.evaluation.on)
    flags = [alert(words.word(one.evidence)) if unverified else markup(words.word(one.evidence))]
    if expired:
        flags.append(alert(words.say("expired")))
    record = f"{one.id} ({one.digest[:12]})"
    parts = [
        markup(record),
        *flags,
        markup(words.say("assessments.expires", expires=one.expires)),
        markup(approval_text(one.approval, Review.DRAFT, words)),
    ]
    return " · ".join(parts)


def _picture(one: Assessment, words: Language) -> Flowable:
    from reports.figures.risk_scale import HEIGHT, WIDTH, scale_png

    assert one.score is not None
    png = scale_png(
        one.groups, one.score, one.estimate, decimal_mark=words.decimal_mark, dots=_DOTS
    )
    image = Image(BytesIO(png), width=_PICTURE, height=_PICTURE * HEIGHT / WIDTH)
    image.hAlign = "LEFT"
    numbered = one.estimate is not None or one.score[0] == one.score[1]
    said = words.say("assessments.scale_line" if numbered else "assessments.scale")
    return KeepTogether([gap(2), image, plain(said, "note")])
