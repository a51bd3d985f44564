"""``drugs/INN.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from knowledgebase.drug_classes import DRUG_CLASSES
from knowledgebase.drugs import folded
from knowledgebase.files.fields import Fields, as_items, as_text, as_texts
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import Fault, Surroundings, each, read_source
from knowledgebase.files.strict_yaml import Node, fault, shortened
from knowledgebase.records import Drug, Evidence
from knowledgebase.rules.names import Names
from knowledgebase.vocabulary import ANTIGENS, nearest

_DRUG_KEYS = (
    *("id", "brands", "synonyms", "classes", "targets", "sources"),
    *("evidence", "evidence_note", "checked"),
)


def read_drug(node: Node, problems: list[Problem], names: Names) -> Drug:
    """Read ``drugs/INN.yaml``; the file is named after the drug, spaces included."""
    fields = Fields(node, _DRUG_KEYS, problems)
    return Drug(
        id=fields.read("id", _inn, ""),
        brands=fields.texts("brands"),
        synonyms=fields.texts("synonyms"),
        classes=fields.read("classes", _classes, ()),
        targets=fields.optional("targets", _targets(names), ()),
        sources=each(fields, "sources", read_source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text("evidence_note"),
        checked=fields.day("checked"),
    )


def _inn(node: Node) -> str:
    text = as_text(node)
    if text != text.lower():
        raise fault(node, f'a drug is named by its INN in lower case: "{shortened(text.lower())}"')
    return text


def _classes(node: Node) -> tuple[str, ...]:
    classes = as_texts(node)
    if not classes:
        raise fault(node, "name at least one class")
    for item, name in zip(as_items(node), classes, strict=True):
        if name not in DRUG_CLASSES:
            near = nearest(name, DRUG_CLASSES)
            raise fault(item, f'"{shortened(name)}" is no known class of drugs{near}')
    for item, name in zip(as_items(node), classes, strict=True):
        wider = [other for other in DRUG_CLASSES[name] if other not in classes]
        if wider:
            raise fault(item, f'a {name} belongs to "{wider[0]}" too; name both')
    return classes


def _targets(names: Names) -> Callable[[Node], tuple[str, ...]]:
    def read(node: Node) -> tuple[str, ...]:
        targets = as_texts(node)
        known = None if names.genes is None else {*names.genes, *ANTIGENS}
        for item, name in zip(as_items(node), targets, strict=True):
            if known is not None and name not in known:
                near = nearest(name, known)
                raise fault(item, f'"{shortened(name)}" is no known gene or antigen{near}')
        return targets

    return read


def drug_faults(records: Mapping[str, Drug], around: Surroundings) -> Iterator[Fault]:
    """Hold each name to one drug, and the words on evidence to their meaning."""
    owner = {folded(name): name for name in records}
    for name, drug in records.items():
        for key, texts in (("brands", drug.brands), ("synonyms", drug.synonyms)):
            for text in texts:
                other = owner.setdefault(folded(text), name)
                if other != name:
                    yield name, key, f'"{text}" also names {other}'
        if drug.evidence is Evidence.VERIFIED and not drug.sources:
            yield name, "sources", "a verified record names the source it was compared with"
        if around.today is not None and drug.checked > around.today:
            yield name, "checked", "the check lies in the future; correct the date"
