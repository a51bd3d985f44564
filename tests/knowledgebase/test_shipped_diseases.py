"""The codes of the shipped diseases, and what is refused of a code."""

import re

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.describe_diseases import assay_in_words, disease_in_words
from knowledgebase.files.disease import disease_faults
from knowledgebase.files.shared import Surroundings
from knowledgebase.records import Disease, Source, SourceKind
from knowledgebase.rules.names import Names
from tests.shared_data import shared

SEEN = (Source(SourceKind.GUIDELINE, "A list", "A list of codes"),)


def faults(**stated):
    values = {"icd10": "", "sources": SEEN, **stated}
    first = Disease("X", "", "One", "", synonyms=(), **values)
    second = Disease("Y", "", "Two", "", "", (), oncotree="TAKEN", sources=SEEN)
    records = {"Y": second, "X": first}
    return [
        (key, said) for _, key, said in disease_faults(records, Surroundings(Names(), None, False))
    ]


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ({"icd10": "C920"}, "icd10"),
        ({"icd10": "92.0"}, "icd10"),
        ({"sks": "C911"}, "sks"),
        ({"sks": "DC91.1"}, "sks"),
        ({"sks": "DC911", "icd10": "C91.0"}, "sks"),
        ({"icdo_morphology": "9861"}, "icdo_morphology"),
        ({"icdo_morphology": "8140/3"}, "icdo_morphology"),
        ({"oncotree": "aml"}, "oncotree"),
        ({"oncotree": "TAKEN"}, "oncotree"),
        ({"icd10": "C92.0", "sources": ()}, "code"),
        ({"who_haem5": "A name", "sources": ()}, "code"),
    ],
)
def test_a_code_of_the_wrong_shape_or_without_a_source_is_refused(stated, key):
    assert [one for one, _ in faults(**stated)] == [key]


@pytest.mark.parametrize(
    "stated",
    [
        {"sks": "DC830B", "icd10": "C83.0"},
        {"sks": "DD45", "icd10": "D45"},
        {"sks": "DD479B"},
        {"icdo_morphology": "9765/1"},
        {"sources": ()},
    ],
)
def test_a_code_of_the_right_shape_is_taken(stated):
    assert faults(**stated) == []


def test_every_code_of_the_shipped_tree_has_its_shape_and_its_source():
    diseases = load_content().diseases.values()
    for one in diseases:
        assert not one.icd10 or re.fullmatch(r"[CD][0-9]{2}(\.[0-9])?", one.icd10), one.code
        assert not one.sks or one.sks.startswith("D" + one.icd10.replace(".", "")), one.code
        assert one.sources or not (one.icd10 or one.oncotree or one.who_haem5), one.code
    assert sum(bool(one.oncotree) for one in diseases) >= 130
    assert sum(bool(one.icd10) for one in diseases) >= 60
    assert sum(bool(one.sks) for one in diseases) >= 40
    assert sum(bool(one.icdo_morphology) for one in diseases) >= 60
    assert sum(bool(one.who_haem5) for one in diseases) >= 50


def test_the_oncotree_codes_are_those_of_its_file():
    import json

    tree = json.loads(shared("data/A_knowledge/ontology/oncotree_2025_10_03.json").read_text())
    known: set[str] = set()
    open_ones = list(tree.values())
    while open_ones:
        node = open_ones.pop()
        known.add(node["code"])
        open_ones += node["children"].values()
    for one in load_content().diseases.values():
        assert one.oncotree == (one.code if one.code in known else ""), one.code


def test_a_disease_is_shown_with_its_codes_and_says_what_was_not_verified():
    diseases = load_content().diseases
    said = disease_in_words(diseases["CLL"])
    assert "ICD-10: C91.1" in said
    assert "SKS: DC911" in said
    assert "OncoTree: not verified" in said
    assert "AML with mutated NPM1" in disease_in_words(diseases["AMLNPM1"])


def test_every_kind_of_test_is_shown_with_what_it_misses():
    assays = load_content().assays
    assert {"wgs-tumour-normal", "wgs-tumour-only", "myeloid-panel", "lymphoid-panel"} <= set(
        assays
    )
    assert {"karyotype", "fish", "rna-fusion-panel"} <= set(assays)
    said = assay_in_words(assays["myeloid-panel"])
    assert "Long insertions: none longer than 15 bases" in said
    assert "Does not reliably see: KMT2A partial tandem duplication" in said
    assert "not locally approved" in said
