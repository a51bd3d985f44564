"""What a board is shown of a result: several rules to one group, and items that gave no points."""

from decimal import Decimal

from knowledgebase.catalog import load_content
from knowledgebase.rules.criteria import Truth
from knowledgebase.rules.facts import Fact, Facts
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.assess import assess

MYELOMA = [
    Fact("disease", "PCM"),
    Fact("laboratory", Decimal("6.1"), "beta_2_microglobulin", unit="mg/L"),
    Fact("laboratory", Decimal("92"), "creatinine", unit="umol/L"),
]


def of(facts):
    return {one.key: one for one in assess(Facts.of(facts), load_content())}


def test_rules_to_one_group_are_one_result_whichever_of_them_holds():
    """The deletion of 17p is unknown, and the group is high risk without it."""
    found = of(MYELOMA)["risk.imwg2025"]
    assert found.status is AssessmentStatus.SINGLE
    assert found.result == "High risk"
    assert found.possible == ("High risk",)
    assert found.missing == ()
    with_it = [*MYELOMA, Fact("cytogenetics", True, "del(1p32)"), Fact("gene", True, "TP53")]
    assert of(with_it)["risk.imwg2025"].result == "High risk"


def test_different_groups_stay_open():
    found = of(MYELOMA[:1])["risk.imwg2025"]
    assert found.result == ""
    assert len(found.possible) == 2
    assert found.missing


def test_an_item_without_points_shows_the_value_that_gave_none():
    platelets = Fact("laboratory", Decimal("214"), "platelets", unit="10*9/L")
    step = next(
        one
        for one in of([Fact("disease", "MDS"), platelets])["risk.ipssr"].path
        if one.name == "Platelets"
    )
    assert step.points == (Decimal(0), Decimal(0))
    assert step.evaluation is not None
    assert step.evaluation.value is Truth.NOT_MET
    assert "214" in step.evaluation.reason.words
