"""Which unknown facts could still change the value of a rule.

A fact is open when there is some state of the other unknown facts (each unknown, or with one of
its possible values) in which learning this one changes the rule's value. Two evaluations run
side by side over the tree, one without and one with the fact; every node gives the set of value
pairs it can reach. Criteria that share no fact are independent, so the sets combine exactly.
Facts asked by several criteria are tried value by value; where that is more than
:data:`MOST_TRIALS` combinations they count as independent, which can only name a fact too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

from knowledgebase.records import Disease
from knowledgebase.rules.answers import FREE_NAMED, answer
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule, Truth
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.possible_values import possible_facts
from knowledgebase.rules.truth import all_of, any_of, at_least, negation

MOST_TRIALS = 256

FactName = tuple[str, str]
Pair = tuple[Truth, Truth]
Leaf = tuple[Criterion, bool]
# What one possible value of a fact does: the value it gives each leaf it decides, by position.
Choice = Mapping[int, Truth]

# A set of value pairs is a number with a bit for each of the nine pairs, so that joining two sets
# is looked up, not computed again for each of some hundred leaves.
Pairs = int
_VALUES = (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN)
_ALL_PAIRS: tuple[Pair, ...] = tuple(product(_VALUES, _VALUES))
_BIT: Mapping[Pair, Pairs] = {pair: 1 << at for at, pair in enumerate(_ALL_PAIRS)}
_STAYS_UNKNOWN = _BIT[Truth.UNKNOWN, Truth.UNKNOWN]
_STAYS_MET = _BIT[Truth.MET, Truth.MET]
_DIFFERENT = sum(bit for (before, after), bit in _BIT.items() if before is not after)
_BECOMES_MET = _BIT[Truth.UNKNOWN, Truth.MET]
_BECOMES_NOT_MET = _BIT[Truth.UNKNOWN, Truth.NOT_MET]


def facts_that_could_change(
    rule: Rule, facts: Facts, diseases: Mapping[str, Disease]
) -> tuple[FactName, ...]:
    """Give the open facts in the order the rule asks them."""
    search = _search(rule, facts, diseases)
    return tuple(name for name in search.choices if search.open(name))


@dataclass(frozen=True, slots=True)
class Openness:
    """What the unknown facts of a rule can do, as far as a rule of which it is a part must know.

    ``asked`` are the facts of its criteria without an answer, as :func:`family_of` names them.
    ``open`` are those that could change it, in its order, ``refusing`` those of them that could
    make it not met. ``met`` tells whether it is met, ``meetable`` whether it is or can become so.
    ``trials`` is how many combinations of shared facts there are; beyond :data:`MOST_TRIALS`
    nothing is told of what they can do.
    """

    asked: frozenset[FactName]
    open: tuple[FactName, ...]
    refusing: tuple[FactName, ...]
    met: bool
    meetable: bool
    trials: int


def openness(rule: Rule, facts: Facts, diseases: Mapping[str, Disease]) -> Openness:
    """Tell what the unknown facts of a rule can do."""
    if isinstance(rule, Criterion):
        given = answer(rule, facts, diseases)
        if given.value is Truth.MET:
            return _IS_MET
        if given.held_back:
            return _STAYS_OPEN
    search = _search(rule, facts, diseases)
    trials = prod(len(search.choices[name]) + 1 for name in search.shared)
    tried = search.choices if trials <= MOST_TRIALS else ()
    reached = {name: search.reached(name) for name in tried}
    met = search.is_met()
    return Openness(
        frozenset(map(family_of, search.choices)),
        tuple(name for name, pairs in reached.items() if pairs & _DIFFERENT),
        tuple(name for name, pairs in reached.items() if pairs & _BECOMES_NOT_MET),
        met,
        met or any(pairs & _BECOMES_MET for pairs in reached.values()),
        trials,
    )


_IS_MET = Openness(frozenset(), (), (), met=True, meetable=True, trials=1)
_STAYS_OPEN = Openness(frozenset(), (), (), met=False, meetable=False, trials=1)


def family_of(name: FactName) -> FactName:
    """Name what a fact shares its answers with: all fusions, a drug under any spelling."""
    if name[0] == "fusion":
        return "fusion", ""
    return (name[0], name[1].casefold()) if name[0] in FREE_NAMED else name


def _search(rule: Rule, facts: Facts, diseases: Mapping[str, Disease]) -> _Search:
    leaves = list(_leaves(rule, True))
    answers = [answer(c, facts, diseases, wanted=wanted) for c, wanted in leaves]
    missing = [
        position
        for position, given in enumerate(answers)
        if given.value is Truth.UNKNOWN and not given.held_back
    ]
    names = dict.fromkeys((leaves[at][0].fact, leaves[at][0].key) for at in missing)
    choices = {
        name: _choices(name, [(at, leaves[at]) for at in missing], facts, diseases)
        for name in names
    }
    return _Search(rule, [given.value for given in answers], choices)


def _leaves(rule: Rule, wanted: bool) -> Iterator[Leaf]:
    if isinstance(rule, Criterion):
        yield rule, wanted
    elif isinstance(rule, Not):
        yield from _leaves(rule.part, not wanted)
    else:
        for part in rule.parts:
            yield from _leaves(part, wanted)


def _choices(
    name: FactName,
    missing: Sequence[tuple[int, Leaf]],
    facts: Facts,
    diseases: Mapping[str, Disease],
) -> tuple[Choice, ...]:
    """Try the possible values of a fact; values that decide alike count once."""
    related = [(at, leaf) for at, leaf in missing if leaf[0].fact == name[0]]
    asking = [criterion for _, (criterion, _) in related if criterion.key == name[1]]
    found: dict[frozenset[tuple[int, Truth]], Choice] = {}
    for fact in possible_facts(name, asking, facts, diseases):
        known = facts.knowing(fact)
        given = (
            (at, answer(criterion, known, diseases, wanted=wanted))
            for at, (criterion, wanted) in related
        )
        # A criterion held back is decided too: it will stay unknown whatever else is learnt.
        choice = {at: a.value for at, a in given if a.value is not Truth.UNKNOWN or a.held_back}
        found[frozenset(choice.items())] = choice
    return tuple(found.values())


class _Search:
    """The side-by-side evaluation of one rule."""

    def __init__(
        self, rule: Rule, values: Sequence[Truth], choices: Mapping[FactName, tuple[Choice, ...]]
    ) -> None:
        self.rule = rule
        self.values = values
        self.choices = choices
        self.positions = {
            name: frozenset(at for choice in options for at in choice)
            for name, options in choices.items()
        }
        self.shared = [name for name in choices if self._is_shared(name)]

    def _is_shared(self, name: FactName) -> bool:
        mine = self.positions[name]
        others = (at for other, at in self.positions.items() if other != name)
        return len(mine) > 1 or any(mine & at for at in others)

    def open(self, name: FactName) -> bool:
        return any(pairs & _DIFFERENT for pairs in self._reaching(name))

    def is_met(self) -> bool:
        """Tell whether the rule is met by what is known."""
        return _pairs(self.rule, (_BIT[value, value] for value in self.values)) == _STAYS_MET

    def reached(self, name: FactName) -> Pairs:
        """Give every pair of values the rule takes without and with the fact."""
        reached = 0
        for pairs in self._reaching(name):
            reached |= pairs
        return reached

    def _reaching(self, name: FactName) -> Iterator[Pairs]:
        tried = [other for other in self.shared if other != name]
        if prod(len(self.choices[other]) + 1 for other in tried) > MOST_TRIALS:
            tried = []
        free: dict[int, Pairs] = {}
        for other in self.choices:
            if other != name and other not in tried:
                for at in self.positions[other]:
                    free[at] = free.get(at, _STAYS_UNKNOWN) | self._reachable(other, at)
        for states in product(*((_NOTHING, *self.choices[other]) for other in tried)):
            fixed = _merged(states)
            if fixed is not None:
                yield from self._knowing(name, fixed, free)

    def _reachable(self, name: FactName, at: int) -> Pairs:
        reached = _STAYS_UNKNOWN
        for choice in self.choices[name]:
            value = choice.get(at, Truth.UNKNOWN)
            reached |= _BIT[value, value]
        return reached

    def _knowing(self, name: FactName, fixed: Choice, free: Mapping[int, Pairs]) -> Iterator[Pairs]:
        for choice in self.choices[name]:
            together = _merged((fixed, choice))
            if together is None:
                continue
            pairs = []
            for at, value in enumerate(self.values):
                pair = _BIT[fixed.get(at, value), together.get(at, value)]
                pairs.append(free.get(at, pair) if at not in together else pair)
            yield _pairs(self.rule, iter(pairs))


_NOTHING: Choice = {}


def _merged(choices: Sequence[Choice]) -> Choice | None:
    """Join what several facts decide; ``None`` when they contradict each other."""
    merged: dict[int, Truth] = {}
    for choice in choices:
        for at, value in choice.items():
            if merged.setdefault(at, value) is not value:
                return None
    return merged


def _pairs(rule: Rule, leaves: Iterator[Pairs]) -> Pairs:
    match rule:
        case Criterion():
            return next(leaves)
        case Not(part):
            return _negated(_pairs(part, leaves))
        case All(parts):
            return _folded([_pairs(part, leaves) for part in parts], _both, Truth.MET)
        case AnyOf(parts):
            return _folded([_pairs(part, leaves) for part in parts], _either, Truth.NOT_MET)
        case AtLeast(n, parts):
            return _counted(n, [_pairs(part, leaves) for part in parts])


def _folded(sets: Sequence[Pairs], join: Callable[[Pairs, Pairs], Pairs], start: Truth) -> Pairs:
    reached = _BIT[start, start]
    for pairs in sets:
        reached = join(reached, pairs)
    return reached


@cache
def _both(one: Pairs, other: Pairs) -> Pairs:
    return _joined(one, other, all_of)


@cache
def _either(one: Pairs, other: Pairs) -> Pairs:
    return _joined(one, other, any_of)


def _joined(one: Pairs, other: Pairs, combine: Callable[[Iterable[Truth]], Truth]) -> Pairs:
    reached = 0
    for (a, b), (c, d) in product(_listed(one), _listed(other)):
        reached |= _BIT[combine((a, c)), combine((b, d))]
    return reached


@cache
def _negated(pairs: Pairs) -> Pairs:
    return sum(_BIT[negation(before), negation(after)] for before, after in _listed(pairs))


@cache
def _listed(pairs: Pairs) -> tuple[Pair, ...]:
    return tuple(pair for pair, bit in _BIT.items() if pairs & bit)


def _counted(n: int, sets: Sequence[Pairs]) -> Pairs:
    """Count met and unknown parts of both evaluations; the counts are all that matters."""
    reached = {(0, 0, 0, 0)}
    for pairs in sets:
        reached = {
            (
                met + (a is Truth.MET),
                unknown + (a is Truth.UNKNOWN),
                met_too + (b is Truth.MET),
                unknown_too + (b is Truth.UNKNOWN),
            )
            for (met, unknown, met_too, unknown_too), (a, b) in product(reached, _listed(pairs))
        }
    found = 0
    for met, unknown, met_too, unknown_too in reached:
        found |= _BIT[_reaches(n, met, unknown), _reaches(n, met_too, unknown_too)]
    return found


def _reaches(n: int, met: int, unknown: int) -> Truth:
    return at_least(n, [Truth.MET] * met + [Truth.UNKNOWN] * unknown)
