"""The fixed words of a report in each language, and how it writes numbers and times.

Texts of the knowledge base, of the case and of people are printed as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tumorboard.errors import ReportError


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code: the texts by key, and the decimal mark."""

    code: str
    texts: Mapping[str, str]
    decimal_mark: str

    def say(self, key: str, **values: object) -> str:
        """Give the text of a key, with values put into its places."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """Give the sentence for one (``key.one``) or for several (``key.many``)."""
        return self.say(f"{key}.{'one' if n == 1 else 'many'}", n=n, **values)

    def word(self, value: StrEnum) -> str:
        """Name a word of a clinical vocabulary (``Sex.FEMALE``)."""
        return self.texts[f"{type(value).__name__}.{value.value}"]

    def number(self, value: Decimal) -> str:
        """Write a number in full, without exponent."""
        return f"{value:f}".replace(".", self.decimal_mark)

    def percent(self, fraction: Decimal, digits: int = 3) -> str:
        """Write a fraction (0..1) in per cent, rounded half up to significant digits."""
        rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(fraction * 100)
        return f"{self.number(rounded)}\u00a0%"


def moment(at: datetime) -> str:
    """Write a time with its zone, the same in every language: ``2026-11-21 14:05:09 +01:00``."""
    text = at.isoformat(sep=" ", timespec="seconds")
    return f"{text[:19]} {text[19:]}".rstrip()


_LANGUAGES = {"en": Language("en", ENGLISH, "."), "da": Language("da", DANISH, ",")}


def language(code: str) -> Language:
    """Give a language by its code (``en``, ``da``)."""
    if code not in _LANGUAGES:
        known = ", ".join(sorted(_LANGUAGES))
        raise ReportError(f"A report can be written in {known}; choose one of these languages.")
    return _LANGUAGES[code]
