"""Facts of worked cases for WHO-HAEM5 and ICC 2022, written in one line each.

``marrow=12 g:TP53@0.3 c:complex f:BCR::ABL1 a:NPM1c`` states what was found; all else the two
documents ask was tested and absent. ``?marrow_blasts`` or ``?c:complex`` leaves a fact unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from knowledgebase.records import Classification
from knowledgebase.rules.criteria import Criterion, Not, Rule
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.vocabulary import FACTS, LABORATORY, Kind

PREFIXES = {
    "g": "gene",
    "c": "cytogenetics",
    "f": "fusion",
    "a": "alteration",
    "n": "copy_number",
    "m": "mutations",
    "v": "second_vaf",
    "b": "biallelic",
    "s": "antigen",
}
SHORT = {
    "marrow": "marrow_blasts",
    "blood": "blood_blasts",
    "dys": "dysplastic_lineages",
    "rs": "ring_sideroblasts",
    "fib": "fibrosis_grade",
    "cell": "marrow_cellularity",
    "hb": "haemoglobin",
    "hct": "haematocrit",
    "plt": "platelets",
    "wbc": "leukocytes",
    "mono": "monocytes",
    "monop": "monocyte_percentage",
    "neut": "neutrophils",
    "tryp": "tryptase",
    "eos": "eosinophils",
    "abn": "cytogenetic_abnormalities",
    "pc": "marrow_plasma_cells",
    "mp": "m_protein",
}
NORMAL = {
    "marrow_blasts": 2,
    "blood_blasts": 0,
    "dysplastic_lineages": 1,
    "ring_sideroblasts": 0,
    "fibrosis_grade": 0,
    "marrow_cellularity": 50,
    "haemoglobin": 14,
    "haematocrit": 42,
    "platelets": 250,
    "leukocytes": 6,
    "monocytes": "0.3",
    "monocyte_percentage": 5,
    "neutrophils": 3,
    "tryptase": 5,
    "eosinophils": "0.1",
    "marrow_plasma_cells": 15,
    "m_protein": 10,
}


def leaves(rule: Rule | None) -> Iterator[Criterion]:
    """Give the criteria of a rule."""
    if rule is None:
        return
    if isinstance(rule, Criterion):
        yield rule
    elif isinstance(rule, Not):
        yield from leaves(rule.part)
    else:
        for part in rule.parts:
            yield from leaves(part)


def asked(record: Classification) -> dict[tuple[str, str], Criterion]:
    """Give every fact a classification asks for."""
    rules = (*(one.when for one in record.classes), *(flag.when for flag in record.flags))
    return {(each.fact, each.key): each for rule in rules for each in leaves(rule)}


def meant_for(records, disease, diseases):
    """Give the documents of a standard that apply to a disease."""
    return [
        one for one in records if any(is_a(disease, code, diseases) for code in one.applies.one_of)
    ]


def facts_for(disease: str, line: str, records) -> Facts:
    """Build the facts of a case from its line."""
    found: dict[tuple[str, str], Fact] = {("disease", ""): Fact("disease", disease)}
    for record in records:
        for name, key in asked(record):
            if name == "in_words":  # no fact ever answers it
                continue
            found.setdefault((name, key), _absent(name, key))
    for word in line.split():
        if word.startswith("?"):
            found.pop(_name(word[1:]), None)
            continue
        text, _, value = word.partition("=")
        text, _, vaf = text.partition("@")
        name, key = _name(text)
        found[name, key] = _present(name, key, value, vaf)
        if name == "gene":
            found["mutations", key] = Fact("mutations", Decimal(1), key, "1")
    for word in line.split():  # what is said of several mutations goes last
        if word.startswith("m:"):
            key, _, value = word[2:].partition("=")
            found["mutations", key] = Fact("mutations", Decimal(value), key, "1")
            vaf = found["gene", key].vaf if Decimal(value) > 1 else None
            found["second_vaf", key] = Fact("second_vaf", vaf or Decimal(0), key, "1")
    for word in line.split():
        if word.startswith("v:"):
            key, _, value = word[2:].partition("=")
            found["second_vaf", key] = Fact("second_vaf", Decimal(value), key, "1")
    return Facts.of(found.values())


def _name(text: str) -> tuple[str, str]:
    if text[1:2] == ":" and text[0] in PREFIXES:
        return PREFIXES[text[0]], text[2:].replace("_", " ")
    text = SHORT.get(text, text)
    return ("laboratory", text) if text in LABORATORY else (text, "")


def _present(name: str, key: str, value: str, vaf: str) -> Fact:
    kind = FACTS[name].kind
    if kind is Kind.NUMBER:
        unit = LABORATORY[key].unit if name == "laboratory" else FACTS[name].unit
        return Fact(name, Decimal(value), key, unit)
    if kind is Kind.WORD:
        return Fact(name, value.replace("_", " "), key)
    share = Decimal(vaf or "0.3") if FACTS[name].has_vaf else None
    return Fact(name, value != "no", key, vaf=share)


def _absent(name: str, key: str) -> Fact:
    if name == "laboratory":
        return Fact(name, Decimal(NORMAL[key]), key, LABORATORY[key].unit)
    if name == "age":
        return Fact(name, Decimal(60), unit="a")
    if FACTS[name].kind is Kind.NUMBER:
        return Fact(name, Decimal(0), key, "1")
    if name == "sex":
        return Fact(name, "female")
    if name == "copy_number":
        return Fact(name, "normal", key)
    if name == "disease":
        return Fact(name, "")
    return Fact(name, False, key)
