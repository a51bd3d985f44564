"""Many rules over few different criteria: each part is asked once a case, not once a rule.

The rules of trials are conjunctions, and most of their parts (an age, a stage of treatment, a
mutation) stand in many of them. A rule is kept as the numbers of its parts. What a part answers
depends on nothing but the facts it asks, so an answer is kept with what these said, for the cases
after this one too.

The answers are those of :func:`knowledgebase.rules.criteria.evaluate`. The value of a conjunction
is that of its parts. Where its parts share no unknown fact, a fact is open in it if it can make
its part not met, whatever the others are; or if it can make it met and all the others can become
met. Where parts do share one, the rule is asked whole. What is open in a rule is kept too, with
what its parts said: few of these come together in ever new ways.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from math import prod
from operator import attrgetter
from typing import TypeVar

from knowledgebase.records import Disease
from knowledgebase.rules.answers import FREE_NAMED
from knowledgebase.rules.atoms import criteria_of
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule, Truth
from knowledgebase.rules.evaluation import value_of
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.open_facts import (
    MOST_TRIALS,
    FactName,
    Openness,
    facts_that_could_change,
    family_of,
    openness,
)
from knowledgebase.rules.truth import all_of

_Found = TypeVar("_Found")

MOST_KEPT = 512
"""So many answers of one part are kept; numbers take any value, and few come again."""


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """A fact that a part asks; ``measured`` where its number or allele fraction counts.

    Parts that ask the same share one object, which is looked up faster than what it holds.
    """

    fact: str
    key: str
    measured: bool

    @property
    def family(self) -> FactName:
        """Name what the fact shares its answers with."""
        return family_of((self.fact, self.key))


Open = tuple[FactName, ...] | None
"""What is open in a rule, ``None`` where it is met."""


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A rule by the numbers of its parts, in its order; all of them must hold.

    ``overlapping`` are pairs of places in ``parts`` that ask a fact in common, ``shared`` all facts
    of these. ``asks`` are the facts of all parts, ``opened`` what was found open.
    """

    rule: Rule
    parts: tuple[int, ...]
    overlapping: tuple[tuple[int, int], ...]
    shared: tuple[Ask, ...]
    asks: tuple[Ask, ...]
    opened: dict[Hashable, Open] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class _Part:
    rule: Rule
    asks: tuple[Ask, ...]
    touches: frozenset[FactName]
    refused_by: frozenset[FactName]
    values: dict[Hashable, Truth] = field(default_factory=dict)
    opened: dict[Hashable, int] = field(default_factory=dict)


class _Parts(list[_Part]):
    """The different parts by number, and the different things their unknown facts can do.

    A number is looked up faster than what it stands for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.openness: list[Openness] = []
        self._numbers: dict[Openness, int] = {}

    def numbered(self, one: Openness) -> int:
        """Give the number of what unknown facts can do."""
        number = self._numbers.setdefault(one, len(self.openness))
        if number == len(self.openness):
            self.openness.append(one)
        return number


class SharedParts:
    """The different parts of the rules taken in, each with its number and its answers so far."""

    def __init__(self, diseases: Mapping[str, Disease]) -> None:
        self._diseases = diseases
        self._numbers: dict[Rule, int] = {}
        self._parts = _Parts()
        self._known_asks: dict[tuple[FactName, bool], Ask] = {}

    def take(self, rule: Rule) -> Conjunction:
        """Take a rule apart."""
        parts = tuple(self._number(part) for part in _parts_of(rule))
        touched = [self._parts[number].touches for number in parts]
        overlapping = tuple(
            (one, other)
            for (one, mine), (other, theirs) in combinations(enumerate(touched), 2)
            if not mine.isdisjoint(theirs)
        )
        sharing = (parts[at] for at in sorted({at for pair in overlapping for at in pair}))
        return Conjunction(rule, parts, overlapping, self._asks(sharing), self._asks(parts))

    def may_refuse(self, number: int) -> bool:
        """Tell whether a part can be not met; the board's own criteria never are."""
        rule = self._parts[number].rule
        return not (isinstance(rule, Criterion) and (rule.soft or rule.recoverable))

    def asks_of(self, number: int) -> tuple[Ask, ...]:
        """Give the facts a part asks."""
        return self._parts[number].asks

    def refused_by(self, number: int) -> frozenset[FactName]:
        """Give facts, as :func:`family_of` names them; while none is known no part is not met."""
        return self._parts[number].refused_by

    def asked_of(self, facts: Facts) -> Answers:
        """Begin to ask the parts of one case."""
        return Answers(self._parts, facts, self._diseases)

    def _asks(self, parts: Iterable[int]) -> tuple[Ask, ...]:
        return tuple(dict.fromkeys(ask for number in parts for ask in self._parts[number].asks))

    def _number(self, rule: Rule) -> int:
        found = self._numbers.get(rule)
        if found is None:
            found = self._numbers[rule] = len(self._parts)
            asks = tuple(self._asks_in(rule))
            touches = frozenset(one.family for one in asks)
            refused_by = _deciding(rule, met=False) or touches
            self._parts.append(_Part(rule, asks, touches, refused_by))
        return found

    def _asks_in(self, rule: Rule) -> Iterator[Ask]:
        measured: dict[FactName, bool] = {}
        for one in criteria_of(rule):
            name = (one.fact, one.key)
            counts = one.bounds is not None or one.vaf is not None
            measured[name] = measured.get(name, False) or counts
        for name, counts in measured.items():
            yield self._known_asks.setdefault((name, counts), Ask(*name, counts))


class _Said(dict[Ask, Hashable]):
    """What is known of a fact, as far as an answer can depend on it; found when asked first."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, ask: Ask) -> Hashable:
        said = self[ask] = _said(self._facts, ask)
        return said

    def of(self, asks: tuple[Ask, ...]) -> Hashable:
        """Give what is known of several facts."""
        return self[asks[0]] if len(asks) == 1 else tuple(map(self.__getitem__, asks))


class _Kept(dict[int, _Found]):
    """What a case says of a part, by the part's number; as another case said if both know alike.

    ``kept`` gives what a part keeps of that kind, ``find`` finds it of a rule.
    """

    def __init__(
        self,
        parts: _Parts,
        said: _Said,
        kept: Callable[[_Part], dict[Hashable, _Found]],
        find: Callable[[Rule], _Found],
    ) -> None:
        super().__init__()
        self._parts = parts
        self._said = said
        self._kept = kept
        self._find = find

    def __missing__(self, number: int) -> _Found:
        part = self._parts[number]
        kept = self._kept(part)
        known = self._said.of(part.asks)
        found = kept.get(known)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[known] = self._find(part.rule)
        self[number] = found
        return found


class Answers:
    """What one case answers to the parts of many rules; each is asked when it is needed first.

    ``values`` are the values of the parts by number.
    """

    def __init__(self, parts: _Parts, facts: Facts, diseases: Mapping[str, Disease]) -> None:
        self._facts = facts
        self._diseases = diseases
        said = _Said(facts)
        self.said_of = said.of

        def opened(rule: Rule) -> int:
            return parts.numbered(openness(rule, facts, diseases))

        def value(rule: Rule) -> Truth:
            return value_of(rule, facts, diseases)

        self.values: Mapping[int, Truth] = _Kept(parts, said, attrgetter("values"), value)
        self._opened = _Kept[int](parts, said, attrgetter("opened"), opened)
        self._openness = parts.openness

    def value_of(self, rule: Conjunction) -> Truth:
        """Give the value of a whole rule."""
        return all_of(map(self.values.__getitem__, rule.parts))

    def open_facts(self, rule: Conjunction) -> Open:
        """Give the facts that could still change a rule that is not refused, in its order.

        ``None`` where it is met; a rule of which the board decides all that is left has none.
        """
        numbers = tuple(map(self._opened.__getitem__, rule.parts))
        try:
            return rule.opened[numbers]
        except KeyError:
            opened = [self._openness[number] for number in numbers]
        if _is_met(opened) or not (_is_crowded(opened) or _overlap(rule, opened)):
            return _kept(rule, numbers, _open_in(opened))
        return self._open_as_a_whole(rule, numbers, opened)

    def _open_as_a_whole(
        self, rule: Conjunction, numbers: tuple[int, ...], opened: list[Openness]
    ) -> Open:
        # Of a part that shares nothing, within it or with others, its number says all.
        sharing = {at for pair in rule.overlapping for at in pair}
        alone = all(one.trials == 1 for at, one in enumerate(opened) if at not in sharing)
        known = (numbers, self.said_of(rule.shared)) if alone else self.said_of(rule.asks)
        if known in rule.opened:
            return rule.opened[known]
        return _kept(rule, known, facts_that_could_change(rule.rule, self._facts, self._diseases))


def _kept(rule: Conjunction, known: Hashable, found: Open) -> Open:
    if len(rule.opened) >= MOST_KEPT:
        rule.opened.clear()
    rule.opened[known] = found
    return found


def _is_met(opened: list[Openness]) -> bool:
    return all(one.met for one in opened)


def _is_crowded(opened: list[Openness]) -> bool:
    return prod(one.trials for one in opened) > MOST_TRIALS


def _open_in(opened: list[Openness]) -> Open:
    """Join what is open in parts that share no unknown fact."""
    if _is_met(opened):
        return None
    stuck = sum(not one.meetable for one in opened)
    # What only helps to meet a part decides nothing beside another part that stays open.
    helps = (not stuck or (stuck == 1 and not one.meetable) for one in opened)
    each = zip(opened, helps, strict=True)
    return tuple(name for one, may in each for name in (one.open if may else one.refusing))


def _overlap(rule: Conjunction, opened: list[Openness]) -> bool:
    """Tell whether two parts ask the same unknown fact."""
    return any(
        not opened[one].asked.isdisjoint(opened[other].asked) for one, other in rule.overlapping
    )


def _deciding(rule: Rule, *, met: bool) -> frozenset[FactName] | None:
    """Give facts of which one must be known for a rule to be met, or to be not met.

    ``None`` where it may be so with nothing known, as a list of no parts is met.
    """
    if isinstance(rule, Criterion):
        return frozenset({family_of((rule.fact, rule.key))})
    if isinstance(rule, Not):
        return _deciding(rule.part, met=not met)
    each = [_deciding(part, met=met) for part in rule.parts]
    told = [one for one in each if one is not None]
    # Where every part has to be so, any one of them tells; few facts are known more seldom.
    if isinstance(rule, All if met else AnyOf):
        return min(told, key=lambda names: (len(names), sorted(names)), default=None)
    counts = not isinstance(rule, AtLeast) or 0 < rule.n <= len(each)
    return frozenset[FactName]().union(*told) if each == told and told and counts else None


def _said(facts: Facts, ask: Ask) -> Hashable:
    if ask.fact == "fusion":  # any fusion of one of its genes bears on it
        return tuple((fact.key, fact.value) for fact in facts.family("fusion"))
    exact = facts.get(ask.fact, ask.key)
    if exact is None and ask.fact in FREE_NAMED:
        fold = ask.key.casefold()
        family = facts.family(ask.fact)
        near = next((fact for fact in family if fact.key.casefold() == fold), None)
        return None if near is None else ("as", _content(near, measured=ask.measured))
    return None if exact is None else _content(exact, measured=ask.measured)


def _content(fact: Fact, *, measured: bool) -> Hashable:
    # True and 1 are equal to Python, and no answer treats them alike.
    if not measured and not isinstance(fact.value, Decimal):
        return type(fact.value), fact.value
    return type(fact.value), fact.value, fact.unit, fact.vaf, fact.lower_bound


def _parts_of(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, All):
        for part in rule.parts:
            yield from _parts_of(part)
    else:
        yield rule
