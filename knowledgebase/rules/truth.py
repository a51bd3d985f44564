"""Kleene's strong three-valued logic."""

from __future__ import annotations

from collections.abc import Iterable

from knowledgebase.rules.criteria import Truth

_NEGATION = {
    Truth.MET: Truth.NOT_MET,
    Truth.NOT_MET: Truth.MET,
    Truth.UNKNOWN: Truth.UNKNOWN,
}


def negation(value: Truth) -> Truth:
    """Turn met and not met round; unknown stays."""
    return _NEGATION[value]


def all_of(values: Iterable[Truth]) -> Truth:
    """Met when all are, not met when one is not, else unknown."""
    result = Truth.MET
    for value in values:
        if value is Truth.NOT_MET:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """Met when one is, not met when none is, else unknown."""
    result = Truth.NOT_MET
    for value in values:
        if value is Truth.MET:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def at_least(n: int, values: Iterable[Truth]) -> Truth:
    """Met when ``n`` are met, not met when ``n`` cannot be reached any more, else unknown."""
    met = unknown = 0
    for value in values:
        met += value is Truth.MET
        unknown += value is Truth.UNKNOWN
    if met >= n:
        return Truth.MET
    return Truth.UNKNOWN if met + unknown >= n else Truth.NOT_MET
