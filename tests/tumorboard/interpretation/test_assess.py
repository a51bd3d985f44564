"""Every model asked of one case: IPSS-M from facts, with what was not tested left open."""

from decimal import Decimal

from knowledgebase.catalog import load_content
from knowledgebase.rules.criteria import Criterion
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.hierarchy import is_a
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.assess import assess
from tumorboard.interpretation.formulas.computed import FUNCTIONS

CONTENT = load_content()
NUMBERS = CONTENT.formulas["IPSS-M"].numbers
GENES = {*NUMBERS["coefficients"], *NUMBERS["residual"]["genes"], "SF3B1", "TP53"} - {
    *("HB1", "TRANSF_PLT100", "BLAST5", "CYTOVEC", "TP53multi", "SF3B1_5q", "SF3B1_alpha"),
    *("nRes2", "FLT3", "MLL_PTD"),
}
NEUTROPHILS = Fact("laboratory", Decimal(1), "neutrophils", unit="10*9/L")
TOKENS = ("del(5q)", "-7", "del(7q)", "complex", "-17", "del(17p)")


def mds(mutated=(), untested=(), karyotype=(), hb="9.5", platelets="250", blasts="2", **more):
    facts = [
        Fact("disease", "MDS"),
        Fact("laboratory", Decimal(hb), "haemoglobin", unit=more.get("hb_unit", "g/dL")),
        Fact("laboratory", Decimal(platelets), "platelets", unit="10*9/L"),
        Fact("laboratory", Decimal(blasts), "marrow_blasts", unit="%"),
        Fact("ipssr_cytogenetics", more.get("group", "good")),
        *(Fact("gene", gene in mutated, gene) for gene in GENES if gene not in untested),
        *(Fact("alteration", False, name) for name in ("FLT3-ITD", "FLT3-TKD", "KMT2A-PTD")),
        *(Fact("cytogenetics", token in karyotype, token) for token in TOKENS),
        *more.get("facts", ()),
    ]
    return {one.key: one for one in assess(Facts.of(facts), CONTENT)}


def test_ipss_m_of_a_case_equals_the_model():
    found = mds(["SF3B1"])["risk.ipssm"]
    assert found.status is AssessmentStatus.SINGLE
    assert found.score == (Decimal("-1.49"), Decimal("-1.49"))
    assert found.result == "Low"
    assert found.missing == ()


def test_danish_haemoglobin_is_converted_without_rounding():
    """5.8955 mmol/L is 9.49999... g/dL: below 9.5, and the score the same to two decimals."""
    found = mds(hb="5.8955", hb_unit="mmol/L")["risk.ipssm"]
    assert found.score == mds()["risk.ipssm"].score
    assert mds(hb="6.2", hb_unit="mmol/L", facts=[NEUTROPHILS])["risk.ipssr"].score == (
        Decimal(2),
        Decimal(2),
    )  # 9.99 g/dL lies below 10


def test_untested_genes_give_a_range_and_are_named():
    found = mds(untested=["ETNK1", "ASXL1"])["risk.ipssm"]
    assert found.score is not None
    assert found.score[0] < found.score[1]
    assert found.result
    assert found.estimate is not None
    assert {one.key for one in found.missing} == {"ETNK1", "ASXL1"}


def test_one_tp53_mutation_with_unknown_loss_is_not_one_number():
    counted = Fact("mutations", Decimal(1), "TP53", unit="1")
    found = mds(["TP53"], hb="8.4", platelets="41", blasts="4", facts=[counted])["risk.ipssm"]
    assert found.score == (Decimal("-0.23"), Decimal("1.47"))
    assert found.status is AssessmentStatus.SET
    assert found.result == ""
    assert ("copy_number", "TP53") in {(one.fact, one.key) for one in found.missing}


def test_without_blood_counts_there_is_no_score():
    facts = Facts.of([Fact("disease", "MDS")])
    found = {one.key: one for one in assess(facts, CONTENT)}["risk.ipssm"]
    assert found.status is AssessmentStatus.INSUFFICIENT
    assert ("laboratory", "haemoglobin") in {(one.fact, one.key) for one in found.missing}


def test_ipss_m_is_not_for_aml():
    facts = Facts.of([Fact("disease", "AML")])
    found = {one.key: one for one in assess(facts, CONTENT)}
    assert found["risk.ipssm"].status is AssessmentStatus.NOT_APPLICABLE
    assert found["risk.eln2022"].status is not AssessmentStatus.NOT_APPLICABLE


def test_ipss_ra_moves_with_age():
    young, old = (
        mds(hb="10", platelets="100", facts=[NEUTROPHILS, Fact("age", Decimal(age), unit="a")])
        for age in (50, 90)
    )
    assert young["risk.ipssr"].score == (Decimal(1), Decimal(1))
    # 1 + (age - 70) * (0.05 - 0.005)
    assert young["risk.ipssra"].score == (Decimal("0.1"), Decimal("0.1"))
    assert old["risk.ipssra"].score == (Decimal("1.9"), Decimal("1.9"))


def test_ipss_ra_of_the_worked_patient_of_the_published_calculator():
    """README of papaemmelab/ipssm-api: IPSS-R 2.5, IPSS-RA 2.25625, both low."""
    neutrophils = Fact("laboratory", Decimal("0.72"), "neutrophils", unit="10*9/L")
    age = Fact("age", Decimal("63.5"), unit="a")
    found = mds(hb="8.2", platelets="239", blasts="0", facts=[neutrophils, age])
    assert found["risk.ipssr"].score == (Decimal("2.5"), Decimal("2.5"))
    assert found["risk.ipssra"].score == (Decimal("2.25625"), Decimal("2.25625"))
    assert (found["risk.ipssr"].result, found["risk.ipssra"].result) == ("Low", "Low")


def test_every_shipped_formula_names_a_function_there_is():
    assert {one.function for one in CONTENT.formulas.values()} <= FUNCTIONS
    assert {one.function for one in CONTENT.formulas.values()} == FUNCTIONS


def test_documents_that_share_a_key_are_meant_for_different_diseases():
    """A result stands once under its key: of several documents at most one applies to a case."""
    meant = {}
    for kind in (CONTENT.classifications, CONTENT.scores, CONTENT.formulas):
        for one in kind.values():
            meant.setdefault(one.key, []).append(one)
    for key, records in meant.items():
        if len(records) == 1:
            continue
        assert all(isinstance(one.applies, Criterion) for one in records), key
        for code in CONTENT.diseases:
            applying = [
                one.id
                for one in records
                if any(is_a(code, asked, CONTENT.diseases) for asked in one.applies.one_of)
            ]
            assert len(applying) <= 1, (key, code, applying)
