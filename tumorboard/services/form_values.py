"""The values a case file's fields may hold, each read without guessing.

The sentences of errors never repeat what was written, since it may be a patient's data.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from knowledgebase.vocabulary import is_gene_symbol
from tumorboard.domain.identifiers import NUMBER_FAULT, holds_personal_number

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ /-]{0,63}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
LONGEST_TEXT = 4000


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if _NUMBER.fullmatch(str(value)):
            return Decimal(value)
        if isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**12:
            return value
    raise ValueError("write a plain number with a decimal point, such as 12.5")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError("write a whole number")


def _yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _YES_NO:
        return _YES_NO[value]
    raise ValueError("write yes or no")


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day; write YYYY-MM-DD") from None
    raise ValueError("write the day as YYYY-MM-DD")


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write a text (in quotes in JSON)")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT} characters; shorten it")
    if _CONTROL.search(value):
        raise ValueError("the text holds a control character; remove it")
    return value.strip()


def _identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("use 1 to 64 letters, digits, spaces and . _ - / only")
    if holds_personal_number(value):
        raise ValueError("this looks like a personal identity number; use a pseudonym instead")
    return value


def _past(value: date, info: ValidationInfo) -> date:
    if value > today_of(info):
        raise ValueError("the day lies in the future; correct it")
    if value.year < 1900:
        raise ValueError("the day lies before 1900; correct it")
    return value


def today_of(info: ValidationInfo) -> date:
    """Give the day dates are checked against."""
    return (info.context or {}).get("today") or date.today()


def _without_numbers(value: str) -> str:
    if holds_personal_number(value):
        raise ValueError(f"the text {NUMBER_FAULT}")
    return value


def _gene(value: str) -> str:
    if len(value) > 30 or not is_gene_symbol(value):
        raise ValueError("this is not a gene symbol; write it as HGNC does, such as FLT3")
    return value


def _bounded(low: int, high: int, what: str) -> AfterValidator:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise ValueError(f"{what} must lie between {low} and {high}")
        return value

    return AfterValidator(check)


def _fraction(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise ValueError("write the allele fraction between 0 and 1, such as 0.45 for 45 %")
    return value


# The text of cpr and fnr alone, where identity numbers belong; every other text is a Text.
NumberText = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[NumberText, AfterValidator(_identifier)]
Text = Annotated[NumberText, AfterValidator(_without_numbers)]
GeneSymbol = Annotated[Text, AfterValidator(_gene)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Fraction = Annotated[Number, AfterValidator(_fraction)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Day = Annotated[date, BeforeValidator(_day)]
PastDay = Annotated[Day, AfterValidator(_past)]
Age = Annotated[int, BeforeValidator(_whole), _bounded(0, 130, "the age in years")]
Ecog = Annotated[int, BeforeValidator(_whole), _bounded(0, 5, "the ECOG performance status")]
Relapses = Annotated[int, BeforeValidator(_whole), _bounded(0, 50, "the number of relapses")]
Mutations = Annotated[int, BeforeValidator(_whole), _bounded(1, 99, "the number of mutations")]
Abnormalities = Annotated[
    int, BeforeValidator(_whole), _bounded(0, 99, "the number of abnormalities")
]
Line = Annotated[int, BeforeValidator(_whole), _bounded(1, 50, "the line of therapy")]


class Part(BaseModel):
    """A part of a case file: unknown fields are refused."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")
