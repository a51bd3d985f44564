"""YAML node → rule → words, and back to data.

Reading refuses whatever could not be evaluated later: an undeclared fact, an unknown name, a
unit without an audited conversion, bounds that exclude each other.
"""

from __future__ import annotations

import re
from typing import Any, TypedDict

from knowledgebase.files.strict_yaml import Mapping, Node, Sequence, Text, fault, kind_of, shortened
from knowledgebase.rules.bounds import LIMITS, parse_bounds, text_of
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not, Rule
from knowledgebase.rules.names import KEY_CHECKS, UNCHECKED, Names
from knowledgebase.rules.words import plain_number, rule_in_words
from knowledgebase.vocabulary import FACTS, LABORATORY, FactDeclaration, Kind, nearest

__all__ = ["Names", "parse_rule", "rule_as_data", "rule_in_words"]

_COMBINATIONS = ("all", "any", "not", "at_least")
_FLAGS = ("soft", "recoverable")
_YES = ("yes", "true")
_NO = ("no", "false")


class _Flags(TypedDict):
    soft: bool
    recoverable: bool


def parse_rule(node: Node, names: Names = UNCHECKED) -> Rule:
    """Read a rule. Raises a :class:`YamlFault` with line and reason."""
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
    text = text_of(node, "a number")
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
    text = text_of(node, "a word")
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
        return Criterion(declared.name, bounds=parse_bounds(value, declared.unit), **flags)
    name = value.get("name")
    if name is None:
        raise fault(value, f"{declared.name} needs the key name (which {declared.keyed_by})")
    key = text_of(name, "a name")
    if key not in LABORATORY:
        near = nearest(key, LABORATORY)
        raise fault(name, f'"{shortened(key)}" is no known {declared.keyed_by}{near}')
    bounds = parse_bounds(value, LABORATORY[key].unit, test=key, besides=("name",))
    return Criterion(declared.name, key, bounds=bounds, **flags)


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
    bounds = parse_bounds(vaf, "1")
    limits = (bounds.at_least, bounds.at_most, bounds.above, bounds.below)
    if bounds.unit != "1" or any(limit is not None and not 0 <= limit <= 1 for limit in limits):
        raise fault(vaf, "a VAF is a fraction from 0 to 1; write 0.10 for 10 %")
    return bounds, name


def _key(declared: FactDeclaration, node: Node, names: Names) -> str:
    text = text_of(node, "a name")
    check = KEY_CHECKS[declared.keyed_by]
    problem = check(text, names)
    if problem:
        raise fault(node, problem)
    return text


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
    limits = ((limit, getattr(bounds, limit)) for limit in LIMITS)
    data = {limit: plain_number(value) for limit, value in limits if value is not None}
    return data | ({"unit": bounds.unit} if bounds.unit else {})
