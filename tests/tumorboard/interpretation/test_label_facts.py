"""From the case form to a label: drugs named by brand answer what a product's label asks."""

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.rules.criteria import Truth, evaluate
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.case import PriorTherapy
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of

CONTENT = load_content()
RULES = {one.id: one.rule for product in CONTENT.products.values() for one in product.indications}
VRD = PriorTherapy(1, ("Velcade", "Revlimid", "dexamethasone"))
VRD_REFRACTORY = PriorTherapy(1, ("Velcade", "Revlimid", "dexamethasone"), refractory=True)
DARA = PriorTherapy(2, ("Darzalex", "pomalidomide"))


def label(indication: str, *lines: PriorTherapy, disease: str = "PCM", complete: bool = True):
    told = case(
        disease=disease,
        prior_therapies=lines,
        prior_therapies_known=complete,
        statements={"progression_on_last_therapy": True},
    )
    facts = gather_facts(told, findings_of(told, CONTENT), CONTENT).facts
    return evaluate(RULES[indication], facts, CONTENT.diseases).value


@pytest.mark.parametrize(
    ("indication", "lines", "expected"),
    [
        ("CIL-EMA-MM", (VRD_REFRACTORY,), Truth.MET),
        ("IDE-EMA-MM", (VRD_REFRACTORY,), Truth.NOT_MET),
        ("IDE-EMA-MM", (VRD, DARA), Truth.MET),
        ("TEC-EMA-MM", (VRD, DARA), Truth.NOT_MET),
        ("TEC-FDA-MM-daratumumab", (VRD,), Truth.MET),
    ],
)
def test_brands_of_the_form_answer_the_classes_of_a_label(indication, lines, expected):
    assert label(indication, *lines) is expected


def test_a_class_that_only_a_label_asks_is_known_as_not_given():
    lines = (PriorTherapy(1, ("R-bendamustine",)), PriorTherapy(2, ("ibrutinib",)))
    known = (PriorTherapy(1, ("rituximab", "bendamustine")), PriorTherapy(2, ("ibrutinib",)))
    assert label("LIS-FDA-CLL", *known, disease="CLLSLL") is Truth.NOT_MET
    assert label("LIS-FDA-CLL", *known, disease="CLLSLL", complete=False) is Truth.UNKNOWN
    assert label("LIS-FDA-CLL", *lines, disease="CLLSLL") is Truth.UNKNOWN
