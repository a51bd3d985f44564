"""Section 2: for each finding, what the knowledge base says, how sure that is, and from where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.records import (
    Axis,
    Effect,
    Evidence,
    RegionalStatus,
    RegionStatus,
    Source,
)
from knowledgebase.rules.criteria import Truth
from reports.fonts import markup
from reports.languages import Language
from reports.model import Report, Row
from reports.sections.approval import approval_text
from reports.sections.criteria import biomarker_markup, told, truth_markup, words_of
from reports.sections.sources import Cited
from reports.style import alert, bold, gap, marked, muted, plain
from tumorboard.domain.conclusion import Match

_HARMFUL = (Effect.RESISTANCE, Effect.TOXICITY)
_OPEN = (RegionStatus.UNKNOWN, RegionStatus.NOT_APPLICABLE)


@dataclass(slots=True)
class _Printed:
    """What section 2 has printed so far: records once, sources by number, checks in full.

    A record told in brief names its sources, its state and its digest, not how it was checked.
    """

    labels: Mapping[str, str]
    records: set[str] = field(default_factory=set)
    sources: Cited = field(default_factory=Cited)
    checks: dict[str, list[str]] = field(default_factory=dict)


def evidence(report: Report, words: Language) -> list[Flowable]:
    """Set the evidence, finding by finding; a record stands once and is referred to after."""
    made: list[Flowable] = []
    rows = (*report.table, *report.appendix)
    labels = {row.finding.id: row.label for row in rows if row.finding}
    printed = _Printed(labels)
    if not report.frozen.evaluation.matches:
        made.append(plain(words.say("no_evidence")))
    for row in rows:
        if row.matches:
            made += _of_row(row, words, printed)
    if report.loose_matches:
        made.append(plain(words.say("loose_evidence"), "heading"))
        made += _of_matches(report.loose_matches, words, printed)
    made += _without_evidence(report.table, words)
    return [*made, *_references(printed, words)]


def numbered_sources(report: Report) -> Mapping[Source, int]:
    """Give the sources of the section by the numbers it prints, for a section that follows."""
    cited = Cited()
    rows = (*report.table, *report.appendix)
    for matches in (*(row.matches for row in rows), report.loose_matches):
        for part in _parted(matches):
            for match in part:
                cited.refer(match.assertion.sources)
    return cited.numbers


def _of_row(row: Row, words: Language, printed: _Printed) -> Iterator[Flowable]:
    tier = row.tier.value if row.tier else words.say("no_tier")
    axes = row.suggestion.by_axis if row.suggestion else {}
    levels = ", ".join(f"{words.word(axis)} {axes[axis]}" for axis in Axis if axis in axes)
    head = f"{row.label}: {words.say('col.tier')} {tier}" + (f" ({levels})" if levels else "")
    yield CondPageBreak(115)
    yield plain(head, "heading")
    if row.suggestion and row.suggestion.reason:
        yield plain(row.suggestion.reason, "note")
    again = [match for match in row.matches if match.assertion.id in printed.records]
    fresh = [match for match in row.matches if match.assertion.id not in printed.records]
    yield from _of_matches(fresh, words, printed)
    if again:
        titles = "; ".join(match.assertion.title for match in again)
        yield plain(words.say("seen_above", titles=titles), "note")


def _of_matches(matches: Sequence[Match], words: Language, printed: _Printed) -> Iterator[Flowable]:
    """Set what bears on this case whole; what does not hold here, or elsewhere only, in brief."""
    whole, failing, elsewhere = _parted(matches)
    printed.records.update(match.assertion.id for match in matches)
    for match in whole:
        yield from _in_full(match, words, printed)
    for key, group in (("evidence.failing", failing), ("evidence.elsewhere", elsewhere)):
        if group:
            yield CondPageBreak(50)
            yield plain(words.say(key), "sub")
            for match in group:
                yield marked(_in_brief(match, words, printed), "brief")


def _parted(matches: Sequence[Match]) -> tuple[list[Match], list[Match], list[Match]]:
    """Part what bears on this case, what does not hold here, and what is of another disease."""
    return (
        [match for match in matches if match.same_disease and not _fails(match)],
        [match for match in matches if match.same_disease and _fails(match)],
        [match for match in matches if not match.same_disease],
    )


def _fails(match: Match) -> bool:
    """Tell whether the claim is not true of this case; a drug's label stays worth reading."""
    failed = match.context is not None and match.context.value is Truth.NOT_MET
    prerequisite = match.biomarker.value is Truth.NOT_MET
    return prerequisite or (failed and match.assertion.axis is not Axis.THERAPEUTIC)


def _in_full(match: Match, words: Language, printed: _Printed) -> list[Flowable]:
    record = match.assertion
    facts = [
        (words.say("biomarker"), biomarker_markup(match, printed.labels, words)),
        (words.say("context"), _context(match, words)),
    ]
    regions = regions_text(record.regions, words)
    if regions:
        facts.append((words.say("regions"), markup(regions)))
    if record.evidence_note:
        printed.checks.setdefault(record.evidence_note, []).append(record.id)
    told_ = "<br/>".join(f"{muted(label)}  {text}" for label, text in facts)
    return [
        CondPageBreak(76),
        marked(bold(record.title), "entry"),
        marked(_level(match, words), "small"),
        plain(record.statement, "small"),
        marked(told_, "small"),
        marked(_state(match, words, printed), "note"),
        gap(3),
    ]


def _in_brief(match: Match, words: Language, printed: _Printed) -> str:
    parts = [f"{bold(match.assertion.title)} · {_level(match, words)}"]
    lacking = [
        words_of(one, words)
        for evaluation in (match.biomarker, match.context)
        if evaluation is not None and evaluation.value is Truth.NOT_MET
        for one in told(evaluation)
        if one.value is Truth.NOT_MET
    ]
    if lacking:
        parts.append(bold(words.word(Truth.NOT_MET)) + markup(f": {' · '.join(lacking)}"))
    parts.append(_state(match, words, printed))
    return "<br/>".join(parts)


def effect_markup(effect: Effect, words: Language) -> str:
    """Name the effect; resistance and toxicity stand out."""
    word = words.word(effect)
    return alert(word) if effect in _HARMFUL else markup(word)


def _level(match: Match, words: Language) -> str:
    record = match.assertion
    diseases = ", ".join(record.diseases)
    if match.same_disease and record.level is match.level_here:
        level = bold(words.say("level", level=record.level, diseases=diseases))
    else:
        level = bold(
            words.say("level_moved", level=record.level, diseases=diseases, here=match.level_here)
        )
    parts = [level, markup(words.word(record.axis)), effect_markup(record.effect, words)]
    if record.drugs:
        parts.append(markup(", ".join(record.drugs)))
    return " · ".join(parts)


def _context(match: Match, words: Language) -> str:
    if match.context is None:
        return markup(words.say("no_context"))
    return truth_markup(match.context, words)


def regions_text(regions: Sequence[RegionalStatus], words: Language) -> str:
    """Write the status by region; regions without a word of their own stand together."""
    if all(one.status is RegionStatus.NOT_APPLICABLE for one in regions):
        return ""
    texts, together = [], dict[RegionStatus, list[str]]()
    for one in regions:
        if one.status in _OPEN and not one.note and not one.since:
            together.setdefault(one.status, []).append(one.region)
            continue
        text = f"{one.region}: {words.word(one.status)}"
        if one.since:
            text += f" {words.say('since', since=one.since)}"
        texts.append(f"{text} ({one.note})" if one.note else text)
    texts += [f"{', '.join(names)}: {words.word(status)}" for status, names in together.items()]
    return "; ".join(texts)


def flags_markup(match: Match, words: Language) -> list[str]:
    """Say what weakens the record: not compared with its source, or past its date."""
    flags = []
    if match.assertion.evidence is Evidence.UNVERIFIED:
        flags.append(alert(words.word(match.assertion.evidence)))
    if match.expired:
        flags.append(alert(words.say("expired")))
    return flags


def _state(match: Match, words: Language, printed: _Printed) -> str:
    record = match.assertion
    flags = flags_markup(match, words)
    if record.evidence is not Evidence.UNVERIFIED:
        flags.insert(0, markup(words.word(record.evidence)))
    parts = [
        markup(f"{words.say('sources')} {printed.sources.refer(record.sources)}"),
        *flags,
        markup(words.say("state", checked=record.checked, expires=record.expires)),
        markup(approval_text(match.approval, record.review, words)),
        markup(words.say("record", id=f"{record.id} ({record.digest[:12]})")),
    ]
    return " · ".join(parts)


def _without_evidence(rows: tuple[Row, ...], words: Language) -> Iterator[Flowable]:
    """Name the findings nothing rests on, with the reason of their tier."""
    silent: dict[str, list[str]] = {}
    for row in rows:
        if row.finding and not row.matches:
            reason = row.suggestion.reason if row.suggestion else ""
            silent.setdefault(reason, []).append(row.label)
    if silent:
        yield CondPageBreak(60)
        yield plain(words.say("no_evidence_for"), "heading")
    for reason, labels in silent.items():
        said = markup(f": {reason}") if reason else ""
        yield marked(bold(", ".join(labels)) + said, "small")


def _references(printed: _Printed, words: Language) -> Iterator[Flowable]:
    """List the sources by number, and how each record was compared with them."""
    yield from printed.sources.listed(words)
    if printed.checks:
        yield CondPageBreak(60)
        yield plain(words.say("evidence_note"), "heading")
    for note, records in printed.checks.items():
        yield marked(f"{bold(', '.join(records))}{markup(f': {note}')}", "reference")
