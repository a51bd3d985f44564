from decimal import Decimal
from fractions import Fraction

import pytest

from knowledgebase.rules.criteria import All, AnyOf, Bounds, Criterion, Not, Rule, Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.units import convert, convertible
from knowledgebase.vocabulary import FACTS, LABORATORY
from tests.knowledgebase.rule_examples import (
    ADULT,
    DISEASES,
    FIT,
    IN_AML,
    IN_NPM1,
    ITD,
    KMT2A_ANY,
    KMT2A_MLLT3,
    PRIOR,
    RELAPSED,
    TP53_HIGH,
)

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def value(rule: Rule, *facts: Fact) -> Truth:
    return evaluate(rule, Facts.of(facts), DISEASES).value


@pytest.mark.parametrize(
    ("rule", "stated", "expected"),
    [
        (IN_AML, "AML", MET),
        (IN_AML, "AMLNPM1", MET),
        (IN_AML, "MDS", NOT_MET),
        (IN_AML, "CLL", NOT_MET),
        (IN_NPM1, "AML", UNKNOWN),
        (IN_NPM1, "MYELOID", UNKNOWN),
        (IN_NPM1, "AMLTP53", NOT_MET),
        (IN_AML, "NOSUCH", UNKNOWN),
    ],
)
def test_diseases_match_by_hierarchy(rule: Rule, stated: str, expected: Truth) -> None:
    assert value(rule, Fact("disease", stated)) is expected


def test_a_disease_stated_too_generally_says_what_is_missing() -> None:
    evaluation = evaluate(IN_NPM1, Facts.of([Fact("disease", "AML", source="form")]), DISEASES)
    assert evaluation.reason.missing == "whether the AML is AMLNPM1"
    assert evaluation.reason.source == "form"
    assert evaluation.open_facts == (("disease", ""),)


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (KMT2A_ANY, {"KMT2A::MLLT3": True}, MET),
        (KMT2A_ANY, {"AFF1::KMT2A": True}, MET),
        (KMT2A_ANY, {"*::KMT2A": True}, MET),
        (KMT2A_ANY, {"KMT2A::*": False}, NOT_MET),
        (KMT2A_ANY, {"*::KMT2A": False}, NOT_MET),
        (KMT2A_ANY, {"KMT2A::MLLT3": False}, UNKNOWN),
        (KMT2A_ANY, {"BCR::ABL1": True}, UNKNOWN),
        (KMT2A_ANY, {"KMT2A::AFF1": False, "KMT2A::MLLT3": True}, MET),
        (KMT2A_MLLT3, {"KMT2A::MLLT3": True}, MET),
        (KMT2A_MLLT3, {"KMT2A::MLLT3": False}, NOT_MET),
        (KMT2A_MLLT3, {"KMT2A::*": False}, NOT_MET),
        (KMT2A_MLLT3, {"KMT2A::*": True}, UNKNOWN),
        (KMT2A_MLLT3, {"MLLT3::KMT2A": True}, UNKNOWN),
        (KMT2A_MLLT3, {"KMT2A::AFF1": True}, UNKNOWN),
    ],
)
def test_fusions(rule: Rule, facts: dict[str, bool], expected: Truth) -> None:
    assert value(rule, *(Fact("fusion", found, key) for key, found in facts.items())) is expected


def test_a_named_fusion_settles_an_open_wildcard() -> None:
    rule = All((KMT2A_ANY, KMT2A_MLLT3))
    opened = evaluate(rule, Facts(), DISEASES).open_facts
    assert set(opened) == {("fusion", "KMT2A::*"), ("fusion", "KMT2A::MLLT3")}


@pytest.mark.parametrize(
    ("mutated", "vaf", "expected"),
    [
        (True, "0.10", MET),
        (True, "0.0999", NOT_MET),
        (True, None, UNKNOWN),
        (True, "NaN", UNKNOWN),
        (False, None, NOT_MET),
    ],
)
def test_allele_fraction_bounds(mutated: bool, vaf: str | None, expected: Truth) -> None:
    fact = Fact("gene", mutated, "TP53", vaf=None if vaf is None else Decimal(vaf))
    assert value(TP53_HIGH, fact) is expected


def haemoglobin(**bounds: str) -> Criterion:
    unit = bounds.pop("unit")
    limits = {name: Decimal(text) for name, text in bounds.items()}
    return Criterion("laboratory", "haemoglobin", bounds=Bounds(**limits, unit=unit))


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("10", "g/dL", MET),
        ("100", "g/L", MET),
        ("6.3", "mmol/L", MET),  # 6.3 x 1.6114 = 10.15 g/dL
        ("6.2", "mmol/L", NOT_MET),  # 9.99 g/dL
        ("9.99", "g/dL", NOT_MET),
        ("1.56", "mmol{Hb4}/L", MET),  # 1.56 x 6.4456 = 10.06 g/dL
        ("1.55", "mmol{Hb4}/L", NOT_MET),  # 9.99 g/dL
        ("10", "%", UNKNOWN),
        ("10", "", UNKNOWN),
        ("10", "made up", UNKNOWN),
        ("NaN", "g/dL", UNKNOWN),
    ],
)
def test_haemoglobin_in_danish_and_norwegian_units(number: str, unit: str, expected: Truth) -> None:
    fact = Fact("laboratory", Decimal(number), "haemoglobin", unit)
    assert value(haemoglobin(at_least="10", unit="g/dL"), fact) is expected


def test_conversion_is_exact_at_the_bound() -> None:
    rule = haemoglobin(at_least="16.114", at_most="16.114", unit="g/dL")
    assert value(rule, Fact("laboratory", Decimal(10), "haemoglobin", "mmol/L")) is MET
    back = haemoglobin(at_least="10", at_most="10", unit="mmol/L")
    assert value(back, Fact("laboratory", Decimal("16.114"), "haemoglobin", "g/dL")) is MET


def test_only_haemoglobin_converts_between_substance_and_mass() -> None:
    rule = Criterion("laboratory", "calcium", bounds=Bounds(at_most=Decimal(3), unit="mmol/L"))
    evaluation = evaluate(
        rule, Facts.of([Fact("laboratory", Decimal(10), "calcium", "mg/dL")]), DISEASES
    )
    assert evaluation.value is UNKNOWN
    assert evaluation.reason.missing == (
        "calcium in mmol/L (stated in mg/dL, which does not convert)"
    )


def test_age_in_months_is_compared_with_years() -> None:
    assert value(ADULT, Fact("age", Decimal(215), unit="mo")) is NOT_MET
    assert value(ADULT, Fact("age", Decimal(216), unit="mo")) is MET


@pytest.mark.parametrize("stated", [True, "yes", ("x",)])
def test_a_value_of_the_wrong_kind_is_unknown_never_a_crash(stated: bool | str) -> None:
    assert value(ADULT, Fact("age", stated, unit="a")) is UNKNOWN
    assert value(ITD, Fact("alteration", "yes", "FLT3-ITD")) is UNKNOWN
    assert value(RELAPSED, Fact("setting", True)) is UNKNOWN
    assert value(IN_AML, Fact("disease", True)) is UNKNOWN


def test_the_word_unknown_is_no_value() -> None:
    assert value(RELAPSED, Fact("setting", "unknown")) is UNKNOWN


def test_drugs_are_found_whatever_their_letters() -> None:
    assert value(PRIOR, Fact("prior_drug", True, "Gilteritinib")) is MET


def test_soft_is_held_back_where_it_speaks_against_and_nowhere_else() -> None:
    unfit, fit = Fact("ecog", Decimal(3), unit="1"), Fact("ecog", Decimal(1), unit="1")
    assert value(FIT, fit) is MET
    evaluation = evaluate(FIT, Facts.of([unfit]), DISEASES)
    assert evaluation.value is UNKNOWN
    assert evaluation.open_facts == ()  # nothing is left to learn: the board decides
    assert evaluation.reason.missing.endswith("is not met; the board decides")
    assert value(Not(FIT), unfit) is MET
    assert value(Not(FIT), fit) is UNKNOWN
    assert value(All((FIT, ITD)), unfit, Fact("alteration", False, "FLT3-ITD")) is NOT_MET


def test_reasons_carry_sources_origins_and_stated_values() -> None:
    rule = All((AnyOf((ITD, TP53_HIGH)), ADULT))
    facts = Facts.of(
        [
            Fact("alteration", True, "FLT3-ITD", source="line 118", origins=("118.1",)),
            Fact("age", Decimal(62), unit="a", source="case form: age"),
        ]
    )
    reason = evaluate(rule, facts, DISEASES).reason
    assert reason.origins == ("118.1",)
    finding, age = reason.parts[0].parts[0], reason.parts[1]
    assert (finding.source, finding.origins) == ("line 118", ("118.1",))
    assert age.words == "age at least 18 years (stated: 62 years)"
    assert age.source == "case form: age"


def test_what_is_missing_is_gathered_once() -> None:
    reason = evaluate(All((ITD, ITD, ADULT)), Facts(), DISEASES).reason
    assert reason.missing == "FLT3-ITD; age"


@pytest.mark.parametrize(
    ("bounds", "number", "lower_bound", "expected"),
    [
        ({"at_least": "2"}, "2", True, MET),
        ({"at_least": "2"}, "1", True, UNKNOWN),
        ({"at_least": "2"}, "1", False, NOT_MET),
        ({"above": "2"}, "2", True, UNKNOWN),
        ({"at_most": "1"}, "2", True, NOT_MET),
        ({"at_most": "2"}, "2", True, UNKNOWN),
        ({"below": "2"}, "2", True, NOT_MET),
        ({"at_least": "1", "at_most": "3"}, "2", True, UNKNOWN),
        ({"at_least": "1", "at_most": "3"}, "2", False, MET),
    ],
)
def test_a_lower_bound_decides_what_it_can(
    bounds: dict[str, str], number: str, lower_bound: bool, expected: Truth
) -> None:
    limits = Bounds(**{name: Decimal(text) for name, text in bounds.items()}, unit="1")
    rule = Criterion("mutations", "TP53", bounds=limits)
    fact = Fact("mutations", Decimal(number), "TP53", "1", lower_bound=lower_bound)
    evaluation = evaluate(rule, Facts.of([fact]), DISEASES)
    assert evaluation.value is expected
    open_ones = (("mutations", "TP53"),) if expected is UNKNOWN else ()
    assert evaluation.open_facts == open_ones


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        ("loss", "homozygous loss", MET),
        ("loss", "loss", MET),
        ("homozygous loss", "loss", UNKNOWN),
        ("homozygous loss", "heterozygous loss", NOT_MET),
        ("loss", "copy-neutral loss of heterozygosity", NOT_MET),
        ("gain", "amplification", MET),
        ("amplification", "gain", UNKNOWN),
        ("normal", "loss", NOT_MET),
    ],
)
def test_a_word_covers_the_narrower_ones(asked: str, stated: str, expected: Truth) -> None:
    rule = Criterion("copy_number", "CDKN2A", one_of=(asked,))
    assert value(rule, Fact("copy_number", stated, "CDKN2A")) is expected


def test_a_region_of_the_union_is_in_the_union() -> None:
    rule = Criterion("region", one_of=("EU",))
    assert value(rule, Fact("region", "DK")) is MET
    assert value(rule, Fact("region", "NO")) is NOT_MET
    evaluation = evaluate(
        Criterion("region", one_of=("DK",)), Facts.of([Fact("region", "EU")]), DISEASES
    )
    assert evaluation.value is UNKNOWN
    assert evaluation.reason.missing == "whether region of treatment is DK (stated: EU)"


def test_a_measurement_that_was_not_asked_for_answers_nothing() -> None:
    rule = Criterion("antigen", "CD19 by flow cytometry after CD19")
    assert value(rule, Fact("antigen", True, "CD19")) is UNKNOWN
    assert value(rule, Fact("antigen", False, "CD19 by flow cytometry after CD19")) is NOT_MET


@pytest.mark.parametrize(
    ("test", "value", "unit", "same", "other"),
    [
        ("creatinine", "1", "mg/dL", "88.4", "umol/L"),
        ("creatinine", "2", "mg/dL", "0.1768", "mmol/L"),
        ("beta_2_microglobulin", "5.5", "mg/L", "465.85", "nmol/L"),
        ("albumin", "1", "g/L", "15.05", "umol/L"),
        ("albumin", "3.5", "g/dL", "526.75", "umol/L"),
    ],
)
def test_mass_and_substance_of_a_test_agree_exactly(
    test: str, value: str, unit: str, same: str, other: str
) -> None:
    assert convert(Decimal(value), unit, other, test) == Fraction(same)
    assert convert(Decimal(same), other, unit, test) == Fraction(value)
    assert not convertible(unit, other)
    assert not convertible(unit, other, "bilirubin")


def test_every_declared_unit_converts_to_itself_and_to_no_other_quantity() -> None:
    declared = {one.unit for one in (*FACTS.values(), *LABORATORY.values()) if one.unit}
    assert all(convertible(unit, unit) for unit in declared)
    assert not convertible("mL/min", "mL/min/{1.73_m2}")
    assert not convertible("mmol{Hb4}/L", "mmol/L", "calcium")
    assert convert(Decimal(1), "mmol{Hb4}/L", "mmol/L", "haemoglobin") == 4
    assert convert(Decimal(1), "ukat/L", "U/L") == 60
    assert convert(Decimal(5), "%", "1") == Fraction(1, 20)
    assert convert(Decimal("34.2"), "10*9/L", "10*3/uL") == Fraction(342, 10)
    assert convert(Decimal(34200), "/uL", "10*9/L") == Fraction(342, 10)
