"""Groups and classes that follow from a karyotype's text, of whole cases without gene mutations."""

from datetime import date

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.rules.facts import Facts
from tests.tumorboard.interpretation.builders import case
from tumorboard.interpretation.chromosome_facts import chromosome_facts
from tumorboard.interpretation.formulas.ipssm_case import ipssm_inputs
from tumorboard.services.evaluation import evaluate_file

DAY = date(2026, 11, 21)
CASE = """
id: C-1
patient: {{pseudonym: P-1, age: 70, sex: male}}
disease: {disease}
karyotype: "{karyotype}"
assays:
  - name: Panel
    kind: myeloid-panel
    complete: yes
    genes: [NPM1, FLT3, ASXL1, BCOR, CEBPA, EZH2, RUNX1, SF3B1, SRSF2, STAG2, TP53, U2AF1, ZRSR2]
laboratory:
  marrow_blasts: {{value: {blasts}, unit: "%"}}
  blood_blasts: {{value: 0, unit: "%"}}
  haemoglobin: {{value: 9, unit: g/dL}}
  platelets: {{value: 100, unit: 10*9/L}}
"""


@pytest.fixture
def evaluated(tmp_path):
    def of(karyotype, disease="AML"):
        path = tmp_path / "case.yaml"
        blasts = 42 if disease == "AML" else 4
        text = CASE.format(disease=disease, karyotype=karyotype, blasts=blasts)
        path.write_text(text, encoding="utf-8")
        return evaluate_file(path, on=DAY)

    return of


@pytest.mark.parametrize(
    ("karyotype", "group"),
    [
        ("46,XX,t(6;11)(q27;q23)[20]", "Adverse"),
        ("46,XX,t(4;11)(q21;q23)[20]", "Adverse"),
        ("46,XX,t(11;19)(q23;p13)[20]", "Adverse"),
        ("46,XX,t(11;17)(q23;q25)[20]", "Adverse"),
        ("46,XX,t(2;11)(p21;q23.3)[20]", "Adverse"),
        ("46,XX,ins(10;11)(p12;q23q13)[20]", "Adverse"),
        ("46,XX,t(9;11)(p22;q23)[20]", "Intermediate"),
        ("46,XX,t(11;14)(q13;q32)[20]", "Intermediate"),
        ("46,XX,t(3;12)(q26.2;p13)[20]", "Adverse"),
        ("46,XX,t(3;8)(q26;q24)[20]", "Adverse"),
        ("46,XX,t(3;12)(p21;p13)[20]", "Intermediate"),
    ],
)
def test_rearrangements_with_any_partner_are_of_their_eln_group(karyotype, group, evaluated):
    risk = evaluated(karyotype)["risk"]["eln2022"]
    assert (risk["status"], risk["result"]) == ("single", group)


def test_the_end_of_a_deletion_is_no_rearrangement(evaluated):
    who = evaluated("46,XX,del(11)(q14q23)[20]")["classification"]["who5"]
    assert not any("KMT2A" in name for name in who["possible"])
    unclear = evaluated("46,XX,add(11)(q23)[20]")["classification"]["who5"]
    assert "AML with KMT2A rearrangement" in unclear["possible"]


@pytest.mark.parametrize(
    "karyotype",
    [
        "45,XX,-7",
        "45,XX,-7[19]",
        "45,XX,-7[4]",
        "45,XX,-7[3]/46,XX[10]",
        "44,XX,-5,-7[10]",
        "46,XX,inv(3)(q21q26)[15]",
        "46,XY,inv(3)(q21q26.2)[15]",
    ],
)
def test_an_adverse_clone_is_adverse_in_however_few_metaphases(karyotype, evaluated):
    assert evaluated(karyotype)["risk"]["eln2022"]["result"] == "Adverse"


def test_few_metaphases_without_an_adverse_clone_leave_the_group_open(evaluated):
    assert evaluated("47,XX,+8[4]")["risk"]["eln2022"]["status"] == "set"
    assert evaluated("46,XX[19]")["risk"]["eln2022"]["status"] != "single"


@pytest.mark.parametrize(
    ("karyotype", "group"),
    [
        ("46,XX,i(17)(q10)[18]", "intermediate"),
        ("46,XX,i(17)(q10)[6]", None),
        ("46,XX,del(5)(q13q33),del(7)(q22)[18]", "poor"),
        ("46,XX[18]", None),
    ],
)
def test_the_ipssr_group_follows_from_a_clone(karyotype, group, evaluated):
    found = evaluated(karyotype, "MDS")["risk"]["ipssr_cytogenetics"]
    assert found["result"] == group


@pytest.mark.parametrize(
    "part", ["ish t(11;19)(q23;p13)(KMT2A sep)", "nuc ish(NUP98x2)(5'NUP98 sep 3'NUP98x1)[90/200]"]
)
def test_nothing_is_presumed_of_what_an_unread_part_may_hold(part, evaluated):
    found = evaluated(f"46,XX[20].{part}")
    assert found["risk"]["eln2022"]["status"] != "single"
    who = found["classification"]["who5"]
    assert {"AML with KMT2A rearrangement", "AML with NUP98 rearrangement"} <= set(who["possible"])
    assert not any("taken for granted" in flag for flag in who["flags"])


def test_an_unread_array_leaves_the_ipssr_group_open(evaluated):
    found = evaluated("46,XX[20].arr[GRCh38] 5q14.3q33.3(1_2)x1,7q21q36(3_4)x1", "MDS")
    assert found["risk"]["ipssr_cytogenetics"]["result"] is None


@pytest.mark.parametrize(
    ("karyotype", "lost"),
    [
        ("45,XX,-17[20]", True),
        ("46,XX,del(17)(p13)[20]", True),
        ("46,XX,i(17)(q10)[20]", True),
        ("46,XX,idic(17)(p11.2)[20]", True),
        ("46,XX,add(17)(p13)[20]", True),
        ("46,XX,der(17)t(12;17)(p12;p11.2)[20]", True),
        ("45,XX,dic(5;17)(q13;p12)[20]", True),
        ("46,XX,t(15;17)(p11;q21)[20]", False),
        ("46,XX[20]", False),
    ],
)
def test_ipss_m_takes_any_loss_of_17p(karyotype, lost):
    content = load_content()
    facts = chromosome_facts(case(karyotype=karyotype, disease="MDS"), content).facts
    assert ipssm_inputs(content.formulas["IPSS-M"], Facts.of(facts)).del17p is lost


def test_ipss_m_takes_loss_of_7q_in_an_unbalanced_translocation():
    content = load_content()
    text = "46,XX,+1,der(1;7)(q10;p10)[20]"
    facts = chromosome_facts(case(karyotype=text, disease="MDS"), content).facts
    assert ipssm_inputs(content.formulas["IPSS-M"], Facts.of(facts)).del7 is True


@pytest.mark.parametrize(
    ("karyotype", "group", "word"),
    [
        ("92,XXXX[20]", "intermediate", "not diploid"),
        ("92,XXYY[20]", "intermediate", "not diploid"),
        ("92,XXXX[5]/46,XX[15]", "intermediate", "not diploid"),
        ("45,X[20]", None, "constitutional"),
        ("47,XXY[20]", None, "constitutional"),
        ("47,XXYc[20]", "good", ""),
        ("45,X,-Y[20]", "very good", ""),
        ("46,X,t(X;18)(p11.1;q11.1)[20]", "intermediate", ""),
    ],
)
def test_another_number_of_chromosomes_is_not_called_normal(karyotype, group, word, evaluated):
    found = evaluated(karyotype, "MDS")["risk"]["ipssr_cytogenetics"]
    assert found["result"] == group
    read = chromosome_facts(case(karyotype=karyotype, disease="MDS"), load_content())
    assert any(word in note for note in read.notes) if word else read.notes == ()


def test_what_an_unclear_sex_chromosome_may_mean_stays_open():
    read = chromosome_facts(case(karyotype="45,X[20]", disease="MDS"), load_content())
    known = {(fact.name, fact.key): fact.value for fact in read.facts}
    assert ("cytogenetics", "normal") not in known
    assert ("cytogenetics", "-Y") not in known
    assert known["cytogenetics", "-7"] is False
