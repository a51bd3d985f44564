"""Fractions as exact decimals: read as written, or divided with ten significant digits."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

_CONTEXT = Context(prec=10, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(r"(?:[0-9]{1,4}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_ONE = Decimal(1)
_HUNDREDTH = Decimal("0.01")


def fraction(part: int, whole: int) -> Decimal | None:
    """Divide two counts; ``None`` when there is nothing to divide by or no proper fraction."""
    if whole <= 0 or part > whole:
        return None
    return _CONTEXT.divide(Decimal(part), Decimal(whole))


def fraction_text(text: str, *, percent: bool = False) -> Decimal | None:
    """Read a fraction from 0 to 1 exactly as written, ``None`` for anything else."""
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text) * _HUNDREDTH if percent else Decimal(text)
    return value if value <= _ONE else None
