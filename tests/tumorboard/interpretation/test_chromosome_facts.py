"""What a karyotype lets the program say, and what it leaves open."""

from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.case import StatedFusion
from tumorboard.interpretation.chromosome_facts import chromosome_facts

CONTENT = load_content()


def read(karyotype, disease="AML", **more):
    return chromosome_facts(case(karyotype=karyotype, disease=disease, **more), CONTENT)


def values(karyotype, disease="AML", **more):
    found = read(karyotype, disease, **more)
    return {(fact.name, fact.key): fact.value for fact in found.facts}


def test_a_normal_karyotype_of_twenty_metaphases_excludes_what_metaphases_show():
    known = values("46,XX[20]")
    assert known["cytogenetics", "normal"] is True
    assert known["cytogenetics", "complex"] is False
    assert known["cytogenetics", "-7"] is False
    assert known["cytogenetics", "del(5q)"] is False
    assert known["cytogenetic_abnormalities", ""] == 0
    assert ("cytogenetics", "t(12;21)") not in known  # cryptic
    assert "fusion" not in {name for name, _ in known}  # a cryptic form is not excluded


@pytest.mark.parametrize("karyotype", ["46,XX", "46,XX[19]", "46,XX,nonsense[20]", "nothing", ""])
def test_without_enough_nothing_is_called_absent(karyotype):
    assert not any(value is False for value in values(karyotype).values())
    assert read(karyotype).notes


@pytest.mark.parametrize("disease", ["PCM", "CLLSLL"])
def test_where_cells_hardly_divide_metaphases_exclude_nothing(disease):
    found = values("46,XX[20]", disease)
    assert found
    assert not any(value is False for value in found.values())
    assert ("cytogenetic_abnormalities", "") not in found
    shown = values("45,XX,del(17)(p13),-13[20]", disease)
    assert shown["cytogenetics", "del(17p)"] is True
    assert ("cytogenetics", "del(11q)") not in shown


@pytest.mark.parametrize(
    ("karyotype", "present"),
    [
        ("45,XY,-7[12]/46,XY[8]", ["-7"]),
        ("46,XX,t(8;21)(q22;q22)[10]", ["t(8;21)"]),
        ("46,XX,inv(16)(p13q22)[10]", ["inv(16)"]),
        ("46,XX,inv(3)(q21q26.2)[10]", ["inv(3)"]),
        ("46,XX,i(17)(q10)[10]", ["i(17q)", "abn(17p)"]),
        ("43,XY,del(5)(q13q33),-7,-12,der(17)t(12;17)(p12;p11.2),-18[18]",
         ["del(5q)", "-7", "complex", "monosomal", "abn(17p)"]),
        ("50,XX,+8,+13,+19,+21[20]", ["+8", "complex", "trisomies only"]),
    ],
)  # fmt: skip
def test_what_is_there(karyotype, present):
    known = values(karyotype)
    for token in present:
        assert known["cytogenetics", token] is True, token
    assert known["cytogenetics", "normal"] is False


def test_a_class_defining_translocation_stands_for_its_fusion():
    found = read("46,XX,t(8;21)(q22;q22.1)[20]")
    (fusion,) = (fact for fact in found.facts if fact.key == "RUNX1::RUNX1T1")
    assert fusion.value is True
    assert "inferred" in fusion.source
    assert fusion.origins == tuple(one.id for one in found.findings)
    assert ("fusion", "RUNX1::RUNX1T1") not in values("46,XX,t(8;21)(p11;q22)[20]")


def test_what_was_not_read_leaves_absence_open_and_is_said_with_its_place():
    found = read("46,XX,-7,nonsense(1)[20]")
    assert {fact.value for fact in found.facts if fact.name == "cytogenetics"} == {True, False}
    assert [fact.key for fact in found.facts if fact.value is False] == ["normal"]
    assert any("nonsense(1) (character 10" in note for note in found.notes)
    count = next(fact for fact in found.facts if fact.name == "cytogenetic_abnormalities")
    assert (count.value, count.lower_bound) == (Decimal(1), True)


def test_the_form_and_the_karyotype_contradict_each_other():
    stated = (StatedFusion("CBFB", "MYH11", True),)
    found = read("46,XX[20]", fusions=stated)
    assert any(note.startswith("Contradiction") for note in found.notes)
    assert ("fusion", "CBFB::MYH11") not in {(fact.name, fact.key) for fact in found.facts}
    denied = (StatedFusion("BCR", "ABL1", False),)
    found = read("46,XX,t(9;22)(q34;q11)[20]", fusions=denied)
    assert any("excluded. Please check" in note for note in found.notes)


def test_a_few_metaphases_exclude_nothing_but_a_list_without_cells_is_finished():
    few = values("46,XX,del(5)(q13q33)[3]")
    assert few["cytogenetics", "del(5q)"] is True
    assert ("cytogenetics", "-7") not in few
    assert values("46,XX,del(5)(q13q33)")["cytogenetics", "-7"] is False


def test_a_clone_in_fewer_than_twenty_metaphases_is_judged_by_what_was_found():
    found = read("46,XX,i(17)(q10)[18]")
    known = {(fact.name, fact.key): fact for fact in found.facts}
    assert known["cytogenetics", "-7"].value is False
    assert not known["cytogenetic_abnormalities", ""].lower_bound
    assert any("may have been missed" in note for note in found.notes)
    few = {(fact.name, fact.key): fact for fact in read("45,XX,-7[4]").facts}
    assert few["cytogenetics", "t(8;21)"].value is False
    assert ("cytogenetics", "del(5q)") not in few
    assert ("cytogenetics", "complex") not in few
    assert few["cytogenetic_abnormalities", ""].lower_bound


@pytest.mark.parametrize(
    ("karyotype", "token", "part"),
    [
        ("46,XX,?t(8;21)(q22;q22)[20]", "t(8;21)", "?t(8;21)(q22;q22)"),
        ("46,XX,t(?8;21)(q22;q22)[20]", "t(8;21)", "t(?8;21)(q22;q22)"),
        ("45,XX,?-7[20]", "-7", "?-7"),
        ("46,XX,?del(5)(q13q33)[20]", "del(5q)", "?del(5)(q13q33)"),
    ],
)
def test_what_is_written_with_a_question_mark_is_neither_found_nor_absent(karyotype, token, part):
    found = read(karyotype)
    known = {(fact.name, fact.key) for fact in found.facts}
    assert found.findings == ()
    for open_word in (token, "normal", "complex", "monosomal"):
        assert ("cytogenetics", open_word) not in known, open_word
    assert ("cytogenetic_abnormalities", "") not in known
    assert not any(name == "fusion" for name, _ in known)
    assert any(f"{part} is written with a question mark" in note for note in found.notes)


def test_doubt_of_one_entry_leaves_the_others_as_they_are():
    known = {(fact.name, fact.key): fact for fact in read("45,XX,-7,?del(12)(p12)[20]").facts}
    assert known["cytogenetics", "-7"].value is True
    assert ("cytogenetics", "complex") not in known
    assert known["cytogenetic_abnormalities", ""].lower_bound
    assert values("45,XX,-7[5]/45,XX,?-7[15]")["cytogenetics", "-7"] is True
    assert values("46,XX,del(5)(q?13q33)[20]")["cytogenetics", "del(5q)"] is True


def test_what_single_cells_showed_is_not_called_absent():
    known = values("45,XX,-7[2]/46,XX[20]")
    assert ("cytogenetics", "-7") not in known
    assert known["cytogenetics", "del(5q)"] is False


@pytest.mark.parametrize("disease", ["MCL", "CLLSLL", "PCM", "DLBCLNOS"])
def test_a_marrow_karyotype_excludes_nothing_in_lymphoma(disease):
    assert not any(value is False for value in values("46,XX[20]", disease).values())


@pytest.mark.parametrize(
    "part",
    [
        "nuc ish(KMT2Ax2)(5'KMT2A sep 3'KMT2Ax1)[120/200]",
        "nuc ish(TP53x1)[200]",
        "nuc ish(TP53x2)[120/200]",
        "ish t(11;19)(q23;p13)(KMT2A sep)",
        "arr[GRCh38] 5q14.3q33.3(1_2)x1,7q21q36(3_4)x1",
    ],
)
def test_while_a_fish_or_array_part_is_unread_nothing_is_called_absent_or_normal(part):
    found = read(f"46,XX[20].{part}")
    assert not any(fact.name == "cytogenetics" for fact in found.facts)
    assert any("Nothing is called absent" in note for note in found.notes)


@pytest.mark.parametrize(
    "part",
    [
        "nuc ish(ABL1,BCR)x2[200]",
        "nuc ish(D7Z1x2,D7S486x2)[200]",
        "arr(1-22,X)x2",
        "arr[GRCh38] (1-22)x2,(X,Y)x1",
    ],
)
def test_two_copies_of_all_that_was_looked_at_contradict_nothing(part):
    assert values(f"46,XX[20].{part}") == values("46,XX[20]")


def test_single_cells_and_other_parts_are_said():
    notes = " ".join(read("47,XX,+8[1]/46,XX[19].nuc ish(TP53x2)[200]").notes)
    assert "+8 was seen in too few cells (1)" in notes
    assert "nuc ish(TP53x2)[200]" in notes
