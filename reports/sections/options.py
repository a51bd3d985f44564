"""The section on options: what is before the board, what matches or may match, what to test next.

It never recommends, and what matches is not a word on the patient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.records import (
    Evidence,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
)
from knowledgebase.rules.criteria import Truth
from reports.fonts import markup
from reports.languages import Language, moment
from reports.model import Report
from reports.options import (
    Group,
    Standing,
    groups,
    open_points,
    possible,
    reservations,
    standings,
)
from reports.sections.approval import approval_text
from reports.sections.evidence import numbered_sources, regions_text
from reports.sections.sources import Cited
from reports.sections.steps import steps_to
from reports.style import PAGE_HEIGHT, WIDTH, alert, bold, box, gap, grid, marked, muted, plain
from tumorboard.domain.board import taken_options
from tumorboard.domain.option import Against, CohortState, NextTest, Option, OptionKind

_NEXT_TESTS = 3
#: Room for a group's heading, which stands together with the first row of its table.
_HEADING, _MOST_ROOM = 30, 0.7 * PAGE_HEIGHT
#: How a product's state is told when its use is not, or no longer, approved.
_USE_ITSELF = " (the use itself: "


def options(report: Report, words: Language) -> list[Flowable]:
    """Set the choices, then the groups, then what does not match, then what to test next."""
    evaluation = report.frozen.evaluation
    chosen = taken_options(report.frozen.choices)
    standing = standings(chosen, evaluation.options)
    made = _before_board(standing, evaluation.release, words)
    earlier = numbered_sources(report)
    cited = Cited(earlier)
    for one in standing:
        made += [] if one.option is None else steps_to(one.option, cited, words)
    if evaluation.options:
        taken = {one.option for one in chosen}
        for group in groups(evaluation.options, taken):
            made += _group(group, taken, cited, words)
        made += _closing(evaluation.options, words)
    made += _next_tests(evaluation.next_tests[:_NEXT_TESTS], words)
    made += cited.listed(words)
    if earlier and possible(evaluation.options):
        made.append(plain(words.say("options.earlier_sources", n=len(earlier)), "note"))
    return made


def told_words(text: str, words: Language) -> str:
    """Say how a state is told in the language; words of another version stand as written."""
    said, apart, status = text.removesuffix(")").partition(_USE_ITSELF)
    if not apart:
        return words.named("OptionWords", text)
    named = words.named("RegionStatus", status)
    return words.say("options.use_itself", words=words.named("OptionWords", said), status=named)


def _before_board(found: Sequence[Standing], release: str, words: Language) -> list[Flowable]:
    if not found:
        return [plain(words.say("options.none_before_board"), "small")]
    lines = [plain(words.say("options.before_board"), "box_head")]
    for one in found:
        lines += _choice(one, release, words)
    return [box(lines)]


def _choice(one: Standing, release: str, words: Language) -> Iterator[Flowable]:
    choice = one.choice
    yield marked(bold(choice.title), "entry")
    told = markup(words.say("options.then", words=told_words(choice.words, words)))
    yield marked(" · ".join([told, *_since(one, words)]), "small")
    if choice.note:
        yield plain(words.say("options.note", note=choice.note), "small")
    by = words.say(
        "options.taken_by",
        name=choice.by.name,
        role=words.word(choice.by.role),
        at=moment(choice.at),
    )
    record = words.say("record", id=f"{choice.record} ({choice.digest[:12]})")
    basis = [words.say("decision_basis", release=choice.release)]
    # The release of the report itself stands at the foot of every page.
    yield plain(" · ".join([by, record, *(basis if choice.release != release else [])]), "note")


def _since(one: Standing, words: Language) -> Iterator[str]:
    """Say what has changed since the option was taken to the board."""
    if one.option is None:
        yield alert(words.say("options.gone"))
        return
    if one.told_otherwise:
        yield alert(words.say("options.now", words=told_words(one.option.words, words)))
    if one.changed:
        yield alert(words.say("options.changed"))
    yield from _weakness(one.option, words)


def _weakness(one: Option, words: Language) -> Iterator[str]:
    """Say what weakens the record of an option, wherever the option is printed."""
    if one.expired:
        yield alert(f"▲ {words.say('options.expired', expires=one.expires)}")
    if one.evidence == Evidence.UNVERIFIED.value:
        yield alert(words.named("Evidence", one.evidence))


def _group(group: Group, taken: set[str], cited: Cited, words: Language) -> Iterator[Flowable]:
    apart = ".apart" if group.apart else ""
    title = plain(words.say(f"options.{group.kind}{apart}"), "heading")
    if not group.shown:
        yield from (CondPageBreak(50), title, plain(words.say("options.none"), "small"))
        return
    trials = group.kind is OptionKind.TRIAL
    heads = (
        "options.registry" if trials else "options.level",
        "options.option",
        "options.cohorts" if trials else "options.status",
    )
    first = 25 * mm if trials else 15 * mm
    rows = [_row(one, one.id in taken, cited, words) for one in group.shown]
    widths = [first, (WIDTH - first) / 2, (WIDTH - first) / 2]
    table = grid([words.say(key) for key in heads], rows, widths, size="tight")
    yield from (CondPageBreak(min(_HEADING + table.opening, _MOST_ROOM)), title, table)
    if group.more:
        yield gap(3)
        yield plain(words.count("options.more", group.more), "note")


def _row(one: Option, chosen: bool, cited: Cited, words: Language) -> list[object]:
    return [
        _place(one, words),
        marked("<br/>".join(_offered(one, chosen, words)), "tight"),
        marked("<br/>".join(_standing(one, cited, words)), "tight"),
    ]


def _place(one: Option, words: Language) -> list[Flowable]:
    """Write level and tier in this disease, of a trial its registry number and recruitment."""
    if one.kind is OptionKind.TRIAL:
        recruitment = words.named("Recruitment", one.recruitment)
        return [marked(bold(one.id), "tight"), plain(recruitment, "tight")]
    if one.level is None:
        return [plain(words.say("options.no_level"), "tight")]
    tier = [plain(words.say("options.tier", tier=one.tier), "tight")] if one.tier else []
    return [plain(one.level.value, "tier"), *tier]


def _offered(one: Option, chosen: bool, words: Language) -> Iterator[str]:
    yield bold(one.title)
    use = f"{words.word(one.use)}: "
    yield markup(use) + bold(told_words(one.words, words))
    if chosen:
        yield bold(f"▸ {words.say('options.chosen')}")
    if one.expired:
        yield alert(f"▲ {words.say('options.expired', expires=one.expires)}")
    for each in one.against:
        yield _against(each, words)
    for text in reservations(one):
        yield alert(f"▲ {words.say('options.reservation')}") + markup(f": {text}")
    if one.exposure:
        yield markup(f"{words.say('options.exposure')}: {'; '.join(one.exposure)}")


def _against(one: Against, words: Language) -> str:
    level = words.say("options.against.level", level=one.level) if one.level else ""
    how = "; ".join(part for part in (one.how, level, one.record) if part)
    return alert(f"▲ {words.say('options.against')}") + markup(f": {one.words} ({how})")


def _standing(one: Option, cited: Cited, words: Language) -> Iterator[str]:
    yield from (_cohort(each, words) for each in one.cohorts)
    yield from _regions(one.regions, words)
    opened = open_points(one)
    if opened:
        yield bold(words.say("options.open")) + markup(f": {'; '.join(opened)}")
    yield _record(one, cited, words)


def _regions(regions: Sequence[RegionalStatus], words: Language) -> Iterator[str]:
    """Write the status by region; where the use was withdrawn stands out."""
    gone = [one for one in regions if one.status is RegionStatus.WITHDRAWN]
    others = [one for one in regions if one.status is not RegionStatus.WITHDRAWN]
    if gone:
        yield alert(regions_text(gone, words))
    if regions_text(others, words):
        yield markup(regions_text(others, words))


def _cohort(one: CohortState, words: Language) -> str:
    status = words.named("CohortStatus", one.status)
    title = f"{one.title} ({one.id})" if one.title else one.id
    return markup(
        words.say("options.cohort", title=title, status=status, state=words.word(one.state))
    )


def _record(one: Option, cited: Cited, words: Language) -> str:
    """Write sources and record as the evidence does: what weakens the record stands out."""
    sources = [source for source in one.sources if not _is_the_trial(source, one)]
    numbers = f"{words.say('sources')} {cited.refer(sources)}"
    unverified = one.evidence == Evidence.UNVERIFIED.value
    evidence = words.named("Evidence", one.evidence)
    review = Review.APPROVED if one.approved_content else Review.DRAFT
    record = one.record if one.id == one.record else f"{one.record}, {one.id}"
    parts = [
        *([muted(numbers)] if sources else []),
        alert(evidence) if unverified else muted(evidence),
        muted(words.say("state", checked=one.checked, expires=one.expires)),
        muted(approval_text(one.approval, review, words)),
        muted(words.say("record", id=f"{record} ({one.digest[:12]})")),
    ]
    return " · ".join(parts)


def _is_the_trial(source: Source, one: Option) -> bool:
    """Tell whether a source is the trial's own entry, whose number and title stand in the row."""
    return source.kind is SourceKind.NCT and (source.id, source.title) == (one.id, one.title)


def _closing(found: Sequence[Option], words: Language) -> Iterator[Flowable]:
    excluded = sum(1 for one in found if one.state is Truth.NOT_MET)
    said = [words.count("options.excluded", excluded)] if excluded else []
    yield gap(6)
    yield plain(" ".join([*said, words.say("options.closing")]), "body")


def _decided(ids: Sequence[str], elsewhere: Sequence[str], words: Language) -> str:
    """Count options, and say how many of them are for another disease or a subtype."""
    others = sum(one in elsewhere for one in ids)
    if not others:
        return str(len(ids))
    return words.say("options.elsewhere", n=len(ids), others=others)


def _next_tests(tests: Sequence[NextTest], words: Language) -> Iterator[Flowable]:
    if not tests:
        return
    yield from (CondPageBreak(110), plain(words.say("options.next_tests"), "heading"))
    heads = ("options.fact", "options.effort", "options.opens", "options.closes")
    rows = [
        [
            marked(bold(one.words), "cell"),
            plain(words.named("Effort", one.effort), "cell"),
            plain(_decided(one.opens, one.elsewhere, words), "cell"),
            plain(_decided(one.closes, one.elsewhere, words), "cell"),
        ]
        for one in tests
    ]
    widths = [WIDTH - 104 * mm, 46 * mm, 29 * mm, 29 * mm]
    yield grid([words.say(key) for key in heads], rows, widths, size="tight")
    yield from (gap(3), plain(words.say("options.next_note"), "note"))
