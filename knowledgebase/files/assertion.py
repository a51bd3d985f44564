"""``assertions/ID.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import curation_faults, shipped_faults
from knowledgebase.files.fields import Fields
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import (
    NOTHING_ASKED,
    Fault,
    Surroundings,
    each,
    read_disease_codes,
    read_regions,
    read_source,
)
from knowledgebase.files.strict_yaml import Node
from knowledgebase.records import Assertion, Axis, Effect, Evidence, Level, Review
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.names import Names, drug_problem
from knowledgebase.rules.text import parse_rule

_ASSERTION_KEYS = (
    *("id", "axis", "title", "diseases", "biomarker", "context", "effect", "drugs", "level"),
    *("statement", "regions", "sources", "evidence", "evidence_note", "checked", "expires"),
    "review",
)


def read_assertion(node: Node, problems: list[Problem], names: Names) -> Assertion:
    """Read ``assertions/ID.yaml``; ``names`` are those the rules may use."""
    fields = Fields(node, _ASSERTION_KEYS, problems)
    context: Rule | None = fields.optional("context", lambda part: parse_rule(part, names), None)
    record = Assertion(
        id=fields.text("id"),
        axis=fields.word("axis", Axis),
        title=fields.text("title"),
        diseases=fields.read("diseases", lambda part: read_disease_codes(part, names), ()),
        biomarker=fields.read("biomarker", lambda part: parse_rule(part, names), NOTHING_ASKED),
        context=context,
        effect=fields.word("effect", Effect),
        drugs=fields.texts("drugs"),
        level=fields.word("level", Level),
        statement=fields.text("statement"),
        regions=read_regions(fields, problems),
        sources=each(fields, "sources", read_source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text_or_empty("evidence_note"),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def assertion_faults(records: Mapping[str, Assertion], around: Surroundings) -> Iterator[Fault]:
    """Apply the rules of curation."""
    for name, assertion in records.items():
        for key, sentence in curation_faults(assertion, around.today):
            yield name, key, sentence
        for key, sentence in shipped_faults(assertion) if around.shipped else ():
            yield name, key, sentence
        for drug in assertion.drugs:
            problem = drug_problem(drug, around.names)
            if problem:
                yield name, "drugs", problem
