"""What a formula says of a case it cannot compute."""

from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.rules.facts import Fact, Facts
from tests.tumorboard.interpretation.formulas.shipped import shipped_formula
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.formulas.computed import compute

DISEASES = load_content().diseases


def laboratory(name, value, unit):
    return Fact("laboratory", Decimal(value), name, unit=unit)


CML = (
    Fact("disease", "CML"),
    Fact("age", Decimal(50), unit="a"),
    laboratory("spleen_below_costal_margin", 0, "cm"),
    laboratory("blood_blasts", 0, "%"),
)
MCL = (
    Fact("disease", "MCL"),
    Fact("age", Decimal(50), unit="a"),
    Fact("ecog", Decimal(0), unit="1"),
)
CASES = (
    ("ELTS", CML, {"platelets": "10*9/L"}),
    ("Sokal", CML, {"platelets": "10*9/L"}),
    ("MIPI", MCL, {"leukocytes": "10*9/L", "ldh_ratio": "1"}),
)


@pytest.mark.parametrize(
    ("name", "facts", "units", "zero"),
    [(*case, zero) for case in CASES for zero in case[2]],
)
def test_a_value_of_nought_says_why_nothing_is_computed(name, facts, units, zero):
    def computed(value):
        numbers = [laboratory(one, value if one == zero else 5, u) for one, u in units.items()]
        return compute(shipped_formula(name), Facts.of([*facts, *numbers]), DISEASES, {})

    whole, none = computed(5), computed(0)
    assert whole.status is AssessmentStatus.SINGLE
    assert not any("above 0" in flag for flag in whole.flags)
    assert (none.status, none.missing) == (AssessmentStatus.INSUFFICIENT, ())
    (said,) = [flag for flag in none.flags if "above 0" in flag]
    words = {"platelets": "latelets", "leukocytes": "eukocytes", "ldh_ratio": "LDH"}
    assert words[zero] in said
    assert " is 0" in said


@pytest.mark.parametrize(
    ("tested", "asked"),
    [
        ((), ("FLT3-ITD", "FLT3-TKD")),
        (("FLT3-ITD",), ("FLT3-TKD",)),
        (("FLT3-TKD",), ("FLT3-ITD",)),
    ],
)
def test_each_flt3_test_that_is_missing_is_named(tested, asked):
    facts = (Fact("disease", "MDS"), *(Fact("alteration", False, one) for one in tested))
    found = compute(shipped_formula("IPSS-M"), Facts.of(facts), DISEASES, {})
    assert tuple(one.key for one in found.missing if one.key.startswith("FLT3")) == asked
