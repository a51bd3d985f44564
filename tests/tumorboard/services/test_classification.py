"""WHO-HAEM5 and ICC 2022 of whole case files, from text to result."""

from datetime import date

import pytest

from tumorboard.services.evaluation import evaluate_file, in_words

DAY = date(2026, 11, 21)
PANEL = "[NPM1, FLT3, ASXL1, BCOR, CEBPA, EZH2, RUNX1, SF3B1, SRSF2, STAG2, TP53, U2AF1, ZRSR2]"

MDS_AML = f"""
id: C-1
patient: {{pseudonym: P-1, age: 70, sex: male}}
disease: MDS
karyotype: 46,XY[20]
genes:
  - {{gene: RUNX1, state: mutated, change: R201Q, vaf: 0.3}}
assays:
  - {{name: Panel, kind: myeloid-panel, complete: yes, genes: {PANEL}}}
laboratory:
  marrow_blasts: {{value: 12, unit: "%"}}
  blood_blasts: {{value: 1, unit: "%"}}
"""
TP53_AML = f"""
id: C-2
patient: {{pseudonym: P-2, age: 66, sex: female}}
disease: AML
karyotype: 44,XX,del(5)(q13q33),-7,-17[18]/46,XX[2]
genes:
  - {{gene: TP53, state: mutated, change: R175H, vaf: 0.42}}
assays:
  - {{name: Panel, kind: myeloid-panel, complete: yes, genes: {PANEL}}}
laboratory:
  marrow_blasts: {{value: 38, unit: "%"}}
  blood_blasts: {{value: 11, unit: "%"}}
clinician: {{therapy_related: yes}}
"""


def evaluated(text, folder):
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return evaluate_file(path, on=DAY)


def test_the_two_standards_stand_side_by_side(tmp_path):
    result = evaluated(MDS_AML, tmp_path)
    who, icc = (result["classification"][key] for key in ("who5", "icc2022"))
    assert (who["status"], icc["status"]) == ("single", "single")
    assert who["result"] == "MDS with increased blasts 2 (MDS-IB2)"
    assert who["disease"] == "MDSIB2"
    assert icc["result"] == "MDS/AML with myelodysplasia-related gene mutations"
    assert icc["disease"] == "MDSAML"
    assert who["path"][-1] == {
        **who["path"][-1],
        "name": "MDS with increased blasts 2 (MDS-IB2)",
        "value": "met",
    }
    assert "ICC 2022: MDS/AML with myelodysplasia-related gene mutations" in in_words(result)


def test_a_karyotype_and_tp53_from_a_case_file(tmp_path):
    result = evaluated(TP53_AML, tmp_path)
    who, icc = (result["classification"][key] for key in ("who5", "icc2022"))
    assert (who["result"], who["disease"]) == ("AML, myelodysplasia-related", "AMLMRC")
    assert (icc["result"], icc["disease"]) == ("AML with mutated TP53", "AMLTP53")
    assert any("post cytotoxic therapy" in flag for flag in who["flags"])
    assert "Qualifier: therapy-related." in icc["flags"]


@pytest.mark.parametrize(
    ("left_out", "waits_for"),
    [("karyotype", "KMT2A::*"), ("assays", "NPM1c"), ("laboratory", "marrow_blasts")],
)
def test_what_is_left_out_leaves_a_set(left_out, waits_for, tmp_path):
    lines = MDS_AML.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(left_out))
    end = next(
        (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines)
    )
    result = evaluated("\n".join(lines[:start] + lines[end:]), tmp_path)
    icc = result["classification"]["icc2022"]
    assert icc["status"] == "set"
    assert icc["result"] is None
    assert len(icc["possible"]) > 1
    assert waits_for in {one["key"] for one in icc["missing"]}


def test_an_excluded_fusion_does_not_hide_what_the_karyotype_shows(tmp_path):
    """PML::RARA was excluded by FISH: other RARA rearrangements are still judged by metaphases."""
    text = TP53_AML + "fusions:\n  - {gene5: PML, gene3: RARA, present: no}\n"
    result = evaluated(text, tmp_path)
    assert result["classification"]["icc2022"]["result"] == "AML with mutated TP53"


def test_the_result_says_why_a_model_is_not_meant_for_the_case(tmp_path):
    result = evaluated(
        TP53_AML.replace("44,XX,del(5)(q13q33),-7,-17[18]/46,XX[2]", "46,XX,t(15;17)(q24;q21)[20]"),
        tmp_path,
    )
    assert result["risk"]["eln2022"]["status"] == "not_applicable"
    assert any("ELN 2022 is not meant for this case" in one for one in result["not_assessed"])
