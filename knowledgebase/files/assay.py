"""``assays/ID.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import date_faults
from knowledgebase.files.fields import Fields, as_whole
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import Fault, Surroundings, each, read_source
from knowledgebase.files.strict_yaml import Node
from knowledgebase.records import AssayKind, Blindness, Evidence, Review, Scope, Sight
from knowledgebase.rules.names import Names
from knowledgebase.rules.notation import fusion_partners
from knowledgebase.vocabulary import nearest

SIGHTS = (
    *("small_variants", "long_insertions", "dna_rearrangements", "rna_fusions"),
    *("copy_number_arm", "copy_number_gene", "copy_neutral_loh", "karyotype"),
)
_KEYS = (
    *("id", "name", "name_da", "name_nb", *SIGHTS, "germline", "alterations", "least", "misses"),
    *("sources", "evidence", "evidence_note", "checked", "expires", "review"),
)
_LONGEST = 10_000


def read_assay(node: Node, problems: list[Problem], _: Names) -> AssayKind:
    """Read ``assays/ID.yaml``."""
    fields = Fields(node, _KEYS, problems)
    record = AssayKind(
        id=fields.text("id"),
        name=fields.text("name"),
        name_da=fields.text("name_da"),
        name_nb=fields.text_or_empty("name_nb"),
        **{name: _sight(fields, name, problems) for name in SIGHTS},
        germline=fields.yes("germline"),
        alterations=fields.texts("alterations"),
        least=fields.text_or_empty("least"),
        misses=each(fields, "misses", _blindness, problems),
        sources=each(fields, "sources", read_source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text("evidence_note"),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def _sight(fields: Fields, name: str, problems: list[Problem]) -> Sight:
    def read(node: Node) -> Sight:
        inner = Fields(node, ("sees", "why", "up_to"), problems)
        up_to: int | None = inner.optional("up_to", as_whole, None)
        if up_to is not None and (name != "long_insertions" or not 1 <= up_to <= _LONGEST):
            inner.note_at("up_to", f"a length of 1 to {_LONGEST} bases, of long_insertions alone")
        return Sight(inner.word("sees", Scope), inner.text("why"), up_to)

    return fields.read(name, read, Sight(Scope.UNKNOWN, ""))


def _blindness(node: Node, problems: list[Problem]) -> Blindness:
    fields = Fields(node, ("what", "why", "alteration", "fusion"), problems)
    fusion = fields.text_or_empty("fusion")
    if fusion and fusion_partners(fusion) is None:
        fields.note_at("fusion", "a fusion is written like BCR::ABL1 or KMT2A::*")
    what, why = fields.text("what"), fields.text("why")
    return Blindness(what, why, fields.text_or_empty("alteration"), fusion)


def assay_faults(records: Mapping[str, AssayKind], around: Surroundings) -> Iterator[Fault]:
    """Hold alterations to known ones, and evidence, dates and review to the rules of curation."""
    known = around.names.alterations or ()
    names: dict[str, str] = {}
    for name, assay in records.items():
        for key, ids in (
            ("alterations", assay.alterations),
            ("misses", tuple(one.alteration for one in assay.misses if one.alteration)),
        ):
            for one in ids:
                if one not in known:
                    yield name, key, f'"{one}" is no known alteration{nearest(one, known)}'
        for one in assay.alterations:
            if assay.why_blind(one):
                yield name, "misses", f"{one} is both what the test is made for and what it misses"
        for label in {assay.name.casefold(), assay.name_da.casefold()}:
            other = names.setdefault(label, name)
            if other != name:
                yield name, "name", f'the name also stands at "{other}"'
        if assay.evidence is Evidence.VERIFIED and not assay.sources:
            yield name, "sources", "a verified record names its source"
        for _, sentence in date_faults(assay.checked, assay.expires, around.today):
            yield name, "expires", sentence
        if around.shipped and assay.review is not Review.DRAFT:
            yield name, "review", "shipped content is draft; a hospital's curators approve it"
