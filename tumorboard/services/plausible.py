"""Laboratory values that cannot be meant: almost always a number in another unit.

The bounds are no reference ranges: they are set so wide that no living patient lies outside, and
serve only to catch a wrong unit. Where one of the other units would make the same number a usual
one, the sentence names it; else it asks to compare the value with its source.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from knowledgebase.rules.units import convert, units_like
from knowledgebase.vocabulary import LABORATORY, nearest

_WHITE_CELLS = (
    "leukocytes",
    "neutrophils",
    "lymphocytes",
    "monocytes",
    "eosinophils",
    "basophils",
)
_POSSIBLE: dict[str, tuple[str, str]] = {
    "haemoglobin": ("2", "25"),
    "platelets": ("0", "10000"),
    "haematocrit": ("3", "80"),
    "fibrosis_grade": ("0", "3"),
    "dysplastic_lineages": ("0", "3"),
    "ann_arbor_stage": ("1", "4"),
    "rai_stage": ("0", "4"),
    # Counts that a staging cannot exceed, and a tumour lysis of 50 000 U/L over a limit of 250.
    "extranodal_sites": ("0", "50"),
    "nodal_areas": ("0", "50"),
    "ldh_ratio": ("0", "200"),
    # Years of dialysis raise it to some 50 mg/L.
    "beta_2_microglobulin": ("0.1", "150"),
    "albumin": ("5", "100"),
    "calcium": ("0.2", "8"),
    "creatinine": ("5", "5000"),
    "bilirubin": ("0", "2000"),
    **dict.fromkeys(_WHITE_CELLS, ("0", "2500")),
}
# Stages and counts; grades of fibrosis are also written between two (MF 1-2).
_WHOLE = {
    "dysplastic_lineages",
    "ann_arbor_stage",
    "rai_stage",
    "extranodal_sites",
    "nodal_areas",
}
# The ways of writing a value that people mix up, the most usual first.
_USUAL = {
    "haemoglobin": ("g/dL", "mmol/L", "g/L"),
    "platelets": ("10*9/L", "/uL"),
    "creatinine": ("umol/L", "mg/dL", "mmol/L"),
    "beta_2_microglobulin": ("mg/L", "nmol/L", "ug/L"),
    "albumin": ("g/L", "g/dL", "umol/L"),
    "bilirubin": ("umol/L", "mmol/L"),
    **dict.fromkeys(_WHITE_CELLS, ("10*9/L", "/uL")),
}
# Values often seen in these diseases: narrow enough that one unit only makes a number likely.
_LIKELY = {
    "haemoglobin": (Fraction(4), Fraction(22)),
    "creatinine": (Fraction(20), Fraction(2000)),
    "beta_2_microglobulin": (Fraction(1, 2), Fraction(40)),
    "albumin": (Fraction(10), Fraction(70)),
}
_READ_AS = {"1": 'parts of one (unit "1")'}
_COMPARE = "compare it with its source"


def fault_of(name: str, value: Decimal, unit: str) -> str:
    """Say what is wrong with a laboratory value; empty when it is possible."""
    test = LABORATORY.get(name)
    if test is None:
        known = nearest(name, LABORATORY)
        return f"a laboratory test is not in the vocabulary{known}"
    measured = convert(value, unit, test.unit, name)
    if measured is None:
        return f"{name} cannot be read in this unit; use {' or '.join(units_like(test.unit, name))}"
    if measured < 0:
        return f"{name} cannot be negative"
    if test.unit == "%" and measured > 100:
        return f"{name} cannot be more than 100 %"
    if name in _WHOLE and measured.denominator != 1:
        return f"{name} is a whole number"
    low, high = _bounds(name)
    if high is None or low <= measured <= high:
        return ""
    if test.unit == "1":
        return f"{name} lies between {low} and {high}"
    other = _other_unit(name, value, unit)
    hint = f"was it measured in {_READ_AS.get(other, other)}" if other else _COMPARE
    return f"{name} cannot be so {'low' if measured < low else 'high'} in {unit}; {hint}"


def _bounds(name: str) -> tuple[Fraction, Fraction | None]:
    if name not in _POSSIBLE:
        return Fraction(0), None
    low, high = _POSSIBLE[name]
    return Fraction(low), Fraction(high)


def _other_unit(name: str, value: Decimal, unit: str) -> str:
    """Find a unit in which the same number would be a likely one."""
    wanted = LABORATORY[name].unit
    low, high = _LIKELY.get(name, _bounds(name))
    for other in _USUAL.get(name, units_like(wanted, name)):
        number = convert(value, other, wanted, name)
        if other != unit and number is not None and high is not None and low <= number <= high:
            return other
    return ""
