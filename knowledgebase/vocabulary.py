"""The typed catalogue of facts a rule may ask about. A fact is declared here and nowhere else.

A rule that asks for anything not declared is refused when it is read, with the nearest valid
name. Words of closed lists (settings, laboratory tests, antigens) are declared here too; names
of genes, diseases and alterations come from their records, the shape of symbols, fusions and
karyotype tokens from :mod:`knowledgebase.rules.notation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from knowledgebase.rules.notation import (
    is_gene_symbol as is_gene_symbol,  # who asks names asks here
)


class Kind(StrEnum):
    """What sort of value a fact has."""

    YES_NO = "yes or no"
    NUMBER = "number"
    WORD = "word"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Labels:
    """The name a reader sees, in English, Danish, Norwegian Bokmål and Nynorsk."""

    en: str
    da: str
    nb: str
    nn: str


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One fact: its kind, what keys it (empty = exists once), unit, allowed words and labels.

    ``unit`` is UCUM text (``1`` for plain numbers; for a laboratory test see
    :data:`LABORATORY`). ``has_vaf`` tells that a variant allele fraction may be bounded.
    """

    name: str
    kind: Kind
    labels: Labels
    keyed_by: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    has_vaf: bool = False


@dataclass(frozen=True, slots=True)
class LaboratoryTest:
    """A laboratory test a rule may ask: its usual unit and its labels."""

    name: str
    unit: str
    labels: Labels


# Words as in the case form; "unknown" is no value, so it is not among them.
SETTINGS = (
    "newly diagnosed",
    "relapsed",
    "refractory",
    "measurable residual disease",
    "remission",
    "chronic phase",
    "accelerated phase",
    "blast phase",
)

_DECLARED = (
    FactDeclaration("disease", Kind.CODE, Labels("disease", "sygdom", "sykdom", "sjukdom")),
    FactDeclaration(
        "setting",
        Kind.WORD,
        Labels("setting", "sygdomssituation", "sykdomssituasjon", "sjukdomssituasjon"),
        words=SETTINGS,
    ),
    FactDeclaration("age", Kind.NUMBER, Labels("age", "alder", "alder", "alder"), unit="a"),
    FactDeclaration(
        "sex", Kind.WORD, Labels("sex", "køn", "kjønn", "kjønn"), words=("female", "male")
    ),
    FactDeclaration(
        "alteration",
        Kind.YES_NO,
        Labels("alteration", "forandring", "forandring", "forandring"),
        keyed_by="alteration",
        has_vaf=True,
    ),
    FactDeclaration(
        "gene",
        Kind.YES_NO,
        Labels("mutated gene", "muteret gen", "mutert gen", "mutert gen"),
        keyed_by="gene",
        has_vaf=True,
    ),
    FactDeclaration(
        "fusion",
        Kind.YES_NO,
        Labels("gene fusion", "genfusion", "genfusjon", "genfusjon"),
        keyed_by="fusion",
    ),
    FactDeclaration(
        "cytogenetics",
        Kind.YES_NO,
        Labels(
            "chromosome abnormality",
            "kromosomforandring",
            "kromosomforandring",
            "kromosomforandring",
        ),
        keyed_by="cytogenetics",
    ),
    FactDeclaration(
        "prior_drug",
        Kind.YES_NO,
        Labels(
            "prior drug", "tidligere lægemiddel", "tidligere legemiddel", "tidlegare legemiddel"
        ),
        keyed_by="drug",
    ),
    FactDeclaration(
        "prior_class",
        Kind.YES_NO,
        Labels(
            "prior drug class",
            "tidligere lægemiddelgruppe",
            "tidligere legemiddelgruppe",
            "tidlegare legemiddelgruppe",
        ),
        keyed_by="drug class",
    ),
    FactDeclaration(
        "refractory_to",
        Kind.YES_NO,
        Labels("refractory to", "refraktær over for", "refraktær for", "refraktær for"),
        keyed_by="drug or class",
    ),
    FactDeclaration(
        "lines_of_therapy",
        Kind.NUMBER,
        Labels(
            "lines of therapy",
            "antal behandlingslinjer",
            "antall behandlingslinjer",
            "talet på behandlingslinjer",
        ),
        unit="1",
    ),
    FactDeclaration(
        "ecog",
        Kind.NUMBER,
        Labels(
            "ECOG performance status",
            "ECOG-performancestatus",
            "ECOG-funksjonsstatus",
            "ECOG-funksjonsstatus",
        ),
        unit="1",
    ),
    FactDeclaration(
        "laboratory",
        Kind.NUMBER,
        Labels("laboratory value", "laboratorieværdi", "laboratorieverdi", "laboratorieverdi"),
        keyed_by="laboratory test",
    ),
    FactDeclaration(
        "antigen",
        Kind.YES_NO,
        Labels("antigen expressed", "antigen udtrykt", "antigen uttrykt", "antigen uttrykt"),
        keyed_by="antigen",
    ),
    FactDeclaration(
        "transfusion_dependent",
        Kind.YES_NO,
        Labels(
            "transfusion-dependent",
            "transfusionsafhængig",
            "transfusjonsavhengig",
            "transfusjonsavhengig",
        ),
    ),
    FactDeclaration(
        "intensive_chemotherapy_suitable",
        Kind.YES_NO,
        Labels(
            "suitable for intensive chemotherapy",
            "egnet til intensiv kemoterapi",
            "egnet for intensiv kjemoterapi",
            "eigna for intensiv kjemoterapi",
        ),
    ),
    FactDeclaration(
        "transplant_candidate",
        Kind.YES_NO,
        Labels(
            "candidate for stem cell transplantation",
            "kandidat til stamcelletransplantation",
            "kandidat for stamcelletransplantasjon",
            "kandidat for stamcelletransplantasjon",
        ),
    ),
    # A criterion of a source that no other fact can ask: kept in words, it stays unknown.
    FactDeclaration(
        "in_words",
        Kind.YES_NO,
        Labels("criterion in words", "kriterium i ord", "kriterium i ord", "kriterium i ord"),
        keyed_by="criterion in words",
    ),
)

FACTS: dict[str, FactDeclaration] = {declared.name: declared for declared in _DECLARED}


def _test(name: str, unit: str, en: str, da: str, nb: str, nn: str) -> LaboratoryTest:
    return LaboratoryTest(name, unit, Labels(en, da, nb, nn))


_TESTS = (
    _test("leukocytes", "10*9/L", "leukocytes", "leukocytter", "leukocytter", "leukocyttar"),
    _test("neutrophils", "10*9/L", "neutrophils", "neutrofile", "nøytrofile", "nøytrofile"),
    _test("lymphocytes", "10*9/L", "lymphocytes", "lymfocytter", "lymfocytter", "lymfocyttar"),
    _test("monocytes", "10*9/L", "monocytes", "monocytter", "monocytter", "monocyttar"),
    _test("eosinophils", "10*9/L", "eosinophils", "eosinofile", "eosinofile", "eosinofile"),
    _test("basophils", "10*9/L", "basophils", "basofile", "basofile", "basofile"),
    _test("platelets", "10*9/L", "platelets", "trombocytter", "trombocytter", "trombocyttar"),
    _test("haemoglobin", "g/dL", "haemoglobin", "hæmoglobin", "hemoglobin", "hemoglobin"),
    _test("haematocrit", "%", "haematocrit", "hæmatokrit", "hematokrit", "hematokrit"),
    _test(
        "marrow_blasts", "%", "marrow blasts", "blaster i marv", "blaster i marg", "blastar i marg"
    ),
    _test(
        "blood_blasts", "%", "blood blasts", "blaster i blod", "blaster i blod", "blastar i blod"
    ),
    _test(
        "marrow_plasma_cells",
        "%",
        "marrow plasma cells",
        "plasmaceller i marv",
        "plasmaceller i marg",
        "plasmaceller i marg",
    ),
    _test(
        "ring_sideroblasts",
        "%",
        "ring sideroblasts",
        "ringsideroblaster",
        "ringsideroblaster",
        "ringsideroblastar",
    ),
    _test(
        "lactate_dehydrogenase",
        "U/L",
        "lactate dehydrogenase",
        "laktatdehydrogenase",
        "laktatdehydrogenase",
        "laktatdehydrogenase",
    ),
    _test(
        "beta_2_microglobulin",
        "mg/L",
        "beta-2 microglobulin",
        "beta-2-mikroglobulin",
        "beta-2-mikroglobulin",
        "beta-2-mikroglobulin",
    ),
    _test("albumin", "g/L", "albumin", "albumin", "albumin", "albumin"),
    _test("creatinine", "umol/L", "creatinine", "kreatinin", "kreatinin", "kreatinin"),
    _test("bilirubin", "umol/L", "bilirubin", "bilirubin", "bilirubin", "bilirubin"),
    _test("calcium", "mmol/L", "calcium", "calcium", "kalsium", "kalsium"),
    _test("tryptase", "ug/L", "tryptase", "tryptase", "tryptase", "tryptase"),
    _test("m_protein", "g/L", "M protein", "M-protein", "M-protein", "M-protein"),
    _test(
        "estimated_gfr",
        "mL/min/{1.73_m2}",
        "estimated glomerular filtration rate",
        "estimeret glomerulær filtrationsrate",
        "estimert glomerulær filtrasjonsrate",
        "estimert glomerulær filtrasjonsrate",
    ),
)

LABORATORY: dict[str, LaboratoryTest] = {test.name: test for test in _TESTS}

ANTIGENS = (
    *("CD1a", "CD2", "CD3", "CD4", "CD5", "CD7", "CD8", "CD10", "CD13", "CD19", "CD20", "CD22"),
    *("CD23", "CD25", "CD30", "CD33", "CD34", "CD38", "CD45", "CD52", "CD56", "CD70", "CD79b"),
    *("CD117", "CD123", "CD138", "BCMA", "CCR4", "FCRH5", "GPRC5D", "PD-L1", "ROR1", "SLAMF7"),
)


def nearest(text: str, names: Iterable[str]) -> str:
    """End a sentence with the nearest valid name, or with nothing when none is near."""
    by_fold = {name.casefold(): name for name in names}
    close = get_close_matches(text.casefold(), by_fold, n=1, cutoff=0.6)
    return f'; did you mean "{by_fold[close[0]]}"?' if close else ""
