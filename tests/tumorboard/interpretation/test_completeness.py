"""Which conclusion waits for which missing fact."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledgebase.catalog import Catalog, load_content
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.domain.case import GeneState, Quantity, StatedGene
from tumorboard.interpretation.completeness import completeness
from tumorboard.interpretation.evaluate import evaluate_case

CATALOG = Catalog(load_content())
MDS = replace(case(), disease="MDS", laboratory={"platelets": Quantity(Decimal(90), "10*9/L")})


def evaluated(of_case):
    return evaluate_case(of_case, CATALOG, date(2026, 11, 21))


def test_every_missing_fact_of_every_model_and_assertion_is_there_once():
    flt3 = (StatedGene("FLT3", GeneState.MUTATED, "ITD"),)
    found = evaluated(replace(case(), genes=flt3))
    expected = {(one.fact, one.key, of.key) for of in found.assessments for one in of.missing} | {
        (fact, key, match.assertion.id)
        for match in found.matches
        if match.context
        for fact, key in match.context.open_facts
    }
    listed = [(one.fact, one.key, w.id) for one in completeness(found) for w in one.waits]
    assert len(listed) == len(set(listed))
    assert set(listed) == expected
    assert {w.kind for one in completeness(found) for w in one.waits} >= {"assertion"}


def test_a_fact_once_stated_is_waited_for_no_more():
    before = completeness(evaluated(MDS))
    missing = {(one.fact, one.key): one for one in before}
    waiting = missing["laboratory", "haemoglobin"]
    assert "risk.ipssm" in [one.id for one in waiting.waits]
    counts = {**MDS.laboratory, "haemoglobin": Quantity(Decimal("9.5"), "g/dL")}
    after = completeness(evaluated(replace(MDS, laboratory=counts)))
    assert ("laboratory", "haemoglobin") not in {(one.fact, one.key) for one in after}


def test_the_strongest_comes_first_and_what_does_not_apply_is_silent():
    found = evaluated(MDS)
    kinds = [one.waits[0].kind for one in completeness(found)]
    order = {"classification": 0, "risk": 1, "assertion": 2}
    assert kinds == sorted(kinds, key=order.__getitem__)
    none = tuple(replace(one, status=AssessmentStatus.NOT_APPLICABLE) for one in found.assessments)
    assert completeness(replace(found, assessments=none, matches=())) == ()
