"""Sokal, ELTS and MIPI by worked patients."""

from decimal import Decimal
from math import exp, log10

import pytest

from tests.tumorboard.interpretation.formulas.shipped import shipped_formula
from tumorboard.interpretation.formulas.cml_mcl import elts, mipi, sokal
from tumorboard.interpretation.score import group_of


@pytest.mark.parametrize(
    ("age", "spleen", "blasts", "platelets", "of_elts", "elts_group", "of_sokal", "sokal_group"),
    [
        (50, 0, 1, 300, "1.167", "Low", "0.7037", "Low"),
        (65, 10, 3, 200, "2.5348", "High", "1.3851", "High"),
        (75, 15, 8, 150, "3.8784", "High", "2.8607", "High"),
        (35, 5, 2, 900, "1.0577", "Low", "1.0121", "Intermediate"),
        (45, 0, 0, 400, "0.8767", "Low", "0.6242", "Low"),
    ],
)
def test_cml(age, spleen, blasts, platelets, of_elts, elts_group, of_sokal, sokal_group):
    values = {
        "age": Decimal(age),
        "spleen": Decimal(spleen),
        "blood_blasts": Decimal(blasts),
        "platelets": Decimal(platelets),
    }
    for name, function, score, group in (
        ("ELTS", elts, of_elts, elts_group),
        ("Sokal", sokal, of_sokal, sokal_group),
    ):
        record = shipped_formula(name)
        found = function(values, record.numbers["coefficients"])
        assert abs(found - Decimal(score)) <= Decimal("0.0005")
        assert record.groups[group_of(record.groups, found)].name == group


def test_mipi_adds_up():
    record = shipped_formula("MIPI")
    values = {"age": 60, "ecog": 1, "ldh_ratio": 1, "leukocytes": 10}
    found = mipi(
        {name: Decimal(value) for name, value in values.items()}, record.numbers["coefficients"]
    )
    assert abs(float(found) - (0.03535 * 60 + 0.9393 * log10(10000))) < 0.0001
    assert record.groups[group_of(record.groups, Decimal("5.7"))].name == "Intermediate"
    assert record.groups[group_of(record.groups, Decimal("6.2"))].name == "High"


@pytest.mark.parametrize(
    ("changed", "to", "relative_risk"),
    [
        ("age", 70, "1.42"),
        ("ecog", 2, "2.01"),
        ("ldh_ratio", 2, "1.51"),
        ("leukocytes", 100, "2.56"),
    ],
)
def test_mipi_gives_the_relative_risks_the_authors_printed(changed, to, relative_risk):
    """Blood 2006;108(11):814: ten years, ECOG above 1, a doubled LDH; the count taken tenfold."""
    betas = shipped_formula("MIPI").numbers["coefficients"]
    values = {
        name: Decimal(value)
        for name, value in {"age": 60, "ecog": 1, "ldh_ratio": 1, "leukocytes": 10}.items()
    }
    step = mipi({**values, changed: Decimal(to)}, betas) - mipi(values, betas)
    assert round(exp(step), 2) == float(relative_risk)
