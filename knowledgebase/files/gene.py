"""``genes/SYMBOL.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledgebase.files.fields import Fields, as_items, as_texts
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import (
    Fault,
    Surroundings,
    each,
    read_place,
    read_source,
    read_symbol,
)
from knowledgebase.files.strict_yaml import Node, fault, shortened
from knowledgebase.records import Gene, GeneRole
from knowledgebase.rules.names import Names

_TRANSCRIPT = re.compile(r"ENST[0-9]{11}|N[MR]_[0-9]{6,9}")


def read_gene(node: Node, problems: list[Problem], _: Names) -> Gene:
    """Read ``genes/SYMBOL.yaml``."""
    allowed = ("symbol", "aliases", "role", "transcripts", "predisposition")
    fields = Fields(node, (*allowed, "clonal_haematopoiesis", "always_read", "sources"), problems)
    return Gene(
        symbol=fields.read("symbol", read_symbol, ""),
        aliases=fields.texts("aliases"),
        role=fields.word("role", GeneRole),
        transcripts=fields.optional("transcripts", _transcripts, ()),
        predisposition=fields.yes("predisposition"),
        clonal_haematopoiesis=fields.yes("clonal_haematopoiesis"),
        always_read=each(fields, "always_read", read_place, problems),
        sources=each(fields, "sources", read_source, problems),
    )


def _transcripts(node: Node) -> tuple[str, ...]:
    for item, text in zip(as_items(node), as_texts(node), strict=True):
        if not _TRANSCRIPT.fullmatch(text):
            raise fault(
                item,
                f'"{shortened(text)}" is no transcript; write ENST00000241453 or NM_004119, '
                "without version",
            )
    return as_texts(node)


def gene_faults(records: Mapping[str, Gene], _: Surroundings) -> Iterator[Fault]:
    """Hold each alias to one gene."""
    owner: dict[str, str] = {}
    for symbol, gene in records.items():
        for alias in gene.aliases:
            if alias in records:
                yield symbol, "aliases", f'"{alias}" is a gene of its own'
            elif (other := owner.setdefault(alias, symbol)) != symbol:
                yield symbol, "aliases", f'"{alias}" also names {other}'
