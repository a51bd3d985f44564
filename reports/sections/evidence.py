"""Section 2: for each finding, what the knowledge base says, how sure that is, and from where."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.criteria import Evaluation, Reason, Truth
from knowledgebase.records import Assertion, Effect, Evidence, RegionalStatus
from reports.fonts import markup
from reports.languages import Language
from reports.model import Report, Row
from reports.style import alert, bold, facts, gap, marked, muted, plain
from tumorboard.domain.conclusion import Match

#: More criteria than this run on in one paragraph.
_LINES = 4
_HARMFUL = (Effect.RESISTANCE, Effect.TOXICITY)


def evidence(report: Report, words: Language) -> list[Flowable]:
    """Set the evidence, finding by finding; a record stands once and is referred to after."""
    if not report.frozen.evaluation.matches:
        return [plain(words.say("no_evidence"))]
    made: list[Flowable] = []
    printed: set[str] = set()
    silent: list[str] = []
    for row in (*report.table, *report.appendix):
        if row.matches:
            made += _of_row(row, words, printed)
        elif row.finding and row in report.table:
            silent.append(row.label)
    if report.loose_matches:
        made.append(plain(words.say("loose_evidence"), "heading"))
        for match in report.loose_matches:
            made += _of_match(match, words)
    if silent:
        made.append(plain(words.say("no_evidence_for", labels=", ".join(silent)), "body"))
    return made


def _of_row(row: Row, words: Language, printed: set[str]) -> Iterator[Flowable]:
    tier = row.tier.value if row.tier else words.say("no_tier")
    axes = row.suggestion.by_axis.items() if row.suggestion else ()
    levels = ", ".join(f"{words.word(axis)} {level}" for axis, level in axes)
    head = f"{row.label}: {words.say('col.tier')} {tier}" + (f" ({levels})" if levels else "")
    yield CondPageBreak(110)
    yield plain(head, "heading")
    if row.suggestion and row.suggestion.reason:
        yield plain(row.suggestion.reason, "small")
        yield gap(4)
    again = [match for match in row.matches if match.assertion.id in printed]
    for match in row.matches:
        if match.assertion.id not in printed:
            printed.add(match.assertion.id)
            yield from _of_match(match, words)
    if again:
        titles = "; ".join(match.assertion.title for match in again)
        yield plain(words.say("seen_above", titles=titles), "note")


def _of_match(match: Match, words: Language) -> list[Flowable]:
    record = match.assertion
    rows = [
        ("", _level(match, words)),
        (words.say("biomarker"), _truth(match.biomarker, words)),
        (words.say("context"), _context(match, words)),
    ]
    if record.regions:
        regions = "; ".join(_region(status, words) for status in record.regions)
        rows.append((words.say("regions"), markup(regions)))
    rows.append((words.say("sources"), "<br/>".join(_sources(record, words))))
    rows.append((words.say("evidence_note"), _state(match, words)))
    return [
        CondPageBreak(90),
        marked(_title(record, words), "body"),
        plain(record.statement, "small"),
        facts(rows, 62),
        gap(6),
    ]


def _title(record: Assertion, words: Language) -> str:
    effect = words.word(record.effect)
    shown = alert(effect) if record.effect in _HARMFUL else bold(effect)
    drugs = f" · {markup(', '.join(record.drugs))}" if record.drugs else ""
    return f"{bold(record.title)}<br/>{markup(words.word(record.axis))} · {shown}{drugs}"


def _level(match: Match, words: Language) -> str:
    own = words.say(
        "level_own", level=match.assertion.level, diseases=", ".join(match.assertion.diseases)
    )
    text = f"{bold(words.say('level_here', here=match.level_here))} · {markup(own)}"
    return text if match.same_disease else f"{text} · {bold(words.say('other_disease'))}"


def _context(match: Match, words: Language) -> str:
    if match.context is None:
        return markup(words.say("no_context"))
    return _truth(match.context, words)


def _truth(evaluation: Evaluation, words: Language) -> str:
    """Say met, not met or unknown first, then every criterion in words with its own value."""
    head = words.word(evaluation.value)
    shown = bold(head) if evaluation.value is Truth.MET else alert(head)
    leaves = [_leaf(leaf, words) for leaf in _leaves(evaluation.reason)]
    if len(leaves) > _LINES:
        return f"{shown}<br/>{' · '.join(leaves)}"
    return "<br/>".join([shown, *(f"– {leaf}" for leaf in leaves)])


def _leaves(reason: Reason) -> Iterator[Reason]:
    if not reason.parts:
        yield reason
    for part in reason.parts:
        yield from _leaves(part)


def _leaf(reason: Reason, words: Language) -> str:
    text = markup(f"{words.word(reason.value)}: {reason.words}")
    if reason.missing and reason.missing not in reason.words:
        text += markup("; ") + bold(words.say("missing", what=reason.missing))
    return text


def _region(status: RegionalStatus, words: Language) -> str:
    text = f"{status.region}: {words.word(status.status)}"
    if status.since:
        text += f" {words.say('since', since=status.since)}"
    return f"{text} ({status.note})" if status.note else text


def _sources(record: Assertion, words: Language) -> Iterator[str]:
    for source in record.sources:
        text = f"{words.word(source.kind)} {source.id}"
        yield markup(f"{text}: {source.title}" if source.title else text)


def _state(match: Match, words: Language) -> str:
    record = match.assertion
    unverified = record.evidence is Evidence.UNVERIFIED
    state = words.word(record.evidence)
    parts = [alert(state) if unverified else markup(state)]
    dates = words.say("state", checked=record.checked, expires=record.expires)
    parts.append(markup(dates))
    if match.expired:
        parts.append(alert(words.say("expired")))
    parts.append(bold(words.word(record.review)))
    parts.append(muted(words.say("record", id=f"{record.id} ({record.digest[:12]})")))
    line = " · ".join(parts)
    return f"{line}<br/>{muted(record.evidence_note)}" if record.evidence_note else line
