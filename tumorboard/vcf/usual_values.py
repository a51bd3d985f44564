"""The usual values of INFO fields and of sample columns, told to be sound by one match each.

A strict check that finds no fault is most of the work on most lines. What matches here has no
fault and no deviation; what does not match says nothing and is checked in full. The expressions
are those of :mod:`tumorboard.vcf.bulk.values`, which take a part of what the check takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from tumorboard.vcf.bulk.values import format_value, info_value
from tumorboard.vcf.values import ValueRule

Match = Callable[[str], object]
MOST_ALTS = 2
"""Records with more ALT alleles are rare and checked in full."""

_MOST_VALUES = 32
_ALLELES = ("", "[01.]", "[012.]")


def _can_be_told(rule: ValueRule | None) -> bool:
    """Tell whether an expression may stand for the check of a key.

    Not where even a text may not be a negative number, nor where there
    are too many values to spell each out.
    """
    if rule is None:
        return True
    if not rule.negative and rule.type not in {"Integer", "Float"}:
        return False
    return not rule.number.isdigit() or int(rule.number[:9]) <= _MOST_VALUES


def _never(_: str) -> None:
    return None


class UsualInfo(dict[str, Match]):
    """By key, what matches a sound value in a record with so many ALT alleles.

    Made when a key is first met: a header declares hundreds, of which a file uses some.
    ``rules`` are those of all keys with a rule, ``declared`` the keys of the header.
    """

    def __init__(
        self, rules: Mapping[str, ValueRule], declared: Collection[str], alts: int
    ) -> None:
        super().__init__()
        self._rules = {key: rules[key] for key in declared if key != "CIGAR"}
        self._alts = alts

    def __missing__(self, key: str) -> Match:
        """Make the match of a key; for one that is always checked in full it never matches."""
        rule = self._rules.get(key)
        if rule is None:
            return _never
        usual: Match = _never
        if rule.type != "Flag" and 1 <= self._alts <= MOST_ALTS and _can_be_told(rule):
            usual = re.compile(info_value(rule, self._alts)).fullmatch
        self[key] = usual
        return usual


def usual_sample(keys: Sequence[str], rules: Sequence[ValueRule | None], alts: int) -> Match:
    """Give what matches a sound sample column with two copies and every field of FORMAT.

    ``rules`` are those of ``keys``, which :func:`tumorboard.vcf.sample_columns.check_format` took.
    """
    if not 1 <= alts <= MOST_ALTS or len(keys) > _MOST_VALUES or not all(map(_can_be_told, rules)):
        return _never
    genotype = f"{_ALLELES[alts]}[/|]{_ALLELES[alts]}"
    fields = (
        genotype if key == "GT" else f"(?:{format_value(rule, alts)})"
        for key, rule in zip(keys, rules, strict=True)
    )
    return re.compile(":".join(fields)).fullmatch
