"""YAML node → rule → words, and back to data.

Reading refuses whatever could not be evaluated later: an undeclared fact, an unknown name, a
unit without an audited conversion, bounds that exclude each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from knowledgebase.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not, Rule
from knowledgebase.rule_words import rule_in_words
from knowledgebase.strict_yaml import Mapping, Node, Sequence, Text, fault, kind_of, shortened
from knowledgebase.units import KNOWN_UNITS, convertible, units_like
from knowledgebase.vocabulary import (
    ANTIGENS,
    CYTOGENETIC_WORDS,
    FACTS,
    LABORATORY,
    FactDeclaration,
    Kind,
    fusion_partners,
    is_cytogenetic_token,
    is_free_name,
    nearest,
)

__all__ = ["Names", "parse_rule", "rule_as_data", "rule_in_words"]

_COMBINATIONS = ("all", "any", "not", "at_least")
_FLAGS = ("soft", "recoverable")
_LIMITS = ("at_least", "at_most", "above", "below")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
_YES = ("yes", "true")
_NO = ("no", "false")


@dataclass(frozen=True, slots=True)
class Names:
    """The names records declare, which a rule may use; ``None`` leaves them unchecked."""

    diseases: Collection[str] | None = None
    genes: Collection[str] | None = None
    alterations: Collection[str] | None = None


UNCHECKED = Names()


class _Flags(TypedDict):
    soft: bool
    recoverable: bool


def parse_rule(node: Node, names: Names = UNCHECKED) -> Rule:
    """Read a rule. Raises :class:`~knowledgebase.strict_yaml.YamlFault` with line and reason."""
    if not isinstance(node, Mapping):
        raise fault(node, f"a rule is a mapping such as {{setting: relapsed}}, not {kind_of(node)}")
    asked = [(key, value) for key, value in node.pairs if key.text not in _FLAGS]
    if len(asked) != 1:
        stated = ", ".join(key.text for key, _ in asked) or "none"
        raise fault(
            node, f"a rule has exactly one key ({stated} stand here); join several with all or any"
        )
    key, value = asked[0]
    if key.text in _COMBINATIONS:
        if len(node.pairs) > 1:
            raise fault(key, f'soft and recoverable belong to a fact, not to "{key.text}"')
        return _combination(key.text, value, names)
    declared = FACTS.get(key.text)
    if declared is None:
        known = nearest(key.text, (*FACTS, *_COMBINATIONS))
        raise fault(key, f'"{shortened(key.text)}" is no fact a rule may ask{known}')
    flags = _Flags(soft=_flag(node, "soft"), recoverable=_flag(node, "recoverable"))
    return _criteria(declared, value, names, flags)


def _combination(word: str, value: Node, names: Names) -> Rule:
    if word == "not":
        return Not(parse_rule(value, names))
    if word == "at_least":
        if not isinstance(value, Mapping) or set(value.keys()) != {"n", "of"}:
            raise fault(value, "at_least is written {n: 2, of: [...]}")
        parts = _parts(value.get("of") or value, names)
        return AtLeast(_count(value.get("n") or value, len(parts)), parts)
    parts = _parts(value, names)
    return All(parts) if word == "all" else AnyOf(parts)


def _parts(node: Node, names: Names) -> tuple[Rule, ...]:
    if not isinstance(node, Sequence) or not node.items:
        raise fault(node, f"a list of rules belongs here, not {kind_of(node)}")
    return tuple(parse_rule(item, names) for item in node.items)


def _count(node: Node, most: int) -> int:
    text = _text(node, "a number")
    if not re.fullmatch("[1-9][0-9]?", text) or int(text) > most:
        raise fault(node, f"n is a whole number from 1 to {most} (the number of rules)")
    return int(text)


def _flag(node: Mapping, name: str) -> bool:
    value = node.get(name)
    return value is not None and _yes_or_no(value, name)


def _yes_or_no(node: Node, name: str) -> bool:
    if isinstance(node, Text) and node.text in (*_YES, *_NO):
        return node.text in _YES
    raise fault(node, f'"{name}" takes yes or no, not {kind_of(node)}')


def _text(node: Node, wanted: str) -> str:
    if not isinstance(node, Text) or not node.text:
        raise fault(node, f"{wanted} belongs here, not {kind_of(node)}")
    return node.text


def _criteria(declared: FactDeclaration, value: Node, names: Names, flags: _Flags) -> Rule:
    if declared.kind in (Kind.WORD, Kind.CODE):
        words = tuple(_word(declared, item, names) for item in _one_or_more(value))
        if len(set(words)) != len(words):
            raise fault(value, "a word stands twice in this list; remove one")
        return Criterion(declared.name, one_of=words, **flags)
    if declared.kind is Kind.NUMBER:
        return _number(declared, value, flags)
    if not declared.keyed_by:
        criterion = Criterion(declared.name, **flags)
        return criterion if _yes_or_no(value, declared.name) else Not(criterion)
    vaf = None
    if isinstance(value, Mapping):
        vaf, value = _name_and_vaf(declared, value)
    criteria = tuple(
        Criterion(declared.name, _key(declared, item, names), vaf=vaf, **flags)
        for item in _one_or_more(value)
    )
    if len(set(criteria)) != len(criteria):
        raise fault(value, "a name stands twice in this list; remove one")
    return criteria[0] if len(criteria) == 1 else AnyOf(criteria)


def _one_or_more(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        if not node.items:
            raise fault(node, "this list is empty; name at least one")
        return node.items
    return (node,)


def _word(declared: FactDeclaration, node: Node, names: Names) -> str:
    text = _text(node, "a word")
    known = names.diseases if declared.kind is Kind.CODE else declared.words
    if known is not None and text not in known:
        noun = "disease code" if declared.kind is Kind.CODE else f"word for {declared.name}"
        raise fault(node, f'"{shortened(text)}" is no known {noun}{nearest(text, known)}')
    return text


def _number(declared: FactDeclaration, value: Node, flags: _Flags) -> Criterion:
    shape = "{at_least: 18}" if declared.unit == "1" else "{at_least: 18, unit: ...}"
    if not isinstance(value, Mapping):
        raise fault(value, f"{declared.name} needs bounds such as {shape}, not {kind_of(value)}")
    if not declared.keyed_by:
        return Criterion(declared.name, bounds=_bounds(value, declared.unit), **flags)
    name = value.get("name")
    if name is None:
        raise fault(value, f"{declared.name} needs the key name (which {declared.keyed_by})")
    key = _text(name, "a name")
    if key not in LABORATORY:
        near = nearest(key, LABORATORY)
        raise fault(name, f'"{shortened(key)}" is no known {declared.keyed_by}{near}')
    bounds = _bounds(value, LABORATORY[key].unit, test=key, besides=("name",))
    return Criterion(declared.name, key, bounds=bounds, **flags)


def _bounds(node: Mapping, unit: str, test: str = "", besides: tuple[str, ...] = ()) -> Bounds:
    allowed = (*_LIMITS, "unit", *besides)
    for key, _ in node.pairs:
        if key.text not in allowed:
            near = nearest(key.text, allowed)
            raise fault(key, f'"{shortened(key.text)}" is no bound{near}')
    limits = {limit: _decimal(value) for limit in _LIMITS if (value := node.get(limit)) is not None}
    if not limits:
        raise fault(node, f"bounds are missing; write one of {', '.join(_LIMITS)}")
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
    text = _text(node, "a number")
    if not _NUMBER.fullmatch(text):
        raise fault(node, f'"{shortened(text)}" is no number; write it like 10 or 0.05')
    return Decimal(text)


def _unit(node: Mapping, declared: str, test: str) -> str:
    written = node.get("unit")
    if written is None:
        if declared == "1":
            return "1"
        raise fault(node, f"the unit is missing; write unit: {declared}")
    unit = _text(written, "a unit")
    if not convertible(unit, declared, test):
        usable = units_like(declared, test)
        known = "cannot be compared with" if unit in KNOWN_UNITS else "is unknown here; it must be"
        raise fault(
            written, f'the unit "{shortened(unit)}" {known} {declared}; use {" or ".join(usable)}'
        )
    return unit


def _name_and_vaf(declared: FactDeclaration, value: Mapping) -> tuple[Bounds | None, Node]:
    for key, _ in value.pairs:
        if key.text not in ("name", "vaf") or (key.text == "vaf" and not declared.has_vaf):
            raise fault(key, f'"{shortened(key.text)}" does not belong to {declared.name}')
    name, vaf = value.get("name"), value.get("vaf")
    if name is None:
        raise fault(value, f"{declared.name} needs the key name")
    if vaf is None:
        return None, name
    if not isinstance(vaf, Mapping):
        raise fault(vaf, "vaf needs bounds such as {at_least: 0.10}")
    bounds = _bounds(vaf, "1")
    limits = (bounds.at_least, bounds.at_most, bounds.above, bounds.below)
    if bounds.unit != "1" or any(limit is not None and not 0 <= limit <= 1 for limit in limits):
        raise fault(vaf, "a VAF is a fraction from 0 to 1; write 0.10 for 10 %")
    return bounds, name


def _key(declared: FactDeclaration, node: Node, names: Names) -> str:
    text = _text(node, "a name")
    check = _KEY_CHECKS[declared.keyed_by]
    problem = check(text, names)
    if problem:
        raise fault(node, problem)
    return text


def _listed(noun: str, text: str, known: Iterable[str] | None) -> str:
    if known is None or text in known:
        return ""
    return f'"{shortened(text)}" is no known {noun}{nearest(text, known)}'


def _fusion_problem(text: str, names: Names) -> str:
    partners = fusion_partners(text)
    if partners is None:
        return f'"{shortened(text)}" is no fusion; write it like BCR::ABL1 or KMT2A::*'
    for partner in partners:
        problem = "" if partner == "*" else _listed("gene", partner, names.genes)
        if problem:
            return problem
    return ""


def _cytogenetics_problem(text: str, _: Names) -> str:
    if is_cytogenetic_token(text):
        return ""
    near = nearest(text, CYTOGENETIC_WORDS)
    return f'"{shortened(text)}" is no karyotype token such as del(5q), -7 or t(11;14){near}'


def _free_problem(text: str, _: Names) -> str:
    return "" if is_free_name(text) else f'"{shortened(text)}" cannot name a drug or a class'


def _drug_problem(text: str, names: Names) -> str:
    if text != text.lower():
        return f'drugs are written in lower case by their INN: "{shortened(text.lower())}"'
    return _free_problem(text, names)


_KEY_CHECKS: dict[str, Callable[[str, Names], str]] = {
    "alteration": lambda text, names: _listed("alteration", text, names.alterations),
    "gene": lambda text, names: _listed("gene", text, names.genes),
    "fusion": _fusion_problem,
    "cytogenetics": _cytogenetics_problem,
    "drug": _drug_problem,
    "drug class": _free_problem,
    "drug or class": _free_problem,
    "antigen": lambda text, _: _listed("antigen", text, ANTIGENS),
}


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """Give the rule's canonical form, ready for YAML or JSON; all scalars are text.

    Reading it again gives the same rule; flags stand only where they are set.
    """
    match rule:
        case All(parts):
            return {"all": [rule_as_data(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [rule_as_data(part) for part in parts]}
        case Not(part):
            return {"not": rule_as_data(part)}
        case AtLeast(n, parts):
            return {"at_least": {"n": str(n), "of": [rule_as_data(part) for part in parts]}}
    data: dict[str, Any] = {rule.fact: _value_as_data(rule)}
    return data | {flag: "yes" for flag in _FLAGS if getattr(rule, flag)}


def _value_as_data(criterion: Criterion) -> Any:
    if criterion.one_of:
        return list(criterion.one_of)
    if criterion.bounds is not None:
        bounds = _bounds_as_data(criterion.bounds)
        return {"name": criterion.key} | bounds if criterion.key else bounds
    if criterion.vaf is not None:
        return {"name": criterion.key, "vaf": _bounds_as_data(criterion.vaf)}
    return criterion.key or "yes"


def _bounds_as_data(bounds: Bounds) -> dict[str, str]:
    limits = ((limit, getattr(bounds, limit)) for limit in _LIMITS)
    data = {limit: _plain(value) for limit, value in limits if value is not None}
    return data | ({"unit": bounds.unit} if bounds.unit else {})


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
