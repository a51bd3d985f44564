"""The trials that ship: enough of them, honest about what they rest on, true to the snapshot."""

import csv
import gzip
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.records import CohortStatus, Evidence, Structured, Trial
from tests.shared_data import shared
from tumorboard.interpretation.options.trials import TrialIndex

TRIALS = load_content().trials
NORDIC = {"Denmark", "Norway", "Sweden", "Finland", "Iceland"}
PHASE_1 = {"early 1", "1"}
SNAPSHOT = "ClinicalTrials.gov of 2026-08-22"
PHASES = {"EARLY_PHASE1": "early 1", "PHASE1": "1", "PHASE2": "2", "PHASE3": "3", "PHASE4": "4"}


def test_forty_trials_or_more_of_which_many_are_phase_1() -> None:
    assert len(TRIALS) >= 40
    assert sum(bool(PHASE_1 & set(trial.phases)) for trial in TRIALS.values()) >= 15


def test_the_nordic_sites_are_counted() -> None:
    sites = [
        (trial.id, site)
        for trial in TRIALS.values()
        for site in trial.sites
        if site.country in NORDIC
    ]
    by_country = {land: sum(site.country == land for _, site in sites) for land in sorted(NORDIC)}
    assert len({number for number, _ in sites}) == 14
    assert by_country == {
        "Denmark": 15, "Finland": 9, "Iceland": 0, "Norway": 6, "Sweden": 21,
    }  # fmt: skip


@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
def test_each_trial_says_what_it_rests_on(trial: Trial) -> None:
    assert re.fullmatch("NCT[0-9]{8}", trial.id)
    assert [source.id for source in trial.sources] == [trial.id]
    assert trial.phases
    assert trial.evidence_note
    assert trial.expires - trial.checked <= timedelta(days=183)
    assert trial.diseases
    # Nobody has structured a whole eligibility text, so no trial may be found met by its rules.
    assert trial.structured is not Structured.WHOLE


def test_most_are_structured_beyond_the_registrys_own_fields() -> None:
    assert sum(trial.structured is Structured.PART for trial in TRIALS.values()) >= 40


def test_nothing_a_machine_summarised_counts_as_verified() -> None:
    for trial in TRIALS.values():
        if "machine-made" in trial.evidence_note or SNAPSHOT not in trial.evidence_note:
            assert trial.evidence is Evidence.UNVERIFIED, trial.id


def test_registry_fields_are_those_of_the_snapshot() -> None:
    rows = _rows("cart_trials_2026-08-22")
    sites: dict[str, set[tuple[str, ...]]] = {}
    for site in _rows("cart_sites_2026-08-22"):
        place = tuple(_line(site[key]) for key in ("Facility", "City", "Country"))
        sites.setdefault(site["NCTId"], set()).add(
            (*place, _words(site["SiteStatus"]) or "unknown")
        )
    by_number = {row["NCTId"]: row for row in rows}
    of_snapshot = [trial for trial in TRIALS.values() if SNAPSHOT in trial.evidence_note]
    assert len(of_snapshot) >= 40
    for trial in of_snapshot:
        row = by_number[trial.id]
        assert trial.title == _line(row["BriefTitle"])
        assert trial.recruitment.value == _words(row["OverallStatus"])
        assert list(trial.phases) == [PHASES[one] for one in row["Phase"].split("|")]
        assert trial.sponsor == _line(row["LeadSponsor"])
        assert trial.starts == row["StartDate"]
        assert trial.registry_updated == row["LastUpdatePostDate"]
        assert set(trial.conditions) == {_line(one) for one in row["Conditions"].split("|")}
        assert {one.name for one in trial.interventions} == {
            _line(one) for one in row["Interventions"].split("|")
        }
        assert _ages(trial) == (row["MinAge"], row["MaxAge"])
        kept = {(site.facility, site.city, site.country, site.status.value) for site in trial.sites}
        assert kept <= sites[trial.id]
        assert {one for one in sites[trial.id] if one[2] in NORDIC} <= kept


def test_every_trial_was_read_a_second_time_and_its_note_says_against_what() -> None:
    assert all("Second reading 2026-11-21" in trial.evidence_note for trial in TRIALS.values())


def test_no_trial_for_lymphoma_takes_in_every_lymphoid_neoplasm() -> None:
    assert not [trial.id for trial in TRIALS.values() if "LYMPHOID" in trial.diseases]
    about = TrialIndex(load_content()).about
    mine = {one for one in about("PCM") if "PCM" not in TRIALS[one].diseases}
    assert not mine, "a trial for lymphoma stands among the options of a myeloma"
    assert "NCT06002659" in about("DLBCL")
    assert "NCT06420089" not in about("DLBCL")


def test_a_closed_arm_leaves_the_trial_to_its_other_arm() -> None:
    arms = {one.id: one for one in TRIALS["NCT03081910"].cohorts}
    assert arms["autologous"].status is CohortStatus.CLOSED
    assert "prior_allogeneic_transplant" in str(arms["allogeneic"].criteria)


def _ages(trial: Trial) -> tuple[str, str]:
    """Write the bounds as the registry does; "75 Years" last until the next birthday."""
    age = trial.age
    least = None if age is None else age.at_least
    most = None if age is None or age.below is None else age.below - 1
    return _years(least), _years(most)


def _years(years: Decimal | None) -> str:
    if years is None:
        return ""
    return f"{years} Year" if years == 1 else f"{years} Years"


def _rows(name: str) -> list[dict[str, str]]:
    packed = shared(f"data/B_trials/cart/{name}.csv.gz").read_bytes()
    return list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))))


def _line(text: str) -> str:
    return " ".join(text.split())


def _words(status: str) -> str:
    plain = status.lower().replace("_", " ")
    return {"active not recruiting": "active, not recruiting"}.get(plain, plain)
