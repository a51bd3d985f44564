"""The values an unknown fact could take, as far as the criteria that ask it can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from knowledgebase.records import Disease
from knowledgebase.rules.criteria import Bounds, Criterion
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.rules.units import convert
from knowledgebase.vocabulary import FACTS, LABORATORY


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
        yield from _numbers(name, asking, facts.get(*name))
    elif name[0] == "disease":
        yield from _diseases(facts.get(*name), diseases)
    elif any(criterion.one_of for criterion in asking):
        yield from _words(name, asking, facts.get(*name))
    else:
        yield from _yes_and_no(name, asking, facts.get(*name))


def _numbers(
    name: tuple[str, str], asking: Sequence[Criterion], stated: Fact | None
) -> Iterator[Fact]:
    """Give numbers that the bounds tell apart and that what is already known allows."""
    known = stated if stated is not None and stated.lower_bound else None
    for value, unit in _tried(name, asking):
        if _is_possible(name, value, unit) and (known is None or _reaches(value, unit, known)):
            yield Fact(name[0], value, key=name[1], unit=unit)
    if known is not None:
        yield replace(known, lower_bound=False)


def _is_possible(name: tuple[str, str], value: Decimal, unit: str) -> bool:
    if _is_count(name):
        return value == value.to_integral_value()
    percent = convert(value, unit, "%", name[1]) if _is_percentage(name) else None
    return percent is None or percent <= 100


def _is_count(name: tuple[str, str]) -> bool:
    return name[0] in FACTS and FACTS[name[0]].unit == "1"


def _is_percentage(name: tuple[str, str]) -> bool:
    if name[0] == "laboratory":
        return name[1] in LABORATORY and LABORATORY[name[1]].unit == "%"
    return name[0] in FACTS and FACTS[name[0]].unit == "%"


def _reaches(value: Decimal, unit: str, known: Fact) -> bool:
    if not isinstance(known.value, Decimal):
        return True
    least = convert(known.value, known.unit, unit, known.key)
    return least is None or Fraction(value) >= least


def _tried(name: tuple[str, str], asking: Sequence[Criterion]) -> Iterator[tuple[Decimal, str]]:
    bounds = [criterion.bounds for criterion in asking if criterion.bounds is not None]
    unit = bounds[0].unit
    places: set[Fraction] = set()
    for bound in bounds:
        for limit in _limits(bound):
            # Tried in its own unit, so that the bound itself is exact.
            yield limit, bound.unit
            place = convert(limit, bound.unit, unit, name[1])
            if place is not None:
                places.add(place)
    for value in _counts(places) if _is_count(name) else _between(places):
        yield value, unit


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


def _counts(places: Iterable[Fraction]) -> Iterator[Decimal]:
    """Give the whole numbers at and next to the places."""
    near = {whole for place in places for whole in (ceil(place) - 1, ceil(place), floor(place) + 1)}
    return (Decimal(whole) for whole in sorted(near | {0}) if whole >= 0)


def _diseases(stated: Fact | None, diseases: Mapping[str, Disease]) -> Iterator[Fact]:
    above = stated.value if stated and isinstance(stated.value, str) else ""
    for code in diseases:
        if above not in diseases or is_a(code, above, diseases):
            yield Fact("disease", code)


def _words(
    name: tuple[str, str], asking: Sequence[Criterion], stated: Fact | None
) -> Iterator[Fact]:
    declaration = FACTS.get(name[0])
    if declaration is not None and declaration.wider:
        above = stated.value if stated and isinstance(stated.value, str) else ""
        wider = dict(declaration.wider)
        for word in declaration.words:
            if above not in declaration.words or above in (word, wider.get(word)):
                yield Fact(name[0], word, key=name[1])
        return
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
    known = stated if stated is not None and stated.lower_bound else None
    least = (known.vaf if known is not None else None) or Decimal(0)
    limits = {Fraction(v) for c in asking if c.vaf is not None for v in _limits(c.vaf)}
    for vaf in {Decimal(1), *_decimals(limits), *_between(limits)} if limits else set():
        if 0 < vaf <= 1 and vaf >= least:
            yield replace(present, vaf=vaf)
    if least:
        yield replace(present, vaf=least)


def _decimals(values: Iterable[Fraction]) -> Iterator[Decimal]:
    return (Decimal(value.numerator) / Decimal(value.denominator) for value in values)
