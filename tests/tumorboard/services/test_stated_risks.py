"""Risk models and classes of whole case files, by each way a letter may state the same finding."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledgebase.catalog import Catalog, load_content
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.assess import assess
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of
from tumorboard.services.case_file import case_from_data

DAY = date(2026, 11, 21)
CONTENT = load_content()
CATALOG = Catalog(CONTENT)
SINGLE = AssessmentStatus.SINGLE
NOT_APPLICABLE = AssessmentStatus.NOT_APPLICABLE


def assessed(disease, *stated, age=60, **more):
    """Give the assessments of a case by key; each text of ``stated`` is a part of the case file."""
    data = {"id": "C", "patient": {"pseudonym": "P", "age": age, "sex": "female"}, **more}
    for text in stated:
        for name, value in yaml.load(text, Loader=yaml.BaseLoader).items():
            data[name] = _joined(data[name], value) if name in data else value
    case = case_from_data({**data, "disease": disease}, CATALOG, folder=Path(), on=DAY)
    facts = gather_facts(case, findings_of(case, CONTENT), CONTENT).facts
    # Of several records with one key the one that is meant for the case goes.
    found = sorted(assess(facts, CONTENT), key=lambda one: one.status is not NOT_APPLICABLE)
    return {one.key: one for one in found}


def _joined(one, other):
    if isinstance(one, list):
        return [*one, *other]
    return {name: _joined(one[name], other[name]) if name in one and name in other
            else one.get(name, other.get(name)) for name in (*one, *other)}  # fmt: skip


def points(found):
    return tuple(map(float, found.score))


def words(found):
    return " ".join(found.flags)


# Loss of 17p and gain of 1q, by each way they are stated.

LOST_17P = [
    "cytogenetics: {findings: {del(17p): yes}}",
    "cytogenetics: {findings: {loss(17p): yes}}",
    "cytogenetics: {findings: {i(17q): yes}}",
    "cytogenetics: {findings: {'-17': yes}}",
    "copy_numbers: [{gene: TP53, state: loss}]",
    "copy_numbers: [{gene: TP53, state: heterozygous loss}]",
    "copy_numbers: [{gene: 17p, state: homozygous loss}]",
]
KEPT_17P = [
    "cytogenetics: {findings: {del(17p): no}}",
    "cytogenetics: {findings: {loss(17p): no}}",
    "copy_numbers: [{gene: TP53, state: normal}]",
]
NO_TP53 = "genes: [{gene: TP53, state: wild type}]"
CLL = """
laboratory: {beta_2_microglobulin: {value: 2, unit: mg/L}, rai_stage: {value: 0, unit: "1"}}
clinician: {ighv_mutated: yes}
"""
MM = """
laboratory:
  beta_2_microglobulin: {value: 2, unit: mg/L}
  albumin: {value: 40, unit: g/L}
  ldh_ratio: {value: 0.8, unit: "1"}
  creatinine: {value: 80, unit: umol/L}
"""
MM_FISH = "cytogenetics: {findings: {t(4;14): no, t(14;16): no, t(14;20): no, gain(1q): no}}"
MM_FUSIONS = """
fusions: [{gene5: IGH, gene3: NSD2, present: no}, {gene5: IGH, gene3: MAF, present: no}]
cytogenetics: {findings: {gain(1q): no}}
"""
MM_KEPT = "cytogenetics: {findings: {del(17p): no}}"


@pytest.mark.parametrize("lost", LOST_17P)
def test_a_loss_of_17p_counts_in_cll_ipi_however_it_is_stated(lost):
    found = assessed("CLL", CLL, NO_TP53, lost)["risk.cllipi"]
    assert (found.status, found.result, points(found)) == (SINGLE, "High", (4, 4))


@pytest.mark.parametrize("kept", KEPT_17P)
def test_one_test_without_loss_of_17p_suffices_in_cll_ipi_and_that_is_said(kept):
    found = assessed("CLL", CLL, NO_TP53, kept)["risk.cllipi"]
    assert (found.status, found.result, points(found)) == (SINGLE, "Low", (0, 0))
    assert "no other loss of 17p" in words(found)


def test_one_stage_suffices_in_cll_ipi():
    found = assessed("CLL", CLL, NO_TP53, KEPT_17P[0])["risk.cllipi"]
    assert "Binet A, as Rai 0 was stated" in words(found)
    binet = CLL.replace('rai_stage: {value: 0, unit: "1"}', "").replace(
        "ighv_mutated: yes", "ighv_mutated: yes, binet_stage_b_or_c: no"
    )
    assert points(assessed("CLL", binet, NO_TP53, KEPT_17P[0])["risk.cllipi"]) == (0, 0)
    unstaged = CLL.replace('rai_stage: {value: 0, unit: "1"}', "")
    assert points(assessed("CLL", unstaged, NO_TP53, KEPT_17P[0])["risk.cllipi"]) == (0, 1)


def test_cll_ipi_leaves_17p_open_that_nothing_tells_of():
    found = assessed("CLL", CLL, NO_TP53)["risk.cllipi"]
    assert (points(found), found.result) == ((0, 4), "")


SELECTED = "laboratory: {clonal_del17p_fraction: {value: 60, unit: '%'}}"


@pytest.mark.parametrize("lost", [*LOST_17P, SELECTED])
@pytest.mark.parametrize("excluded", [MM_FISH, MM_FUSIONS])
def test_a_loss_of_17p_counts_in_myeloma_however_it_is_stated(lost, excluded):
    found = assessed("PCM", MM, excluded, lost)
    assert (found["risk.riss"].status, found["risk.riss"].result) == (SINGLE, "II")
    assert (found["risk.r2iss"].status, points(found["risk.r2iss"])) == (SINGLE, (1, 1))


@pytest.mark.parametrize("kept", KEPT_17P)
@pytest.mark.parametrize("excluded", [MM_FISH, MM_FUSIONS])
def test_one_test_without_the_lesion_suffices_in_myeloma(kept, excluded):
    found = assessed("PCM", MM, excluded, kept)
    assert (found["risk.riss"].status, found["risk.riss"].result) == (SINGLE, "I")
    assert (found["risk.r2iss"].status, points(found["risk.r2iss"])) == (SINGLE, (0, 0))


@pytest.mark.parametrize("region", ["1q", "1q21"])
@pytest.mark.parametrize("state", ["gain", "single-copy gain", "amplification"])
def test_a_copy_number_of_1q_counts_as_the_fish_result(region, state):
    gain = f"copy_numbers: [{{gene: {region}, state: {state}}}]"
    fish = "cytogenetics: {findings: {t(4;14): no}}"
    found = assessed("PCM", MM, fish, MM_KEPT, gain)["risk.r2iss"]
    assert (found.status, points(found)) == (SINGLE, (0.5, 0.5))


@pytest.mark.parametrize(("stated", "missing"), [(MM_KEPT, "t(4;14)"), (MM_FISH, "del(17p)")])
def test_what_was_not_sought_in_myeloma_stays_open(stated, missing):
    for key in ("risk.riss", "risk.r2iss"):
        found = assessed("PCM", MM, stated)[key]
        assert found.status is not SINGLE
        assert missing in {one.key for one in found.missing}


@pytest.mark.parametrize(("fraction", "told"), [("19.9", False), ("20", True), ("20.1", False)])
def test_a_share_of_exactly_20_percent_is_contested(fraction, told):
    selected = SELECTED.replace("60", fraction)
    found = assessed("PCM", MM, MM_FISH, NO_TP53, selected)["risk.imwg2025"]
    assert ("exactly 20 %" in words(found)) is told
    assert (found.result == "High risk") is (fraction == "20.1")


@pytest.mark.parametrize("gene", ["1p32", "CDKN2C"])
def test_loss_of_both_copies_of_1p32_is_high_risk_by_itself(gene):
    lost = f"copy_numbers: [{{gene: {gene}, state: homozygous loss}}]"
    found = assessed("PCM", MM, MM_FISH, MM_KEPT, NO_TP53, lost)["risk.imwg2025"]
    assert (found.status, found.result) == (SINGLE, "High risk")
    one = assessed("PCM", MM, MM_FISH, MM_KEPT, NO_TP53, lost.replace("homo", "hetero"))
    assert one["risk.imwg2025"].result == ""  # the other name of the region was not stated
    fish = "cytogenetics: {findings: {t(4;14): yes, t(14;16): no, t(14;20): no, gain(1q): no}}"
    with_t414 = assessed("PCM", MM, fish, MM_KEPT, NO_TP53, lost.replace("homo", "hetero"))
    assert with_t414["risk.imwg2025"].result == "High risk"


@pytest.mark.parametrize(
    "gain",
    ["cytogenetics: {findings: {gain(1q): yes}}", "copy_numbers: [{gene: 1q21, state: gain}]"],
)
def test_a_translocation_with_1q_is_high_risk_however_1q_is_stated(gain):
    fish = "cytogenetics: {findings: {t(14;20): yes}}"
    found = assessed("PCM", MM, fish, MM_KEPT, NO_TP53, gain)["risk.imwg2025"]
    assert (found.status, found.result) == (SINGLE, "High risk")


def test_selected_plasma_cells_with_a_deletion_that_was_excluded_contradict_it():
    found = assessed("PCM", MM, MM_FISH, MM_KEPT, SELECTED)
    for key in ("risk.riss", "risk.r2iss", "risk.imwg2025"):
        assert "Contradiction: del(17p)" in words(found[key])
    found = assessed("PCM", MM, MM_FISH, SELECTED)
    assert "Contradiction" not in words(found["risk.riss"])


# For whom a model is meant.


@pytest.mark.parametrize(
    "found",
    [
        "karyotype: '46,XX,t(15;17)(q24;q21)[20]'",
        "cytogenetics: {findings: {t(15;17): yes}}",
        "fusions: [{gene5: PML, gene3: RARA}]",
    ],
)
@pytest.mark.parametrize("key", ["risk.eln2022", "risk.eln2024"])
def test_promyelocytic_leukaemia_called_aml_has_no_eln_group(found, key):
    result = assessed("AML", found)[key]
    assert (result.status, result.result, result.possible) == (NOT_APPLICABLE, "", ())
    assert "promyelocytic" in words(result)


def test_a_fusion_that_was_not_sought_leaves_the_eln_group():
    result = assessed("AML", "cytogenetics: {findings: {t(8;21): yes}}")["risk.eln2022"]
    assert (result.status, result.result) == (SINGLE, "Favourable")


# One and two hits of TP53.

WILD = (
    *("NPM1", "ASXL1", "BCOR", "EZH2", "RUNX1", "SF3B1", "SRSF2", "STAG2", "U2AF1", "ZRSR2"),
    *("CEBPA", "SETBP1", "CSF3R"),
)
MDS = "\n".join(
    [
        "laboratory:",
        "  marrow_blasts: {value: 3, unit: '%'}",
        "  blood_blasts: {value: 0, unit: '%'}",
        "  dysplastic_lineages: {value: 1, unit: '1'}",
        "  ring_sideroblasts: {value: 0, unit: '%'}",
        "  marrow_cellularity: {value: 60, unit: '%'}",
        "  fibrosis_grade: {value: 0, unit: '1'}",
        "genes:",
        *(f"  - {{gene: {gene}, state: wild type}}" for gene in WILD),
    ]
)
NORMAL = "karyotype: '46,XX[20]'"
COMPLEX = "karyotype: '47,XX,del(9)(q21q31),del(20)(q11q13),+8[20]'"
ONE = "genes: [{gene: TP53, state: mutated, vaf: 0.3, mutations: 1}]"
KEPT = "copy_numbers: [{gene: TP53, state: normal}]"


def classes(*stated):
    found = assessed("MDS", MDS, *stated)
    return found["classification.who5"], found["classification.icc2022"]


@pytest.mark.parametrize(
    "kept", [KEPT, "genes: [{gene: TP53, state: mutated, biallelic: no, mutations: 1, vaf: 0.3}]"]
)
@pytest.mark.parametrize("karyotype", [NORMAL, COMPLEX])
def test_one_mutation_of_tp53_without_loss_is_one_hit(kept, karyotype):
    who, icc = classes(kept, karyotype, KEPT if kept != KEPT else ONE)
    assert (who.status, icc.status) == (SINGLE, SINGLE)
    assert "low blasts" in who.result
    assert "not otherwise specified" in icc.result


def test_a_complex_karyotype_is_a_second_hit_in_icc_while_loss_is_not_known():
    who, icc = classes(ONE, COMPLEX)
    assert who.result == ""
    assert (icc.status, icc.result) == (SINGLE, "MDS with mutated TP53")
    assert "two hits of TP53, as the karyotype is complex" in words(icc)
    _, denied = classes(ONE.replace("mutations: 1", "mutations: 1, biallelic: no"), COMPLEX)
    assert denied.result != "MDS with mutated TP53"


@pytest.mark.parametrize(
    ("fractions", "counted", "who", "icc"),
    [
        ((0.3, 0.04), ", mutations: 2", "MDS with biallelic", "MDS, not otherwise specified"),
        ((0.3, 0.10), ", mutations: 2", "MDS with biallelic", "MDS with mutated TP53"),
        ((0.3, 0.10), "", "MDS with biallelic", "MDS with mutated TP53"),
        ((0.3, 0.04), "", "MDS with biallelic", ""),  # there may be a third
    ],
)
def test_two_mutations_of_tp53_count_in_icc_from_10_percent_each(fractions, counted, who, icc):
    listed = ", ".join(
        f"{{gene: TP53, state: mutated, change: {change}, vaf: {vaf}{counted}}}"
        for change, vaf in zip(("R175H", "R248Q"), fractions, strict=True)
    )
    found = classes(f"genes: [{listed}]", NORMAL, KEPT)
    assert found[0].result.startswith(who)
    assert found[1].result.startswith(icc)
    assert bool(found[1].result) is bool(icc)
    if icc.startswith("MDS, not"):
        assert "only one reaches" in words(found[1])


MDS_SCORES = ("risk.ipssm", "risk.ipssr", "risk.ipssra")
AML_GROUPS = ("risk.eln2022", "risk.eln2024")
CML_SCORES = ("risk.sokal", "risk.elts")
GIVEN = "prior_therapies: [{line: 1, drugs: [imatinib]}]"


@pytest.mark.parametrize(
    ("disease", "keys", "age", "stated", "told"),
    [
        ("AML", AML_GROUPS, 60, "setting: newly diagnosed", ""),
        ("AML", AML_GROUPS, 60, "setting: relapsed", "here the disease was treated"),
        ("AML", AML_GROUPS, 60, "setting: refractory", "here the disease was treated"),
        ("AML", AML_GROUPS, 9, "setting: newly diagnosed", "here the patient is a child"),
        ("MDS", MDS_SCORES, 60, "setting: newly diagnosed", ""),
        ("MDS", MDS_SCORES, 60, "setting: remission", "here the disease was treated"),
        ("MDS", MDS_SCORES, 60, "clinician: {prior_allogeneic_transplant: yes}", "was treated"),
        ("MDS", MDS_SCORES, 60, GIVEN.replace("imatinib", "azacitidine"), "was treated"),
        ("MDS", MDS_SCORES, 9, "setting: newly diagnosed", "here the patient is a child"),
        ("CML", CML_SCORES, 60, "setting: chronic phase", ""),
        ("CML", CML_SCORES, 60, "setting: blast phase", "accelerated or blast phase"),
        ("CML", CML_SCORES, 60, GIVEN, "here the disease was treated"),
    ],
)
def test_a_model_says_for_whom_it_was_made(disease, keys, age, stated, told):
    found = assessed(disease, stated, age=age)
    for key in keys:
        assert ("Made for" in words(found[key])) is bool(told)
        assert told in words(found[key])


@pytest.mark.parametrize(("blasts", "meant"), [("19", True), ("20", False)])
def test_the_scores_of_mds_end_at_20_percent_marrow_blasts(blasts, meant):
    stated = f"laboratory: {{marrow_blasts: {{value: {blasts}, unit: '%'}}}}"
    found = assessed("MDS", stated)
    for key in MDS_SCORES:
        assert (found[key].status is not NOT_APPLICABLE) is meant


# Combinations of ELN 2022 that are read in two ways.

ELN_WILD = (*(one for one in WILD if one not in ("NPM1", "CEBPA")), "TP53", "FLT3")
GENES = "genes: [" + ", ".join(f"{{gene: {one}, state: wild type}}" for one in ELN_WILD) + "]"
NPM1 = "genes: [{gene: NPM1, state: mutated, change: W288Cfs*12}, {gene: CEBPA, state: wild type}]"
BZIP = """genes:
  - {gene: CEBPA, state: mutated, change: CEBPA-bZIP-inframe}
  - {gene: NPM1, state: wild type}
"""
NEITHER = "genes: [{gene: NPM1, state: wild type}, {gene: CEBPA, state: wild type}]"


def eln(*stated):
    return assessed("AML", GENES, *stated)["risk.eln2022"]


T911 = [
    "karyotype: '46,XX,t(9;11)(p21;q23)[20]'",
    "{karyotype: '46,XX[20]', fusions: [{gene5: KMT2A, gene3: MLLT3}]}",
    "{karyotype: '46,XX[20]', fusions: [{gene5: MLLT3, gene3: KMT2A}]}",
]


@pytest.mark.parametrize("found", T911)
def test_npm1_with_t_9_11_is_read_alike_however_it_is_stated(found):
    result = eln(NPM1, found)
    assert (result.status, result.result) == (SINGLE, "Favourable")
    assert "Contested: mutated NPM1 with t(9;11)" in words(result)


def test_npm1_with_another_partner_of_kmt2a_is_adverse():
    result = eln(NPM1, "{karyotype: '46,XX[20]', fusions: [{gene5: KMT2A, gene3: AFDN}]}")
    assert (result.status, result.result) == (SINGLE, "Adverse")


ADVERSE = [
    "46,XX,inv(3)(q21q26)[20]",
    "46,XX,t(6;9)(p22;q34)[20]",
    "45,XX,-5[20]",
    "45,XX,-17[20]",
    "44,XX,-9,-16[20]",
    "47,XX,del(9)(q21q31),del(20)(q11q13),+8[20]",
]


@pytest.mark.parametrize("karyotype", ADVERSE)
def test_bzip_with_adverse_cytogenetics_is_contested(karyotype):
    result = eln(BZIP, f"karyotype: '{karyotype}'")
    assert result.result == "Favourable"
    assert "Contested: CEBPA bZIP" in words(result)
    other = eln(BZIP, "karyotype: '47,XX,+8[20]'")
    assert "Contested" not in words(other)


@pytest.mark.parametrize("karyotype", ADVERSE)
def test_t_9_11_with_adverse_cytogenetics_is_contested(karyotype):
    both = karyotype.replace("[20]", ",t(9;11)(p21;q23)[20]")
    result = eln(NEITHER, f"karyotype: '{both}'")
    assert result.result == "Intermediate"
    assert "Contested: t(9;11)" in words(result)


@pytest.mark.parametrize(
    ("karyotype", "told"),
    [
        ("46,XX,add(5)(q31)[20]", True),
        ("46,XX,der(5)t(5;12)(q13;p13)[20]", True),
        ("46,XX,del(5)(q13q33)[20]", False),
        ("46,XX[20]", False),
    ],
)
def test_a_loss_of_5q_by_other_means_is_contested(karyotype, told):
    result = eln(NEITHER, f"karyotype: '{karyotype}'")
    assert ("Contested: 5q" in words(result)) is told


# A counted mutation whose change was read excludes the other named alterations of its gene.


@pytest.mark.parametrize(("counted", "known"), [(", mutations: 1", True), ("", False)])
@pytest.mark.parametrize(
    ("gene", "change", "other"),
    [
        ("CALR", "K385Nfs*47", "CALR-type1"),
        ("U2AF1", "S34F", "U2AF1-Q157"),
        ("CEBPA", "K313Sfs*5", "CEBPA-bZIP-inframe"),
    ],
)
def test_one_counted_change_is_no_other_of_the_gene(gene, change, other, counted, known):
    data = {
        "id": "C",
        "patient": {"pseudonym": "P"},
        "disease": "PMF",
        **yaml.load(
            f"genes: [{{gene: {gene}, state: mutated, change: {change}{counted}}}]",
            Loader=yaml.BaseLoader,
        ),
    }
    case = case_from_data(data, CATALOG, folder=Path(), on=DAY)
    fact = gather_facts(case, findings_of(case, CONTENT), CONTENT).facts.get("alteration", other)
    assert (fact is not None and fact.value is False) is known
