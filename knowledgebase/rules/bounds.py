"""Numbers in rules: bounds with their unit."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledgebase.files.strict_yaml import Mapping, Node, Text, fault, kind_of, shortened
from knowledgebase.rules.criteria import Bounds
from knowledgebase.rules.units import KNOWN_UNITS, convertible, units_like
from knowledgebase.vocabulary import nearest

LIMITS = ("at_least", "at_most", "above", "below")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")


def parse_bounds(node: Mapping, unit: str, test: str = "", besides: tuple[str, ...] = ()) -> Bounds:
    """Read bounds in a unit that converts to ``unit``; ``besides`` are other keys allowed."""
    allowed = (*LIMITS, "unit", *besides)
    for key, _ in node.pairs:
        if key.text not in allowed:
            near = nearest(key.text, allowed)
            raise fault(key, f'"{shortened(key.text)}" is no bound{near}')
    limits = {limit: _decimal(value) for limit in LIMITS if (value := node.get(limit)) is not None}
    if not limits:
        raise fault(node, f"bounds are missing; write one of {', '.join(LIMITS)}")
    bounds = Bounds(**limits, unit=_unit(node, unit, test))
    if not _possible(bounds):
        raise fault(node, "no number lies within these bounds; correct them")
    return bounds


def _possible(bounds: Bounds) -> bool:
    if bounds.at_least is not None and bounds.above is not None:
        return False
    if bounds.at_most is not None and bounds.below is not None:
        return False
    low = bounds.above if bounds.at_least is None else bounds.at_least
    high = bounds.below if bounds.at_most is None else bounds.at_most
    if low is None or high is None:
        return True
    closed = bounds.at_least is not None and bounds.at_most is not None
    return low < high or (closed and low == high)


def _decimal(node: Node) -> Decimal:
    text = text_of(node, "a number")
    if not _NUMBER.fullmatch(text):
        raise fault(node, f'"{shortened(text)}" is no number; write it like 10 or 0.05')
    return Decimal(text)


def _unit(node: Mapping, declared: str, test: str) -> str:
    written = node.get("unit")
    if written is None:
        if declared == "1":
            return "1"
        raise fault(node, f"the unit is missing; write unit: {declared}")
    unit = text_of(written, "a unit")
    if not convertible(unit, declared, test):
        usable = units_like(declared, test)
        known = "cannot be compared with" if unit in KNOWN_UNITS else "is unknown here; it must be"
        raise fault(
            written, f'the unit "{shortened(unit)}" {known} {declared}; use {" or ".join(usable)}'
        )
    return unit


def text_of(node: Node, wanted: str) -> str:
    """Give a node's text; ``wanted`` says in the fault what belongs here."""
    if not isinstance(node, Text) or not node.text:
        raise fault(node, f"{wanted} belongs here, not {kind_of(node)}")
    return node.text
