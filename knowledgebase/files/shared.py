"""What several kinds of record hold: sources, regional status, places, codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from knowledgebase.files.fields import Fields, as_items, as_text, as_texts, as_whole
from knowledgebase.files.problems import Problem
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, fault, kind_of, shortened
from knowledgebase.records import Region, RegionalStatus, RegionStatus, Source, SourceKind
from knowledgebase.rules.criteria import All, Rule
from knowledgebase.rules.names import Names
from knowledgebase.rules.notation import is_gene_symbol
from knowledgebase.vocabulary import nearest

REGIONS = ("EMA", "FDA", "DK", "NO")
ASSEMBLIES = ("GRCh37", "GRCh38")

_SOURCE_ID = {
    SourceKind.PMID: (re.compile(r"[1-9][0-9]{0,8}"), "digits only"),
    SourceKind.NCT: (re.compile(r"NCT[0-9]{8}"), "NCT and eight digits"),
    SourceKind.DOI: (re.compile(r"10\.[0-9]{4,9}/\S+"), "like 10.1000/xyz"),
}
_CHROMOSOME = re.compile(r"[1-9]|1[0-9]|2[0-2]|X|Y|MT")
_SINCE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")

NO_NODES: tuple[Node, ...] = ()
NOTHING_ASKED: Rule = All(())
_Item = TypeVar("_Item")

Fault = tuple[str, str, str]
"""A record's name, the key the fault is at, and the sentence."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What records are held against.

    ``names`` are those of the kinds read before, ``assertions`` the ids of the assertions;
    ``today`` bounds dates of checks, ``None`` leaves them open; ``shipped`` tells that it is the
    content the program ships.
    """

    names: Names
    today: date | None
    shipped: bool
    assertions: frozenset[str] = frozenset()


def each(
    fields: Fields, name: str, read: Callable[[Node, list[Problem]], _Item], problems: list[Problem]
) -> tuple[_Item, ...]:
    """Read a list of mappings; a fault in one does not hide those in the next."""
    items: tuple[Node, ...] = fields.optional(name, as_items, NO_NODES)
    return tuple(read(item, problems) for item in items)


def read_source(node: Node, problems: list[Problem]) -> Source:
    """Read one source; ids must have the shape of their kind."""
    fields = Fields(node, ("kind", "id", "title"), problems)
    source = Source(fields.word("kind", SourceKind), fields.text("id"), fields.text("title"))
    pattern, shape = _SOURCE_ID.get(source.kind, (None, ""))
    if pattern and source.id and not pattern.fullmatch(source.id):
        fields.note_at("id", f'"{shortened(source.id)}" is no {source.kind.value} id ({shape})')
    return source


def read_regions(fields: Fields, problems: list[Problem]) -> tuple[RegionalStatus, ...]:
    """Read ``regions``, a mapping from region to status; absent is empty."""
    node = fields.node.get("regions")
    if node is None:
        return ()
    if not isinstance(node, MappingNode):
        fields.note(node, f"regions is a mapping by region, not {kind_of(node)}")
        return ()
    found = []
    for key, value in node.pairs:
        if key.text not in REGIONS:
            choice = ", ".join(REGIONS)
            fields.note(key, f'"{shortened(key.text)}" is no region of {choice}')
            continue
        inner = Fields(value, ("status", "since", "note"), problems)
        since = read_since(inner)
        status = inner.word("status", RegionStatus)
        found.append(RegionalStatus(key.text, status, since, inner.text_or_empty("note")))
    return tuple(found)


def read_since(fields: Fields) -> str:
    """Read ``since``, a day, a month or a year as the source gives it; may be absent."""
    since = fields.text_or_empty("since")
    if since and not _SINCE.fullmatch(since):
        fields.note_at("since", "since is a year, a month or a day: 2019, 2019-10, 2019-10-24")
    return since


def read_place(node: Node, problems: list[Problem]) -> Region:
    """Read a stretch of the genome."""
    fields = Fields(node, ("assembly", "chrom", "start", "end", "name"), problems)
    assembly, chrom = fields.text("assembly"), fields.text("chrom")
    if assembly and assembly not in ASSEMBLIES:
        fields.note_at("assembly", f"the assembly is {' or '.join(ASSEMBLIES)}")
    if chrom and not _CHROMOSOME.fullmatch(chrom):
        fields.note_at("chrom", "the chromosome is 1 to 22, X, Y or MT, without chr")
    start, end = fields.read("start", as_whole, 1), fields.read("end", as_whole, 1)
    if not 1 <= start <= end:
        fields.note_at("end", "the positions count from 1 and end is not before start")
    return Region(assembly, chrom, start, end, fields.text("name"))


def read_symbol(node: Node) -> str:
    """Read a gene symbol."""
    text = as_text(node)
    if not is_gene_symbol(text):
        raise fault(node, f'"{shortened(text)}" is no gene symbol')
    return text


def read_disease_codes(node: Node, names: Names) -> tuple[str, ...]:
    """Read a list of known disease codes, at least one."""
    codes = as_texts(node)
    if not codes:
        raise fault(node, "name at least one disease")
    for item, code in zip(as_items(node), codes, strict=True):
        if names.diseases is not None and code not in names.diseases:
            near = nearest(code, names.diseases)
            raise fault(item, f'"{shortened(code)}" is no known disease code{near}')
    return codes
