"""The steps to a CAR-T infusion as knowledge: each rule with its source, none of them invented."""

import json
from datetime import date
from pathlib import Path

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.describe_pathways import describe_pathway, pathway_in_words, pathway_line
from knowledgebase.records import CountedFrom, Evidence, ProductKind, Timing
from tests.knowledgebase.small_content import write
from tumorboard.domain.case import TRANSPLANTS

CONTENT = load_content()
CAR_T = CONTENT.pathways["CAR-T-to-infusion"]
TIMINGS = {one.id: one for one in CAR_T.timings}
PRODUCTS = [one for one in CONTENT.products.values() if one.kind is ProductKind.CAR_T]
PARTS = (*CAR_T.steps, *CAR_T.timings, *CAR_T.washouts)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)
def test_a_part_says_where_it_is_from_and_what_was_compared(part) -> None:
    assert part.words
    assert part.evidence_note
    assert part.sources or part.evidence is Evidence.UNVERIFIED


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda one: one.id)
@pytest.mark.parametrize("region", ["EMA", "FDA"])
def test_every_product_has_its_lymphodepletion_by_label(product, region) -> None:
    diseases = {
        disease for use in product.indications if use.region == region for disease in use.diseases
    }
    told = [
        one
        for one in CAR_T.timings
        if product.id in one.products and one.region == region and one.step == "lymphodepletion"
    ]
    assert told
    # A label that differs by disease tells of every disease it is for.
    for timing in told:
        assert not timing.diseases or diseases & {*timing.diseases}


def window(name: str) -> tuple[int | None, int | None, CountedFrom]:
    timing: Timing = TIMINGS[name]
    return timing.at_least, timing.at_most, timing.counted_from


def test_the_windows_are_those_of_the_labels_that_were_read() -> None:
    first, last = CountedFrom.FIRST_DAY, CountedFrom.LAST_DAY
    assert window("AXI-FDA-lymphodepletion") == (5, 5, first)
    assert window("BRE-EMA-MCL-lymphodepletion") == (3, 14, last)
    assert window("TIS-EMA-FL-lymphodepletion") == (2, 6, last)
    assert window("IDE-FDA-lymphodepletion") == (2, 9, last)
    assert window("CIL-FDA-lymphodepletion") == (2, 4, last)
    assert window("OBE-FDA-second") == (7, 20, first)
    read = {name for name, one in TIMINGS.items() if one.evidence is Evidence.VERIFIED}
    assert read == {
        "AXI-FDA-lymphodepletion",
        "BRE-EMA-MCL-lymphodepletion",
        "TIS-EMA-FL-lymphodepletion",
        "IDE-FDA-lymphodepletion",
        "CIL-FDA-lymphodepletion",
        "OBE-FDA-second",
        "FDA-monitoring",
    }


def test_american_monitoring_of_two_weeks_is_not_told_of_aucatzyl_or_of_europe() -> None:
    monitoring = TIMINGS["FDA-monitoring"]
    assert monitoring.region == "FDA"
    assert "obecabtagene autoleucel" not in monitoring.products
    assert len(monitoring.products) == 6


def test_kinds_of_transplantation_are_those_a_case_may_state() -> None:
    assert {kind for one in CAR_T.washouts for kind in one.transplants} <= set(TRANSPLANTS)


def test_it_is_written_out_whole_for_a_terminal_and_as_data() -> None:
    said = pathway_in_words(CAR_T, date(2026, 11, 21))
    for part in PARTS:
        assert part.id in said
    assert "[unverified]" in said
    assert "11 steps" in pathway_line(CAR_T)
    data = describe_pathway(CAR_T, date(2030, 1, 1))
    assert data["expired"] is True
    assert json.loads(json.dumps(data))["digest"] == CAR_T.digest


PATHWAY = """\
id: way
title: A way
applies_to: CAR-T
steps:
  - id: collection
    title: Collection
    title_da: Høst
    words: Cells are collected.
    evidence: unverified
    evidence_note: not compared
  - id: infusion
    title: Infusion
    title_da: Infusion
    words: Cells are given.
    after: [collection]
    evidence: unverified
    evidence_note: not compared
timings:
  - id: wait
    step: collection
    until: infusion
    at_least: 3
    at_most: 9
    words: Three to nine days.
    evidence: unverified
    evidence_note: not compared
    checked: 2026-11-21
    expires: 2027-05-21
washouts:
  - id: drug
    title: A drug
    before: collection
    drugs: [gilteritinib]
    at_least: 3
    words: Three days.
    evidence: unverified
    evidence_note: not compared
checked: 2026-11-21
expires: 2027-05-21
review: draft
"""


def problems(folder: Path, text: str) -> list[str]:
    write(folder, **{"pathways/way.yaml": text})
    return [one.sentence for one in check_content(folder)]


def test_a_sound_record_is_taken(tmp_path: Path) -> None:
    assert problems(tmp_path, PATHWAY) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("after: [collection]", "after: [collektion]", "no step before it"),
        ("    until: infusion\n", "    until: infusjon\n", '"infusjon" is no step'),
        ("    until: infusion\n", "    until: collection\n", "does not come after"),
        ("    until: infusion\n", "", "stand together"),
        ("at_most: 9", "at_most: 2", "at_least is more than at_most"),
        ("at_most: 9", "at_most: a week", "no whole number"),
        ("before: collection", "before: the end", '"the end" is no step'),
        ("drugs: [gilteritinib]", "drugs: [gilteritinip]", "gilteritinip"),
        ("drugs: [gilteritinib]", "classes: [magic]", '"magic" is not known here'),
        ("    drugs: [gilteritinib]\n", "", "names drugs, classes or a kind"),
        ("step: collection", "region: XX\n    step: collection", "not one of EMA, FDA"),
        ("id: infusion", "id: collection", "stands twice"),
        ("evidence: unverified", "evidence: verified", "names its source"),
        ("expires: 2027-05-21\nreview", "expires: 2026-01-01\nreview", "expire"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PATHWAY
    found = problems(tmp_path, PATHWAY.replace(old, new))
    assert any(said in one for one in found), found
