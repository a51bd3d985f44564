"""The INFO and FORMAT keys whose meaning the specification reserves, and what contradicts it.

Tables: VCF 4.1 and 4.2, section 1.4 and 1.6; VCF 4.3 and 4.4, tables 1 and 2. Callers deviate in
habitual ways (``AF`` with ``Number=.``, ``GQ`` as Float); those are told, not refused.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType

INFO = MappingProxyType(
    {
        "AA": ("1", "String"),
        "AC": ("A", "Integer"),
        "AD": ("R", "Integer"),
        "ADF": ("R", "Integer"),
        "ADR": ("R", "Integer"),
        "AF": ("A", "Float"),
        "AN": ("1", "Integer"),
        "BQ": ("1", "Float"),
        "CIGAR": ("A", "String"),
        "DB": ("0", "Flag"),
        "DP": ("1", "Integer"),
        "END": ("1", "Integer"),
        "H2": ("0", "Flag"),
        "H3": ("0", "Flag"),
        "MQ": ("1", "Float"),
        "MQ0": ("1", "Integer"),
        "NS": ("1", "Integer"),
        "SOMATIC": ("0", "Flag"),
        "VALIDATED": ("0", "Flag"),
        "1000G": ("0", "Flag"),
    }
)
FORMAT = MappingProxyType(
    {
        "AD": ("R", "Integer"),
        "ADF": ("R", "Integer"),
        "ADR": ("R", "Integer"),
        "DP": ("1", "Integer"),
        "EC": ("A", "Integer"),
        "FT": ("1", "String"),
        "GL": ("G", "Float"),
        "GLE": ("G", "String"),
        "GP": ("G", "Float"),
        "GQ": ("1", "Integer"),
        "GT": ("1", "String"),
        "HQ": ("2", "Integer"),
        "MQ": ("1", "Integer"),
        "PL": ("G", "Integer"),
        "PQ": ("1", "Integer"),
        "PS": ("1", "Integer"),
    }
)
COUNTS = frozenset(
    {"AO", "RO", "VD", "RD", "TAR", "TIR", "AU", "CU", "GU", "TU", "ALT_F1R2", "ALT_F2R1"}
)
"""FORMAT keys in which callers count reads; a fraction there would put a depth in doubt."""

_SINCE_43 = frozenset({"AD", "ADF", "ADR"})
_NUMBERS_SEEN = MappingProxyType(
    {
        "AC": {"1"},
        "AD": {"1", "2"},
        "ADF": {"1", "2"},
        "ADR": {"1", "2"},
        "AF": {"1", "R"},
        "DP": {"A"},
        "END": {"A"},
        "GL": {"3"},
        "GLE": {"1"},
        "GP": {"3"},
        "PL": {"3"},
    }
)
_EITHER_NUMBER = frozenset({"GL", "GP", "GQ", "MQ"})
_NUMERIC = frozenset({"Integer", "Float"})


class Verdict(Enum):
    """How a declaration stands to the specification."""

    AGREES = "agrees"
    HABIT = "deviates as callers are known to"
    CONTRADICTS = "contradicts"


def is_reserved(key: str, version: str) -> bool:
    """Tell whether a file of this version must use the key in its reserved meaning."""
    return key not in _SINCE_43 or version >= "VCFv4.3"


def judge(table: str, key: str, number: str, kind: str, version: str) -> Verdict:
    """Judge the declaration of an INFO or FORMAT key (``table``) in a file of this version."""
    reserved = (INFO if table == "INFO" else FORMAT).get(key)
    if reserved is None or not is_reserved(key, version):
        return Verdict.AGREES
    if (number, kind) == reserved or (table, key, number) == ("INFO", "MQ", "1"):
        return Verdict.AGREES
    if number not in {reserved[0], "."} and number not in _NUMBERS_SEEN.get(key, ()):
        return Verdict.CONTRADICTS
    either = key in _EITHER_NUMBER and {kind, reserved[1]} <= _NUMERIC
    if kind != reserved[1] and not either:
        return Verdict.CONTRADICTS
    return Verdict.HABIT


def expected(table: str, key: str) -> str:
    """Say how the specification declares a reserved key."""
    number, kind = (INFO if table == "INFO" else FORMAT)[key]
    return f"Number={number}, Type={kind}"
