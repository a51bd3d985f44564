"""The values an unknown fact could take, as far as the criteria that ask it can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from knowledgebase.records import Disease
from knowledgebase.rules.criteria import Bounds, Criterion
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.rules.units import convert
from knowledgebase.vocabulary import FACTS


def possible_facts(
    name: tuple[str, str],
    asking: Sequence[Criterion],
    facts: Facts,
    diseases: Mapping[str, Disease],
) -> Iterator[Fact]:
    """Give one fact for each way the criteria could be answered.

    A number is tried at, between and beyond the bounds asked; a word as each word asked and as
    one that is not; a disease as each code below what is already stated.
    """
    if any(criterion.bounds is not None for criterion in asking):
        yield from _numbers(name, asking)
    elif name[0] == "disease":
        yield from _diseases(facts.get(*name), diseases)
    elif any(criterion.one_of for criterion in asking):
        yield from _words(name, asking)
    else:
        yield from _yes_and_no(name, asking, facts.get(*name))


def _numbers(name: tuple[str, str], asking: Sequence[Criterion]) -> Iterator[Fact]:
    bounds = [criterion.bounds for criterion in asking if criterion.bounds is not None]
    unit = bounds[0].unit
    places: set[Fraction] = set()
    for bound in bounds:
        for limit in _limits(bound):
            # Tried in its own unit, so that the bound itself is exact.
            yield Fact(name[0], limit, key=name[1], unit=bound.unit)
            place = convert(limit, bound.unit, unit, name[1])
            if place is not None:
                places.add(place)
    for value in _between(places):
        yield Fact(name[0], value, key=name[1], unit=unit)


def _limits(bounds: Bounds) -> Iterator[Decimal]:
    limits = (bounds.at_least, bounds.at_most, bounds.above, bounds.below)
    return (limit for limit in limits if limit is not None)


def _between(places: Iterable[Fraction]) -> Iterator[Decimal]:
    """Give numbers below, between and above; none below zero, for nothing asked here is."""
    ordered = sorted({Fraction(0), *places})
    for low, high in zip(ordered, [*ordered[1:], ordered[-1] + 2], strict=True):
        middle = (low + high) / 2
        yield Decimal(middle.numerator) / Decimal(middle.denominator)
    if ordered[0] == 0:
        yield Decimal(0)


def _diseases(stated: Fact | None, diseases: Mapping[str, Disease]) -> Iterator[Fact]:
    above = stated.value if stated and isinstance(stated.value, str) else ""
    for code in diseases:
        if above not in diseases or is_a(code, above, diseases):
            yield Fact("disease", code)


def _words(name: tuple[str, str], asking: Sequence[Criterion]) -> Iterator[Fact]:
    asked = dict.fromkeys(word for criterion in asking for word in criterion.one_of)
    for word in asked:
        yield Fact(name[0], word, key=name[1])
    declared = FACTS[name[0]].words if name[0] in FACTS else ()
    other = next((word for word in declared if word not in asked), "" if declared else "another")
    if other:
        yield Fact(name[0], other, key=name[1])


def _yes_and_no(
    name: tuple[str, str], asking: Sequence[Criterion], stated: Fact | None
) -> Iterator[Fact]:
    present = Fact(name[0], True, key=name[1])
    if stated is None or stated.value is not True:
        yield replace(present, value=False)
        yield present
    limits = {Fraction(v) for c in asking if c.vaf is not None for v in _limits(c.vaf)}
    for vaf in {Decimal(1), *_decimals(limits), *_between(limits)} if limits else set():
        if 0 < vaf <= 1:
            yield replace(present, vaf=vaf)


def _decimals(values: Iterable[Fraction]) -> Iterator[Decimal]:
    return (Decimal(value.numerator) / Decimal(value.denominator) for value in values)
