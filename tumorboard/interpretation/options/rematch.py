"""Options of many cases: the same states as one by one, without reasons.

What could be offered in a disease is listed once. Every way into an option (a cohort, a label, a
record) is one bit of a number, and each part of their rules knows the bits that need it. A case
answers the different parts, the ones most depend on first; one that is not met takes all its bits
away, and the parts only they needed are not asked any more. What may still be met is looked at in
full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, groupby
from threading import Lock
from weakref import WeakKeyDictionary

from knowledgebase.catalog import Catalog
from knowledgebase.records import Assertion, Content, Trial
from knowledgebase.rules.criteria import Rule, Truth
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.open_facts import FactName, family_of
from knowledgebase.rules.shared_parts import (
    MOST_KEPT,
    Answers,
    Ask,
    Conjunction,
    Open,
    SharedParts,
)
from tumorboard.domain.option import Offer, OptionKind, ShortOption
from tumorboard.interpretation.levels import covers, level_here
from tumorboard.interpretation.options.engine import index_of, standing
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.options.products import product_offer, uses_of, uses_of_drugs
from tumorboard.interpretation.options.therapies import is_therapy, therapy_offer, therapy_rule
from tumorboard.interpretation.options.trials import trial_offer, trials_about, ways_in


@dataclass(frozen=True, slots=True)
class Rematch:
    """The options of a case that are not "not met", in order; and how many are, by kind."""

    options: tuple[ShortOption, ...]
    not_met: Mapping[OptionKind, int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What could be offered, its ways in, of which one must be open, and its place in the order.

    ``placed`` are the options made of it, by what is missing; few differ, and making one takes
    longer than finding it again.
    """

    offer: Offer
    ways: tuple[Conjunction, ...]
    standing: tuple[int, int]
    placed: dict[Open, _Placed] = field(default_factory=dict, compare=False)


_MATCHERS: WeakKeyDictionary[Catalog, _Matcher] = WeakKeyDictionary()
# What is kept from case to case is numbered as it comes up: threads, as an executor or a worker of
# a cluster may use them, take turns.
_ONE_AT_A_TIME = Lock()


def rematch(disease: str, facts: Facts, catalog: Catalog, on: date) -> Rematch:
    """Give the options of a case as the engine does, without their reasons. Pure."""
    with _ONE_AT_A_TIME:
        matcher = _MATCHERS.get(catalog)
        if matcher is None or matcher.on != on:
            matcher = _MATCHERS[catalog] = _Matcher(catalog.content, on)
        return matcher.rematch(disease, facts, catalog)


class _Matcher:
    """The lists of one release on one day, each made when its disease is asked for first."""

    def __init__(self, content: Content, on: date) -> None:
        self.on = on
        # Asked so often that a release's way of decoding when asked for would be felt.
        self._content = replace(content, diseases=dict(content.diseases))
        self._parts = SharedParts(self._content.diseases)
        self._trials: dict[str, _Candidate] = {}
        self._lists: dict[str, _List] = {}
        self._elsewhere: dict[tuple[str, str], _Elsewhere | None] = {}

    def rematch(self, disease: str, facts: Facts, catalog: Catalog) -> Rematch:
        """Give the options of a case with this disease."""
        listed = self._lists.get(disease)
        if listed is None:
            listed = self._lists[disease] = self._list(disease, catalog)
        answers = self._parts.asked_of(facts)
        total = Counter(listed.kinds)
        found = list(listed.found(facts, answers))
        for one in self._met_elsewhere(disease, facts, catalog, answers):
            total[one.offer.kind] += 1
            ways = [way for way in one.ways if answers.value_of(way) is not Truth.NOT_MET]
            if ways:
                found.append(_placed(one, ways, answers))
        found.sort(key=_place)
        total.subtract(option.offer.kind for _, option in found)
        return Rematch(
            tuple(option for _, option in found), {kind: total[kind] for kind in OptionKind}
        )

    def _list(self, disease: str, catalog: Catalog) -> _List:
        known = Facts.of((Fact("disease", disease),))
        asking = Asking(disease, known, (), self._content, self.on)
        candidates = (
            *self._therapies(asking),
            *self._products(asking),
            *(self._trial(one) for one in trials_about(asking, index_of(catalog))),
        )
        return _List(candidates, self._parts, known)

    def _candidate(self, offer: Offer, rules: Iterable[Rule]) -> _Candidate:
        return _Candidate(offer, tuple(map(self._parts.take, rules)), standing(offer))

    def _therapies(self, asking: Asking) -> Iterator[_Candidate]:
        for assertion in asking.content.assertions.values():
            if not is_therapy(assertion) or uses_of_drugs(assertion.drugs, asking):
                continue
            if covers(assertion, asking.disease, asking.diseases):
                yield self._therapy(assertion, asking)

    def _therapy(self, assertion: Assertion, asking: Asking) -> _Candidate:
        level = level_here(assertion, asking.disease, asking.diseases, asking.on).level
        rule = therapy_rule(assertion, asking.disease, asking)
        return self._candidate(therapy_offer(assertion, level, asking.on), (rule,))

    def _products(self, asking: Asking) -> Iterator[_Candidate]:
        for product in asking.content.products.values():
            for use in uses_of(product, asking):
                yield self._candidate(product_offer(product, use, asking), (use.rule,))

    def _trial(self, trial: Trial) -> _Candidate:
        """Take a trial apart once, for all diseases that it may be about."""
        found = self._trials.get(trial.id)
        if found is None:
            offer = trial_offer(trial, self.on)
            found = self._trials[trial.id] = self._candidate(offer, ways_in(trial))
        return found

    def _met_elsewhere(
        self, disease: str, facts: Facts, catalog: Catalog, answers: Answers
    ) -> Iterator[_Candidate]:
        """Give the therapies of other diseases whose finding this case has."""
        for assertion in catalog.touching(facts):
            name = (disease, assertion.id)
            if name not in self._elsewhere:
                self._elsewhere[name] = self._therapy_elsewhere(assertion, disease)
            found = self._elsewhere[name]
            if found is not None and answers.value_of(found.finding) is Truth.MET:
                yield found.candidate

    def _therapy_elsewhere(self, assertion: Assertion, disease: str) -> _Elsewhere | None:
        known = Facts.of((Fact("disease", disease),))
        asking = Asking(disease, known, (), self._content, self.on)
        if not is_therapy(assertion) or covers(assertion, disease, asking.diseases):
            return None
        if uses_of_drugs(assertion.drugs, asking):
            return None
        finding = self._parts.take(assertion.biomarker)
        return _Elsewhere(finding, self._therapy(assertion, asking))


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A therapy of other diseases, an option only where its finding is met."""

    finding: Conjunction
    candidate: _Candidate


@dataclass(frozen=True, slots=True)
class _Asking:
    """Parts that ask the same facts, with the ways in that need each.

    ``barred`` leads from what was known of the facts to the ways that it barred.
    """

    asks: tuple[Ask, ...]
    parts: tuple[tuple[int, int], ...]
    barred: dict[Hashable, int]

    def bars(self, answers: Answers) -> int:
        """Give the ways of which one of these parts is not met."""
        said = answers.said_of(self.asks)
        found = self.barred.get(said)
        if found is None:
            if len(self.barred) >= MOST_KEPT:
                self.barred.clear()
            found = 0
            for number, ways in self.parts:
                if answers.values[number] is Truth.NOT_MET:
                    found |= ways
            self.barred[said] = found
        return found


class _List:
    """All that may be offered in one disease, and which ways in each part of their rules bars."""

    def __init__(
        self, candidates: tuple[_Candidate, ...], parts: SharedParts, disease: Facts
    ) -> None:
        self.kinds = Counter(one.offer.kind for one in candidates)
        self._candidates = candidates
        self._ways = [way for one in candidates for way in one.ways]
        self._candidate_of = [at for at, one in enumerate(candidates) for _ in one.ways]
        needed: dict[int, int] = {}
        for at, way in enumerate(self._ways):
            for number in way.parts:
                needed[number] = needed.get(number, 0) | 1 << at
        answers = parts.asked_of(disease)
        self._all = (1 << len(self._ways)) - 1
        asking: dict[tuple[tuple[Ask, ...], frozenset[FactName]], list[tuple[int, int]]] = {}
        for number, ways in needed.items():
            if not parts.may_refuse(number):
                continue
            asks = parts.asks_of(number)
            # What the disease alone settles stays so, whatever else becomes known.
            alone = not asks or any(ask.fact == "disease" for ask in asks)
            settled = answers.values[number] if alone else Truth.UNKNOWN
            if settled is Truth.NOT_MET:
                self._all &= ~ways
            elif settled is Truth.UNKNOWN:
                name = asks, parts.refused_by(number)
                asking.setdefault(name, []).append((number, ways))
        self._asking: dict[FactName, list[_Asking]] = {}
        for (asks, families), each in asking.items():
            group = _Asking(asks, tuple(each), {})
            for family in families:
                self._asking.setdefault(family, []).append(group)

    def found(self, facts: Facts, answers: Answers) -> Iterator[_Placed]:
        """Give the options of a case that are not "not met"."""
        left = self._all
        for family in {family_of((fact.name, fact.key)) for fact in facts}:
            # Only what is known can bar a way.
            for one in self._asking.get(family, ()):
                if barred := one.bars(answers):
                    left &= ~barred
        for candidate, ways in groupby(_places(left), self._candidate_of.__getitem__):
            each = map(self._ways.__getitem__, ways)
            yield _placed(self._candidates[candidate], each, answers)


def _places(bits: int) -> Iterator[int]:
    """Give the places of the bits that are set; most of a long number are not."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


_Placed = tuple[tuple[object, ...], ShortOption]


def _placed(candidate: _Candidate, ways: Iterable[Conjunction], answers: Answers) -> _Placed:
    """Give an option with its place, by those of its ways that are not barred."""
    missing = _missing(ways, answers)
    found = candidate.placed.get(missing)
    if found is None:
        if len(candidate.placed) >= MOST_KEPT:
            candidate.placed.clear()
        found = candidate.placed[missing] = _made(candidate, missing)
    return found


def _missing(ways: Iterable[Conjunction], answers: Answers) -> Open:
    """Join what is open in several ways in; one that is met is enough."""
    each: list[tuple[FactName, ...]] = []
    for way in ways:
        opened = answers.open_facts(way)
        if opened is None:
            return None
        each.append(opened)
    return each[0] if len(each) == 1 else tuple(dict.fromkeys(chain.from_iterable(each)))


def _made(candidate: _Candidate, missing: Open) -> _Placed:
    offer = candidate.offer
    state = Truth.MET if missing is None else Truth.UNKNOWN
    option = ShortOption(offer, state, missing or ())
    # As `engine.order` has it.
    return (*candidate.standing, len(option.missing), offer.kind, offer.id), option


def _place(placed: _Placed) -> tuple[object, ...]:
    return placed[0]
