"""IPSS-M equals the authors' R package: its own test patients, and patients computed with a port.

The first three are the package's (papaemmelab/ipssm, MIT licence); the others were computed with
a port that reproduces its tests.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tumorboard.interpretation.formulas.shipped import shipped_formula
from tumorboard.interpretation.formulas.ipssm import IpssmInputs, ipssm
from tumorboard.interpretation.score import group_of

RECORD = shipped_formula("IPSS-M")
RESIDUAL = list(RECORD.numbers["residual"]["genes"])
OTHERS = {"HB1", "TRANSF_PLT100", "BLAST5", "CYTOVEC", "TP53multi", "SF3B1_5q", "SF3B1_alpha"}
ALL_GENES = {*RECORD.numbers["coefficients"], *RESIDUAL, "SF3B1"} - OTHERS - {"nRes2"}


def scores(hb, plt, blasts, cyto, mutated=(), missing=(), **more):
    given = {
        "del5q": False,
        "del7": False,
        "complex": False,
        "del17p": False,
        "tp53_mutations": 0,
        "tp53_vaf": None,
        "tp53_loss": False,
    } | more
    genes = {name: name in mutated for name in ALL_GENES}
    genes |= dict.fromkeys(missing)
    inputs = IpssmInputs(Decimal(hb), Decimal(plt), Decimal(blasts), cyto, genes=genes, **given)
    found = ipssm(inputs, RECORD.numbers)
    return found, [
        RECORD.groups[group_of(RECORD.groups, one)].name
        for one in (found.best, found.mean, found.worst)
    ]


CASES = [
    # hb, plt, blasts, cytogenetics, mutated, missing, more, best, mean, worst, group of the mean
    ("9.6", "281", "9", "Good", ["ASXL1", "SRSF2", "STAG2"], ["ETNK1", "GNB1", "PRPF8"], {},
     "0.30", "0.31", "0.63", "Moderate high"),
    ("7.5", "23", "16", "Very Poor", ["NF1"], [],
     {"del5q": True, "del7": True, "complex": True, "tp53_mutations": 1,
      "tp53_vaf": Decimal("0.85"), "tp53_loss": True}, "4.55", "4.55", "4.55", "Very high"),
    ("10", "10", "10", "Very Good", ["BCOR"], [], {}, "0.00", "0.00", "0.00", "Moderate low"),
    ("9.5", "250", "2", "Good", ["SF3B1"], [], {}, "-1.49", "-1.49", "-1.49", "Low"),
    ("9.5", "250", "2", "Good", ["SF3B1"], [], {"del5q": True}, "-0.65", "-0.65", "-0.65", "Low"),
    ("9.5", "250", "2", "Good", [], [], {"del5q": True}, "-1.37", "-1.37", "-1.37", "Low"),
    ("9.5", "250", "2", "Good", ["SF3B1", "SRSF2"], [], {}, "-1.03", "-1.03", "-1.03", "Low"),
    ("8.4", "41", "4", "Good", [], [], {"tp53_mutations": 1, "tp53_vaf": Decimal("0.12")},
     "-0.23", "-0.23", "-0.23", "Moderate low"),
    ("8.4", "41", "6", "Good", [], [], {"tp53_mutations": 2, "tp53_vaf": Decimal("0.22")},
     "1.68", "1.68", "1.68", "Very high"),
    ("8.4", "41", "4", "Good", [], [],
     {"tp53_mutations": 1, "tp53_vaf": Decimal("0.60"), "tp53_loss": None},
     "1.47", "1.47", "1.47", "High"),
    ("8.4", "41", "4", "Good", [], [],
     {"tp53_mutations": 1, "tp53_vaf": Decimal("0.40"), "tp53_loss": None},
     "-0.23", "-0.11", "1.47", "Moderate low"),
    ("8.0", "50", "12", "Good", ["ASXL1", "RUNX1", "SRSF2"], [], {},
     "1.92", "1.92", "1.92", "Very high"),
    ("10", "150", "3", "Good", [], RESIDUAL, {},
     "-1.07", "-0.94", "-0.41", "Low"),
    ("13", "250", "1", "Very Good", [], [], {}, "-2.75", "-2.75", "-2.75", "Very low"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_scores_equal_the_authors(case):
    hb, plt, blasts, cyto, mutated, missing, more, best, mean, worst, group = case
    found, groups = scores(hb, plt, blasts, cyto, mutated, missing, **more)
    assert (found.best, found.mean, found.worst) == (Decimal(best), Decimal(mean), Decimal(worst))
    assert groups[1] == group


STATE = st.sampled_from([True, False, None])


@given(
    genes=st.fixed_dictionaries(dict.fromkeys(sorted(ALL_GENES), STATE)),
    flags=st.lists(STATE, min_size=5, max_size=5),
    tp53=st.sampled_from([None, 0, 1, 2]),
    cyto=st.sampled_from(["Very Good", "Good", "Intermediate", "Poor", "Very Poor", None]),
)
def test_best_is_never_above_worst(genes, flags, tp53, cyto):
    inputs = IpssmInputs(
        Decimal(9), Decimal(100), None, cyto, *flags[:4], tp53, None, flags[4], genes=genes
    )
    found = ipssm(inputs, RECORD.numbers)
    assert found.best <= found.worst
    assert found.best <= found.mean <= found.worst


@pytest.mark.parametrize(
    ("score", "group"),
    [("-1.50", "Very low"), ("-0.50", "Low"), ("0.00", "Moderate low"), ("0.50", "Moderate high"),
     ("1.50", "High"), ("1.51", "Very high")],
)  # fmt: skip
def test_bounds_belong_to_the_lower_group(score, group):
    assert RECORD.groups[group_of(RECORD.groups, Decimal(score))].name == group
