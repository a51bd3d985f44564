"""Next best test against a brute force over small sets of options."""

from dataclasses import replace
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.efforts import EFFORTS, Effort, effort_of
from knowledgebase.records import Level
from knowledgebase.rules.criteria import All, AnyOf, Criterion, Not, Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.vocabulary import FACTS
from tests.tumorboard.interpretation.options.test_options import concluded
from tumorboard.interpretation.options.found import Found
from tumorboard.interpretation.options.next_tests import next_tests

NAMES = ("active_gvhd", "active_infection", "cns_involvement")
PLAIN = concluded("AML").options[0]
LEAF = st.sampled_from(NAMES).map(Criterion)
RULE = st.recursive(
    LEAF | LEAF.map(Not),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from([All(tuple(parts)), AnyOf(tuple(parts))])
    ),
    max_leaves=5,
)


def found_of(rule, number, level):
    given_ = evaluate(rule, Facts.of([]), {})
    option = replace(
        PLAIN, id=f"O{number}", state=given_.value, level=level, missing=given_.open_facts
    )
    return Found(option, (rule,))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(RULE, st.sampled_from([*Level, None])), min_size=1, max_size=4))
def test_what_an_answer_opens_and_closes_is_what_trying_it_shows(drawn):
    found = [found_of(rule, number, level) for number, (rule, level) in enumerate(drawn)]
    tests = next_tests(found, Facts.of([]), {})
    told = {(t.fact, o, "opens") for t in tests for o in t.opens}
    told |= {(t.fact, o, "closes") for t in tests for o in t.closes}
    tried = set()
    for one, name, answer in product(found, NAMES, (True, False)):
        if one.option.state is not Truth.UNKNOWN:
            continue
        value = evaluate(one.rules[0], Facts.of([Fact(name, answer)]), {}).value
        if value is not Truth.UNKNOWN:
            tried.add((name, one.option.id, "opens" if value is Truth.MET else "closes"))
    assert told == tried
    strong = [
        len({o.option.id for o in found if o.option.level is Level.A} & {*t.opens, *t.closes})
        for t in tests
    ]
    assert strong == sorted(strong, reverse=True)


def test_options_for_the_own_disease_count_before_any_other():
    mine, others = Criterion(NAMES[0]), Criterion(NAMES[1])
    found = [found_of(mine, 1, Level.D)]
    found += [replace(found_of(others, n, Level.A), own_disease=False) for n in (2, 3)]
    for order in permutations(found):
        first, second = next_tests(order, Facts.of([]), {})
        assert (first.fact, first.elsewhere) == (NAMES[0], ())
        assert second.fact == NAMES[1]
        assert set(second.elsewhere) == {"O2", "O3"} == {*second.opens, *second.closes}
    # What merely waits in this disease still comes before what is decided in another.
    waits = [found_of(All((mine, Criterion(NAMES[2]))), 1, None), found[1]]
    waits[0] = replace(waits[0], rules=(All((AnyOf((mine, Criterion(NAMES[2]))), mine)),))
    assert next_tests(waits, Facts.of([]), {})[-1].fact == NAMES[1]


def test_those_of_the_own_disease_are_named_first_within_a_test():
    rule = Criterion(NAMES[0])
    found = [replace(found_of(rule, 1, Level.A), own_disease=False), found_of(rule, 2, None)]
    (test,) = next_tests(found, Facts.of([]), {})
    assert test.opens == ("O2", "O1")
    assert test.elsewhere == ("O1",)


def test_whole_cases_put_their_own_disease_first():
    genes = [
        {"gene": "NPM1", "state": "mutated"},
        {"gene": "BRAF", "state": "mutated", "change": "V600E"},
    ]
    for evaluation in (concluded("AML", genes=genes), concluded("ALL"), concluded("DLBCL")):
        decided = [
            {*test.opens, *test.closes} > set(test.elsewhere) for test in evaluation.next_tests
        ]
        assert decided == sorted(decided, reverse=True)
        assert decided[0]
    general = concluded("ALL")
    assert any(test.elsewhere for test in general.next_tests), "subtypes of a general disease"


def test_every_effort_is_of_a_declared_fact():
    assert set(EFFORTS) <= set(FACTS)
    assert effort_of("age") is Effort.RECORD
    assert effort_of("antigen", "CD19") is Effort.STAIN
    assert effort_of("antigen", "CD19 after CD19") is Effort.SAMPLE


def test_text_that_nobody_structured_is_no_test():
    catalog = Catalog(load_content())
    assert catalog.content.trials
    assert all(test.fact != "in_words" for test in concluded("CLL").next_tests)
