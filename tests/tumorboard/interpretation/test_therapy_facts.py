"""Earlier treatment: drugs by any name, classes by record, responses, refractoriness."""

from dataclasses import replace

import pytest

from knowledgebase.records import Drug, Evidence
from knowledgebase.rules.criteria import All, Criterion
from tests.tumorboard.interpretation.builders import DAY, assertion, case, content
from tumorboard.domain.case import PriorTherapy
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of
from tumorboard.interpretation.responses import response_word

ASKED = (
    *(Criterion("prior_class", one) for one in ("BTK inhibitor", "BCL2 inhibitor")),
    *(Criterion("refractory_to", one) for one in ("venetoclax", "ibrutinib", "BCL2 inhibitor")),
    Criterion("prior_drug", "venetoclax"),
)


def drug(name, brands, *classes):
    return Drug(name, brands, (), classes, (), (), Evidence.UNVERIFIED, "a test", DAY)


DRUGS = {
    one.id: one
    for one in (
        drug("ibrutinib", ("Imbruvica",), "covalent BTK inhibitor", "BTK inhibitor"),
        drug("acalabrutinib", (), "covalent BTK inhibitor", "BTK inhibitor"),
        drug("venetoclax", ("Venclyxto",), "BCL2 inhibitor"),
    )
}


def gathered(*therapies, complete=False):
    told = case(prior_therapies=therapies, prior_therapies_known=complete)
    knowledge = replace(content((assertion(context=All(ASKED)),)), drugs=DRUGS)
    return gather_facts(told, findings_of(told, knowledge), knowledge)


def value(facts, name, key):
    fact = facts.facts.get(name, key)
    return None if fact is None else fact.value


def test_a_drug_answers_by_any_name_and_for_its_classes():
    facts = gathered(PriorTherapy(2, ("Imbruvica",)))
    assert value(facts, "prior_drug", "ibrutinib") is True
    assert facts.facts.get("prior_drug", "ibrutinib").source.endswith("(written Imbruvica)")
    assert value(facts, "prior_class", "BTK inhibitor") is True
    source = facts.facts.get("prior_class", "BTK inhibitor").source
    assert (
        source == "case form: prior therapies, line 2; the record of ibrutinib says BTK inhibitor"
    )


def test_a_class_is_excluded_when_all_drugs_are_known():
    facts = gathered(PriorTherapy(1, ("ibrutinib",)), complete=True)
    assert value(facts, "prior_class", "BCL2 inhibitor") is False
    assert value(facts, "prior_drug", "venetoclax") is False
    assert value(facts, "refractory_to", "venetoclax") is False
    assert value(facts, "refractory_to", "BCL2 inhibitor") is False
    assert value(facts, "refractory_to", "ibrutinib") is None


def test_an_unknown_drug_could_be_of_any_class_and_is_said():
    facts = gathered(PriorTherapy(1, ("R-CHOP",)), complete=True)
    assert value(facts, "prior_class", "BCL2 inhibitor") is None
    assert value(facts, "refractory_to", "BCL2 inhibitor") is None
    assert any("R-CHOP" in note for note in facts.notes)
    assert value(facts, "prior_drug", "venetoclax") is None
    assert value(facts, "refractory_to", "venetoclax") is None
    odd = gathered(PriorTherapy(1, ("R-CHOP",), ("immunochemo",)), complete=True)
    assert value(odd, "prior_class", "BCL2 inhibitor") is None
    assert any("immunochemo" in note for note in odd.notes)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((True, False), True),
        ((False, False), False),
        ((False, None), None),
        ((True, None), True),
        ((None, None), None),
    ],
)
def test_a_class_failed_when_one_of_its_drugs_did(states, expected):
    first, second = states
    facts = gathered(
        PriorTherapy(1, ("ibrutinib",), refractory=first),
        PriorTherapy(2, ("acalabrutinib",), refractory=second),
    )
    assert value(facts, "refractory_to", "BTK inhibitor") is expected


def test_the_best_response_counts_over_all_lines_when_all_are_known():
    first = PriorTherapy(1, ("ibrutinib",), best_response="PR")
    second = PriorTherapy(2, ("acalabrutinib",), best_response="Complete  response")
    facts = gathered(first, second)
    assert value(facts, "best_response", "ibrutinib") == "partial remission"
    assert value(facts, "best_response", "BTK inhibitor") == "complete remission"
    unclear = gathered(first, replace(second, best_response="rather good"))
    assert value(unclear, "best_response", "BTK inhibitor") is None
    assert value(unclear, "best_response", "ibrutinib") == "partial remission"
    assert any("rather good" in note for note in unclear.notes)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("CR", "complete remission"),
        ("cri", "complete remission with incomplete haematological recovery"),
        ("stable disease", "stable disease"),
        ("fine", ""),
    ],
)
def test_responses_as_written(written, word):
    assert response_word(written) == word


def test_classes_written_beside_an_unknown_drug_exclude_drugs_of_other_classes():
    facts = gathered(PriorTherapy(1, ("study drug",), ("BTK inhibitor",)), complete=True)
    assert value(facts, "prior_drug", "venetoclax") is False
    assert value(facts, "refractory_to", "venetoclax") is False
    assert value(facts, "refractory_to", "ibrutinib") is None


def test_a_line_that_names_nothing_excludes_nothing():
    facts = gathered(PriorTherapy(1, ()), complete=True)
    assert value(facts, "prior_drug", "venetoclax") is None
    assert value(facts, "prior_class", "BCL2 inhibitor") is None
    assert value(facts, "refractory_to", "BCL2 inhibitor") is None


def test_no_treatment_at_all_excludes_every_drug():
    facts = gathered(complete=True)
    assert value(facts, "prior_drug", "venetoclax") is False
    assert value(facts, "prior_class", "BTK inhibitor") is False


FIRST, LAST = "refractory_to_first_line", "progression_on_last_therapy"


def told(*therapies, complete=True, **statements):
    stated = case(prior_therapies=therapies, prior_therapies_known=complete, statements=statements)
    found = gather_facts(stated, findings_of(stated, content(())), content(()))
    return found.facts.get(FIRST), found.facts.get(LAST), found.notes


@pytest.mark.parametrize(
    ("therapies", "first", "last"),
    [
        ((PriorTherapy(1, ("a",), refractory=True),), True, None),
        ((PriorTherapy(1, ("a",), best_response="PD"),), True, True),
        ((PriorTherapy(1, ("a",), best_response="CR", stop_reason="progression"),), None, True),
        ((PriorTherapy(1, ("a",), best_response="PD", refractory=False),), None, True),
        ((PriorTherapy(1, ("a",), best_response="CR", refractory=False),), None, None),
        ((PriorTherapy(1, ("a",)), PriorTherapy(2, ("b",), best_response="PD")), None, True),
        ((PriorTherapy(1, ("a",), best_response="PD"), PriorTherapy(1, ("b",))), None, None),
        ((PriorTherapy(1, ("a",), best_response="PD"), PriorTherapy(2, ("b",))), True, None),
        ((), None, None),
    ],
)
def test_lines_say_what_the_clinician_leaves_open(therapies, first, last):
    found = told(*therapies)
    assert [one.value if one else None for one in found[:2]] == [first, last]
    assert all("prior therapies, line" in one.source for one in found[:2] if one)
    assert not any("Contradiction" in note for note in found[2])


def test_the_last_line_is_known_only_of_a_complete_list():
    assert told(PriorTherapy(1, ("a",), best_response="PD"), complete=False)[1] is None


def test_the_clinicians_word_stands_where_the_lines_agree_or_are_silent():
    found = told(PriorTherapy(1, ("a",), refractory=True), **{FIRST: True, LAST: False})
    assert [one.value for one in found[:2]] == [True, False]
    assert all("clinician" in one.source for one in found[:2])


@pytest.mark.parametrize(
    ("therapy", "stated"),
    [
        (PriorTherapy(1, ("a",), refractory=True), {FIRST: False}),
        (PriorTherapy(1, ("a",), refractory=False), {FIRST: True}),
        (PriorTherapy(1, ("a",), stop_reason="progression"), {LAST: False}),
    ],
)
def test_where_line_and_clinician_differ_nothing_is_known(therapy, stated):
    first, last, notes = told(therapy, **stated)
    assert (last if LAST in stated else first) is None
    assert sum("it counts as unknown" in note for note in notes) == 1
