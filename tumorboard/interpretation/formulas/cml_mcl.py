"""Scores of chronic myeloid leukaemia (Sokal, ELTS) and mantle cell lymphoma (MIPI).

Each takes plain numbers in the units stated and the coefficients of its record, and gives the
score unrounded. Sources stand in the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import exp, log10

Coefficients = Mapping[str, Mapping[str, Decimal]]


def elts(values: Mapping[str, Decimal], coefficients: Coefficients) -> Decimal:
    """EUTOS long-term survival score: age (years), spleen (cm below the costal margin), blood
    blasts (%), platelets (10*9/L), all at diagnosis before treatment.
    """
    beta = _betas(coefficients)
    score = (
        beta["age"] * (float(values["age"]) / 10) ** 3
        + beta["spleen"] * float(values["spleen"])
        + beta["blood_blasts"] * float(values["blood_blasts"])
        + beta["platelets"] * (float(values["platelets"]) / 1000) ** -0.5
    )
    return Decimal(str(round(score, 4)))


def sokal(values: Mapping[str, Decimal], coefficients: Coefficients) -> Decimal:
    """Sokal score: the same inputs as :func:`elts`."""
    beta = _betas(coefficients)
    centre = {name: float(row["centre"]) for name, row in coefficients.items()}
    platelets = (float(values["platelets"]) / 700) ** 2
    score = (
        beta["age"] * (float(values["age"]) - centre["age"])
        + beta["spleen"] * (float(values["spleen"]) - centre["spleen"])
        + beta["platelets"] * (platelets - centre["platelets"])
        + beta["blood_blasts"] * (float(values["blood_blasts"]) - centre["blood_blasts"])
    )
    return Decimal(str(round(exp(score), 4)))


def mipi(values: Mapping[str, Decimal], coefficients: Coefficients) -> Decimal:
    """MIPI: age (years), ECOG, LDH over its upper limit of normal, leukocytes (10*9/L)."""
    beta = _betas(coefficients)
    score = (
        beta["age"] * float(values["age"])
        + beta["ecog"] * (values["ecog"] >= 2)
        + beta["ldh_ratio"] * log10(float(values["ldh_ratio"]))
        + beta["leukocytes"] * log10(float(values["leukocytes"]) * 1000)
    )
    return Decimal(str(round(score, 4)))


def _betas(coefficients: Coefficients) -> dict[str, float]:
    return {name: float(row["beta"]) for name, row in coefficients.items()}
