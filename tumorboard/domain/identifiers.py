"""Danish and Norwegian personal identity numbers: read by the published rules, shown masked.

A number is read once, at the edge. Its digits are never in ``repr`` or ``str``, so that a log, a
traceback or a joined text cannot tell them; :meth:`PersonalNumber.reveal` is the one way to them.
Sources: cpr.dk (Personnummeret i CPR; Personnumre uden kontrolciffer), Skatteetaten's rules of the
fødselsnummer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MASK = "•"
_CPR = re.compile(r"([0-9]{6})[- ]?([0-9A-Z][0-9]{3})")
_FNR = re.compile(r"([0-9]{6}) ?([0-9]{5})")
#: What a text that holds such a number is told, wherever it is written.
NUMBER_FAULT = (
    "holds what looks like a personal identity number; write it as cpr or fnr of the patient, "
    "or leave it out"
)
HIDDEN = "(hidden)"

_DASHES = r"\-\u2010-\u2015\u2212"
# Between day, month and year; before the serial number; and within a serial number in groups.
_IN_DATE = rf"(?:\s{{1,2}}|\s?[./{_DASHES}]\s?)?"
_BEFORE_SERIAL = rf"[\s./_+{_DASHES}]{{0,3}}"
_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "[0-9]{2}"
# 60 is added to the day of a Danish replacement number, 40 to the day of a D-number, and 40 or
# 80 to the month of a helper or synthetic number.
_CPR_DATE = rf"(?:{_DAY}|6[1-9]|[78][0-9]|9[01]){_IN_DATE}{_MONTH}{_IN_DATE}{_YEAR}"
_FNR_DATE = (
    rf"(?:{_DAY}|4[1-9]|[56][0-9]|7[01]){_IN_DATE}"
    rf"(?:{_MONTH}|4[1-9]|5[0-2]|8[1-9]|9[0-2]){_IN_DATE}{_YEAR}"
)
_WRITTEN = "|".join(
    (
        rf"{_CPR_DATE}{_BEFORE_SERIAL}[0-9]{{4}}",
        rf"{_CPR_DATE}[{_DASHES}][A-Za-z][0-9]{{3}}",
        rf"{_DAY}\s?{_MONTH}\s?{_YEAR}\s[0-9]{{2}}\s[0-9]{{2}}",
        rf"{_FNR_DATE}{_BEFORE_SERIAL}[0-9]{{5}}",
        rf"{_FNR_DATE}[\s.{_DASHES}][0-9]{{3}}[\s.{_DASHES}][0-9]{{2}}",
    )
)
# What else is written so: positions of HGVS (c.1210-24_1215del), fractions (0.1201011234), months
# followed by a year (2009-10 / 2010), and a chromosome with a position (10-123258034-A-C).
_NO_NUMBER = (
    r"(?<![0-9])(?<!\b[cgmnr]\.)(?<!\b0[.,])(?![0-9]{2}[^0-9]{1,3}[0-9]{8,9}(?![0-9]))"
    r"(?!(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])[\W_]{1,3}(?:19|20)[0-9]{2})"
)
_ANYWHERE = re.compile(rf"{_NO_NUMBER}(?:{_WRITTEN})(?![0-9])")
# Days as ISO 8601 writes them, and numbers of dbSNP, of trial registers and of articles: parts of
# them may read as a birth date and four or five digits.
_NOBODYS = re.compile(
    r"\b(?:(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])"
    r"|(?:rs[1-9]|jRCTs?|ChiCTR)[0-9]{9,10}\b"
    r"|20[0-9]{2}-[0-9]{6}-[0-9]{2}\b"
    r"|(?<![0-9]\.)10\.[0-9]{4,9}/\S+)"
)
_SHORTEST = 10
_LONG_RUN = re.compile(r"[0-9]{9,}")
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


class NumberKind(StrEnum):
    """Which country's number it is."""

    CPR = "cpr"
    FNR = "fnr"


class IdentifierFault(ValueError):
    """A number that cannot be one of its kind; the sentence does not repeat it."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonalNumber:
    """A personal identity number, digits without separators; shown masked."""

    kind: NumberKind
    digits: str

    def __repr__(self) -> str:
        return f"PersonalNumber({self.kind.value}, {self.masked()})"

    def __str__(self) -> str:
        return self.masked()

    def masked(self) -> str:
        """Give the shape of the number and nothing of what it says."""
        rest = len(self.digits) - 6
        return f"{MASK * 6}{'-' if self.kind is NumberKind.CPR else ' '}{MASK * rest}"

    def reveal(self) -> str:
        """Give the number as it is written in its country, for the one who asks to see it."""
        separator = "-" if self.kind is NumberKind.CPR else " "
        return f"{self.digits[:6]}{separator}{self.digits[6:]}"


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a number tells: birth date and sex (``None`` when it does not), and notes about it."""

    number: PersonalNumber
    birth_date: date | None
    female: bool | None
    notes: tuple[str, ...] = ()


def read_number(kind: NumberKind, text: str) -> NumberReading:
    """Read a number of either kind; raises :class:`IdentifierFault`."""
    return read_cpr(text) if kind is NumberKind.CPR else read_fnr(text)


def read_cpr(text: str) -> NumberReading:
    """Read a Danish CPR number.

    A number that fails modulus 11 is accepted with a note, since such numbers have been issued
    from 2007 on. A replacement number (a letter, or 60 added to the day) tells no birth date.
    """
    said = _CPR.fullmatch(text.strip().upper())
    if said is None:
        raise IdentifierFault("write the CPR number as DDMMYY-SSSS")
    number = PersonalNumber(NumberKind.CPR, said[1] + said[2])
    digits = number.digits
    if not digits.isdigit() or int(digits[:2]) > 60:
        note = "The CPR number is a replacement number; no birth date is read from it."
        return NumberReading(number, None, None, (note,))
    year = _cpr_year(int(digits[4:6]), int(digits[6]))
    born = _day(year, int(digits[2:4]), int(digits[:2]), "CPR number")
    failed = _weighted(digits, _CPR_WEIGHTS) % 11 != 0
    note = "The CPR number fails modulus 11; such numbers are issued, compare it with its source."
    return NumberReading(number, born, int(digits[-1]) % 2 == 0, (note,) if failed else ())


def _cpr_year(year: int, seventh: int) -> int:
    if seventh <= 3:
        return 1900 + year
    if seventh in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def read_fnr(text: str, *, control_digits: bool = True) -> NumberReading:
    """Read a Norwegian fødselsnummer, D-number, H-number or synthetic number.

    The control digits must fit, except of an H-number or a synthetic number (40 or 80 added to
    the month), which get a note. ``control_digits=False`` leaves them unchecked, for the time
    when numbers by another scheme are issued.
    """
    said = _FNR.fullmatch(text.strip())
    if said is None:
        raise IdentifierFault("write the fødselsnummer as eleven digits, DDMMYY and five more")
    number = PersonalNumber(NumberKind.FNR, said[1] + said[2])
    digits, notes = number.digits, []
    day, month = int(digits[:2]), int(digits[2:4])
    if day > 40:
        day -= 40
        notes.append("The number is a D-number, which is temporary.")
    helper = month > 40
    if helper:
        month -= 80 if month > 80 else 40
        notes.append("The number is a helper (H-) or synthetic number, not a fødselsnummer.")
    year = _fnr_year(int(digits[4:6]), int(digits[6:9]))
    born = _day(year, month, day, "fødselsnummer")
    if control_digits and digits[9:] != control_digits_of(digits[:9]):
        if not helper:
            raise IdentifierFault("the control digits of the fødselsnummer do not fit; compare it")
        notes.append("Its control digits do not fit; compare it with its source.")
    return NumberReading(number, born, int(digits[8]) % 2 == 0, tuple(notes))


def control_digits_of(nine: str) -> str:
    """Give the two control digits of a fødselsnummer's first nine; empty if it has none."""
    first = -_weighted(nine, _K1_WEIGHTS) % 11
    second = -_weighted(f"{nine}{first}", _K2_WEIGHTS) % 11 if first < 10 else 10
    return f"{first}{second}" if second < 10 else ""


def _fnr_year(year: int, individual: int) -> int:
    if individual <= 499:
        return 1900 + year
    if year <= 39:
        return 2000 + year
    if individual >= 900:
        return 1900 + year
    if individual <= 749 and year >= 54:
        return 1800 + year
    raise IdentifierFault("no birth year has this fødselsnummer; compare it with its source")


def _day(year: int, month: int, day: int, name: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise IdentifierFault(
            f"the {name} has a birth date that does not exist; compare it with its source"
        ) from None


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def holds_personal_number(text: str) -> bool:
    """Tell whether a free text holds what looks like a CPR number or a fødselsnummer.

    The look alone counts, in every way such numbers are divided: with a slip of the pen in it
    a number still names its owner, so that neither the date nor the control digits are checked.
    """
    # A case holds hundreds of gene symbols; what is too short need not be looked through.
    return (
        len(text) >= _SHORTEST and _ANYWHERE.search(_NOBODYS.sub("#", _as_seen(text))) is not None
    )


def hidden(text: str) -> str:
    """Give a text with every number hidden that looks like a personal one, or is as long."""
    return _LONG_RUN.sub(HIDDEN, _ANYWHERE.sub(HIDDEN, _as_seen(text)))


def _as_seen(text: str) -> str:
    """Write wide digits and odd spaces the usual way, and leave out what nobody sees."""
    usual = unicodedata.normalize("NFKC", text)
    return "".join(one for one in usual if unicodedata.category(one) != "Cf")


def age_on(birth: date, day: date) -> int:
    """Give the age in whole years on a day; a birthday on 29 February is kept on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
