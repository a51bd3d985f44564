"""``products/INN.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import date_faults
from knowledgebase.files.fields import Fields, as_items, as_text, as_texts
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import (
    NOTHING_ASKED,
    Fault,
    Surroundings,
    each,
    read_disease_codes,
    read_since,
    read_source,
)
from knowledgebase.files.strict_yaml import Node, fault, shortened
from knowledgebase.records import (
    EscapeMarker,
    Evidence,
    Indication,
    Precaution,
    Product,
    ProductKind,
    RegionStatus,
    Reimbursement,
    Review,
)
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.names import Names, drug_problem
from knowledgebase.rules.text import parse_rule
from knowledgebase.vocabulary import ANTIGENS, nearest

LABEL_REGIONS = ("EMA", "FDA")
PAYER_REGIONS = ("DK", "NO")

_EVIDENCE_KEYS = ("sources", "evidence", "evidence_note")
_PRODUCT_KEYS = (
    *("id", "brand", "kind", "antigens", "target", "after_same_target", "indications"),
    *("precautions", "reimbursement", "escape", "note", "review"),
)
_INDICATION_KEYS = (
    *("id", "region", "status", "since", "label", "title", "diseases", "criteria", "with_drugs"),
    *("note", *_EVIDENCE_KEYS, "checked", "expires"),
)


def read_product(node: Node, problems: list[Problem], names: Names) -> Product:
    """Read ``products/INN.yaml``; the name is that of the drug."""
    fields = Fields(node, _PRODUCT_KEYS, problems)
    rule = _rule(names)
    record = Product(
        id=fields.read("id", lambda part: _drug(part, names), ""),
        brand=fields.text("brand"),
        kind=fields.word("kind", ProductKind),
        antigens=fields.read("antigens", _antigens, ()),
        target=fields.read("target", rule, NOTHING_ASKED),
        after_same_target=fields.read("after_same_target", rule, NOTHING_ASKED),
        indications=each(fields, "indications", _indication(names), problems),
        precautions=each(fields, "precautions", _precaution(names), problems),
        reimbursement=each(fields, "reimbursement", _reimbursement(names), problems),
        escape=each(fields, "escape", _escape(names), problems),
        note=fields.text_or_empty("note"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def _rule(names: Names) -> Callable[[Node], Rule]:
    return lambda node: parse_rule(node, names)


def _drug(node: Node, names: Names) -> str:
    text = as_text(node)
    problem = drug_problem(text, names)
    if problem:
        raise fault(node, problem)
    return text


def _drugs(node: Node, names: Names) -> tuple[str, ...]:
    for item in as_items(node):
        _drug(item, names)
    return as_texts(node)


def _antigens(node: Node) -> tuple[str, ...]:
    antigens = as_texts(node)
    for item, text in zip(as_items(node), antigens, strict=True):
        if text not in ANTIGENS:
            near = nearest(text, ANTIGENS)
            raise fault(item, f'"{shortened(text)}" is no known antigen{near}')
    return antigens


def _one_of(node: Node, words: tuple[str, ...]) -> str:
    text = as_text(node)
    if text not in words:
        raise fault(node, f'"{shortened(text)}" is not one of {", ".join(words)}')
    return text


def _regions(node: Node) -> tuple[str, ...]:
    return tuple(_one_of(item, LABEL_REGIONS) for item in as_items(node))


def _indication(names: Names) -> Callable[[Node, list[Problem]], Indication]:
    def read(node: Node, problems: list[Problem]) -> Indication:
        fields = Fields(node, _INDICATION_KEYS, problems)
        record = Indication(
            id=fields.text("id"),
            region=fields.read("region", lambda part: _one_of(part, LABEL_REGIONS), ""),
            status=fields.word("status", RegionStatus),
            since=read_since(fields),
            label=fields.text("label"),
            title=fields.text("title"),
            diseases=fields.read("diseases", lambda part: read_disease_codes(part, names), ()),
            criteria=fields.read("criteria", _rule(names), NOTHING_ASKED),
            with_drugs=fields.optional("with_drugs", lambda part: _drugs(part, names), ()),
            note=fields.text_or_empty("note"),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
            checked=fields.day("checked"),
            expires=fields.day("expires"),
        )
        if not record.sources:
            fields.note_at("sources", "an indication names the label text it was read from")
        return record

    return read


def _precaution(names: Names) -> Callable[[Node, list[Problem]], Precaution]:
    def read(node: Node, problems: list[Problem]) -> Precaution:
        fields = Fields(node, ("id", "words", "rule", "regions", *_EVIDENCE_KEYS), problems)
        return Precaution(
            id=fields.text("id"),
            words=fields.text("words"),
            rule=fields.read("rule", _rule(names), NOTHING_ASKED),
            regions=fields.optional("regions", _regions, ()),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )

    return read


def _reimbursement(names: Names) -> Callable[[Node, list[Problem]], Reimbursement]:
    def read(node: Node, problems: list[Problem]) -> Reimbursement:
        keys = ("region", "status", "since", "diseases", "use", *_EVIDENCE_KEYS)
        fields = Fields(node, keys, problems)
        return Reimbursement(
            region=fields.read("region", lambda part: _one_of(part, PAYER_REGIONS), ""),
            status=fields.word("status", RegionStatus),
            since=read_since(fields),
            diseases=fields.read("diseases", lambda part: read_disease_codes(part, names), ()),
            use=fields.text("use"),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )

    return read


def _escape(names: Names) -> Callable[[Node, list[Problem]], EscapeMarker]:
    def read(node: Node, problems: list[Problem]) -> EscapeMarker:
        keys = ("id", "title", "rule", "statement", "assertion", *_EVIDENCE_KEYS)
        fields = Fields(node, keys, problems)
        rule: Rule | None = fields.optional("rule", _rule(names), None)
        return EscapeMarker(
            id=fields.text("id"),
            title=fields.text("title"),
            rule=rule,
            statement=fields.text("statement"),
            assertion=fields.text_or_empty("assertion"),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )

    return read


def product_faults(records: Mapping[str, Product], around: Surroundings) -> Iterator[Fault]:
    """Hold products to what a label asks: both regions told, dates sound, names used once."""
    owner: dict[str, str] = {}
    for name, product in records.items():
        for indication in product.indications:
            other = owner.setdefault(indication.id, name)
            if other != name or [one.id for one in product.indications].count(indication.id) > 1:
                yield name, "indications", f'the id "{indication.id}" stands twice (at {other})'
            dates = (indication.checked, indication.expires)
            for _, sentence in date_faults(*dates, around.today):
                yield name, "indications", f"{indication.id}: {sentence}"
        told = {indication.region for indication in product.indications}
        for region in LABEL_REGIONS:
            if region not in told:
                yield name, "indications", f"no entry for {region}; a refused use is one too"
        for marker in product.escape:
            if marker.assertion and marker.assertion not in around.assertions:
                near = nearest(marker.assertion, around.assertions)
                yield name, "escape", f'"{marker.assertion}" is no assertion{near}'
        yield from _on_evidence(name, product)
        if around.shipped and product.review is not Review.DRAFT:
            yield name, "review", "shipped content is draft; a hospital's curators approve it"


def _on_evidence(name: str, product: Product) -> Iterator[Fault]:
    told = [("precautions", one.evidence, one.sources) for one in product.precautions]
    told += [("reimbursement", one.evidence, one.sources) for one in product.reimbursement]
    told += [("escape", one.evidence, one.sources) for one in product.escape]
    for key, evidence, sources in told:
        if evidence is Evidence.VERIFIED and not sources:
            yield name, key, "a verified entry names the source it was compared with"
