"""What a record of any kind is about: diseases, genes, drugs, sources, and what weakens it.

It walks the record's own fields, so a kind of record that is new is understood without a word
here. Names, not meaning: a gene of a ``not`` is mentioned too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import digest_of
from knowledgebase.records import Content, Evidence, Review, Source
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule
from knowledgebase.rules.notation import genes_of_fact

_RULES = (All, AnyOf, Not, AtLeast, Criterion)
_REVIEWED = b'"review":"approved"'
_DISEASES = frozenset({"diseases", "disease"})
_DRUGS = frozenset({"drugs", "drug", "inn"})
_GENES = frozenset({"gene", "genes", "targets"})
_DRUG_FACTS = frozenset({"prior_drug", "refractory_to", "best_response"})


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one record is about. ``expires`` is the first date, ``None`` when it states none.

    ``verified`` tells that nothing in it is marked unverified; ``approved_in_file`` that a
    hospital's own content states its review itself.
    """

    title: str
    diseases: frozenset[str]
    genes: frozenset[str]
    drugs: frozenset[str]
    sources: tuple[Source, ...]
    verified: bool
    expires: date | None
    approved_in_file: bool


def kinds_of(content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every kind of record that the content has any of, with its records by id."""
    for kind in KINDS:
        records = getattr(content, kind.folder, None)
        if records:
            yield kind.folder, records


def digest_of_record(record: Any) -> str:
    """Give a record's digest, also of a kind that does not carry it."""
    return getattr(record, "digest", "") or digest_of(record)


def approved_in_file(record: Any) -> bool:
    """Tell whether a hospital's own content states in the record that it was reviewed."""
    return getattr(record, "review", None) is Review.APPROVED


def reviewed_in_file(records: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of the records whose own file states a review; others are not decoded."""
    holding = getattr(records, "holding", None)
    names = records if holding is None else holding(_REVIEWED)
    return (name for name in names if approved_in_file(records[name]))


def mentions_of(kind: str, name: str, record: Any, content: Content) -> Mentions:
    """Gather what a record is about; ``name`` is its id."""
    found = _Found()
    _walk(record, found)
    genes, drugs = set(found.genes), set(found.drugs)
    if kind in ("drugs", "products"):
        drugs.add(name)
    if kind == "genes":
        genes.add(name)
    if kind == "diseases":
        found.diseases.add(name)
    for rule in found.rules:
        for fact, key in asked_facts(rule):
            if fact == "alteration" and key in content.alterations:
                genes.add(content.alterations[key].gene)
            elif named := genes_of_fact(fact, key):
                genes.update(named)
            elif fact in _DRUG_FACTS and key in content.drugs:
                drugs.add(key)
        found.diseases.update(_diseases_asked(rule))
    return Mentions(
        title=getattr(record, "title", "") or getattr(record, "name", "") or name,
        diseases=frozenset(found.diseases & set(content.diseases)),
        genes=frozenset(genes),
        drugs=frozenset(drugs),
        sources=tuple(dict.fromkeys(found.sources)),
        verified=not found.unverified,
        expires=min(found.expires) if found.expires else None,
        approved_in_file=approved_in_file(record),
    )


class _Found:
    def __init__(self) -> None:
        self.diseases: set[str] = set()
        self.genes: set[str] = set()
        self.drugs: set[str] = set()
        self.sources: list[Source] = []
        self.rules: list[Rule] = []
        self.expires: list[date] = []
        self.unverified = False


def _walk(value: Any, found: _Found) -> None:
    if isinstance(value, _RULES):
        found.rules.append(value)
    elif isinstance(value, Source):
        found.sources.append(value)
    elif is_dataclass(value):
        for field in fields(value):
            _field(field.name, getattr(value, field.name), found)
    elif isinstance(value, Mapping):
        for item in value.values():
            _walk(item, found)
    elif isinstance(value, tuple):
        for item in value:
            _walk(item, found)


def _field(name: str, value: Any, found: _Found) -> None:
    if name == "evidence" and value is Evidence.UNVERIFIED:
        found.unverified = True
    elif name == "expires" and isinstance(value, date):
        found.expires.append(value)
    elif name in _DISEASES:
        found.diseases.update(_texts(value))
    elif name in _DRUGS:
        found.drugs.update(_texts(value))
    elif name in _GENES:
        found.genes.update(_texts(value))
    if not isinstance(value, str | date | bool | None):
        _walk(value, found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        yield from (item for item in value if isinstance(item, str))


def _diseases_asked(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Criterion):
        if rule.fact == "disease":
            yield from rule.one_of
    elif isinstance(rule, Not):
        return  # what a record excludes it is not about
    else:
        for part in rule.parts:
            yield from _diseases_asked(part)
