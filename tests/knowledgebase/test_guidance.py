"""Guidance on fitness: items with words and source, none of them a hard no."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.records import Evidence, GuidanceItem, ProductKind
from knowledgebase.rules.criteria import Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from tests.knowledgebase.small_content import write

CONTENT = load_content()
FITNESS = CONTENT.guidance["CAR-T-fitness-EBMT-EHA"]
ITEMS = {item.id: item for item in FITNESS.items}

UNFIT = Facts.of(
    [
        Fact("ecog", Decimal(3), unit="1"),
        Fact("systemic_immunosuppression", True),
        Fact("active_infection", True),
        Fact("active_gvhd", True),
        Fact("cns_involvement", True),
        Fact("laboratory", Decimal(60), "bilirubin", "umol/L"),
        Fact("laboratory", Decimal(85), "oxygen_saturation", "%"),
        Fact("laboratory", Decimal("0.1"), "lymphocytes", "10*9/L"),
    ]
)

GUIDANCE = """\
id: fit
title: Fitness
applies_to: CAR-T
items:
  - id: performance
    title: Performance
    words: ECOG below 2.
    rule: {ecog: {below: 2}, soft: yes}
    evidence: unverified
    evidence_note: not compared
checked: 2026-11-21
expires: 2027-05-21
review: draft
"""


@pytest.mark.parametrize("item", FITNESS.items, ids=lambda item: item.id)
def test_an_item_is_shown_with_its_words_and_where_they_stand(item: GuidanceItem) -> None:
    assert item.words
    assert item.evidence_note
    assert item.sources or item.evidence is Evidence.UNVERIFIED


@pytest.mark.parametrize("item", FITNESS.items, ids=lambda item: item.id)
def test_what_speaks_against_fitness_is_weighed_not_refused(item: GuidanceItem) -> None:
    if item.rule is not None:
        assert evaluate(item.rule, UNFIT, CONTENT.diseases).value is Truth.UNKNOWN


def test_fitness_that_holds_is_met() -> None:
    facts = Facts.of(
        [Fact("ecog", Decimal(1), unit="1"), Fact("laboratory", Decimal(20), "bilirubin", "umol/L")]
    )
    for name in ("performance", "bilirubin"):
        rule = ITEMS[name].rule
        assert rule is not None
        assert evaluate(rule, facts, CONTENT.diseases).value is Truth.MET


def test_bilirubin_is_in_micromoles_whatever_the_table_prints() -> None:
    assert "umol/L" in ITEMS["bilirubin"].words
    assert "misprint" in ITEMS["bilirubin"].evidence_note or "meant" in (
        ITEMS["bilirubin"].evidence_note
    )


def test_age_is_no_criterion() -> None:
    assert ITEMS["age"].rule is None


def test_it_is_for_cell_products() -> None:
    assert FITNESS.applies_to is ProductKind.CAR_T


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((", soft: yes", ""), "guidance is the board's to weigh"),
        (("{ecog: {below: 2}, soft: yes}", "{not: {active_gvhd: yes}}"), "the board's to weigh"),
        (("applies_to: CAR-T", "applies_to: CART"), '"CART" is not one of CAR-T'),
        (("expires: 2027-05-21", "expires: 2036-05-21"), "two years at most"),
        (("evidence: unverified", "evidence: verified"), "a verified item names its source"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    text = GUIDANCE.replace(*change)
    found = check_content(write(tmp_path, **{"guidance/fit.yaml": text}))
    assert [one for one in found if sentence in str(one)], found


def test_sound_guidance_has_no_fault(tmp_path: Path) -> None:
    assert check_content(write(tmp_path, **{"guidance/fit.yaml": GUIDANCE})) == ()
