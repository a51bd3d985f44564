"""``guidance/ID.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import date_faults
from knowledgebase.files.fields import Fields
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import Fault, Surroundings, each, read_source
from knowledgebase.files.strict_yaml import Node, fault
from knowledgebase.records import Evidence, Guidance, GuidanceItem, ProductKind, Review
from knowledgebase.rules.criteria import Criterion, Not, Rule
from knowledgebase.rules.names import Names
from knowledgebase.rules.text import parse_rule

_KEYS = ("id", "title", "applies_to", "items", "checked", "expires", "review")
_ITEM_KEYS = ("id", "title", "words", "rule", "sources", "evidence", "evidence_note")


def read_guidance(node: Node, problems: list[Problem], names: Names) -> Guidance:
    """Read ``guidance/ID.yaml``; a rule in it asks nothing hard."""
    fields = Fields(node, _KEYS, problems)
    record = Guidance(
        id=fields.text("id"),
        title=fields.text("title"),
        applies_to=fields.word("applies_to", ProductKind),
        items=each(fields, "items", _item(names), problems),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def _item(names: Names) -> Callable[[Node, list[Problem]], GuidanceItem]:
    def read(node: Node, problems: list[Problem]) -> GuidanceItem:
        fields = Fields(node, _ITEM_KEYS, problems)
        rule: Rule | None = fields.optional("rule", lambda part: _soft_rule(part, names), None)
        return GuidanceItem(
            id=fields.text("id"),
            title=fields.text("title"),
            words=fields.text("words"),
            rule=rule,
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )

    return read


def _soft_rule(node: Node, names: Names) -> Rule:
    rule = parse_rule(node, names)
    if not _never_hard(rule):
        raise fault(node, "guidance is the board's to weigh; mark each fact soft or recoverable")
    return rule


def _never_hard(rule: Rule) -> bool:
    if isinstance(rule, Criterion):
        return rule.soft or rule.recoverable
    parts = (rule.part,) if isinstance(rule, Not) else rule.parts
    return all(_never_hard(part) for part in parts)


def guidance_faults(records: Mapping[str, Guidance], around: Surroundings) -> Iterator[Fault]:
    """Hold the items' ids apart and the dates sound."""
    for name, guidance in records.items():
        ids = [item.id for item in guidance.items]
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield name, "items", f'the id "{one}" stands twice'
        for _, sentence in date_faults(guidance.checked, guidance.expires, around.today):
            yield name, "expires", sentence
        for item in guidance.items:
            if item.evidence is Evidence.VERIFIED and not item.sources:
                yield name, "items", f"{item.id}: a verified item names its source"
        if around.shipped and guidance.review is not Review.DRAFT:
            yield name, "review", "shipped content is draft; a hospital's curators approve it"
