"""YAML node → rule → words, and back to data.

Reading refuses whatever could not be evaluated later: an undeclared fact, an unknown name, a
unit without an audited conversion, bounds that exclude each other.
"""

from __future__ import annotations

import re
from typing import Any

from knowledgebase.files.strict_yaml import Mapping, Node, Sequence, Text, fault, kind_of, shortened
from knowledgebase.rules.bounds import LIMITS, parse_bounds, text_of
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not, Rule
from knowledgebase.rules.details import (
    Flags,
    detail_as_data,
    joined,
    one_or_more,
    parse_antigen,
    parse_gene,
    parse_vaf,
)
from knowledgebase.rules.names import KEY_CHECKS, UNCHECKED, Names
from knowledgebase.rules.words import plain_number, rule_in_words
from knowledgebase.vocabulary import FACTS, LABORATORY, FactDeclaration, Kind, nearest

__all__ = ["Names", "parse_rule", "rule_as_data", "rule_in_words"]

_COMBINATIONS = ("all", "any", "not", "at_least")
_FLAGS = ("soft", "recoverable")
_YES = ("yes", "true")
_NO = ("no", "false")


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
    if declared is not None and declared.written_under:
        raise fault(
            key, f"{key.text} is written under {declared.written_under}; see knowledge-files.md"
        )
    if declared is None:
        known = nearest(key.text, (*FACTS, *_COMBINATIONS))
        raise fault(key, f'"{shortened(key.text)}" is no fact a rule may ask{known}')
    flags = Flags(soft=_flag(node, "soft"), recoverable=_flag(node, "recoverable"))
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


def _criteria(declared: FactDeclaration, value: Node, names: Names, flags: Flags) -> Rule:
    if declared.kind in (Kind.WORD, Kind.CODE):
        if declared.keyed_by:
            return _keyed_words(declared, value, names, flags)
        return Criterion(declared.name, one_of=_words(declared, value, names), **flags)
    if declared.kind is Kind.NUMBER:
        return _number(declared, value, flags)
    if not declared.keyed_by:
        criterion = Criterion(declared.name, **flags)
        return criterion if _yes_or_no(value, declared.name) else Not(criterion)
    return _keyed(declared, value, names, flags)


def _word(declared: FactDeclaration, node: Node, names: Names) -> str:
    text = text_of(node, "a word")
    known = names.diseases if declared.kind is Kind.CODE else declared.words
    if known is not None and text not in known:
        noun = "disease code" if declared.kind is Kind.CODE else f"word for {declared.name}"
        near = nearest(text, known)
        if not near and declared.kind is Kind.WORD:
            near = f"; use {' or '.join(known)}"
        raise fault(node, f'"{shortened(text)}" is no known {noun}{near}')
    return text


def _number(declared: FactDeclaration, value: Node, flags: Flags) -> Criterion:
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


def _keyed(declared: FactDeclaration, value: Node, names: Names, flags: Flags) -> Rule:
    """Read a keyed yes or no: a name, a list of names, or a mapping that says more of them."""
    if not isinstance(value, Mapping):
        return _any_named(declared, value, value, None, names, flags)
    named = value.get("name")
    if named is None:
        raise fault(value, f"{declared.name} needs the key name")
    if declared.name in ("gene", "antigen"):
        keys = tuple(_key(declared, item, names) for item in one_or_more(named))
        if declared.name == "gene":
            return parse_gene(keys, value, names, flags)
        return parse_antigen(keys, value, flags)
    for key, _ in value.pairs:
        if key.text not in ("name", "vaf") or (key.text == "vaf" and not declared.has_vaf):
            raise fault(key, f'"{shortened(key.text)}" does not belong to {declared.name}')
    vaf = value.get("vaf")
    bounds = None if vaf is None else parse_vaf(vaf)
    return _any_named(declared, value, named, bounds, names, flags)


def _any_named(
    declared: FactDeclaration,
    value: Node,
    named: Node,
    vaf: Bounds | None,
    names: Names,
    flags: Flags,
) -> Rule:
    criteria = tuple(
        Criterion(declared.name, _key(declared, item, names), vaf=vaf, **flags)
        for item in one_or_more(named)
    )
    return joined(criteria, value)


def _keyed_words(declared: FactDeclaration, value: Node, names: Names, flags: Flags) -> Rule:
    """Read ``copy_number: {name: CDKN2A, one_of: [loss]}``."""
    if not isinstance(value, Mapping) or set(value.keys()) != {"name", "one_of"}:
        word = declared.words[-1]
        raise fault(value, f"{declared.name} is written {{name: ..., one_of: [{word}]}}")
    named, listed = value.get("name") or value, value.get("one_of") or value
    words = _words(declared, listed, names)
    keys = (_key(declared, item, names) for item in one_or_more(named))
    criteria = tuple(Criterion(declared.name, key, one_of=words, **flags) for key in keys)
    return joined(criteria, value)


def _words(declared: FactDeclaration, value: Node, names: Names) -> tuple[str, ...]:
    words = tuple(_word(declared, item, names) for item in one_or_more(value))
    if len(set(words)) != len(words):
        raise fault(value, "a word stands twice in this list; remove one")
    return words


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
    data: dict[str, Any] | None = detail_as_data(rule, _bounds_as_data)
    if data is None:
        data = {rule.fact: _value_as_data(rule)}
    return data | {flag: "yes" for flag in _FLAGS if getattr(rule, flag)}


def _value_as_data(criterion: Criterion) -> Any:
    if criterion.one_of:
        words = list(criterion.one_of)
        return {"name": criterion.key, "one_of": words} if criterion.key else words
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
