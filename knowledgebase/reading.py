"""YAML nodes → records. One function per kind; each takes its node and notes every fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from knowledgebase.criteria import All, Rule
from knowledgebase.fields import (
    Fields,
    as_items,
    as_range,
    as_text,
    as_texts,
    as_whole,
)
from knowledgebase.notation import CONSEQUENCE_TERMS, is_gene_symbol
from knowledgebase.problems import Problem
from knowledgebase.record_data import digest_of
from knowledgebase.records import (
    Alteration,
    Assertion,
    Axis,
    Disease,
    Effect,
    Evidence,
    Gene,
    GeneRole,
    Level,
    Region,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
    VariantPattern,
)
from knowledgebase.rule_text import Names, parse_rule
from knowledgebase.strict_yaml import Mapping, Node, fault, kind_of, shortened
from knowledgebase.vocabulary import nearest

REGIONS = ("EMA", "FDA", "DK", "NO")
ASSEMBLIES = ("GRCh37", "GRCh38")

_SOURCE_ID = {
    SourceKind.PMID: (re.compile(r"[1-9][0-9]{0,8}"), "digits only"),
    SourceKind.NCT: (re.compile(r"NCT[0-9]{8}"), "NCT and eight digits"),
    SourceKind.DOI: (re.compile(r"10\.[0-9]{4,9}/\S+"), "like 10.1000/xyz"),
}
_CHROMOSOME = re.compile(r"[1-9]|1[0-9]|2[0-2]|X|Y|MT")
_CHANGE = re.compile(r"[ACDEFGHIKLMNPQRSTVWYX*][1-9][0-9]{0,4}[A-Za-z0-9_*=?]*")
_TRANSCRIPT = re.compile(r"ENST[0-9]{11}|N[MR]_[0-9]{6,9}")
_SINCE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")

NOTHING_ASKED: Rule = All(())
_NO_NODES: tuple[Node, ...] = ()
_Item = TypeVar("_Item")


def read_disease(node: Node, problems: list[Problem]) -> Disease:
    """Read ``diseases/CODE.yaml``."""
    allowed = ("code", "parent", "name", "name_da", "icd10", "synonyms")
    fields = Fields(node, allowed, problems)
    return Disease(
        code=fields.text("code"),
        parent=fields.text_or_empty("parent"),
        name=fields.text("name"),
        name_da=fields.text_or_empty("name_da"),
        icd10=fields.text_or_empty("icd10"),
        synonyms=fields.texts("synonyms"),
    )


def read_gene(node: Node, problems: list[Problem]) -> Gene:
    """Read ``genes/SYMBOL.yaml``."""
    allowed = ("symbol", "aliases", "role", "transcripts", "predisposition")
    fields = Fields(node, (*allowed, "clonal_haematopoiesis", "always_read", "sources"), problems)
    return Gene(
        symbol=fields.read("symbol", _symbol, ""),
        aliases=fields.texts("aliases"),
        role=fields.word("role", GeneRole),
        transcripts=fields.optional("transcripts", _transcripts, ()),
        predisposition=fields.yes("predisposition"),
        clonal_haematopoiesis=fields.yes("clonal_haematopoiesis"),
        always_read=_each(fields, "always_read", _region, problems),
        sources=_each(fields, "sources", _source, problems),
    )


def read_alteration(node: Node, problems: list[Problem]) -> Alteration:
    """Read ``alterations/ID.yaml``."""
    allowed = ("id", "gene", "name", "patterns", "sources", "note")
    fields = Fields(node, allowed, problems)
    if not fields.read("patterns", as_items, _NO_NODES) and not fields.text_or_empty("note"):
        fields.note_at("patterns", "without a pattern, the note must say how the finding is stated")
    return Alteration(
        id=fields.text("id"),
        gene=fields.text("gene"),
        name=fields.text("name"),
        patterns=_each(fields, "patterns", _pattern, problems),
        sources=_each(fields, "sources", _source, problems),
        note=fields.text_or_empty("note"),
    )


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
        diseases=fields.read("diseases", lambda part: _diseases(part, names), ()),
        biomarker=fields.read("biomarker", lambda part: parse_rule(part, names), NOTHING_ASKED),
        context=context,
        effect=fields.word("effect", Effect),
        drugs=fields.texts("drugs"),
        level=fields.word("level", Level),
        statement=fields.text("statement"),
        regions=_regions(fields, problems),
        sources=_each(fields, "sources", _source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text_or_empty("evidence_note"),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def _each(
    fields: Fields, name: str, read: Callable[[Node, list[Problem]], _Item], problems: list[Problem]
) -> tuple[_Item, ...]:
    """Read a list of mappings; a fault in one does not hide those in the next."""
    items: tuple[Node, ...] = fields.optional(name, as_items, _NO_NODES)
    return tuple(read(item, problems) for item in items)


def _symbol(node: Node) -> str:
    text = as_text(node)
    if not is_gene_symbol(text):
        raise fault(node, f'"{shortened(text)}" is no gene symbol')
    return text


def _transcripts(node: Node) -> tuple[str, ...]:
    for item, text in zip(as_items(node), as_texts(node), strict=True):
        if not _TRANSCRIPT.fullmatch(text):
            raise fault(
                item,
                f'"{shortened(text)}" is no transcript; write ENST00000241453 or NM_004119, '
                "without version",
            )
    return as_texts(node)


def _diseases(node: Node, names: Names) -> tuple[str, ...]:
    codes = as_texts(node)
    if not codes:
        raise fault(node, "name at least one disease")
    for item, code in zip(as_items(node), codes, strict=True):
        if names.diseases is not None and code not in names.diseases:
            near = nearest(code, names.diseases)
            raise fault(item, f'"{shortened(code)}" is no known disease code{near}')
    return codes


def _source(node: Node, problems: list[Problem]) -> Source:
    fields = Fields(node, ("kind", "id", "title"), problems)
    source = Source(fields.word("kind", SourceKind), fields.text("id"), fields.text("title"))
    pattern, shape = _SOURCE_ID.get(source.kind, (None, ""))
    if pattern and source.id and not pattern.fullmatch(source.id):
        fields.note_at("id", f'"{shortened(source.id)}" is no {source.kind.value} id ({shape})')
    return source


def _regions(fields: Fields, problems: list[Problem]) -> tuple[RegionalStatus, ...]:
    node = fields.node.get("regions")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        fields.note(node, f"regions is a mapping by region, not {kind_of(node)}")
        return ()
    found = []
    for key, value in node.pairs:
        if key.text not in REGIONS:
            choice = ", ".join(REGIONS)
            fields.note(key, f'"{shortened(key.text)}" is no region of {choice}')
            continue
        inner = Fields(value, ("status", "since", "note"), problems)
        since = inner.text_or_empty("since")
        if since and not _SINCE.fullmatch(since):
            inner.note_at("since", "since is a year, a month or a day: 2019, 2019-10, 2019-10-24")
        status = inner.word("status", RegionStatus)
        found.append(RegionalStatus(key.text, status, since, inner.text_or_empty("note")))
    return tuple(found)


def _region(node: Node, problems: list[Problem]) -> Region:
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


def _pattern(node: Node, problems: list[Problem]) -> VariantPattern:
    allowed = ("terms", "protein", "hgvs_p", "exons", "inserted_bases", "frame", "genomic")
    fields = Fields(node, allowed, problems)
    if isinstance(node, Mapping) and not node.pairs:
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
        genomic=_each(fields, "genomic", _region, problems),
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
