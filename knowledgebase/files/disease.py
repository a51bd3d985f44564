"""``diseases/CODE.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledgebase.files.fields import Fields
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import Fault, Surroundings
from knowledgebase.files.strict_yaml import Node
from knowledgebase.records import Disease
from knowledgebase.rules.hierarchy import lineage
from knowledgebase.rules.names import Names
from knowledgebase.vocabulary import nearest


def read_disease(node: Node, problems: list[Problem], _: Names) -> Disease:
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


def disease_faults(records: Mapping[str, Disease], around: Surroundings) -> Iterator[Fault]:
    """Hold the hierarchy together, and each name to one disease."""
    known = around.names.diseases or ()
    for code, disease in records.items():
        if disease.parent and disease.parent not in known:
            near = nearest(disease.parent, known)
            yield code, "parent", f'"{disease.parent}" is no disease{near}'
        if code in lineage(disease.parent, records):
            yield code, "parent", "the disease is its own ancestor"
    yield from _names_twice(records)


def _names_twice(records: Mapping[str, Disease]) -> Iterator[Fault]:
    """A text must find one disease: no name or synonym may stand at two."""
    owner = {code.casefold(): code for code in records}
    for code, disease in records.items():
        for key, names in (("name", (disease.name,)), ("synonyms", disease.synonyms)):
            for name in names:
                other = owner.setdefault(name.casefold(), code)
                if other != code:
                    yield code, key, f'"{name}" also names {other}'
