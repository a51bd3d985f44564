"""``diseases/CODE.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledgebase.files.fields import Fields
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import Fault, Surroundings, each, read_source
from knowledgebase.files.strict_yaml import Node, shortened
from knowledgebase.records import Disease
from knowledgebase.rules.hierarchy import lineage
from knowledgebase.rules.names import Names
from knowledgebase.vocabulary import nearest

_KEYS = (
    *("code", "parent", "name", "name_da", "name_nb", "synonyms"),
    *("oncotree", "icd10", "sks", "icdo_morphology", "who_haem5", "icc2022", "sources", "note"),
)
_SHAPES = {
    "oncotree": (re.compile(r"[A-Z0-9_]{2,20}"), "an OncoTree code like AML"),
    "icd10": (re.compile(r"[A-Z][0-9]{2}(\.[0-9])?"), "an ICD-10 code like C92.0 or D45"),
    "sks": (re.compile(r"D[A-Z][0-9]{2,3}[A-Z]?"), "an SKS code like DC911 or DC830B"),
    "icdo_morphology": (re.compile(r"9[0-9]{3}/[0136]"), "an ICD-O code like 9861/3"),
}


def read_disease(node: Node, problems: list[Problem], _: Names) -> Disease:
    """Read ``diseases/CODE.yaml``."""
    fields = Fields(node, _KEYS, problems)
    return Disease(
        code=fields.text("code"),
        parent=fields.text_or_empty("parent"),
        name=fields.text("name"),
        name_da=fields.text_or_empty("name_da"),
        icd10=fields.text_or_empty("icd10"),
        synonyms=fields.texts("synonyms"),
        name_nb=fields.text_or_empty("name_nb"),
        oncotree=fields.text_or_empty("oncotree"),
        sks=fields.text_or_empty("sks"),
        icdo_morphology=fields.text_or_empty("icdo_morphology"),
        who_haem5=fields.text_or_empty("who_haem5"),
        icc2022=fields.text_or_empty("icc2022"),
        sources=each(fields, "sources", read_source, problems),
        note=fields.text_or_empty("note"),
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
    yield from _codes(records)


def _names_twice(records: Mapping[str, Disease]) -> Iterator[Fault]:
    """A text must find one disease: no name or synonym may stand at two."""
    owner = {code.casefold(): code for code in records}
    for code, disease in records.items():
        for key, names in (("name", (disease.name,)), ("synonyms", disease.synonyms)):
            for name in names:
                other = owner.setdefault(name.casefold(), code)
                if other != code:
                    yield code, key, f'"{name}" also names {other}'


def _codes(records: Mapping[str, Disease]) -> Iterator[Fault]:
    """Hold codes of others to their shape, each to a source, and OncoTree's to one disease."""
    owner: dict[str, str] = {}
    for code, disease in records.items():
        stated = {key: str(getattr(disease, key)) for key in _SHAPES}
        for key, value in stated.items():
            pattern, shape = _SHAPES[key]
            if value and not pattern.fullmatch(value):
                yield code, key, f'"{shortened(value)}" is not {shape}'
        if any((*stated.values(), disease.who_haem5, disease.icc2022)) and not disease.sources:
            yield code, "code", "a code or a name of a classification needs its source"
        if stated["oncotree"] and owner.setdefault(stated["oncotree"], code) != code:
            yield code, "oncotree", f"the OncoTree code also stands at {owner[stated['oncotree']]}"
        yield from _danish(code, stated["sks"], stated["icd10"])


def _danish(code: str, sks: str, icd10: str) -> Iterator[Fault]:
    """Hold an SKS code to ICD-10, from which it is made: D, then the code without its dot."""
    if sks and icd10 and not sks.startswith(f"D{icd10.replace('.', '')}"):
        yield code, "sks", f"{shortened(sks)} does not follow from ICD-10 {shortened(icd10)}"
