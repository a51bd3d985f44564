"""Next best test: which unknown fact, once known, would decide the most and strongest options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from knowledgebase.efforts import Effort, effort_of
from knowledgebase.records import Disease, Level
from knowledgebase.rules.atoms import criteria_of
from knowledgebase.rules.criteria import Rule, Truth
from knowledgebase.rules.evaluation import value_of
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.possible_values import possible_facts
from knowledgebase.rules.truth import any_of
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.option import NextTest
from tumorboard.interpretation.options.found import Found

MOST = 20
"""So many are given; the rest decides less."""

_EFFORTS = tuple(Effort)
_LEVELS: tuple[Level | None, ...] = (*Level, None)
FactName = tuple[str, str]


def next_tests(
    found: Sequence[Found], facts: Facts, diseases: Mapping[str, Disease], most: int = MOST
) -> tuple[NextTest, ...]:
    """Give the facts worth knowing, the best first. Pure.

    Each possible answer of a fact is tried alone: it *opens* an option when the option is then
    met, and *closes* it when it is then not met. Facts are ordered by how many options of the
    case's own disease they decide, level A first, then B, C, D and those without a level, then by
    how many of these wait for them; only then by the options of other diseases in the same way,
    then by effort and name.
    """
    waiting: dict[FactName, list[Found]] = {}
    for one in found:
        if one.option.state is Truth.UNKNOWN:
            for name in one.option.missing:
                if name[0] == "in_words":  # nothing that a test could answer
                    continue
                waiting.setdefault(name, []).append(one)
    ranked = [_test(name, those, facts, diseases) for name, those in waiting.items()]
    return tuple(test for _, test in sorted(ranked, key=itemgetter(0)))[:most]


def _test(
    name: FactName, those: list[Found], facts: Facts, diseases: Mapping[str, Disease]
) -> tuple[tuple[object, ...], NextTest]:
    """Try the answers to one fact; give the test with its place in the order."""
    opens, closes = [], []
    those = sorted(those, key=lambda one: not one.own_disease)
    for one in those:
        values = _values(name, one.rules, facts, diseases)
        if Truth.MET in values:
            opens.append(one.option.id)
        if Truth.NOT_MET in values:
            closes.append(one.option.id)
    decided = [one for one in those if one.option.id in {*opens, *closes}]
    test = NextTest(
        *name,
        words=fact_in_words(*name),
        opens=tuple(opens),
        closes=tuple(closes),
        informs=len(those),
        effort=effort_of(*name).value,
        elsewhere=tuple(one.option.id for one in decided if not one.own_disease),
    )
    return (*_weight(decided, those), _EFFORTS.index(Effort(test.effort)), *name), test


def _values(
    name: FactName, rules: tuple[Rule, ...], facts: Facts, diseases: Mapping[str, Disease]
) -> set[Truth]:
    """Give every value the rules can take by this fact alone; one of the rules is enough."""
    asking = [one for rule in rules for one in criteria_of(rule) if (one.fact, one.key) == name]
    return {
        any_of([value_of(rule, facts.knowing(fact), diseases) for rule in rules])
        for fact in possible_facts(name, asking, facts, diseases)
    }


def _weight(decided: Sequence[Found], waiting: Sequence[Found]) -> Iterator[int]:
    """Give minus how many options are decided by level, and how many wait: own disease first."""
    for own in (True, False):
        levels = Counter(one.option.level for one in decided if one.own_disease is own)
        yield from (-levels[level] for level in _LEVELS)
        yield -sum(one.own_disease is own for one in waiting)
