import copy
import csv
import gzip
import json
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.importers.clinicaltrials_gov import import_studies, read_answer, studies_of
from knowledgebase.importers.conditions import ConditionNames
from knowledgebase.importers.draft import ImportFault
from knowledgebase.importers.folder import CURATED, INVALID, write_import
from knowledgebase.records import Content, Trial
from tests.knowledgebase.importers.base import ON, release
from tests.shared_data import shared

RECORDED = Path(__file__).resolve().parents[2] / "fixtures" / "ctgov" / "NCT02513394.json"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def study() -> dict[str, Any]:
    """Give the recorded study with a condition of the blood in place of its own."""
    (found,) = read_answer(RECORDED)
    found["protocolSection"]["conditionsModule"]["conditions"] = ["Acute Myeloid Leukemia"]
    assert isinstance(found, dict)
    return found


def changed(study: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    other = copy.deepcopy(study)
    *steps, last = path.split(".")
    at = other["protocolSection"]
    for step in steps:
        at = at[step]
    at[last] = value
    return other


def read_back(study: Any, content: Content, folder: Path) -> Trial:
    imported = import_studies([study], "test", content, ON)
    ended, _ = write_import(imported, folder, content, ON)
    assert ended.skipped == ()
    assert check_content(folder, ON, content) == ()
    from knowledgebase.files.folder import read_folder

    (trial,) = read_folder(folder, today=ON, over=content).content.trials.values()
    assert isinstance(trial, Trial)
    return trial


def test_the_recorded_study_is_no_trial_in_blood_cancer(content):
    imported = import_studies(read_answer(RECORDED), "test", content, ON)
    assert imported.drafts == ()
    assert imported.reasons() == {"no condition is a cancer of the blood": 1}
    assert imported.rows[0].detail == "Breast Cancer"


def test_structured_fields_of_the_registry_are_taken(content, study, tmp_path):
    trial = read_back(study, content, tmp_path)
    assert (trial.id, trial.phases) == ("NCT02513394", ("3",))
    assert trial.recruitment == "active, not recruiting"
    assert trial.sponsor == "Alliance Foundation Trials, LLC."
    assert trial.diseases == ("AML",)
    assert [(one.title, one.status) for one in trial.cohorts] == [
        ("Arm A", "unknown"),
        ("Arm B", "unknown"),
    ]
    assert [site.country for site in trial.sites] == [
        "United States",
        "Australia",
        "Austria",
        "Belgium",
    ]
    assert {site.status for site in trial.sites} == {"unknown"}
    assert (trial.registry_updated, trial.registry_verified) == ("2023-06-15", "2023-04")
    assert (trial.starts, trial.completes) == ("2015-08", "2025-09")
    assert trial.age is not None
    assert (trial.age.at_least, trial.age.below, trial.age.unit) == (18, None, "a")
    assert (trial.sex, trial.structured) == ("all", "none")


def test_the_eligibility_text_is_whole_and_no_criterion(content, study, tmp_path):
    trial = read_back(study, content, tmp_path)
    text = study["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    assert trial.eligibility.split() == text.split()
    assert trial.eligibility.count("\n") == text.strip().count("\n")
    assert trial.criteria is None
    assert all(cohort.criteria is None for cohort in trial.cohorts)


@pytest.mark.parametrize(
    ("least", "most", "bounds"),
    [
        ("18 Years", None, ("18", None, "a")),
        ("18 Years", "75 Years", ("18", "76", "a")),
        ("6 Months", "25 Years", ("6", "312", "mo")),
        ("1 Year", "18 Months", ("12", "19", "mo")),
        (None, "17 Years", (None, "18", "a")),
        ("14 Days", None, ("14", None, "d")),
        (None, None, None),
        ("N/A", None, None),
    ],
)
def test_ages_last_until_the_next_birthday(content, study, least, most, bounds):
    other = changed(study, "eligibilityModule.minimumAge", least)
    other = changed(other, "eligibilityModule.maximumAge", most)
    (draft,) = import_studies([other], "test", content, ON).drafts
    age = draft.data["age"]
    found = age and (age.get("at_least"), age.get("below"), age["unit"])
    assert found == bounds


@pytest.mark.parametrize(("least", "most"), [("6 Weeks", "75 Years"), ("2 Hours", None)])
def test_an_age_that_cannot_be_said_is_told(content, study, least, most):
    other = changed(study, "eligibilityModule.minimumAge", least)
    other = changed(other, "eligibilityModule.maximumAge", most)
    imported = import_studies([other], "test", content, ON)
    assert imported.drafts[0].data["age"] is None
    assert any(least in note for note in imported.rows[0].notes)


@pytest.mark.parametrize(
    ("conditions", "codes", "left"),
    [
        (["Relapsed or Refractory Acute Myeloid Leukemia"], ["AML"], None),
        (["AML", "Breast Cancer"], ["AML"], None),
        (["Acute Myeloid Leukemia (AML)", "Odd Leukemia"], ["AML"], ["Odd Leukemia"]),
        (["Myelodysplastic Syndromes", "CD19 Positive"], ["MDS"], ["CD19 Positive"]),
        (["Leukaemia"], ["HEME"], None),
        (["Neoplasms"], [], ["Neoplasms"]),
    ],
)  # fmt: skip
def test_conditions_open_the_door_as_wide_as_they_say(content, study, conditions, codes, left):
    other = changed(study, "conditionsModule.conditions", conditions)
    (draft,) = import_studies([other], "test", content, ON).drafts
    assert draft.data["conditions"] == conditions
    assert (draft.data["diseases"], draft.data["conditions_open"]) == (codes, left)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("identificationModule.nctId", "NCT1", "the study has no NCT number"),
        ("designModule.studyType", "OBSERVATIONAL", "an observational study offers no treatment"),
        ("designModule.phases", ["PHASE9"], "the phase is none the registry documents"),
        ("designModule.phases", "PHASE1", "a field has another form"),
        ("statusModule.overallStatus", "OPEN", "the status is none the registry documents"),
        ("statusModule", ["x"], "a field has another form"),
        ("contactsLocationsModule.locations", [1], "a field has another form"),
        ("eligibilityModule.eligibilityCriteria", "a\x00b", "the text holds control characters"),
        ("eligibilityModule.eligibilityCriteria", {"a": 1}, "a field has another form"),
        ("conditionsModule.conditions", [], "no condition is a cancer of the blood"),
    ],
)
def test_a_study_with_strange_fields_is_skipped_and_told(content, study, path, value, reason):
    other = changed(study, path, value)
    imported = import_studies([other], "test", content, ON)
    assert imported.rows[0].reason.startswith(reason)
    assert imported.drafts == ()


def test_what_is_no_study_and_what_stands_twice(content, study):
    imported = import_studies([1, None, "x", study, study], "test", content, ON)
    assert len(imported.rows) == 5
    assert imported.reasons() == {
        "a field has another form than the registry documents": 2,
        "the study has no NCT number": 1,
        "the study stands twice in the input": 1,
    }


def test_all_texts_of_a_study_are_only_text(content, study, tmp_path):
    hostile = "NO: [*a, &b] !!python/object 'x' \"y\" # z\n- {id: other}"
    other = changed(study, "identificationModule.briefTitle", hostile)
    other = changed(other, "eligibilityModule.eligibilityCriteria", hostile)
    trial = read_back(other, content, tmp_path)
    assert trial.title == " ".join(hostile.split())
    assert trial.eligibility == hostile


@pytest.mark.parametrize(
    "path",
    [
        "identificationModule.briefTitle",
        "armsInterventionsModule.armGroups.0.type",
        "armsInterventionsModule.interventions.0.type",
        "eligibilityModule.eligibilityCriteria",
    ],
)
def test_half_a_character_does_not_stop_an_import(content, study, tmp_path, path):
    other = copy.deepcopy(study)
    *steps, last = path.split(".")
    at = other["protocolSection"]
    for step in steps:
        at = at[int(step) if step.isdigit() else step]
    at[last] = "half \ud83d of it"
    for _ in range(2):
        assert read_back(other, content, tmp_path).id == "NCT02513394"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "this is no JSON"),
        ("[" * 200_000, "nested too deeply"),
        ("{}", "neither protocolSection nor studies"),
        ('"x"', "neither protocolSection nor studies"),
    ],
)
def test_an_answer_that_is_none_is_one_sentence(text, said):
    with pytest.raises(ImportFault) as fault:
        studies_of(text, "answer")
    assert said in fault.value.sentence


def test_the_whole_real_study_with_all_its_sites(content, tmp_path):
    packed = shared("data/B_trials/ctgov/mcode_nct_and_patients.tar.gz")
    with tarfile.open(packed) as archive:
        file = archive.extractfile("spec/data/NCT02513394.json")
        assert file is not None
        (study,) = studies_of(file.read().decode("utf-8"), "answer")
    other = changed(study, "conditionsModule.conditions", ["Acute Myeloid Leukemia"])
    trial = read_back(other, content, tmp_path)
    assert len(trial.sites) == 437
    assert Counter(site.country for site in trial.sites)["Austria"] > 1


def _as_study(row: dict[str, str], sites: list[dict[str, str]]) -> dict[str, Any]:
    """Put a row of the snapshot back into the shape of the API."""
    phases = [one for one in row["Phase"].split("|") if one not in ("", "Unknown")]
    return {
        "protocolSection": {
            "identificationModule": {"nctId": row["NCTId"], "briefTitle": row["BriefTitle"]},
            "statusModule": {
                "overallStatus": row["OverallStatus"],
                "startDateStruct": {"date": row["StartDate"]},
                "lastUpdatePostDateStruct": {"date": row["LastUpdatePostDate"]},
            },
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": row["LeadSponsor"]}},
            "conditionsModule": {"conditions": row["Conditions"].split("|")},
            "designModule": {"studyType": "INTERVENTIONAL", "phases": phases},
            "eligibilityModule": {"minimumAge": row["MinAge"], "maximumAge": row["MaxAge"]},
            "contactsLocationsModule": {
                "locations": [
                    {
                        "facility": site["Facility"],
                        "city": site["City"],
                        "country": site["Country"],
                        "status": site["SiteStatus"],
                    }
                    for site in sites
                ]
            },
        }
    }


def _rows(name: str) -> list[dict[str, str]]:
    with gzip.open(
        shared(f"data/B_trials/cart/{name}"), "rt", encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def test_the_words_of_2274_real_trials_are_all_understood(tmp_path):
    content = load_content()
    sites: dict[str, list[dict[str, str]]] = {}
    for site in _rows("cart_sites_2026-08-22.csv.gz"):
        sites.setdefault(site["NCTId"], []).append(site)
    rows = _rows("cart_trials_2026-08-22.csv.gz")
    studies = [_as_study(row, sites.get(row["NCTId"], [])) for row in rows]
    imported = import_studies(studies, "snapshot", content, ON)
    assert len(imported.rows) == len(rows) == 2274
    assert len(imported.taken) + len(imported.skipped) == 2274
    assert set(imported.reasons()) == {"no condition is a cancer of the blood"}
    heme = {row["NCTId"] for row in rows if row["Branch"] == "Heme-onc"}
    lost = {row.name for row in imported.skipped} & heme
    assert len(heme) == 1611
    # What is lost names no disease of the blood in its conditions ("Safety and Efficacy").
    assert len(lost) <= 25
    some = import_studies(studies[::20], "snapshot", content, ON)
    ended, states = write_import(some, tmp_path, content, ON)
    assert INVALID not in ended.reasons()
    # What the release itself curates is never written over.
    assert set(ended.reasons()) <= {*some.reasons(), CURATED}
    assert len(states) + ended.reasons().get(CURATED, 0) == len(some.drafts)


def test_settings_are_dropped_and_nothing_narrower_is_chosen():
    names = ConditionNames.of(load_content())
    assert names.covering("Recurrent Multiple Myeloma") == ("PCM",)
    assert names.covering("Multiple Myeloma in Relapse") == ("PCM",)
    assert names.covering("Non-Hodgkin's Lymphoma") == ("LYMPHOID",)
    assert names.covering("AML") == ("AML", "APL")
    assert names.covering("Refractory B-Cell Malignancies") == ("LYMPHOID", "ALAL")
    both = "Chronic Lymphocytic Leukemia (CLL)/Small Lymphocytic Lymphoma (SLL)"
    assert names.covering(both) == names.covering("CLL") == ("CLLSLL",)
    assert names.covering("Peripheral T Cell Lymphoma") == ("MTNN",)
    assert names.covering("Transformed Chronic Lymphocytic Leukemia") == ()
    assert json.dumps(names.covering("Breast Cancer")) == "[]"
