"""The fixed words of a report in each language, and how it writes numbers and times.

Texts of the knowledge base, of the case and of people are printed as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tumorboard.errors import ReportError


def _numbered(sections: Iterable[str]) -> dict[str, int]:
    return {f"at_{name}": number for number, name in enumerate(sections, start=1)}


#: The sections of every report, in order; see :meth:`Language.numbered`.
ALWAYS = ("findings", "evidence", "not_assessed", "accounting")


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code: the texts by key, and the decimal mark.

    ``numbers`` are the numbers of the sections, for texts that point to one (``{at_findings}``).
    """

    code: str
    texts: Mapping[str, str]
    decimal_mark: str
    numbers: Mapping[str, int] = field(default_factory=lambda: _numbered(ALWAYS))

    def say(self, key: str, **values: object) -> str:
        """Give the text of a key, with values put into its places."""
        text = self.texts[key]
        return text.format(**self.numbers, **values) if "{" in text else text

    def numbered(self, sections: Iterable[str]) -> Language:
        """Give the language for a report of these sections, in this order."""
        return replace(self, numbers=_numbered(sections))

    def count(self, key: str, n: int, **values: object) -> str:
        """Give the sentence for one (``key.one``) or for several (``key.many``)."""
        return self.say(f"{key}.{'one' if n == 1 else 'many'}", n=n, **values)

    def word(self, value: StrEnum) -> str:
        """Name a word of a clinical vocabulary (``Sex.FEMALE``)."""
        return self.texts[f"{type(value).__name__}.{value.value}"]

    def named(self, vocabulary: str, word: str) -> str:
        """Name a word of a vocabulary; one that is none any more stands as it was written."""
        return self.texts.get(f"{vocabulary}.{word}", word)

    def number(self, value: Decimal) -> str:
        """Write a number in full, without exponent."""
        return f"{value:f}".replace(".", self.decimal_mark)

    def rounded(self, value: Decimal, digits: int = 2) -> str:
        """Write a number with at most this many decimals, without zeros at the end."""
        if value.as_tuple().exponent == 0 or value == value.to_integral_value():
            return self.number(value.to_integral_value())
        nearest = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        return self.number(nearest.normalize() if nearest else Decimal(0))

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
