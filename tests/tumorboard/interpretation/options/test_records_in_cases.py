"""Records of the shipped content in whole cases: what a tester found wrong stays right."""

from datetime import date
from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.case_file import case_from_data

DAY = date(2026, 11, 21)
CATALOG = Catalog(load_content())
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
IBRUTINIB = [{"line": 1, "drugs": ["ibrutinib"], "refractory": "yes"}]
RITUXIMAB = [{"line": 1, "drugs": ["rituximab", "doxorubicin"]}]
DEPENDENT = {"transfusion_dependent": "yes"}


def concluded(
    disease: str, *, age: int = 60, setting: str = "relapsed", **fields
) -> CaseEvaluation:
    patient = {"pseudonym": "P-1", "age": age}
    data = {"id": "C-1", "patient": patient, "disease": disease, "setting": setting, **fields}
    return evaluate_case(case_from_data(data, CATALOG, folder=Path(), on=DAY), CATALOG, DAY)


def option(evaluation: CaseEvaluation, name: str) -> Option:
    return next(one for one in evaluation.options if one.id == name)


def lost(*genes: str) -> list[dict[str, str]]:
    return [{"gene": gene, "state": "homozygous loss"} for gene in genes]


@pytest.mark.parametrize(
    ("disease", "gene", "record", "options"),
    [
        ("PCM", "TNFRSF17", "MM-TNFRSF17-resistance", ["TEC-EMA-MM", "LIN-EMA-MM"]),
        ("PCM", "GPRC5D", "MM-GPRC5D-resistance", ["TAL-EMA-MM"]),
        ("BLL", "CD19", "ALL-CD19-loss-resistance", ["OBE-EMA-ALL"]),
        ("BLL", "CD22", "ALL-CD22-loss-resistance", ["ALL-CD22-inotuzumab"]),
        ("DLBCL", "CD19", "LBCL-CD19-loss-resistance", ["AXI-EMA-LBCL-3L"]),
        ("DLBCL", "MS4A1", "LBCL-MS4A1-rituximab-resistance", ["LBCL-CD20-rituximab"]),
        ("DLBCL", "MS4A1", "LBCL-CD20-loss-bispecific-resistance", ["GLO-EMA-DLBCL"]),
        ("PCM", "CRBN", "MM-CRBN-resistance", []),
    ],
)
def test_loss_of_both_copies_of_a_target_stands_against_its_drugs(
    disease: str, gene: str, record: str, options: list[str]
) -> None:
    evaluation = concluded(disease, copy_numbers=lost(gene), prior_therapies=RITUXIMAB)
    for name in options:
        assert record in [one.record for one in option(evaluation, name).against]
    (tier,) = [
        one for one in evaluation.tiers if one.finding == f"copy number:{gene}:homozygous loss"
    ]
    assert tier.tier in ("I", "II")


def test_loss_of_one_copy_does_not_lose_the_target() -> None:
    one_copy = [{"gene": "TNFRSF17", "state": "heterozygous loss"}]
    evaluation = concluded("PCM", copy_numbers=one_copy)
    assert option(evaluation, "TEC-EMA-MM").against == ()


@pytest.mark.parametrize(
    "gene", [{"state": "wild type"}, {"state": "mutated", "change": "C481S"}, None]
)
def test_pirtobrutinib_after_a_btk_inhibitor_whatever_the_genotype(gene) -> None:
    genes = [{"gene": "BTK", **gene}] if gene else []
    evaluation = concluded("CLL", genes=genes, prior_therapies=IBRUTINIB)
    assert option(evaluation, "CLL-BTK-C481-pirtobrutinib").state is MET


def test_pirtobrutinib_in_mantle_cell_lymphoma_without_the_translocation() -> None:
    findings = {"findings": {"t(11;14)": "no"}}
    evaluation = concluded("MCL", cytogenetics=findings, prior_therapies=IBRUTINIB)
    assert option(evaluation, "MCL-CCND1-pirtobrutinib").state is MET


def mds(group: str, blasts: str, **fields) -> CaseEvaluation:
    return concluded(
        "MDS",
        setting="newly diagnosed",
        genes=[{"gene": "SF3B1", "state": "mutated", "change": "K700E"}],
        laboratory={"marrow_blasts": {"value": blasts, "unit": "%"}},
        clinician=DEPENDENT,
        cytogenetics={"ipssr_group": group, **fields.pop("cytogenetics", {})},
        **fields,
    )


@pytest.mark.parametrize(
    ("group", "blasts", "state"),
    [
        ("very poor", "18", NOT_MET),
        ("poor", "5", NOT_MET),
        ("intermediate", "10.5", NOT_MET),
        ("good", "2", UNKNOWN),
        ("intermediate", "10", UNKNOWN),
        ("good", "12", UNKNOWN),
    ],
)
def test_luspatercept_is_never_met_before_the_risk_is_told(group, blasts, state) -> None:
    assert option(mds(group, blasts), "MDS-SF3B1-luspatercept").state is state


@pytest.mark.parametrize(
    ("count", "blasts", "region", "state"),
    [
        (1, "3", "DK", UNKNOWN),
        (2, "3", "DK", NOT_MET),
        (2, "3", "US", UNKNOWN),
        (1, "12", "US", NOT_MET),
    ],
)
def test_lenalidomide_asks_isolated_del5q_in_europe_and_the_risk(
    count, blasts, region, state
) -> None:
    chromosomes = {"findings": {"del(5q)": "yes"}, "count": count}
    evaluation = mds("good", blasts, cytogenetics=chromosomes, region=region)
    assert option(evaluation, "MDS-del5q-lenalidomide").state is state


@pytest.mark.parametrize(
    ("disease", "gene", "record"),
    [
        ("PCM", "TP53", "CLL-TP53-ibrutinib"),
        ("PCM", "TP53", "CLL-TP53-acalabrutinib"),
        ("PCM", "TP53", "CLL-TP53-venetoclax"),
        ("AML", "TP53", "MCL-TP53-zanubrutinib-combination"),
        ("CLL", "SF3B1", "MDS-SF3B1-luspatercept"),
    ],
)
def test_what_a_gene_means_in_one_disease_does_not_cross_to_another(disease, gene, record) -> None:
    evaluation = concluded(disease, genes=[{"gene": gene, "state": "mutated"}], clinician=DEPENDENT)
    assert option(evaluation, record).state is NOT_MET


def test_a_ras_mutation_beside_idh2_stands_against_enasidenib() -> None:
    genes = [
        {"gene": "IDH2", "state": "mutated", "change": "R140Q"},
        {"gene": "NRAS", "state": "mutated", "change": "G12D"},
    ]
    shown = option(concluded("AML", genes=genes), "AML-IDH2-enasidenib")
    assert shown.state is MET
    assert [one.record for one in shown.against] == ["AML-IDH2-RAS-enasidenib-resistance"]
    alone = option(concluded("AML", genes=genes[:1]), "AML-IDH2-enasidenib")
    assert alone.against == ()


@pytest.mark.parametrize(
    ("age", "region", "state"),
    [
        (14, "DK", MET),
        (20, "DK", NOT_MET),
        (20, "US", MET),
        (45, "US", NOT_MET),
        (45, "", NOT_MET),
        (20, "", UNKNOWN),
    ],
)
def test_crizotinib_keeps_the_ages_of_its_labels(age, region, state) -> None:
    fusions = [{"gene5": "NPM1", "gene3": "ALK", "present": "yes"}]
    evaluation = concluded("ALCL", age=age, fusions=fusions, region=region)
    assert option(evaluation, "ALCL-ALK-crizotinib").state is state


@pytest.mark.parametrize(("disease", "state"), [("APL", NOT_MET), ("AML", MET)])
def test_gemtuzumab_is_closed_in_apl(disease, state) -> None:
    evaluation = concluded(
        disease,
        setting="newly diagnosed",
        antigens={"CD33": "yes"},
        clinician={"intensive_chemotherapy_suitable": "yes"},
    )
    assert option(evaluation, "AML-CD33-gemtuzumab").state is state
