"""Proposals for a curator: found with their place, and never more than proposed."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.proposals import propose
from ui.cli import main

NAMES = {"AML": "Acute myeloid leukaemia", "APL": "Acute promyelocytic leukaemia", "PCM": "Myeloma"}
TEXT = """Inclusion Criteria:
* Age ≥ 18 years
* Acute myeloid leukaemia, relapsed after at least 2 prior lines
* ECOG performance status 0-2
Exclusion Criteria:
* acute promyelocytic leukaemia
* ECOG performance status >= 3"""


def test_numbers_and_diseases_are_found_with_their_place() -> None:
    found = propose(TEXT, NAMES)
    assert [(one.kind, one.rule, one.line, one.exclusion) for one in found] == [
        ("age", "age: {at_least: 18, unit: a}", 2, False),
        ("disease", "disease: AML", 3, False),
        ("lines", "lines_of_therapy: {at_least: 2}", 3, False),
        ("ecog", "ecog: {at_most: 2}", 4, False),
        ("disease", "disease: APL", 6, True),
    ]
    assert all(TEXT[one.start : one.end] == one.quote for one in found)


def test_an_upper_age_lasts_until_the_next_birthday() -> None:
    [found] = propose("patients of 18 to 75 years", {})
    assert found.rule == "age: {at_least: 18, below: 76, unit: a}"


def test_the_direction_of_a_number_of_lines_is_kept() -> None:
    found = propose("up to 3 prior lines; 1 to 3 prior regimens; no more than 4 prior lines", {})
    assert [one.rule for one in found] == [
        "lines_of_therapy: {at_most: 3}",
        "lines_of_therapy: {at_least: 1, at_most: 3}",
        "lines_of_therapy: {at_most: 4}",
    ]


REGISTRY_TEXT = (
    "Inclusion Criteria:\n\n* Age \\>= 18 years; 'quoted' \"twice\" & <b>bold</b> {x: [y]} # z\n"
    "  1. ECOG 0-1, æøå µ ≥ 2\n\nExclusion Criteria:\n\n* <script>alert(1)</script>\n"
    + "* one line more, long enough to be folded by a careless writer of files "
    * 3
)[:-1]


def test_nothing_is_proposed_from_nothing() -> None:
    assert propose("Consent in writing. Myelomatosis is not asked.", NAMES) == ()


@settings(max_examples=50)
@given(st.text(alphabet="ECOG≥<=0129 -to years prior lines\n", max_size=200))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    found = propose(text, NAMES)
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_the_command_proposes_from_a_draft_and_says_where_there_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "number,title,status,conditions,eligibility\n"
        "LOCAL-1,A trial,recruiting,Acute Myeloid Leukemia,ECOG 0-2\n"
    )
    drafts = str(tmp_path / "drafts")
    assert main(["kb", "import", "trials-csv", str(file), "--into", drafts]) == 0
    capsys.readouterr()
    assert main(["kb", "trials", "propose", "LOCAL-1", "--drafts", drafts, "--json"]) == 0
    [one] = json.loads(capsys.readouterr().out)["proposals"]
    assert (one["state"], one["rule"], one["quote"]) == (
        "proposed",
        "ecog: {at_most: 2}",
        "ECOG 0-2",
    )
    assert main(["kb", "trials", "propose", "NCT04811560"]) == 0
    assert "holds no eligibility text" in capsys.readouterr().out
    assert main(["kb", "trials", "propose", "NCT99999999"]) == 2
    assert "no trial" in capsys.readouterr().err


def test_a_registrys_text_is_shown_whole_beside_its_proposals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09999999", "briefTitle": "A trial"},
            "statusModule": {"overallStatus": "RECRUITING"},
            "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1"]},
            "conditionsModule": {"conditions": ["Acute Myeloid Leukemia"]},
            "eligibilityModule": {"eligibilityCriteria": REGISTRY_TEXT},
        }
    }
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(study))
    drafts = str(tmp_path / "drafts")
    assert main(["kb", "import", "ctgov", str(file), "--into", drafts]) == 0
    capsys.readouterr()
    assert main(["kb", "show", "NCT09999999", "--drafts", drafts]) == 0
    told = capsys.readouterr().out
    assert REGISTRY_TEXT in told
    assert "evaluated nowhere until a curator writes it as a rule" in told
    assert 'proposed (line 3): age: {at_least: 18, unit: a}   from "\\>= 18 years"' in told
    assert "nothing of the eligibility text is structured" in " ".join(told.split())
    assert main(["kb", "show", "NCT09999999", "--drafts", drafts, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["eligibility"] == REGISTRY_TEXT
    assert {one["state"] for one in shown["proposals"]} == {"proposed"}
    assert shown["structured"] == "none"
    assert main(["kb", "show", "NCT04811560", "--drafts", drafts]) == 0
    assert "NCT04811560" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["\n", " ", "9", "at least 1 ", "ECOG 0 "])
def test_a_hostile_text_takes_no_more_than_a_moment(text: str) -> None:
    started = time.perf_counter()
    propose(text * (100_000 // len(text)), NAMES)
    assert time.perf_counter() - started < 5
