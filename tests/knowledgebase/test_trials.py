import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.describe_trials import describe_trial, trial_in_words, trial_line
from knowledgebase.records import CohortStatus, Recruitment, Structured, Trial, TrialSex
from knowledgebase.rules.criteria import Criterion, Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.text import rule_in_words
from knowledgebase.trials import trial_rule
from tests.knowledgebase.small_content import write

SOURCES = "sources: [{kind: nct, id: NCT00000001, title: A trial for the test}]"
FILE = "trials/NCT00000001.yaml"
TRIAL = """\
id: NCT00000001
title: A trial for the test
phases: ["1", "2"]
recruitment: recruiting
sponsor: A sponsor
conditions: [Acute Myeloid Leukemia, Something else]
conditions_open: [Something else]
diseases: [AML]
interventions: [{kind: drug, name: A drug}]
age: {at_least: 18, below: 76, unit: a}
sex: female
criteria: {gene: FLT3}
structured: part
cohorts:
  - {id: A, title: Cohort A, status: open, criteria: {alteration: FLT3-ITD}}
  - {id: B, title: Cohort B, status: full}
sites:
  - {facility: A hospital, city: Copenhagen, country: Denmark, status: recruiting}
contacts: [{name: Trial office, phone: "1", email: a@b.example}]
starts: 2024-05
registry_updated: 2026-10-01
eligibility: |
  Inclusion Criteria:

  * Kept whole
sources: [{kind: nct, id: NCT00000001, title: A trial for the test}]
evidence: unverified
checked: 2026-11-21
expires: 2027-05-21
review: draft
"""


def trial(folder: Path) -> Trial:
    return load_content(write(folder, **{FILE: TRIAL})).trials["NCT00000001"]


def test_a_trial_is_read_typed(tmp_path):
    read = trial(tmp_path)
    assert read.recruitment is Recruitment.RECRUITING
    assert (read.phases, read.sex, read.structured) == (
        ("1", "2"),
        TrialSex.FEMALE,
        Structured.PART,
    )
    assert [(one.id, one.status) for one in read.cohorts] == [
        ("A", CohortStatus.OPEN),
        ("B", CohortStatus.FULL),
    ]
    assert read.cohorts[0].criteria == Criterion("alteration", "FLT3-ITD")
    assert read.sites[0].country == "Denmark"
    assert read.age is not None
    assert (read.age.at_least, read.age.below) == (Decimal(18), Decimal(76))
    assert read.eligibility == "Inclusion Criteria:\n\n* Kept whole"
    assert len(read.digest) == 64


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: NCT00000001\ntitle", "id: NCT1\ntitle", '"NCT1" is no trial number'),
        ("recruitment: recruiting", "recruitment: recruits", '"recruits" is not one of'),
        ('["1", "2"]', '["5"]', '"5" is no phase'),
        ("diseases: [AML]", "diseases: [AMK]", '"AMK" is no known disease code'),
        ("id: B,", "id: A,", 'two cohorts are named "A"'),
        ("structured: part", "structured: none", "criteria are stated, so structured is"),
        ("conditions_open: [Some", "conditions_open: [No", '"Nothing else" is none of the cond'),
        ("starts: 2024-05", "starts: May 2024", "starts is a year, a month or a day"),
        ("expires: 2027-05-21", "expires: 2026-05-21", "expires before it was checked"),
        ("{gene: FLT3}", "{gene: FLT5}", '"FLT5" is no known gene'),
        ("unit: a}", "unit: kg}", 'the unit "kg" is unknown'),
        (SOURCES, "sources: []", "among the sources"),
    ],
)
def test_faults_of_a_trial_are_told_with_their_line(tmp_path, old, new, said):
    assert old in TRIAL
    problems = check_content(write(tmp_path, **{FILE: TRIAL.replace(old, new, 1)}))
    assert any(said in str(problem) and problem.file == FILE for problem in problems)


KNOWN = (
    Fact("disease", "AML"),
    Fact("age", Decimal(50), unit="a"),
    Fact("sex", "female"),
    Fact("gene", True, key="FLT3"),
    Fact("alteration", True, key="FLT3-ITD"),
)
ALL_MET = Facts.of(KNOWN)


def value(read: Trial, facts: Facts, cohort: int | None = None) -> Truth:
    rule = trial_rule(read, None if cohort is None else read.cohorts[cohort])
    return evaluate(rule, facts, {}).value


def test_what_is_not_structured_is_never_met(tmp_path):
    read = trial(tmp_path)
    assert value(read, ALL_MET, 0) is Truth.UNKNOWN
    assert "not structured" in rule_in_words(trial_rule(read))
    whole = replace(read, structured=Structured.WHOLE, conditions_open=())
    assert value(whole, ALL_MET, 0) is Truth.MET
    bare = replace(read, structured=Structured.NONE, criteria=None, cohorts=())
    assert value(bare, ALL_MET) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Fact("age", Decimal(17), unit="a"), Truth.NOT_MET),
        (Fact("age", Decimal("75.9"), unit="a"), Truth.UNKNOWN),
        (Fact("age", Decimal(76), unit="a"), Truth.NOT_MET),
        (Fact("sex", "male"), Truth.NOT_MET),
        (Fact("gene", False, key="FLT3"), Truth.NOT_MET),
        (Fact("alteration", False, key="FLT3-ITD"), Truth.NOT_MET),
    ],
)
def test_what_speaks_against_a_trial_is_found_all_the_same(tmp_path, fact, expected):
    known = {(one.name, one.key): one for one in KNOWN} | {(fact.name, fact.key): fact}
    assert value(trial(tmp_path), Facts.of(known.values()), 0) is expected


def test_a_condition_without_a_code_keeps_the_door_open(tmp_path):
    content = load_content(write(tmp_path, **{FILE: TRIAL}))
    read = content.trials["NCT00000001"]
    other = Facts.of([Fact("disease", "NO")])
    closed = replace(read, conditions_open=())
    assert evaluate(trial_rule(read), other, content.diseases).value is Truth.UNKNOWN
    assert evaluate(trial_rule(closed), other, content.diseases).value is Truth.NOT_MET


def test_a_cohort_asks_what_the_trial_asks_and_its_own(tmp_path):
    read = trial(tmp_path)
    assert Criterion("alteration", "FLT3-ITD") in trial_rule(read, read.cohorts[0]).parts
    assert trial_rule(read, read.cohorts[1]) == trial_rule(read)


def test_a_trial_in_words_shows_what_it_rests_on(tmp_path):
    read = trial(tmp_path)
    assert trial_line(read) == "NCT00000001  phase 1/2  recruiting  AML  A trial for the test"
    words = trial_in_words(read, date(2027, 6, 1))
    for said in (
        "Cohort B, Cohort B (full)",
        "Sites: Denmark 1",
        "part of the eligibility is not structured, so it is never found met",
        "its last check expired on 2027-05-21",
        "* Kept whole",
    ):
        assert said in words
    described = describe_trial(read, date(2027, 5, 21))
    assert described["expired"] is False
    assert "FLT3-ITD" in described["cohorts"][0]["rule_in_words"]
    json.dumps(described)
