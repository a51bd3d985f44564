"""Expressions for values that :mod:`tumorboard.vcf.values` finds no fault with.

Each matches a part of what the strict check takes, never more; where a rule cannot be written as a
regular expression, the expression is narrower, and the rest goes to the strict check.
"""

from __future__ import annotations

from math import comb

from tumorboard.vcf.values import ValueRule

_DIGITS = "[0-9]{1,9}"
_DECIMAL = r"[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
QUALITY = rf"(?:\.|{_DECIMAL})"
# Printable ASCII without the marks that end a value (INFO: ";", FORMAT: ":") or a list item (",").
INFO_TEXT = "[!-+\\--:<-~]"
INFO_LIST = "[!-:<-~]"
FORMAT_TEXT = "[!-+\\--9;-~]"
FORMAT_LIST = "[!-9;-~]"
DIPLOID = -2


def info_value(rule: ValueRule, alts: int) -> str:
    """Give the expression for the value of an INFO key that is no flag."""
    count = None if rule.number in {".", "G"} else _count(rule.number, alts)
    return _value(rule, count, INFO_TEXT, INFO_LIST)


def format_value(rule: ValueRule | None, alts: int) -> str:
    """Give the expression for a field of a diploid or uncalled sample; without a rule any text."""
    if rule is None:
        return f"{FORMAT_LIST}+"
    count = None if rule.number == "." else _count(rule.number, alts)
    return _value(rule, count, FORMAT_TEXT, FORMAT_LIST)


def several_values(rule: ValueRule) -> str:
    """Give the expression for two or more values of an INFO key."""
    one = _one(rule, INFO_TEXT)
    return f"{one}(?:,{one})+"


def _count(number: str, alts: int) -> int:
    by_letter = {"A": alts, "R": alts + 1, "G": comb(max(alts, 1) + 2, 2)}
    return by_letter[number] if number in by_letter else int(number)


def _value(rule: ValueRule, count: int | None, text: str, listed: str) -> str:
    one = _one(rule, text)
    if rule.type == "String" and (count is None or not rule.strict):
        return f"{listed}+"  # the strict check does not count what stands in a text
    if count is None:
        return f"{one}(?:,{one})*"
    if count < 1:
        return r"\."
    return one if count == 1 else rf"(?:\.|{one}(?:,{one}){{{count - 1}}})"


def _one(rule: ValueRule, text: str) -> str:
    if rule.type == "Integer":
        return rf"(?:\.|{'[+-]?' if rule.negative else ''}{_DIGITS})"
    if rule.type == "Float":
        sign = "[+-]?" if rule.negative else ""
        return rf"(?:\.|{sign}(?:{_DECIMAL}|\.[0-9]+|[Ii]nf|[Nn]a[Nn]))"
    return text if rule.type == "Character" else f"{text}+"
