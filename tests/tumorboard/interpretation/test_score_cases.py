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
    "fibrosis_grade": "1",
    "extranodal_sites": "1",
    "ldh_ratio": "1",
    "creatinine": "umol/L",
    "clonal_del17p_fraction": "%",
}


def case(record, disease, found=(), sex="female", age=50, abnormalities=0, ecog=0, **laboratory):
    """Give facts in which all the score asks of genes and karyotype was tested."""
    rules = (
        [one.when for one in record.classes]
        if hasattr(record, "classes")
        else [point.when for item in record.items for point in item.points]
    )
    facts = {("disease", ""): Fact("disease", disease), ("sex", ""): Fact("sex", sex)}
    facts["age", ""] = Fact("age", Decimal(age), unit="a")
    facts["ecog", ""] = Fact("ecog", Decimal(ecog), unit="1")
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
        # the worked patient of a public description of the score
        (
            "female",
            "7.8",
            ["CALR-type1", "ASXL1", "SRSF2", "del(20q)", "constitutional_symptoms"],
            1,
            7,
            "High",
        ),
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


HEALTHY_MARROW = {
    "haemoglobin": 12,
    "leukocytes": 8,
    "platelets": 200,
    "blood_blasts": 0,
    "fibrosis_grade": 1,
}
PMF_PATIENT = {"haemoglobin": "9.5", "leukocytes": 30, "blood_blasts": 3, "fibrosis_grade": 3}


@pytest.mark.parametrize(
    ("found", "counts", "points", "group"),
    [
        (["CALR-type1"], {}, 0, "Low"),
        ([], {}, 1, "Low"),
        (["ASXL1"], {}, 2, "Intermediate"),
        (["CALR-type1"], {"leukocytes": 25, "platelets": 100, "haemoglobin": 10}, 0, "Low"),
        (["CALR-type1"], {"blood_blasts": 2}, 1, "Low"),
        # the worked patient of a public description of the score
        (["ASXL1"], PMF_PATIENT, 7, "High"),
    ],
)
def test_mipss70(found, counts, points, group):
    result = scored("MIPSS70", "PMF", found, **{**HEALTHY_MARROW, **counts})
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)
    assert not result.flags


@pytest.mark.parametrize(
    ("found", "counts", "points", "possible"),
    [
        (["ASXL1", "EZH2"], {}, (3, 4), ("Intermediate",)),
        (["ASXL1", "EZH2", "SRSF2"], {}, (3, 4), ("Intermediate",)),
        (["ASXL1", "EZH2"], {"haemoglobin": "9.9"}, (4, 5), ("Intermediate", "High")),
    ],
)
def test_mipss70_shows_both_readings_of_several_genes(found, counts, points, possible):
    result = scored("MIPSS70", "PMF", found, **{**HEALTHY_MARROW, **counts})
    assert result.score == tuple(map(Decimal, points))
    assert result.possible == possible
    assert any("added up" in one.words for one in result.missing)


def test_mipss70_runs_to_twelve_and_is_made_for_patients_up_to_seventy():
    worst = {"haemoglobin": 9, "leukocytes": 26, "platelets": 99, "blood_blasts": 2}
    genes = ["ASXL1", "IDH2", "constitutional_symptoms"]
    result = scored("MIPSS70", "PMF", genes, age=71, fibrosis_grade=2, **worst)
    assert (result.score, result.possible) == ((Decimal(11), Decimal(12)), ("High",))
    assert result.flags == ("Made for patients of 70 years or less.",)


def test_mipss70_plus_v2_runs_to_fourteen():
    genes = ["ASXL1", "SRSF2", "-7", "constitutional_symptoms"]
    result = scored("MIPSS70-plus-v2", "PMF", genes, abnormalities=1, haemoglobin=7, blood_blasts=2)
    assert (result.score, result.result) == ((Decimal(14), Decimal(14)), "Very high")


@pytest.mark.parametrize(
    ("found", "age", "hb", "platelets", "points", "group"),
    [
        ([], 60, 10, 100, 0, "Low"),
        (["SRSF2"], 60, 10, 100, 1, "Low"),
        (["SRSF2"], 61, 10, 100, 2, "Intermediate"),
        (["SRSF2", "RUNX1"], 61, 10, 100, 3, "High"),
        (["SRSF2", "ASXL1", "RUNX1"], 61, "9.9", 99, 5, "High"),
    ],
)
def test_mars(found, age, hb, platelets, points, group):
    result = scored("MARS", "ADVSM", found, age=age, haemoglobin=hb, platelets=platelets)
    assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


@pytest.mark.parametrize(
    ("age", "ecog", "stage", "sites", "ldh", "points", "ipi", "ripi"),
    [
        (60, 1, 2, 1, 1, 0, "Low", "Very good"),
        (61, 1, 2, 1, 1, 1, "Low", "Good"),
        (61, 2, 2, 1, 1, 2, "Low-intermediate", "Good"),
        (61, 2, 3, 1, 1, 3, "High-intermediate", "Poor"),
        (61, 2, 3, 2, 1, 4, "High", "Poor"),
        (61, 2, 4, 2, "1.1", 5, "High", "Poor"),
    ],
)
def test_the_indices_of_large_b_cell_lymphoma(age, ecog, stage, sites, ldh, points, ipi, ripi):
    counts = {"ann_arbor_stage": stage, "extranodal_sites": sites, "ldh_ratio": ldh}
    for name, group in (("IPI", ipi), ("R-IPI", ripi)):
        result = scored(name, "LBCL", age=age, ecog=ecog, **counts)
        assert (result.score, result.result) == ((Decimal(points), Decimal(points)), group)


def test_the_hasenclever_score():
    counts = {"albumin": 39, "haemoglobin": 10, "leukocytes": 16, "lymphocytes": "0.5"}
    worst = scored("HL-IPS", "CHL", sex="male", age=45, ann_arbor_stage=4, **counts)
    assert (worst.score, worst.result) == ((Decimal(7), Decimal(7)), "5 or more")
    counts = {"albumin": 40, "haemoglobin": "10.5", "leukocytes": 14, "lymphocytes": "0.6"}
    best = scored("HL-IPS", "CHL", age=44, ann_arbor_stage=3, **counts)
    assert (best.score, best.result) == ((Decimal(0), Decimal(0)), "0")


@pytest.mark.parametrize(
    ("lymphocytes", "leukocytes", "told"),
    [
        ("0.5", 9, False),  # below 0.6: has its point
        ("0.6", "7.5", False),  # 8 % exactly
        ("0.6", "7.6", True),
        ("0.9", 12, True),
        ("1.5", 14, False),
        ("1.5", 19, True),
        ("2.5", 32, True),
        ("2.5", 19, False),
    ],
)
def test_hasenclever_tells_of_a_small_share_of_lymphocytes(lymphocytes, leukocytes, told):
    counts = {"albumin": 42, "haemoglobin": 12, "ann_arbor_stage": 3}
    found = scored("HL-IPS", "CHL", leukocytes=leukocytes, lymphocytes=lymphocytes, **counts)
    assert bool(found.flags) is told


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
