"""Ordered classes and scores, by worked cases of the guidelines the program ships."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.catalog import load_content
from knowledgebase.rules.criteria import All, Not
from knowledgebase.rules.facts import Fact, Facts
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.classify import classify
from tumorboard.interpretation.score import score_case

CONTENT = load_content()
ELN_GENES = ("ASXL1", "BCOR", "EZH2", "RUNX1", "SF3B1", "SRSF2", "STAG2", "U2AF1", "ZRSR2", "TP53")
ELN_ALTERATIONS = ("NPM1c", "FLT3-ITD", "CEBPA-bZIP-inframe")
ELN_TOKENS = (
    *("t(8;21)", "inv(16)", "t(16;16)", "t(9;11)", "t(6;9)", "t(9;22)", "t(8;16)", "inv(3)"),
    *("t(3;3)", "-5", "del(5q)", "-7", "-17", "abn(17p)", "monosomal", "complex", "trisomies only"),
    *("t(v;11q23)", "ins(v;11)(v;q23)", "t(3q26;v)"),
)
ELN_FUSIONS = (
    *("RUNX1::RUNX1T1", "CBFB::MYH11", "MLLT3::KMT2A", "KMT2A::MLLT3", "DEK::NUP214"),
    *("BCR::ABL1", "KAT6A::CREBBP", "KMT2A::*", "MECOM::*"),
)
UNKNOWN = object()


def aml(vafs=(), unknown=(), **present):
    """Give the facts of an AML in which all that ELN asks was tested: only this was found."""
    found = {name for names in present.values() for name in names}
    facts = [Fact("disease", "AML")]
    for name, keys in (
        ("gene", ELN_GENES),
        ("alteration", ELN_ALTERATIONS),
        ("cytogenetics", ELN_TOKENS),
        ("fusion", ELN_FUSIONS),
    ):
        facts += [
            Fact(name, key in found, key, vaf=Decimal(dict(vafs).get(key, "0.4")))
            for key in keys
            if key not in unknown
        ]
    return Facts.of(facts)


def eln(facts):
    return classify(CONTENT.classifications["ELN-2022"], facts, CONTENT.diseases)


@pytest.mark.parametrize(
    ("present", "group"),
    [
        ({}, "Intermediate"),
        ({"karyotype": ["t(8;21)"]}, "Favourable"),
        ({"karyotype": ["inv(16)"], "genes": ["ASXL1"]}, "Favourable"),
        ({"karyotype": ["t(8;21)", "complex", "-7"]}, "Favourable"),
        ({"named": ["NPM1c"]}, "Favourable"),
        ({"named": ["NPM1c"], "genes": ["SRSF2"]}, "Favourable"),
        ({"named": ["NPM1c", "FLT3-ITD"]}, "Intermediate"),
        ({"named": ["NPM1c", "FLT3-ITD"], "genes": ["SRSF2"]}, "Adverse"),
        ({"named": ["NPM1c"], "karyotype": ["-7"]}, "Adverse"),
        ({"named": ["NPM1c"], "genes": ["TP53"]}, "Adverse"),
        ({"named": ["FLT3-ITD"]}, "Intermediate"),
        ({"named": ["CEBPA-bZIP-inframe"], "genes": ["EZH2"]}, "Favourable"),
        ({"karyotype": ["t(9;11)"], "genes": ["ASXL1"]}, "Intermediate"),
        ({"karyotype": ["inv(3)"]}, "Adverse"),
        ({"karyotype": ["t(v;11q23)"]}, "Adverse"),
        ({"karyotype": ["t(9;11)", "t(v;11q23)"]}, "Intermediate"),
        ({"named": ["NPM1c"], "karyotype": ["t(v;11q23)"]}, "Adverse"),
        ({"named": ["NPM1c"], "karyotype": ["t(9;11)", "t(v;11q23)"]}, "Favourable"),
        ({"karyotype": ["t(3q26;v)"]}, "Adverse"),
        ({"karyotype": ["complex"]}, "Adverse"),
        ({"karyotype": ["complex", "trisomies only"]}, "Intermediate"),
        ({"karyotype": ["monosomal"]}, "Adverse"),
        ({"genes": ["RUNX1"]}, "Adverse"),
        ({"genes": ["TP53"]}, "Adverse"),
        ({"fusions": ["KMT2A::*"]}, "Adverse"),
    ],
)
def test_eln_2022(present, group):
    found = eln(aml(**present))
    assert (found.status, found.result) == (AssessmentStatus.SINGLE, group)


def test_a_small_tp53_clone_is_not_adverse():
    assert eln(aml(genes=["TP53"], vafs=[("TP53", "0.05")])).result == "Intermediate"


def test_contested_combinations_are_said():
    assert "Contested" in eln(aml(karyotype=["t(8;21)", "-7"])).flags[0]
    assert eln(aml(karyotype=["t(8;21)"])).flags == ()


def test_an_unknown_test_leaves_a_set_and_names_what_settles_it():
    found = eln(aml(named=["NPM1c"], unknown=["FLT3-ITD"]))
    assert found.status is AssessmentStatus.SET
    assert found.result == ""
    assert found.possible == ("Favourable", "Intermediate")
    assert [(one.fact, one.key) for one in found.missing] == [("alteration", "FLT3-ITD")]


def test_what_does_not_matter_is_not_missing():
    """With t(8;21) the group is settled, whatever the genes are."""
    found = eln(aml(karyotype=["t(8;21)"], unknown=["TP53", "NPM1c", "FLT3-ITD"]))
    assert found.status is AssessmentStatus.SINGLE
    assert found.missing == ()


def test_a_karyotype_without_the_rearrangement_lets_the_cryptic_form_be_presumed_and_said():
    seen = (*ELN_TOKENS, "rearranged(11q23)", "rearranged(3q26)")
    base = [fact for fact in aml(named=["NPM1c"]) if fact.name not in ("fusion", "cytogenetics")]
    karyotype = [Fact("cytogenetics", False, token) for token in seen]
    found = eln(Facts.of([*base, *karyotype]))
    assert (found.status, found.result) == (AssessmentStatus.SINGLE, "Favourable")
    assert sum("no cryptic form" in flag for flag in found.flags) == 1
    assert ("fusion", "RUNX1::RUNX1T1") in {(one.fact, one.key) for one in found.missing}
    without = eln(Facts.of(base))
    assert without.status is AssessmentStatus.SET
    assert not any("no cryptic form" in flag for flag in without.flags)


def test_another_disease_is_not_classified():
    found = eln(Facts.of([Fact("disease", "CLL")]))
    assert found.status is AssessmentStatus.NOT_APPLICABLE


def test_nothing_known_is_insufficient():
    found = eln(Facts.of([Fact("disease", "AML")]))
    assert found.status in (AssessmentStatus.INSUFFICIENT, AssessmentStatus.SET)
    assert set(found.possible) == {"Favourable", "Intermediate", "Adverse"}


KEYS = [("gene", key) for key in ELN_GENES] + [("alteration", key) for key in ELN_ALTERATIONS]


@given(st.dictionaries(st.sampled_from(KEYS), st.booleans()), st.sampled_from(KEYS), st.booleans())
def test_what_is_learnt_never_leaves_the_set(known, more, value):
    """A class that was impossible stays so, and a result that was reached stays."""
    base = (
        [Fact("disease", "AML")]
        + [Fact("cytogenetics", False, key) for key in ELN_TOKENS]
        + [Fact("fusion", False, key) for key in ELN_FUSIONS]
    )
    facts = [Fact(*key[:1], held, key[1], vaf=Decimal("0.4")) for key, held in known.items()]
    before = eln(Facts.of([*base, *facts]))
    if more in known:
        return
    learnt = Fact(more[0], value, more[1], vaf=Decimal("0.4"))
    after = eln(Facts.of([*base, *facts, learnt]))
    assert set(after.possible) <= set(before.possible)
    if before.status is AssessmentStatus.SINGLE:
        assert after.result == before.result


def laboratory(**values):
    units = {"haemoglobin": "g/dL", "marrow_blasts": "%"}
    return [
        Fact("laboratory", Decimal(str(value)), name, unit=units.get(name, "10*9/L"))
        for name, value in values.items()
    ]


def ipssr(group, **values):
    facts = [Fact("disease", "MDS"), *laboratory(**values)]
    if group:
        facts.append(Fact("ipssr_cytogenetics", group))
    return score_case(CONTENT.scores["IPSS-R"], Facts.of(facts), CONTENT.diseases)


@pytest.mark.parametrize(
    ("group", "blasts", "hb", "platelets", "neutrophils", "points", "category"),
    [
        ("good", 2, 10, 100, 0.8, "1", "Very low"),
        ("good", 5, 9, 60, 0.5, "5.0", "High"),
        ("poor", 2.5, 9.9, 99, 1.0, "5.5", "High"),
        ("very good", 0, 7.9, 150, 1.5, "1.5", "Very low"),
        ("very poor", 11, 7, 40, 0.1, "10.0", "Very high"),
    ],
)
def test_ipss_r(group, blasts, hb, platelets, neutrophils, points, category):
    found = ipssr(
        group, marrow_blasts=blasts, haemoglobin=hb, platelets=platelets, neutrophils=neutrophils
    )
    assert found.score == (Decimal(points), Decimal(points))
    assert (found.status, found.result) == (AssessmentStatus.SINGLE, category)


def test_a_score_with_a_missing_item_is_a_range():
    found = ipssr("good", marrow_blasts=2, haemoglobin=10, platelets=100)
    assert found.score == (Decimal("1"), Decimal("1.5"))
    assert (found.status, found.result) == (AssessmentStatus.RANGE, "Very low")
    wide = ipssr("", marrow_blasts=2, haemoglobin=10, platelets=100, neutrophils=1)
    assert wide.status is AssessmentStatus.SET
    assert wide.result == ""
    assert wide.possible == ("Very low", "Low", "Intermediate")
    assert [one.fact for one in wide.missing] == ["ipssr_cytogenetics"]


def test_every_shipped_score_and_classification_can_be_asked():
    nothing = Facts.of([])
    for record in CONTENT.classifications.values():
        assert classify(record, nothing, CONTENT.diseases).missing
        assert record.applies != All(())
        assert not isinstance(record.applies, Not)
    for record in CONTENT.scores.values():
        found = score_case(record, nothing, CONTENT.diseases)
        assert found.status is AssessmentStatus.INSUFFICIENT
        assert found.score is not None
        assert found.score[0] <= found.score[1]
