"""Scores and risk groups of myeloid neoplasms, lymphoma, CLL and myeloma by worked cases."""

from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.rules.facts import Fact, Facts
from tests.tumorboard.interpretation.who_icc_cases import leaves
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.classify import classify
from tumorboard.interpretation.score import score_case

CONTENT = load_content()
UNITS = {
    "haemoglobin": "g/dL",
    "albumin": "g/L",
    "igm": "g/L",
    "beta_2_microglobulin": "mg/L",
    "marrow_blasts": "%",
    "blood_blasts": "%",
    "ann_arbor_stage": "1",
    "rai_stage": "1",
    "ldh_ratio": "1",
    "creatinine": "umol/L",
    "clonal_del17p_fraction": "%",
}


def case(record, disease, found=(), sex="female", age=50, abnormalities=0, **laboratory):
    """Give facts in which all the score asks of genes and karyotype was tested."""
    rules = (
        [one.when for one in record.classes]
        if hasattr(record, "classes")
        else [point.when for item in record.items for point in item.points]
    )
    facts = {("disease", ""): Fact("disease", disease), ("sex", ""): Fact("sex", sex)}
    facts["age", ""] = Fact("age", Decimal(age), unit="a")
    number = Decimal(abnormalities)
    facts["cytogenetic_abnormalities", ""] = Fact("cytogenetic_abnormalities", number, unit="1")
    for rule in rules:
        for one in leaves(rule):
            if one.fact in ("gene", "alteration", "cytogenetics") or not one.key:
                held = (one.key or one.fact) in found
                facts.setdefault((one.fact, one.key), Fact(one.fact, held, one.key))
    for name, value in laboratory.items():
        unit = UNITS.get(name, "10*9/L")
        facts["laboratory", name] = Fact("laboratory", Decimal(str(value)), name, unit)
    return Facts.of(facts.values())


def scored(name, disease, found=(), **more):
    record = CONTENT.scores[name]
    return score_case(record, case(record, disease, found, **more), CONTENT.diseases)


@pytest.mark.parametrize(
    ("found", "abnormalities", "points", "group"),
    [
        (["CALR-type1"], 0, 0, "Low"),
        ([], 0, 1, "Intermediate-1"),
        (["CALR-type1", "+9"], 1, 0, "Low"),
        (["CALR-type1", "+8"], 1, 1, "Intermediate-1"),
        (["CALR-type1", "-7"], 1, 2, "Intermediate-2"),
        (["CALR-type1", "+21"], 1, 2, "Intermediate-2"),
        (["CALR-type1", "+9", "del(20q)"], 2, 1, "Intermediate-1"),
        (["ASXL1", "SRSF2", "U2AF1-Q157", "i(17q)"], 1, 6, "High"),
    ],
)
def test_gipss(found, abnormalities, points, group):
    result = scored("GIPSS", "PMF", found, abnormalities=abnormalities)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


@pytest.mark.parametrize(
    ("sex", "hb", "found", "abnormalities", "points", "group"),
    [
        ("female", 12, ["CALR-type1"], 0, 0, "Very low"),
        ("female", "9.9", ["CALR-type1"], 0, 1, "Low"),
        ("male", "10.9", ["CALR-type1"], 0, 1, "Low"),
        ("male", "8.9", ["CALR-type1"], 0, 2, "Low"),
        ("female", "8", ["CALR-type1"], 0, 1, "Low"),
        ("female", 12, ["ASXL1"], 0, 4, "Intermediate"),
        ("female", 12, ["ASXL1", "IDH1"], 0, 5, "High"),
        ("female", 7, ["ASXL1", "U2AF1-Q157", "-7", "constitutional_symptoms"], 1, 13, "Very high"),
    ],
)
def test_mipss70_plus_v2(sex, hb, found, abnormalities, points, group):
    more = {"sex": sex, "abnormalities": abnormalities, "haemoglobin": hb, "blood_blasts": 0}
    result = scored("MIPSS70-plus-v2", "PMF", found, **more)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


@pytest.mark.parametrize(
    ("found", "abnormalities", "blasts", "leukocytes", "points", "group"),
    [
        ([], 0, 2, 8, 0, "Low"),
        (["-Y"], 1, 2, 8, 0, "Low"),
        (["ASXL1"], 0, 2, 8, 1, "Intermediate-1"),
        ([], 1, 2, 8, 1, "Intermediate-1"),
        (["RUNX1"], 0, 2, 20, 3, "Intermediate-2"),
        (["+8", "ASXL1"], 1, 2, 8, 3, "Intermediate-2"),
        (["ASXL1", "NRAS", "SETBP1", "RUNX1"], 0, 2, 8, 3, "Intermediate-2"),
        (["ASXL1", "transfusion_dependent"], 0, 2, 13, 3, "Intermediate-2"),
        (["ASXL1"], 0, 5, "12.9", 2, "Intermediate-2"),
        (["-7", "NRAS", "RUNX1"], 1, 9, 20, 5, "High"),
    ],
)
def test_cpss_mol(found, abnormalities, blasts, leukocytes, points, group):
    more = {"abnormalities": abnormalities, "marrow_blasts": blasts, "leukocytes": leukocytes}
    result = scored("CPSS-Mol", "CMML", found, **more)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


def test_the_hasenclever_score():
    counts = {"albumin": 39, "haemoglobin": 10, "leukocytes": 16, "lymphocytes": "0.5"}
    worst = scored("HL-IPS", "CHL", sex="male", age=45, ann_arbor_stage=4, **counts)
    assert (worst.score, worst.result) == ((Decimal(7), Decimal(7)), "5 or more")
    counts = {"albumin": 40, "haemoglobin": "10.5", "leukocytes": 14, "lymphocytes": "0.6"}
    best = scored("HL-IPS", "CHL", age=44, ann_arbor_stage=3, **counts)
    assert (best.score, best.result) == ((Decimal(0), Decimal(0)), "0")


@pytest.mark.parametrize(
    ("age", "hb", "platelets", "b2m", "igm", "group"),
    [
        (60, 13, 200, 2, 30, "Low"),
        (60, "11.5", 200, 2, 30, "Low"),
        (66, 13, 200, 2, 30, "Intermediate"),
        (60, 11, 100, 2, 30, "Intermediate"),
        (66, 11, 200, 4, 30, "High"),
    ],
)
def test_ipss_wm(age, hb, platelets, b2m, igm, group):
    record = CONTENT.classifications["IPSS-WM"]
    values = {"haemoglobin": hb, "platelets": platelets, "beta_2_microglobulin": b2m, "igm": igm}
    found = classify(record, case(record, "WM", age=age, **values), CONTENT.diseases)
    assert (found.status, found.result) == (AssessmentStatus.SINGLE, group)


def test_a_missing_input_is_a_range():
    result = scored("HL-IPS", "CHL", age=50, albumin=39, ann_arbor_stage=4, leukocytes=16)
    assert result.score == (Decimal(4), Decimal(6))
    assert result.result == ""
    assert {one.key for one in result.missing} == {"haemoglobin", "lymphocytes"}


@pytest.mark.parametrize(
    ("found", "age", "b2m", "rai", "points", "group"),
    [
        (["ighv_mutated"], 65, "3.5", 0, 0, "Low"),
        (["ighv_mutated"], 66, "3.5", 0, 1, "Low"),
        (["ighv_mutated"], 66, "3.5", 1, 2, "Intermediate"),
        (["ighv_mutated", "binet_stage_b_or_c"], 66, "3.5", 0, 2, "Intermediate"),
        (["ighv_mutated"], 65, "3.6", 1, 3, "Intermediate"),
        ([], 65, "3.6", 0, 4, "High"),
        (["ighv_mutated", "del(17p)"], 65, "3.5", 0, 4, "High"),
        (["TP53", "del(17p)"], 65, "3.5", 0, 6, "High"),
        (["TP53"], 66, "3.5", 0, 7, "Very high"),
        (["TP53"], 66, "3.6", 4, 10, "Very high"),
    ],
)
def test_cll_ipi(found, age, b2m, rai, points, group):
    more = {"age": age, "beta_2_microglobulin": b2m, "rai_stage": rai}
    result = scored("CLL-IPI", "CLL", found, **more)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


def myeloma(record, found=(), b2m=2, albumin=40, ldh="0.8", stated=(), **more):
    """Give a myeloma whose translocations were sought by FISH; copy numbers are as stated."""
    values = {"beta_2_microglobulin": b2m, "albumin": albumin, "ldh_ratio": ldh, **more}
    facts = {(one.name, one.key): one for one in case(record, "PCM", found, **values)}
    facts["cytogenetics", "del(17p)"] = Fact("cytogenetics", "del(17p)" in found, "del(17p)")
    return Facts.of([*facts.values(), *(Fact("copy_number", value, key) for key, value in stated)])


@pytest.mark.parametrize(
    ("found", "b2m", "albumin", "ldh", "points", "group"),
    [
        ([], "3.4", 35, 1, 0, "Low (I)"),
        (["gain(1q)"], 2, 40, 1, "0.5", "Low-intermediate (II)"),
        ([], "3.5", 40, 1, 1, "Low-intermediate (II)"),
        ([], 2, 34, 1, 1, "Low-intermediate (II)"),
        (["t(14;16)"], 2, 40, "1.1", 1, "Low-intermediate (II)"),
        ([], "5.5", 40, 1, "1.5", "Intermediate-high (III)"),
        (["t(4;14)", "amp(1q)"], "3.5", 40, 1, "2.5", "Intermediate-high (III)"),
        (["t(4;14)", "del(17p)"], "3.5", 40, 1, 3, "High (IV)"),
        (["t(4;14)", "del(17p)", "gain(1q)"], 9, 30, 2, 5, "High (IV)"),
    ],
)
def test_r2_iss(found, b2m, albumin, ldh, points, group):
    record = CONTENT.scores["R2-ISS"]
    facts = myeloma(record, found, b2m, albumin, ldh)
    no_fusion = Fact("fusion", value=False, key="IGH::NSD2")
    result = score_case(record, Facts.of([*facts, no_fusion]), CONTENT.diseases)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


@pytest.mark.parametrize(
    ("found", "b2m", "albumin", "ldh", "stage"),
    [
        ([], "3.4", 35, 1, "I"),
        ([], "3.5", 40, "0.8", "II"),
        ([], 2, 34, "0.8", "II"),
        ([], 2, 40, "1.1", "II"),
        (["del(17p)"], 2, 40, "0.8", "II"),
        ([], "5.5", 40, 1, "II"),
        ([], "5.5", 40, "1.1", "III"),
        (["t(14;16)"], "5.5", 40, "0.8", "III"),
        (["t(14;20)"], "5.5", 40, "0.8", "II"),
    ],
)
def test_r_iss(found, b2m, albumin, ldh, stage):
    record = CONTENT.classifications["R-ISS"]
    result = classify(record, myeloma(record, found, b2m, albumin, ldh), CONTENT.diseases)
    assert (result.status, result.result) == (AssessmentStatus.SINGLE, stage)


BOTH_LOST = [("1p32", "homozygous loss")]
ONE_LOST = [("1p32", "heterozygous loss"), ("CDKN2C", "heterozygous loss")]


@pytest.mark.parametrize(
    ("found", "more", "stated", "high"),
    [
        ([], {}, (), False),
        (["TP53"], {}, (), True),
        (["del(17p)"], {"clonal_del17p_fraction": 20}, (), False),
        (["del(17p)"], {"clonal_del17p_fraction": 21}, (), True),
        (["t(4;14)"], {}, (), False),
        (["t(4;14)", "gain(1q)"], {}, (), True),
        (["t(14;20)", "del(1p32)"], {}, (), True),
        (["gain(1q)"], {}, (), False),
        (["del(1p32)", "amp(1q)"], {}, (), True),
        (["del(1p32)"], {}, BOTH_LOST, True),
        (["del(1p32)"], {}, ONE_LOST, False),
        ([], {"b2m": "5.5", "creatinine": 105}, (), True),
        ([], {"b2m": "5.5", "creatinine": 106}, (), False),
        ([], {"b2m": "5.4", "creatinine": 80}, (), False),
    ],
)
def test_the_consensus_on_high_risk_myeloma(found, more, stated, high):
    record = CONTENT.classifications["IMS-IMWG-2025"]
    facts = myeloma(record, found, stated=stated, **{"creatinine": 80, **more})
    result = classify(record, facts, CONTENT.diseases)
    assert result.status is AssessmentStatus.SINGLE
    assert (result.result == "High risk") is high


@pytest.mark.parametrize(
    ("found", "key"), [(["del(1p32)"], "1p32"), (["del(17p)"], "clonal_del17p_fraction")]
)
def test_a_deletion_in_myeloma_leaves_its_extent_open(found, key):
    record = CONTENT.classifications["IMS-IMWG-2025"]
    result = classify(record, myeloma(record, found, creatinine=80), CONTENT.diseases)
    assert result.status is AssessmentStatus.SET
    assert key in {one.key for one in result.missing}


def test_what_fish_excluded_is_not_asked_again_as_a_fusion_and_that_is_said():
    for name in ("R-ISS", "IMS-IMWG-2025"):
        record = CONTENT.classifications[name]
        facts = myeloma(record, ["gain(1q)"], creatinine=80)
        result = classify(record, facts, CONTENT.diseases)
        assert result.status is AssessmentStatus.SINGLE
        assert "no fusion beside the translocation" in result.flags[0]
