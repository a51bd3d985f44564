"""Units a rule and a fact may be written in, and the audited way between them.

Conversions inside one quantity are exact by definition (SI prefixes, UCUM's year of 365.25 days).
From substance to mass there is a way for four tests only. Of haemoglobin, plain mmol/L counts the
monomer with one iron, 1 mmol/L (Fe) = 1.6114 g/dL, as Danish laboratories report it; a laboratory
that counts the tetramer must say so, ``mmol{Hb4}/L`` (four times the mass), and such a value never
passes for plain mmol/L. Creatinine, beta-2 microglobulin and albumin follow the usual factors.
Anything else is refused rather than guessed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

# unit -> (quantity, how many of the quantity's base unit one of it is)
_UNITS: dict[str, tuple[str, Fraction]] = {
    "1": ("number", Fraction(1)),
    "cm": ("length", Fraction(1, 100)),
    "": ("number", Fraction(1)),
    "%": ("number", Fraction(1, 100)),
    "a": ("time", Fraction(36525, 100)),
    "mo": ("time", Fraction(36525, 1200)),
    "wk": ("time", Fraction(7)),
    "d": ("time", Fraction(1)),
    "10*9/L": ("count per volume", Fraction(10**9)),
    "10*12/L": ("count per volume", Fraction(10**12)),
    "10*6/L": ("count per volume", Fraction(10**6)),
    "10*3/uL": ("count per volume", Fraction(10**9)),
    "10*6/uL": ("count per volume", Fraction(10**12)),
    "/uL": ("count per volume", Fraction(10**6)),
    "g/L": ("mass per volume", Fraction(1)),
    "g/dL": ("mass per volume", Fraction(10)),
    "mg/dL": ("mass per volume", Fraction(1, 100)),
    "mg/L": ("mass per volume", Fraction(1, 1000)),
    "ug/L": ("mass per volume", Fraction(1, 10**6)),
    "ng/mL": ("mass per volume", Fraction(1, 10**6)),
    "mol/L": ("substance per volume", Fraction(1)),
    "mmol/L": ("substance per volume", Fraction(1, 1000)),
    "umol/L": ("substance per volume", Fraction(1, 10**6)),
    "nmol/L": ("substance per volume", Fraction(1, 10**9)),
    "mmol{Hb4}/L": ("tetramer per volume", Fraction(1, 1000)),
    "U/L": ("catalytic activity per volume", Fraction(1)),
    "ukat/L": ("catalytic activity per volume", Fraction(60)),
    "mL/min/{1.73_m2}": ("filtration rate per body surface", Fraction(1)),
    "mL/min": ("filtration rate", Fraction(1)),
}

# test, quantity -> grams per mole of what is counted; haemoglobin 1 mmol/L (Fe) = 16.114 g/L.
# Creatinine 1 mg/dL = 88.4 umol/L (a table of conversions to international units,
# w3.csmu.edu.tw/~chr/Int_unit_conversion.htm, read 2026-11-21). The factors of beta-2
# microglobulin (1 mg/L = 84.7 nmol/L) and albumin (1 g/L = 15.05 umol/L) are from memory, read in
# no source; they agree with molar masses of 11 800 and 66 400. A value they were used on says so.
_MOLAR_MASS: dict[tuple[str, str], Fraction] = {
    ("haemoglobin", "substance per volume"): Fraction(16114),
    ("haemoglobin", "tetramer per volume"): Fraction(4 * 16114),
    ("creatinine", "substance per volume"): Fraction(1, 100) / Fraction("88.4e-6"),
    ("beta_2_microglobulin", "substance per volume"): Fraction(1, 1000) / Fraction("84.7e-9"),
    ("albumin", "substance per volume"): 1 / Fraction("15.05e-6"),
}
_MASS = "mass per volume"

KNOWN_UNITS: tuple[str, ...] = tuple(unit for unit in _UNITS if unit)


def convert(value: Decimal, unit: str, target: str, test: str = "") -> Fraction | None:
    """Express a value in another unit, exactly; ``None`` when there is no audited way.

    ``test`` is the laboratory test, which decides between mass and substance.
    """
    if unit not in _UNITS or target not in _UNITS:
        return None
    quantity, factor = _UNITS[unit]
    wanted, target_factor = _UNITS[target]
    number = Fraction(value) * factor
    if quantity != wanted:
        bridged = _bridge(number, quantity, wanted, test)
        if bridged is None:
            return None
        number = bridged
    return number / target_factor


def convertible(unit: str, target: str, test: str = "") -> bool:
    """Tell whether values in ``unit`` can be compared with values in ``target``."""
    return convert(Decimal(1), unit, target, test) is not None


def units_like(unit: str, test: str = "") -> tuple[str, ...]:
    """Give the units that convert to this one."""
    return tuple(known for known in KNOWN_UNITS if convertible(known, unit, test))


def _bridge(number: Fraction, quantity: str, wanted: str, test: str) -> Fraction | None:
    """Go from substance to mass, from mass to substance, or by way of the mass."""
    given, asked = _MOLAR_MASS.get((test, quantity)), _MOLAR_MASS.get((test, wanted))
    if (given is None and quantity != _MASS) or (asked is None and wanted != _MASS):
        return None
    return number * (given or 1) / (asked or 1)


_IN_WORDS = {
    "": "",
    "1": "",
    "a": " years",
    "mo": " months",
    "wk": " weeks",
    "d": " days",
    "10*9/L": " × 10⁹/L",
    "10*12/L": " × 10¹²/L",
    "10*6/L": " × 10⁶/L",
    "10*3/uL": " × 10³/µL",
    "10*6/uL": " × 10⁶/µL",
    "%": " %",
    "/uL": "/µL",
    "ug/L": " µg/L",
    "umol/L": " µmol/L",
    "mmol{Hb4}/L": " mmol/L (tetramer)",
    "ukat/L": " µkat/L",
    "mL/min/{1.73_m2}": " mL/min/1.73 m²",
}


def unit_in_words(unit: str) -> str:
    """Give the unit as it is read after a number, with its leading space."""
    return _IN_WORDS.get(unit, f" {unit}")
