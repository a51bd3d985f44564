"""What must hold for every rule and every state of knowledge."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledgebase.rules.atoms import atoms_of_fact, necessary_atoms
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Not, Rule, Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from tests.knowledgebase.rule_examples import (
    CRITERIA,
    DISEASES,
    FIT,
    IN_DK,
    ITD,
    POSSIBLE,
    TP53,
    asked,
    crowded_rules,
    refined,
    rules,
    some_facts,
    with_fact,
    worlds,
)

modest = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


def value(rule: Rule, facts: Facts) -> Truth:
    return evaluate(rule, facts, DISEASES).value


def opposite(truth: Truth) -> Truth:
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}.get(truth, Truth.UNKNOWN)


@modest
@given(rules(8), some_facts(), st.data())
def test_decided_stays_when_more_becomes_known(
    rule: Rule, facts: Facts, data: st.DataObject
) -> None:
    before = value(rule, facts)
    name = data.draw(st.sampled_from(sorted(POSSIBLE)))
    known = facts.get(*name)
    fact = data.draw(st.sampled_from(POSSIBLE[name] if known is None else refined(known)))
    after = value(rule, with_fact(facts, fact))
    assert before in (Truth.UNKNOWN, after)


def brute_force_open(rule: Rule, facts: Facts) -> set[tuple[str, str]]:
    found = set()
    for name in asked(rule):
        known = facts.get(*name)
        learnt: tuple[Fact, ...] = POSSIBLE[name] if known is None else refined(known)
        for world in worlds(rule, facts, leave=name):
            start = world if known is None else with_fact(world, known)
            before = value(rule, start)
            if any(value(rule, with_fact(start, fact)) is not before for fact in learnt):
                found.add(name)
                break
    return found


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@example(AnyOf((All((ITD, TP53)), TP53)), Facts())  # absorbed: FLT3-ITD changes nothing
@example(AnyOf((All((ITD, FIT)), FIT)), Facts.of([Fact("ecog", Decimal(3), unit="1")]))
# Known to be in the EU only: learning that it is Sweden would decide.
@example(Not(All((FIT, IN_DK))), Facts.of([Fact("region", "EU")]))
@given(st.one_of(rules(4), crowded_rules()), some_facts())
def test_open_facts_are_exactly_those_that_could_change_the_value(rule: Rule, facts: Facts) -> None:
    evaluation = evaluate(rule, facts, DISEASES)
    if evaluation.value is not Truth.UNKNOWN:
        assert evaluation.open_facts == ()
        return
    assert set(evaluation.open_facts) == brute_force_open(rule, facts)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(crowded_rules(), some_facts())
def test_beyond_the_bound_no_open_fact_is_missed(rule: Rule, facts: Facts) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("knowledgebase.rules.open_facts.MOST_TRIALS", 0)
        evaluation = evaluate(rule, facts, DISEASES)
    if evaluation.value is Truth.UNKNOWN:
        assert set(evaluation.open_facts) >= brute_force_open(rule, facts)


@modest
@given(st.lists(rules(3), min_size=1, max_size=3).map(tuple), some_facts())
def test_de_morgan(parts: tuple[Rule, ...], facts: Facts) -> None:
    negated = tuple(Not(part) for part in parts)
    assert value(Not(All(parts)), facts) is value(AnyOf(negated), facts)
    assert value(Not(AnyOf(parts)), facts) is value(All(negated), facts)
    assert value(Not(Not(parts[0])), facts) is value(parts[0], facts)


@modest
@given(
    st.lists(rules(3), min_size=1, max_size=4).flatmap(
        lambda p: st.tuples(st.just(tuple(p)), st.permutations(p).map(tuple))
    ),
    some_facts(),
)
def test_order_does_not_matter(
    both: tuple[tuple[Rule, ...], tuple[Rule, ...]], facts: Facts
) -> None:
    parts, mixed = both
    for combine in (All, AnyOf, lambda p: AtLeast(2, p)):
        one, other = (
            evaluate(combine(parts), facts, DISEASES),
            evaluate(combine(mixed), facts, DISEASES),
        )
        assert one.value is other.value
        assert set(one.open_facts) == set(other.open_facts)
    assert value(All(parts), facts) is value(AtLeast(len(parts), parts), facts)
    assert value(AnyOf(parts), facts) is value(AtLeast(1, parts), facts)


@modest
@given(rules(8), some_facts())
def test_a_soft_or_recoverable_criterion_never_makes_a_hard_no(rule: Rule, facts: Facts) -> None:
    """Whatever the soft facts are, a "not met" stands without them."""
    if value(rule, facts) is not Truth.NOT_MET:
        return
    soft = {(c.fact, c.key) for c in CRITERIA if c.soft or c.recoverable}
    hard = Facts.of(fact for fact in facts if (fact.name, fact.key) not in soft)
    assert value(rule, hard) is Truth.NOT_MET


@modest
@given(rules(8), some_facts())
def test_a_met_rule_has_one_of_its_necessary_atoms(rule: Rule, facts: Facts) -> None:
    atoms = necessary_atoms(rule)
    if atoms is None or value(rule, facts) is not Truth.MET:
        return
    assert atoms & {atom for fact in facts for atom in atoms_of_fact(fact)}


@modest
@given(rules(8), some_facts())
def test_reasons_follow_the_tree(rule: Rule, facts: Facts) -> None:
    reason = evaluate(rule, facts, DISEASES).reason
    assert reason.rule == rule
    assert reason.words
    assert bool(reason.missing) == (reason.value is Truth.UNKNOWN)
    if isinstance(rule, Not):
        assert reason.value is opposite(reason.parts[0].value)
