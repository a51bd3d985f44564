"""What a rule says of a gene or an antigen beyond its name: class and number of mutations, both
alleles, method, percentage, after which therapy. Each becomes a criterion on a fact of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from knowledgebase.files.strict_yaml import Mapping, Node, Sequence, Text, fault, kind_of, shortened
from knowledgebase.rules.bounds import parse_bounds, text_of
from knowledgebase.rules.criteria import AnyOf, Bounds, Criterion, Not, Rule
from knowledgebase.rules.names import Names
from knowledgebase.rules.notation import (
    AntigenAsked,
    antigen_asked,
    antigen_key,
    mutation_asked,
    mutation_key,
)
from knowledgebase.vocabulary import (
    ANTIGEN_METHODS,
    ANTIGENS,
    MUTATION_CLASSES,
    NAMED_CLASSES,
    nearest,
)

_ONE_DETAIL = ("mutation", "mutations", "second_vaf", "biallelic")
_GENE_DETAILS = ("vaf", *_ONE_DETAIL)
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
PERCENT = "%"
_FEW = 5


class Flags(TypedDict):
    """The marks of a criterion: shown, never a hard no."""

    soft: bool
    recoverable: bool


def joined(criteria: tuple[Rule, ...], node: Node) -> Rule:
    """Join alternatives, or give the only one; one that stands twice is a fault."""
    if len(set(criteria)) != len(criteria):
        raise fault(node, "a name stands twice in this list; remove one")
    return criteria[0] if len(criteria) == 1 else AnyOf(criteria)


def one_or_more(node: Node) -> tuple[Node, ...]:
    """Give the items of a list, or the node itself."""
    if isinstance(node, Sequence):
        if not node.items:
            raise fault(node, "this list is empty; name at least one")
        return node.items
    return (node,)


def parse_vaf(node: Node) -> Bounds:
    """Read bounds of an allele fraction."""
    if not isinstance(node, Mapping):
        raise fault(node, "vaf needs bounds such as {at_least: 0.10}")
    bounds = parse_bounds(node, "1")
    limits = (bounds.at_least, bounds.at_most, bounds.above, bounds.below)
    if bounds.unit != "1" or any(limit is not None and not 0 <= limit <= 1 for limit in limits):
        raise fault(node, "a VAF is a fraction from 0 to 1; write 0.10 for 10 %")
    return bounds


def parse_gene(keys: tuple[str, ...], value: Mapping, names: Names, flags: Flags) -> Rule:
    """Read ``gene: {name: ..., mutation: [...]}``, also with vaf, mutations or biallelic."""
    _only(value, ("name", *_GENE_DETAILS), "gene")
    vaf_node = value.get("vaf")
    vaf = None if vaf_node is None else parse_vaf(vaf_node)
    asked = [name for name in _ONE_DETAIL if value.get(name) is not None]
    if len(asked) > 1 or (vaf is not None and asked not in ([], ["mutation"])):
        raise fault(value, "ask one thing of a gene at a time; join several with all")
    detail = value.get(asked[0]) if asked else None
    if detail is None:
        return joined(tuple(_flagged("gene", key, flags, vaf=vaf) for key in keys), value)
    if asked == ["mutation"]:
        return _mutations_of_class(keys, detail, vaf, names, flags)
    if asked[0] in ("mutations", "second_vaf"):
        bounds = _counted(detail) if asked == ["mutations"] else parse_vaf(detail)
        found = tuple(_flagged(asked[0], key, flags, bounds=bounds) for key in keys)
        return joined(found, value)
    rule = joined(tuple(_flagged("biallelic", key, flags) for key in keys), value)
    return rule if _yes_or_no(detail, "biallelic") else Not(rule)


def _mutations_of_class(
    keys: tuple[str, ...], node: Node, vaf: Bounds | None, names: Names, flags: Flags
) -> Rule:
    found = []
    for item in one_or_more(node):
        text = text_of(item, "a class of mutation")
        for gene in keys:
            if text in NAMED_CLASSES:
                alteration = NAMED_CLASSES[text].format(gene=gene)
                if names.alterations is not None and alteration not in names.alterations:
                    near = nearest(alteration, names.alterations)
                    raise fault(item, f"{text} of {gene} is no named alteration{near}")
                found.append(_flagged("alteration", alteration, flags, vaf=vaf))
            elif text in MUTATION_CLASSES:
                found.append(_flagged("mutation", mutation_key(gene, text), flags, vaf=vaf))
            else:
                near = nearest(text, (*MUTATION_CLASSES, *NAMED_CLASSES))
                raise fault(item, f'"{shortened(text)}" is no known class of mutation{near}')
    return joined(tuple(found), node)


def _counted(node: Node) -> Bounds:
    if not isinstance(node, Mapping):
        raise fault(node, f"mutations needs bounds such as {{at_least: 2}}, not {kind_of(node)}")
    bounds = parse_bounds(node, "1")
    if bounds.unit != "1":
        raise fault(node, "mutations are counted; leave the unit out")
    return bounds


def parse_antigen(keys: tuple[str, ...], value: Mapping, flags: Flags) -> Rule:
    """Read ``antigen: {name: CD19, method: [...], percentage: {...}, after: CD19}``."""
    _only(value, ("name", "method", "percentage", "after"), "antigen")
    methods = _listed(value.get("method"), ANTIGEN_METHODS, "method of measuring an antigen")
    afters = _listed(value.get("after"), ANTIGENS, "antigen")
    bounds = None
    if (node := value.get("percentage")) is not None:
        bounds = _percentage(node)
    fact = "antigen" if bounds is None else "antigen_percentage"
    found = tuple(
        _flagged(fact, antigen_key(AntigenAsked(key, method, after)), flags, bounds=bounds)
        for key in keys
        for method in methods
        for after in afters
    )
    return joined(found, value)


def _percentage(node: Node) -> Bounds:
    if not isinstance(node, Mapping):
        raise fault(node, "percentage needs bounds such as {at_least: 20, unit: %}")
    bounds = parse_bounds(node, PERCENT)
    limits = (bounds.at_least, bounds.at_most, bounds.above, bounds.below)
    if bounds.unit != PERCENT or any(one is not None and not 0 <= one <= 100 for one in limits):
        raise fault(node, "a percentage lies between 0 and 100 with the unit %")
    return bounds


def _listed(node: Node | None, known: tuple[str, ...], noun: str) -> tuple[str, ...]:
    if node is None:
        return ("",)
    texts = []
    for item in one_or_more(node):
        text = text_of(item, f"a {noun}")
        if text not in known:
            all_of_them = f"; use {' or '.join(known)}" if len(known) <= _FEW else ""
            near = nearest(text, known) or all_of_them
            raise fault(item, f'"{shortened(text)}" is no known {noun}{near}')
        texts.append(text)
    return tuple(texts)


def _flagged(
    fact: str, key: str, flags: Flags, *, vaf: Bounds | None = None, bounds: Bounds | None = None
) -> Criterion:
    return Criterion(fact, key, bounds=bounds, vaf=vaf, **flags)


def _only(value: Mapping, allowed: tuple[str, ...], fact: str) -> None:
    for key, _ in value.pairs:
        if key.text not in allowed:
            near = nearest(key.text, allowed)
            raise fault(key, f'"{shortened(key.text)}" does not belong to {fact}{near}')


def _yes_or_no(node: Node, name: str) -> bool:
    if isinstance(node, Text) and node.text in _YES_NO:
        return _YES_NO[node.text]
    raise fault(node, f'"{name}" takes yes or no, not {kind_of(node)}')


def detail_as_data(
    criterion: Criterion, bounds_as_data: Callable[[Bounds], dict[str, str]]
) -> dict[str, Any] | None:
    """Give a criterion that is written under another fact's name; ``None`` for all others."""
    bounds = {} if criterion.bounds is None else bounds_as_data(criterion.bounds)
    if criterion.fact == "mutation":
        gene, mutation_class = mutation_asked(criterion.key)
        vaf = {} if criterion.vaf is None else {"vaf": bounds_as_data(criterion.vaf)}
        return {"gene": {"name": gene, "mutation": mutation_class} | vaf}
    if criterion.fact in ("mutations", "second_vaf"):
        return {"gene": {"name": criterion.key, criterion.fact: bounds}}
    if criterion.fact == "biallelic":
        return {"gene": {"name": criterion.key, "biallelic": "yes"}}
    if criterion.fact in ("antigen", "antigen_percentage"):
        asked = antigen_asked(criterion.key)
        if criterion.fact == "antigen" and asked == AntigenAsked(criterion.key):
            return None
        parts = {"method": asked.method, "percentage": bounds, "after": asked.after}
        said = {name: part for name, part in parts.items() if part}
        return {"antigen": {"name": asked.antigen} | said}
    return None
