"""Drugs: read strictly, found by every name, classes with the wider ones they belong to."""

from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, check_content, load_content
from knowledgebase.drug_classes import DRUG_CLASSES
from knowledgebase.errors import KnowledgeError
from tests.knowledgebase.small_content import write

CONTENT = load_content()
CATALOG = Catalog(CONTENT)

IBRUTINIB = """\
id: ibrutinib
brands: [Imbruvica]
synonyms: [PCI-32765]
classes: [covalent BTK inhibitor, BTK inhibitor, tyrosine kinase inhibitor]
targets: [FLT3]
evidence: unverified
evidence_note: not compared
checked: 2026-11-21
"""


def faults(folder: Path, **changes: str) -> list[str]:
    return [str(problem) for problem in check_content(write(folder, **changes))]


def test_a_drug_is_found_by_inn_brand_and_synonym_in_any_case() -> None:
    for text in ("axicabtagene ciloleucel", "YESCARTA®", " axi-cel ", "Axicabtagene  Ciloleucel"):
        assert CATALOG.find_drug(text).id == "axicabtagene ciloleucel"


def test_a_drug_not_known_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(KnowledgeError, match='did you mean "daratumumab"'):
        CATALOG.find_drug("daratumumap")


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("Darzalex", {"anti-CD38"}),
        ("ibrutinib", {"BTK inhibitor", "covalent BTK inhibitor"}),
        ("pirtobrutinib", {"BTK inhibitor", "non-covalent BTK inhibitor"}),
        ("Revlimid", {"IMiD"}),
        ("Velcade", {"proteasome inhibitor"}),
        ("MabThera", {"anti-CD20"}),
        ("Tecvayli", {"BCMA-directed", "bispecific antibody"}),
        ("Carvykti", {"BCMA-directed", "CAR-T"}),
        ("asciminib", {"BCR::ABL1 inhibitor", "STAMP inhibitor"}),
        ("Vyxeos", {"anthracycline", "antimetabolite"}),
    ],
)
def test_a_prior_drug_gives_its_classes(name: str, classes: set[str]) -> None:
    assert classes <= set(CATALOG.find_drug(name).classes)


def test_pirtobrutinib_is_no_covalent_inhibitor() -> None:
    assert "covalent BTK inhibitor" not in CATALOG.find_drug("pirtobrutinib").classes


def test_every_class_stands_with_declared_wider_ones() -> None:
    for wider in DRUG_CLASSES.values():
        for name in wider:
            assert set(DRUG_CLASSES[name]) <= set(wider)


def test_the_backbone_is_there_and_says_how_it_is_known() -> None:
    assert len(CONTENT.drugs) >= 150
    assert all(drug.evidence_note for drug in CONTENT.drugs.values())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("BTK inhibitor, tyrosine", "BTK inhibitr, tyrosine"), 'did you mean "BTK inhibitor"?'),
        ((", BTK inhibitor, tyrosine", ", tyrosine"), 'belongs to "BTK inhibitor" too'),
        (("[FLT3]", "[FLT33]"), 'no known gene or antigen; did you mean "FLT3"?'),
        (("id: ibrutinib", "id: Ibrutinib"), "INN in lower case"),
        (("unverified", "verified"), "names the source it was compared with"),
    ],
)
def test_a_fault_names_the_line_and_what_is_near(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    text = IBRUTINIB.replace(*change)
    found = faults(tmp_path, **{"drugs/ibrutinib.yaml": text})
    assert any(sentence in one for one in found)


def test_a_name_belongs_to_one_drug(tmp_path: Path) -> None:
    other = IBRUTINIB.replace("id: ibrutinib", "id: zanubrutinib").replace("PCI-32765", "other")
    files = {"drugs/ibrutinib.yaml": IBRUTINIB, "drugs/zanubrutinib.yaml": other}
    assert faults(tmp_path, **files) == [
        'drugs/zanubrutinib.yaml:2: "Imbruvica" also names ibrutinib'
    ]
