"""``alterations/ID.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledgebase.files.fields import Fields, as_items, as_range, as_texts, as_whole
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import (
    NO_NODES,
    Fault,
    Surroundings,
    each,
    read_place,
    read_source,
)
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, fault, shortened
from knowledgebase.records import Alteration, VariantPattern
from knowledgebase.rules.names import Names
from knowledgebase.rules.notation import CONSEQUENCE_TERMS
from knowledgebase.vocabulary import nearest

_CHANGE = re.compile(r"[ACDEFGHIKLMNPQRSTVWYX*][1-9][0-9]{0,4}[A-Za-z0-9_*=?]*")


def read_alteration(node: Node, problems: list[Problem], _: Names) -> Alteration:
    """Read ``alterations/ID.yaml``."""
    allowed = ("id", "gene", "name", "patterns", "sources", "note")
    fields = Fields(node, allowed, problems)
    if not fields.read("patterns", as_items, NO_NODES) and not fields.text_or_empty("note"):
        fields.note_at("patterns", "without a pattern, the note must say how the finding is stated")
    return Alteration(
        id=fields.text("id"),
        gene=fields.text("gene"),
        name=fields.text("name"),
        patterns=each(fields, "patterns", _pattern, problems),
        sources=each(fields, "sources", read_source, problems),
        note=fields.text_or_empty("note"),
    )


def _pattern(node: Node, problems: list[Problem]) -> VariantPattern:
    allowed = ("terms", "protein", "hgvs_p", "exons", "inserted_bases", "frame", "genomic")
    fields = Fields(node, allowed, problems)
    if isinstance(node, MappingNode) and not node.pairs:
        fields.note(node, "a pattern states at least one part")
    frame = fields.text_or_empty("frame")
    if frame not in ("", "in", "out"):
        fields.note_at("frame", "frame is in or out")
    return VariantPattern(
        terms=fields.optional("terms", _terms, ()),
        protein=fields.optional("protein", _some_range, None),
        hgvs_p=fields.optional("hgvs_p", _changes, ()),
        exons=fields.optional("exons", _exons, ()),
        inserted_bases=fields.optional("inserted_bases", _some_range, None),
        frame=frame,
        genomic=each(fields, "genomic", read_place, problems),
    )


def _some_range(node: Node) -> tuple[int, int] | None:
    return as_range(node)


def _exons(node: Node) -> tuple[int, ...]:
    return tuple(as_whole(item) for item in as_items(node))


def _terms(node: Node) -> tuple[str, ...]:
    for item, term in zip(as_items(node), as_texts(node), strict=True):
        if term not in CONSEQUENCE_TERMS:
            near = nearest(term, CONSEQUENCE_TERMS)
            raise fault(item, f'"{shortened(term)}" is no known consequence term{near}')
    return as_texts(node)


def _changes(node: Node) -> tuple[str, ...]:
    for item, change in zip(as_items(node), as_texts(node), strict=True):
        if not _CHANGE.fullmatch(change):
            raise fault(
                item,
                f'"{shortened(change)}" is no protein change; write R132H or R132, '
                "one-letter, without p.",
            )
    return as_texts(node)


def alteration_faults(records: Mapping[str, Alteration], around: Surroundings) -> Iterator[Fault]:
    """Hold each alteration to a known gene."""
    known = around.names.genes or ()
    for name, alteration in records.items():
        if alteration.gene not in known:
            near = nearest(alteration.gene, known)
            yield name, "gene", f'"{alteration.gene}" is no gene{near}'
