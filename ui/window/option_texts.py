"""From an option to the words and marks of its card. No widgets here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledgebase.proposals import Proposal
from knowledgebase.records.trial import Site
from knowledgebase.rules.criteria import Truth
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.approval import ApprovalState
from tumorboard.domain.case import StepStatus
from tumorboard.domain.option import (
    Check,
    NextTest,
    Option,
    OptionKind,
    Step,
    StepNote,
    Use,
    Weight,
)
from ui.language import language, say

STATES = {
    Truth.MET: ("met", "good"),
    Truth.NOT_MET: ("not met", "against"),
    Truth.UNKNOWN: ("unknown", "warning"),
}
APPLYING = {
    Truth.MET: ("does not apply", "good"),
    Truth.NOT_MET: ("applies", "against"),
    Truth.UNKNOWN: ("not known", "warning"),
}
"""Of a precaution or guidance: its rule says when it does not apply."""
_APPLYING_KINDS = ("precaution", "guidance")
MARKS = {Truth.MET: "✓", Truth.NOT_MET: "✗", Truth.UNKNOWN: "?"}
WEIGHTS = {
    Weight.HARD: "",
    Weight.RECOVERABLE: "may recover",
    Weight.SOFT: "the board decides",
}
USES = {
    Use.LABEL: ("label use", "neutral"),
    Use.OFF_LABEL: ("off-label", "warning"),
    Use.EVIDENCE: ("evidence only", "warning"),
    Use.TRIAL: ("trial", "neutral"),
    Use.COMPASSIONATE: ("compassionate use", "warning"),
}
ANSWERS = (
    ("could open or close: {names}", "could open or close {n}: {names} ..."),
    ("could open: {names}", "could open {n}: {names} ..."),
    ("could close: {names}", "could close {n}: {names} ..."),
)
COUNTED_ANSWERS = ("could open or close {n}", "could open {n}", "could close {n}")
TABS = {
    OptionKind.THERAPY: "Therapies",
    OptionKind.TRIAL: "Trials",
    OptionKind.PRODUCT: "Cell and antibody therapy",
}
STEP_STATES = {
    StepStatus.DONE: ("✓", "good"),
    StepStatus.PLANNED: ("→", "possible"),
    StepStatus.OPEN: ("○", "neutral"),
}
MOST_MISSING = 8
MOST_SITES = 60


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One criterion of the tree: how deep it stands, its state, and what is said of it."""

    depth: int
    state: Truth
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the table: its name, state with its look, days, bounds, and what to look at."""

    title: str
    state: tuple[str, str]
    days: tuple[str, ...]
    bounds: tuple[str, ...]
    remarks: tuple[str, ...]
    missing: str
    unsure: bool


def badges_of(option: Option) -> Iterator[tuple[str, str]]:
    """Give the marks of an option, each worded: state first, then level, use, reservations."""
    mark = MARKS[option.state]
    yield f"{mark} {say(option.words)}", STATES[option.state][1]
    if option.level is not None:
        tier = f", {say('Tier {tier}', tier=option.tier)}" if option.tier else ""
        level = say("Level {level}", level=option.level.value)
        strong = option.level.value in ("A", "B")
        yield f"{level}{tier}", "strong" if strong else "possible"
    words, kind = USES[option.use]
    yield say(words), kind
    if option.recruitment:
        yield say(option.recruitment), "neutral"
    yield from weakness_of(option)
    if option.approval.state is not ApprovalState.APPROVED:
        yield say("not locally approved"), "neutral"


def weakness_of(option: Option) -> Iterator[tuple[str, str]]:
    """Give the marks of a record that is stale or was never compared with its source."""
    if option.expired:
        yield say("out of date since {day}", day=option.expires), "against"
    if option.evidence == "unverified":
        yield say("not compared with its source"), "warning"


def missing_line(option: Option) -> str:
    """Name what is not known and could still change the state."""
    if not option.missing:
        return ""
    names = [fact_in_words(fact, key) for fact, key in option.missing]
    shown = ", ".join(names[:MOST_MISSING])
    if len(names) > MOST_MISSING:
        shown = say("{names} and {more} more", names=shown, more=len(names) - MOST_MISSING)
    return say("Missing: {names}", names=shown)


def failing_line(option: Option) -> str:
    """Name the criteria that are not met, of an option that does not match."""
    if option.state is not Truth.NOT_MET:
        return ""
    failed = [one.words for one in option.checks if one.state is Truth.NOT_MET]
    return say("Not met: {names}", names="; ".join(failed)) if failed else ""


def against_lines(option: Option) -> tuple[str, ...]:
    """Say what speaks against an option, with its level."""
    return tuple(
        f"{one.words} ({one.how}{f', level {one.level.value}' if one.level else ''})"
        for one in option.against
    )


def region_line(option: Option) -> str:
    """Write the status in each region."""
    return "; ".join(
        f"{one.region}: {say(one.status.value)}{f' {one.since}' if one.since else ''}"
        for one in option.regions
    )


def check_lines(checks: Sequence[Check], depth: int = 0) -> Iterator[CheckLine]:
    """Write a tree of criteria as lines, each with its worded state, parts below their whole."""
    for one in checks:
        said = (
            say(WEIGHTS[one.weight]) if WEIGHTS[one.weight] else "",
            say("not known: {what}", what=one.missing) if one.missing else "",
            one.source,
        )
        yield CheckLine(depth, one.state, one.words, "; ".join(part for part in said if part))
        yield from check_lines(one.parts, depth + 1)


def badge_of_check(line: CheckLine) -> tuple[str, str]:
    """Give the worded state of a criterion, or whether a precaution applies, and its look."""
    applying = line.depth == 0 and line.words.startswith(_APPLYING_KINDS)
    words, kind = (APPLYING if applying else STATES)[line.state]
    mark = "▲" if applying and line.state is Truth.NOT_MET else MARKS[line.state]
    return f"{mark} {say(words)}", kind


def parted(checks: Sequence[Check]) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """Part the criteria that can say no from those that may recover or are the board's."""
    hard = tuple(one for one in checks if one.weight is Weight.HARD)
    return hard, tuple(one for one in checks if one.weight is not Weight.HARD)


def dates_line(option: Option) -> str:
    """Say when the record was last checked and how long that is relied on."""
    return say(
        "Checked {checked}, valid to {expires}", checked=option.checked, expires=option.expires
    )


def record_line(option: Option) -> str:
    """Name the record with the day of its last check."""
    words = say(
        "{id}, checked {checked}, valid to {expires}",
        id=option.record,
        checked=option.checked,
        expires=option.expires,
    )
    return f"{words}. {option.label}" if option.label else words


def step_lines(option: Option) -> Iterator[StepLine]:
    """Write the steps, each with its worded state."""
    titles = _step_titles(option)
    for one in option.steps:
        mark, kind = STEP_STATES[one.status]
        title = _step_title(one)
        if one.optional:
            title = say("{step} (not always needed)", step=title)
        days = [str(one.on)] if one.on else []
        if one.on and one.until:
            days.append(say("to {day}", day=one.until))
        remarks = tuple(_note_in_words(note, titles) for note in one.remarks)
        missing = _missing_days(one, titles)
        state = (f"{mark} {say(str(one.status))}", kind)
        yield StepLine(title, state, tuple(days), tuple(_bounds(one)), remarks, missing, one.unsure)


def next_step_line(option: Option) -> str:
    """Name the next step, where its day may lie, and what is missing for it; empty without one."""
    one = option.next_step
    if one is None:
        return ""
    parts = [_step_title(one)]
    if one.on:
        parts.append(say("planned for {day}", day=one.on))
    parts += _bounds(one)
    missing = _missing_days(one, _step_titles(option))
    return " · ".join((*parts, missing) if missing else parts)


def step_rule_lines(option: Option) -> Iterator[tuple[str, str]]:
    """Write each rule once, with its source, and what weakens it."""
    told: set[str] = set()
    for one in option.steps:
        for rule in one.rules:
            if rule.record in told:
                continue
            told.add(rule.record)
            named = "; ".join(f"{source.id}: {source.title}" for source in rule.sources)
            source = f" [{named}]" if named else ""
            weak = [say("not compared with its source")] if rule.evidence == "unverified" else []
            weak += [say("out of date")] if rule.expired else []
            yield f"{_step_title(one)}: {rule.words}{source}", ", ".join(weak)


def dates_stated(option: Option) -> bool:
    """Tell whether the case itself plans this product; the treatments date the washout alone."""
    return any(one.on is not None and not one.from_treatments for one in option.steps)


def _step_titles(option: Option) -> dict[str, str]:
    return {one.step: _step_title(one) for one in option.steps}


def _missing_days(one: Step, titles: Mapping[str, str]) -> str:
    said = ", ".join(_note_in_words(note, titles) for note in one.missing)
    return say("not known: {what}", what=said) if said else ""


def _note_in_words(note: StepNote, titles: Mapping[str, str]) -> str:
    values = {
        place: titles.get(value, value) if place == "step" else value
        for place, value in note.values
    }
    said = say(note.words.value, **values)
    return say("{said} (a rule not compared with its source)", said=said) if note.unsure else said


def _step_title(one: Step) -> str:
    return one.title_da if language() == "da" else one.title


def _bounds(one: Step) -> Iterator[str]:
    bounds: tuple[tuple[str, date | None], ...] = (
        (say("from {day}", day=one.earliest), one.earliest),
        (say("until {day}", day=one.latest), one.latest),
    )
    if one.earliest is not None and one.earliest == one.latest:
        yield say("on {day}", day=one.earliest)
        return
    yield from (words for words, day in bounds if day is not None)


def site_lines(sites: Sequence[Site]) -> Iterator[str]:
    """Write sites in the order given, the first ones where there are many."""
    for site in sites[:MOST_SITES]:
        place = ", ".join(part for part in (site.city, site.country) if part)
        yield f"{place}: {site.facility} ({say(site.status.value)})"
    if len(sites) > MOST_SITES:
        yield say("and {n} more", n=len(sites) - MOST_SITES)


def proposal_lines(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Write what might be made of an eligibility text: the rule, its line, the words there."""
    for one in proposals:
        where = say("line {n}", n=one.line)
        if one.exclusion:
            where += f", {say('under exclusions')}"
        yield f"{one.rule}  ({where}: {one.quote})"


def next_test_line(test: NextTest) -> str:
    """Say what a test costs, and how many options an answer would open and close."""
    parts = [test.words, say(test.effort)]
    for ids, words in zip(_answered(test), COUNTED_ANSWERS, strict=True):
        if ids:
            parts.append(say(words, n=len(ids)))
    return " · ".join(parts)


def next_test_options(test: NextTest, titles: dict[str, str]) -> str:
    """Name the first of the options that an answer would open and close."""
    parts = []
    for ids, (one, several) in zip(_answered(test), ANSWERS, strict=True):
        if ids:
            names = "; ".join(titles.get(name, name) for name in ids[:2])
            parts.append(say(several if len(ids) > 2 else one, n=len(ids), names=names))
    if test.elsewhere:
        others = say("{n} of them for another disease or a subtype", n=len(test.elsewhere))
        parts.append(others)
    return " · ".join(parts)


def _answered(test: NextTest) -> tuple[tuple[str, ...], ...]:
    """Part the options into those an answer may open or close, only open, only close."""
    both = tuple(name for name in test.opens if name in test.closes)
    opens = tuple(name for name in test.opens if name not in both)
    closes = tuple(name for name in test.closes if name not in both)
    return both, opens, closes
