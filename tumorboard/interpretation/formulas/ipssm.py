"""IPSS-M: the molecular prognostic score of myelodysplastic syndromes.

Bernard et al., NEJM Evidence 2022;1(7), as the authors' R package computes it
(papaemmelab/ipssm, MIT licence): transforms, derived variables, and the best, mean and worst
scenario for whatever is missing. The numbers are in ``content/formulas/IPSS-M.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import log
from typing import Literal

Numbers = Mapping[str, Mapping[str, Mapping[str, Decimal]]]
Scenario = Literal["best", "mean", "worst"]

CYTOGENETICS = ("Very Good", "Good", "Intermediate", "Poor", "Very Poor")
LOH_FROM_VAF = Decimal("0.55")
_NOT_ALPHA = ("SRSF2", "STAG2", "BCOR", "BCORL1", "RUNX1", "NRAS")
GENES = (
    *("FLT3", "MLL_PTD", "NPM1", "RUNX1", "NRAS", "ETV6", "IDH2", "CBL", "EZH2", "U2AF1"),
    *("SRSF2", "DNMT3A", "ASXL1", "KRAS"),
)
"""Genes that are variables of their own; MLL_PTD is the partial tandem duplication of KMT2A."""


@dataclass(frozen=True, slots=True)
class IpssmInputs:
    """What the model asks; ``None`` is unknown.

    ``haemoglobin`` g/dL, ``platelets`` 10*9/L, ``marrow_blasts`` percent; ``cytogenetics`` an
    IPSS-R group; ``genes`` mutated or not, by the names of the model (``MLL_PTD`` is KMT2A-PTD);
    ``tp53_mutations`` 0, 1 or 2 for two and more, ``tp53_vaf`` the largest fraction (0..1),
    ``tp53_loss`` loss of heterozygosity at TP53.
    """

    haemoglobin: Decimal | None
    platelets: Decimal | None
    marrow_blasts: Decimal | None
    cytogenetics: str | None
    del5q: bool | None
    del7: bool | None
    complex: bool | None
    del17p: bool | None
    tp53_mutations: int | None
    tp53_vaf: Decimal | None
    tp53_loss: bool | None
    genes: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IpssmScores:
    """Scores rounded to two decimals, as the authors round before they group."""

    best: Decimal
    mean: Decimal
    worst: Decimal


def ipssm(inputs: IpssmInputs, numbers: Numbers) -> IpssmScores:
    """Compute the three scenarios; pure."""
    values = _variables(inputs)
    residual = [inputs.genes.get(name) for name in numbers["residual"]["genes"]]
    best, mean, worst = (
        _score(values, residual, numbers["coefficients"], scenario)
        for scenario in ("best", "mean", "worst")
    )
    return IpssmScores(best, mean, worst)


def _score(
    values: Mapping[str, float | None],
    residual: list[bool | None],
    coefficients: Mapping[str, Mapping[str, Decimal]],
    scenario: Scenario,
) -> Decimal:
    total = 0.0
    for name, number in coefficients.items():
        mean, beta = float(number["mean"]), float(number["beta"])
        if name == "nRes2":
            value: float | None = _residual(residual, mean, scenario)
        else:
            value = values[name]
        if value is None:
            value = mean if scenario == "mean" else float(number[scenario])
        total += (value - mean) * beta / log(2)
    return Decimal(str(round(total, 2))) + 0  # never a negative zero


def _residual(genes: list[bool | None], mean: float, scenario: Scenario) -> float:
    """Count mutated residual genes, at most two, with what the missing ones could add.

    The mean scenario adds the share that is missing of what was mutated on average.
    """
    mutated = sum(gene is True for gene in genes)
    missing = sum(gene is None for gene in genes)
    if scenario == "best":
        return min(mutated, 2)
    if scenario == "worst":
        return min(mutated + missing, 2)
    share = missing / len(genes) if genes else 0.0
    return min(mutated, 2) + max((2 - mutated) / 2 * share * mean, 0.0)


def _variables(inputs: IpssmInputs) -> dict[str, float | None]:
    genes = inputs.genes
    with_5q = _and(genes.get("SF3B1"), inputs.del5q, _not(inputs.del7), _not(inputs.complex))
    alone = _and(genes.get("SF3B1"), _not(with_5q), *(_not(genes.get(name)) for name in _NOT_ALPHA))
    group = inputs.cytogenetics
    return {
        "HB1": _within(inputs.haemoglobin, 4, 20),
        "TRANSF_PLT100": _up_to(inputs.platelets, 250, 100),
        "BLAST5": _up_to(inputs.marrow_blasts, 20, 5),
        "CYTOVEC": None if group is None else float(CYTOGENETICS.index(group)),
        "TP53multi": _as_number(_multi_hit(inputs)),
        "SF3B1_5q": _as_number(with_5q),
        "SF3B1_alpha": _as_number(alone),
        **{name: _as_number(genes.get(name)) for name in GENES},
    }


def _multi_hit(inputs: IpssmInputs) -> bool | None:
    """TP53 multi-hit: two mutations, or one with loss of the other allele."""
    lost = inputs.tp53_loss
    high = inputs.tp53_vaf is not None and inputs.tp53_vaf > LOH_FROM_VAF
    if high or inputs.del17p:
        lost = True
    match inputs.tp53_mutations:
        case None:
            return None
        case 0:
            return False
        case 1:
            return lost
        case _:
            return True


def _and(*values: bool | None) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _as_number(value: bool | None) -> float | None:
    return None if value is None else float(value)


def _up_to(value: Decimal | None, most: float, unit: float) -> float | None:
    return None if value is None else min(float(value), most) / unit


def _within(value: Decimal | None, low: float, high: float) -> float | None:
    return None if value is None else max(low, min(high, float(value)))
