"""Rules asked by their shared parts answer as each of them does alone."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledgebase.rules.criteria import All, AnyOf, Criterion, Not, Rule, Truth, evaluate
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.shared_parts import SharedParts
from tests.knowledgebase.rule_examples import (
    CRITERIA,
    DISEASES,
    crowded_rules,
    rules,
    some_facts,
)

many = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
conjunctions = st.one_of(
    st.lists(st.one_of(rules(1), rules(4)), max_size=5).map(tuple).map(All),
    st.lists(st.sampled_from(CRITERIA), max_size=6).map(tuple).map(All),
    crowded_rules(),
)


@many
@given(
    st.lists(conjunctions, min_size=1, max_size=4), st.lists(some_facts(), min_size=1, max_size=4)
)
def test_values_and_open_facts_are_those_of_each_rule_alone(
    asked: list[Rule], cases: list[Facts]
) -> None:
    parts = SharedParts(DISEASES)
    taken = [parts.take(rule) for rule in asked]
    for facts in (*cases, *cases):  # what was kept of a case answers the next one
        answers = parts.asked_of(facts)
        for rule, conjunction in zip(asked, taken, strict=True):
            alone = evaluate(rule, facts, DISEASES)
            assert answers.value_of(conjunction) is alone.value
            if alone.value is not Truth.NOT_MET:
                met = alone.value is Truth.MET
                assert answers.open_facts(conjunction) == (None if met else alone.open_facts)


def test_equal_parts_have_one_number() -> None:
    parts = SharedParts(DISEASES)
    adult = Criterion("setting", one_of=("relapsed",))
    one = parts.take(All((Criterion("gene", "TP53"), All((adult,)))))
    other = parts.take(All((adult, Not(Criterion("gene", "TP53")))))
    assert one.parts[1] == other.parts[0]
    assert len({*one.parts, *other.parts}) == 3


def test_what_the_board_decides_keeps_a_rule_from_being_met_and_not_from_failing() -> None:
    parts = SharedParts(DISEASES)
    soft = Criterion("setting", one_of=("relapsed",), soft=True)
    may_fail = Criterion("gene", "TP53")
    only_helps = AnyOf((Criterion("in_words", "by the board", soft=True), Criterion("gene", "KIT")))
    rule = All((soft, may_fail, only_helps))
    facts = Facts.of(())
    taken = parts.take(rule)
    assert parts.asked_of(facts).open_facts(taken) == evaluate(rule, facts, DISEASES).open_facts
