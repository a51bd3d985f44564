"""Next best test: which unknown fact, once known, would decide the most and strongest options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    met, and *closes* it when it is then not met. Facts are ordered by how many options of level
    A they decide, then B, C, D and those without a level, then by how many wait for them, then by
    effort and name.
    """
    waiting: dict[FactName, list[Found]] = {}
    for one in found:
        if one.option.state is Truth.UNKNOWN:
            for name in one.option.missing:
                if name[0] == "in_words":  # nothing that a test could answer
                    continue
                waiting.setdefault(name, []).append(one)
    levels = {one.option.id: one.option.level for one in found}
    tests = [_test(name, those, facts, diseases) for name, those in waiting.items()]
    return tuple(sorted(tests, key=lambda test: _order(test, levels)))[:most]


def _test(
    name: FactName, those: list[Found], facts: Facts, diseases: Mapping[str, Disease]
) -> NextTest:
    opens, closes = [], []
    for one in those:
        values = _values(name, one.rules, facts, diseases)
        if Truth.MET in values:
            opens.append(one.option.id)
        if Truth.NOT_MET in values:
            closes.append(one.option.id)
    words, effort = fact_in_words(*name), effort_of(*name).value
    return NextTest(*name, words, tuple(opens), tuple(closes), len(those), effort)


def _values(
    name: FactName, rules: tuple[Rule, ...], facts: Facts, diseases: Mapping[str, Disease]
) -> set[Truth]:
    """Give every value the rules can take by this fact alone; one of the rules is enough."""
    asking = [one for rule in rules for one in criteria_of(rule) if (one.fact, one.key) == name]
    return {
        any_of([value_of(rule, facts.knowing(fact), diseases) for rule in rules])
        for fact in possible_facts(name, asking, facts, diseases)
    }


def _order(test: NextTest, levels: Mapping[str, Level | None]) -> tuple[object, ...]:
    decided = {*test.opens, *test.closes}
    counts = tuple(-sum(levels[one] is level for one in decided) for level in _LEVELS)
    return (*counts, -test.informs, _EFFORTS.index(Effort(test.effort)), test.fact, test.key)
