"""``classifications/ID.yaml``, ``scores/ID.yaml`` and ``formulas/ID.yaml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TypedDict, TypeVar

from knowledgebase.curation import date_faults
from knowledgebase.files.fields import Fields, as_any_text, as_items, as_text
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import NOTHING_ASKED, Fault, Surroundings, each, read_source
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, fault, kind_of, shortened
from knowledgebase.records import (
    AssessmentPurpose,
    Classification,
    ClassRule,
    Evidence,
    Flag,
    Formula,
    Group,
    PointRule,
    Presumption,
    Review,
    Score,
    ScoreItem,
)
from knowledgebase.records.provenance import Source
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.names import Names
from knowledgebase.rules.text import parse_rule
from knowledgebase.vocabulary import FACTS, Kind

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_KEY = re.compile(r"(?:classification|risk)\.[a-z0-9_]+")
_COMMON = (
    *("id", "key", "standard", "title", "applies", "flags", "note", "sources", "evidence"),
    *("evidence_note", "checked", "expires", "review", "not_for"),
)
_PRESUMED = (Kind.YES_NO, Kind.NUMBER, Kind.WORD)
_Item = TypeVar("_Item")
Numbers = Mapping[str, Mapping[str, Mapping[str, Decimal]]]


class _Common(TypedDict):
    id: str
    key: str
    standard: str
    title: str
    applies: Rule
    flags: tuple[Flag, ...]
    not_for: tuple[Flag, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    review: Review


def _common(fields: Fields, problems: list[Problem], names: Names) -> _Common:
    return _Common(
        id=fields.text("id"),
        key=fields.read("key", _key, ""),
        standard=fields.text("standard"),
        title=fields.text("title"),
        applies=fields.read("applies", lambda node: parse_rule(node, names), NOTHING_ASKED),
        flags=_each_with_rule(fields, "flags", _flag, problems, names),
        not_for=_each_with_rule(fields, "not_for", _flag, problems, names),
        note=fields.text_or_empty("note"),
        sources=each(fields, "sources", read_source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text_or_empty("evidence_note"),
        review=fields.word("review", Review),
    )


def read_classification(node: Node, problems: list[Problem], names: Names) -> Classification:
    """Read ``classifications/ID.yaml``."""
    fields = Fields(node, (*_COMMON, "purpose", "classes", "presumed"), problems)
    record = Classification(
        **_common(fields, problems, names),
        purpose=fields.word("purpose", AssessmentPurpose),
        classes=_each_with_rule(fields, "classes", _class, problems, names),
        presumed=_each_with_rule(fields, "presumed", _presumption, problems, names),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def read_score(node: Node, problems: list[Problem], names: Names) -> Score:
    """Read ``scores/ID.yaml``."""
    fields = Fields(node, (*_COMMON, "items", "groups", "presumed"), problems)
    record = Score(
        **_common(fields, problems, names),
        items=_each_with_rule(fields, "items", _item, problems, names),
        groups=each(fields, "groups", _group, problems),
        presumed=_each_with_rule(fields, "presumed", _presumption, problems, names),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def read_formula(node: Node, problems: list[Problem], names: Names) -> Formula:
    """Read ``formulas/ID.yaml``."""
    fields = Fields(node, (*_COMMON, "function", "numbers", "groups"), problems)
    no_numbers: Numbers = {}
    record = Formula(
        **_common(fields, problems, names),
        function=fields.text("function"),
        numbers=fields.read("numbers", _numbers, no_numbers),
        groups=each(fields, "groups", _group, problems),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def assessment_faults(
    records: Mapping[str, Classification | Score | Formula], around: Surroundings
) -> Iterator[Fault]:
    """Hold each to its form: an end that catches all, bounds that rise, a source, sound dates."""
    for name, record in records.items():
        for key, sentence in date_faults(record.checked, record.expires, around.today):
            yield name, key, sentence
        if not record.sources:
            yield name, "sources", "an assessment needs at least one primary source"
        if record.evidence is Evidence.VERIFIED and not record.evidence_note:
            yield name, "evidence_note", "say what was compared with the source, and how"
        if around.shipped and record.review is not Review.DRAFT:
            yield name, "review", "shipped content is draft; a hospital's curators approve it"
        if isinstance(record, Classification):
            yield from _class_faults(name, record, around)
            continue
        yield from _group_faults(name, record.groups)
        if isinstance(record, Score):
            yield from _item_faults(name, record)


def _class_faults(name: str, record: Classification, around: Surroundings) -> Iterator[Fault]:
    ids = [one.id for one in record.classes]
    if len(set(ids)) < len(ids):
        yield name, "classes", "two classes have the same id"
    if not ids:
        yield name, "classes", "name at least one class"
    for one in record.classes[:-1]:
        if one.when is None:
            yield name, "classes", f'"{one.id}" has no rule, so nothing behind it can be reached'
    known = around.names.diseases
    for one in record.classes:
        if one.disease and known is not None and one.disease not in known:
            yield name, "classes", f'"{one.disease}" is no known disease code'


def _group_faults(name: str, groups: tuple[Group, ...]) -> Iterator[Fault]:
    bounds = [group.at_most for group in groups[:-1]]
    stated = [bound for bound in bounds if bound is not None]
    if not groups or len(stated) < len(bounds) or groups[-1].at_most is not None:
        yield name, "groups", "every group but the last states at_most or below"
    elif sorted(set(stated)) != stated:
        yield name, "groups", "the bounds of the groups rise from one to the next"


def _item_faults(name: str, record: Score) -> Iterator[Fault]:
    for item in record.items:
        if not item.points or item.points[-1].when is not None:
            yield name, "items", f'"{item.id}" ends with {{points: 0}}, without a rule'
        if any(point.when is None for point in item.points[:-1]):
            yield name, "items", f'only the last points of "{item.id}" go without a rule'


def _each_with_rule(
    fields: Fields,
    name: str,
    read: Callable[[Node, list[Problem], Names], _Item],
    problems: list[Problem],
    names: Names,
) -> tuple[_Item, ...]:
    return each(fields, name, lambda node, faults: read(node, faults, names), problems)


def _when(fields: Fields, names: Names) -> Rule | None:
    rule: Rule | None = fields.optional("when", lambda node: parse_rule(node, names), None)
    return rule


def _flag(node: Node, problems: list[Problem], names: Names) -> Flag:
    fields = Fields(node, ("when", "words"), problems)
    rule = fields.read("when", lambda part: parse_rule(part, names), NOTHING_ASKED)
    return Flag(rule, fields.text("words"))


def _presumption(node: Node, problems: list[Problem], names: Names) -> Presumption:
    fields = Fields(node, ("fact", "key", "value", "unit", "words", "given"), problems)
    given: Rule | None = fields.optional("given", lambda part: parse_rule(part, names), None)
    name, key = fields.text("fact"), fields.text_or_empty("key")
    declared = FACTS.get(name)
    if declared is None or declared.kind not in _PRESUMED:
        fields.note_at("fact", f'"{shortened(name)}" is no fact that can be presumed')
    elif bool(declared.keyed_by) is not bool(key):
        fields.note_at("key", f"{name} needs a key, or takes none; see knowledge-files.md")
    value: bool | Decimal | str
    if declared is not None and declared.kind is Kind.YES_NO:
        value = fields.read("value", _yes_or_no, False)
    elif declared is not None and declared.kind is Kind.WORD:
        value = fields.text("value")
        if value not in declared.words:
            fields.note_at("value", f'"{shortened(value)}" is no word of {name}')
    else:
        value = fields.read("value", _number, Decimal(0))
    unit, words = fields.text_or_empty("unit"), fields.text("words")
    return Presumption(name, key, value, unit, words, given)


def _yes_or_no(node: Node) -> bool:
    text = as_any_text(node)
    if text not in ("yes", "no"):
        raise fault(node, f'"{shortened(text)}" is neither yes nor no')
    return text == "yes"


def _class(node: Node, problems: list[Problem], names: Names) -> ClassRule:
    fields = Fields(node, ("id", "name", "when", "disease", "note"), problems)
    return ClassRule(
        fields.text("id"),
        fields.text("name"),
        _when(fields, names),
        fields.text_or_empty("disease"),
        fields.text_or_empty("note"),
    )


def _item(node: Node, problems: list[Problem], names: Names) -> ScoreItem:
    fields = Fields(node, ("id", "name", "points"), problems)
    points = _each_with_rule(fields, "points", _point, problems, names)
    return ScoreItem(fields.text("id"), fields.text("name"), points)


def _point(node: Node, problems: list[Problem], names: Names) -> PointRule:
    fields = Fields(node, ("points", "when"), problems)
    return PointRule(fields.read("points", _number, Decimal(0)), _when(fields, names))


def _group(node: Node, problems: list[Problem]) -> Group:
    fields = Fields(node, ("name", "at_most", "below"), problems)
    at_most: Decimal | None = fields.optional("at_most", _number, None)
    below: Decimal | None = fields.optional("below", _number, None)
    if at_most is not None and below is not None:
        fields.note_at("below", "a group states at_most or below, not both")
    return Group(fields.text("name"), at_most if below is None else below, below is not None)


def _key(node: Node) -> str:
    text = as_text(node)
    if not _KEY.fullmatch(text):
        raise fault(node, f'"{shortened(text)}" is no key; write classification.who5 or risk.ipssr')
    return text


def _number(node: Node) -> Decimal:
    text = as_any_text(node)
    try:
        if _NUMBER.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise fault(node, f'"{shortened(text)}" is no number')


def _numbers(node: Node) -> Numbers:
    """Read tables of rows of columns; a list of texts in a table numbers its rows."""
    return {
        table: {
            row: {column: _number(cell) for column, cell in _pairs(columns)}
            for row, columns in _pairs(rows)
        }
        for table, rows in _pairs(node)
    }


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    if not isinstance(node, MappingNode):
        as_items(node)
        raise fault(node, f"a mapping of numbers belongs here, not {kind_of(node)}")
    for key, value in node.pairs:
        yield key.text, value
