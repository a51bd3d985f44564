"""Lists of values of one declared key: do their type and their number hold?

What a fault means depends on whether it puts the record in doubt. Text where a number must stand,
a flag with a value or a genotype likelihood for alleles that are not there do. A list that kept
its length when a multi-allelic record was split, or a decimal number in a key that a laboratory
declared as Integer, do not: they are told and the record stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import NamedTuple

from tumorboard.vcf.header import Definition

_INTEGER = r"[+-]?[0-9]+"
_NUMBER = (
    r"(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
    r"|[+-]?[Ii][Nn][Ff](?:inity|INITY)?|[+-]?[Nn][Aa][Nn])"
)
_INTEGERS = re.compile(rf"(?:\.|{_INTEGER})(?:,(?:\.|{_INTEGER}))*")
_NUMBERS = re.compile(rf"(?:\.|{_NUMBER})(?:,(?:\.|{_NUMBER}))*")
_CHARACTERS = re.compile(r"[^,](?:,[^,])*")
_ONE_NUMBER = re.compile(_NUMBER)
_SMALLEST, _LARGEST = -(2**31) + 8, 2**31 - 1
_COUNTS = {
    "A": "one for each ALT allele",
    "R": "one for each allele, REF included",
    "G": "one for each possible genotype",
}
UNKNOWN_PLOIDY = -1


class Fault(NamedTuple):
    """What is wrong with a value, and whether the record can stay all the same."""

    words: str
    harmless: bool


@dataclass(frozen=True, slots=True)
class ValueRule:
    """How the values of one key are held against its declaration.

    ``number`` is ``A``, ``R``, ``G``, ``.`` or the count. ``reserved`` tells that the key has its
    meaning from the specification, ``negative`` whether a number may be below zero, ``strict``
    that the count comes from the specification because the header does not declare the key.
    """

    number: str
    type: str
    reserved: bool = False
    negative: bool = True
    strict: bool = False

    @classmethod
    def of(
        cls, definition: Definition, *, reserved: bool, negative: bool, strict: bool
    ) -> ValueRule:
        """Make the rule of a key."""
        return cls(definition.number, definition.type, reserved, negative, strict)

    def fault(self, text: str, alts: int, ploidy: int = UNKNOWN_PLOIDY) -> Fault | None:
        """Give what is wrong with the values in a record with so many ALT alleles.

        A single ``.`` stands for all values missing and fits any number.
        """
        if text == ".":
            return None
        if (kind := self.type) == "Integer":
            if not _INTEGERS.fullmatch(text):
                decimals = _NUMBERS.fullmatch(text) is not None
                return Fault("is not of type Integer", decimals and not self.reserved)
            if len(text) > 9 and _out_of_range(text):
                return Fault("is outside the range of a 32-bit integer", False)
        elif kind == "Float":
            if not _NUMBERS.fullmatch(text):
                return Fault("is not of type Float", False)
        elif kind == "Character" and not _CHARACTERS.fullmatch(text):
            return Fault("is not of type Character", True)
        if not self.negative and "-" in text and below_zero(text):
            return Fault("is negative", False)
        return None if self.number == "." else self._count(text.count(",") + 1, alts, ploidy)

    def _count(self, count: int, alts: int, ploidy: int) -> Fault | None:
        number = self.number
        if number == "A":
            fits = count == alts or (alts == 0 and count == 1)
        elif number == "R":
            fits = count == alts + 1 or (alts == 0 and count == 2)
        elif number == "G":
            fits = count in genotype_counts(max(alts, 1), ploidy) or (alts == 0 and count == 1)
        else:
            fits = count == int(number)
        if fits or (self.type == "String" and not self.strict):
            return None  # a text may hold commas (AS_SB_TABLE of Mutect2), so nothing is wrong
        words = f"does not have the declared number of values ({_COUNTS.get(number, number)})"
        return Fault(words, self._harmless_count(count, alts, ploidy))

    def _harmless_count(self, count: int, alts: int, ploidy: int) -> bool:
        if self.number == "G":
            fewer = range(1, alts) if self.reserved else ()
            return any(count in genotype_counts(kept, ploidy) for kept in fewer)
        if self.strict and self.number.isdigit():
            return False
        if self.number in {"A", "R"} or self.type == "Character":
            return True
        return self.number == "1" and count == alts


@lru_cache(maxsize=4096)
def genotype_counts(alts: int, ploidy: int) -> frozenset[int]:
    """Give how many genotypes are possible; for an unknown ploidy those of 1 and 2 copies."""
    copies = (1, 2) if ploidy == UNKNOWN_PLOIDY else (ploidy,)
    return frozenset(comb(alts + n, n) for n in copies)


def is_quality(text: str) -> bool:
    """Tell whether the text is a QUAL: ``.`` or a number of 0 or more (``Inf``, ``NaN`` too)."""
    if text == ".":
        return True
    return _ONE_NUMBER.fullmatch(text) is not None and not below_zero(text)


def below_zero(text: str) -> bool:
    """Tell whether any number of the list is less than zero; minus zero is not."""
    return any(
        value.startswith("-") and re.search(r"[1-9i]", value.lower().split("e")[0]) is not None
        for value in text.split(",")
    )


def _out_of_range(text: str) -> bool:
    return any(
        len(value) > 9 and not _SMALLEST <= int(value[:25]) <= _LARGEST
        for value in text.split(",")
        if value != "."
    )
