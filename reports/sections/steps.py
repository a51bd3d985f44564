"""The steps to a cell product: days, where they may lie, the rules, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.records import Evidence
from knowledgebase.rules.criteria import Truth
from reports.fonts import markup
from reports.languages import Language
from reports.sections.sources import Cited
from reports.style import WIDTH, alert, bold, gap, grid, marked, muted, plain
from tumorboard.domain.case import CellTherapy, StepStatus
from tumorboard.domain.option import Option, Step, StepNote, StepRule

_HEADS = ("step", "day", "rules", "look")
_WIDTHS = (38 * mm, 27 * mm, WIDTH - 107 * mm, 42 * mm)
_MARKS = {StepStatus.DONE: "✓", StepStatus.PLANNED: "▸", StepStatus.OPEN: "○"}
_ROOM = 110


def steps_to(option: Option, cited: Cited, words: Language) -> Iterator[Flowable]:
    """Set the steps of an option as a table, with what is next; nothing where it has none."""
    if not option.steps:
        return
    yield CondPageBreak(_ROOM)
    yield plain(words.say("steps.title", title=option.title), "heading")
    titles = {one.step: _title(one, words) for one in option.steps}
    following = option.next_step
    if following is not None:
        parts = [_title(following, words), *_planned(following, words)]
        parts += [*_bounds(following, words), *_missing(following, titles, words)]
        said = markup(f": {' · '.join(parts)}")
        yield marked(bold(words.say("steps.next")) + said, "small")
        yield gap(2)
    told: set[str] = set()
    rows = [_row(one, told, titles, cited, words) for one in option.steps]
    yield grid([words.say(f"steps.{name}") for name in _HEADS], rows, _WIDTHS, size="tight")
    yield from (gap(3), plain(words.say("steps.note"), "note"))


def remarks_on(
    stated: CellTherapy, options: Sequence[Option], on: date, words: Language
) -> Iterator[str]:
    """Say what does not fit in the days stated for a product, whichever options are taken up.

    A remark that is not true of every use of the product names the uses it is true of.
    """
    uses = [one for one in options if one.record == stated.product]
    if not uses:
        yield words.say("steps.not_compared", product=stated.product)
        for step in stated.steps:
            if step.status is StepStatus.PLANNED and step.on < on:
                said = words.say("NoteWords.PASSED", day=step.on)
                yield words.say("steps.of_step", step=step.step, said=said)
        return
    uses = [one for one in uses if one.state is not Truth.NOT_MET] or uses
    found: dict[tuple[int, str], list[str]] = {}
    for use in uses:
        titles = {one.step: _title(one, words) for one in use.steps}
        for place, one in enumerate(use.steps):
            for note in one.remarks:
                said = _note(note, titles, words)
                said = words.say("steps.of_step", step=_title(one, words), said=said)
                found.setdefault((place, said), []).append(use.title)
    for (_, said), told_of in sorted(found.items(), key=lambda item: item[0][0]):
        every = len(told_of) == len(uses)
        yield said if every else words.say("steps.of_uses", said=said, uses="; ".join(told_of))


def _row(
    one: Step, told: set[str], titles: Mapping[str, str], cited: Cited, words: Language
) -> list[object]:
    state = f"{_MARKS[one.status]} {words.word(one.status)}"
    head = [bold(_title(one, words)), markup(state)]
    if one.optional:
        head.append(muted(words.say("steps.optional")))
    days = [*_days(one, words), *_bounds(one, words)]
    rules = [rule for rule in one.rules if rule.record not in told]
    told.update(rule.record for rule in rules)
    look = [alert(f"▲ {_note(note, titles, words)}") for note in one.remarks]
    look += [alert(words.say("steps.unsure"))] if one.unsure else []
    look += [markup(said) for said in _missing(one, titles, words)]
    return [
        _cell(head),
        _cell([markup(day) for day in days]),
        _cell([_rule(rule, cited, words) for rule in rules]),
        _cell(look),
    ]


def _cell(parts: Sequence[str]) -> Flowable:
    return marked("<br/>".join(parts), "tight")


def _title(one: Step, words: Language) -> str:
    return one.title_da if words.code == "da" else one.title


def _days(one: Step, words: Language) -> Iterator[str]:
    if one.on and one.until:
        yield words.say("steps.days", first=one.on, last=one.until)
    elif one.on:
        yield str(one.on)


def _planned(one: Step, words: Language) -> Iterator[str]:
    yield from (f"{words.word(one.status)} {days}" for days in _days(one, words))


def _bounds(one: Step, words: Language) -> Iterator[str]:
    if one.earliest is not None and one.earliest == one.latest:
        yield words.say("steps.on", day=one.earliest)
        return
    bounds: tuple[tuple[str, date | None], ...] = (("from", one.earliest), ("until", one.latest))
    yield from (words.say(f"steps.{name}", day=day) for name, day in bounds if day is not None)


def _missing(one: Step, titles: Mapping[str, str], words: Language) -> Iterator[str]:
    if one.missing:
        said = ", ".join(_note(note, titles, words) for note in one.missing)
        yield words.say("steps.missing", what=said)


def _note(note: StepNote, titles: Mapping[str, str], words: Language) -> str:
    values = {
        place: titles.get(value, value) if place == "step" else value
        for place, value in note.values
    }
    said = words.say(f"NoteWords.{note.words.name}", **values)
    return words.say("steps.by_unsure_rule", said=said) if note.unsure else said


def _rule(rule: StepRule, cited: Cited, words: Language) -> str:
    parts = [markup(rule.words)]
    if rule.sources:
        parts.append(muted(f"{words.say('sources')} {cited.refer(rule.sources)}"))
    if rule.evidence == Evidence.UNVERIFIED.value:
        parts.append(alert(words.named("Evidence", rule.evidence)))
    if rule.expired:
        parts.append(alert(words.say("steps.expired")))
    return " · ".join(parts)
