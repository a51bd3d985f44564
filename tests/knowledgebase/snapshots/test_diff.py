"""Two snapshots of a registry compared: every trial once, and totals that add up."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from knowledgebase.importers.draft import ImportFault
from knowledgebase.snapshots.changes import Comparison, Kind, SiteKind, compare
from knowledgebase.snapshots.reading import read_snapshot
from knowledgebase.snapshots.worklist import as_data, in_words
from tests.shared_data import shared
from ui.cli import main

TRIALS = "NCTId,BriefTitle,OverallStatus,Phase,Countries,LastUpdatePostDate\n"
SITES = "NCTId,Facility,City,Country,SiteStatus\n"
OLD = TRIALS + (
    "NCT00000001,Opens,NOT_YET_RECRUITING,PHASE1,Norway|Germany,2026-01-01\n"
    "NCT00000002,Closes,RECRUITING,PHASE1|PHASE2,Germany,2026-01-01\n"
    "NCT00000003,Ends,ACTIVE_NOT_RECRUITING,PHASE2,Germany,2026-01-01\n"
    "NCT00000004,Sites,RECRUITING,PHASE1,Germany,2026-01-01\n"
    "NCT00000005,Renewed,RECRUITING,NA,Germany,2026-01-01\n"
    'NCT00000006,"Stays, as it is",RECRUITING,Unknown,,2026-01-01\n'
    "NCT00000007,Goes,RECRUITING,PHASE3,,2026-01-01\n"
)
NEW = TRIALS + (
    "NCT00000001,Opens,RECRUITING,PHASE1,Norway|Germany,2026-02-01\n"
    "NCT00000002,Closes,SUSPENDED,PHASE1|PHASE2,Germany,2026-02-01\n"
    "NCT00000003,Ends,COMPLETED,PHASE2,Germany,2026-02-01\n"
    "NCT00000004,Sites,RECRUITING,PHASE1,Germany|Denmark,2026-02-01\n"
    "NCT00000005,Renewed,RECRUITING,NA,Germany,2026-02-01\n"
    'NCT00000006,"Stays, as it is",RECRUITING,Unknown,,2026-01-01\n'
    "NCT00000008,Comes,RECRUITING,EARLY_PHASE1,Denmark,2026-02-01\n"
)
OLD_SITES = SITES + (
    "NCT00000004,Klinik,Berlin,Germany,RECRUITING\n"
    "NCT00000004,Klinik,Berlin,Germany,RECRUITING\n"
    "NCT00000004,Klinik,Bonn,Germany,NOT_YET_RECRUITING\n"
    "NCT00000004,Klinik,Köln,Germany,\n"
)
NEW_SITES = SITES + (
    "NCT00000004,Klinik,Berlin,Germany,RECRUITING\n"
    "NCT00000004,Klinik,Berlin,Germany,COMPLETED\n"
    "NCT00000004,Klinik,Bonn,Germany,RECRUITING\n"
    "NCT00000004,Hospital,Aarhus,Denmark,RECRUITING\n"
    "NCT99999999,Hospital,Aarhus,Denmark,RECRUITING\n"
)


def folder(path: Path, trials: str, sites: str = "") -> Path:
    path.mkdir()
    (path / "trials.csv").write_text(trials, "utf-8")
    if sites:
        (path / "sites.csv").write_text(sites, "utf-8")
    return path


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    old = folder(tmp_path / "old", OLD, OLD_SITES)
    new = folder(tmp_path / "new", NEW, NEW_SITES)
    return compare(read_snapshot(old), read_snapshot(new))


def add_up(comparison: Comparison) -> None:
    totals = comparison.totals()
    old, new = comparison.old.trials, comparison.new.trials
    assert sum(totals.values()) == len(comparison.changes) == len(old.keys() | new.keys())
    assert len(old) == sum(totals.values()) - totals[Kind.NEW]
    assert len(new) == sum(totals.values()) - totals[Kind.GONE]
    if not comparison.sites_compared:
        return
    sites = comparison.site_totals()
    both = [one for one in comparison.changes if one.before and one.after]
    before = sum(one.before.site_count for one in both if one.before)
    after = sum(one.after.site_count for one in both if one.after)
    assert after - before == sites[SiteKind.ADDED] - sites[SiteKind.LEFT]


def test_each_trial_is_told_once(compared: Comparison) -> None:
    kinds = {change.trial.number[-1]: change.kind for change in compared.changes}
    assert kinds == {
        "1": Kind.OPENED,
        "2": Kind.CLOSED,
        "3": Kind.STATUS,
        "4": Kind.SITES,
        "5": Kind.RENEWED,
        "6": Kind.UNCHANGED,
        "7": Kind.GONE,
        "8": Kind.NEW,
    }
    add_up(compared)


def test_sites_are_told_by_what_happened_the_nordic_ones_first(compared: Comparison) -> None:
    [change] = [one for one in compared.changes if one.kind is Kind.SITES]
    assert [(site.kind, site.city) for site in change.sites] == [
        (SiteKind.ADDED, "Aarhus"),
        (SiteKind.CLOSED, "Berlin"),
        (SiteKind.OPENED, "Bonn"),
        (SiteKind.LEFT, "Köln"),
    ]
    assert compared.new.skipped == {"a site of a trial that the table of trials does not list": 1}


def test_trials_in_the_countries_named_come_first(compared: Comparison) -> None:
    assert [one.trial.number[-1] for one in compared.changes][:3] == ["4", "8", "1"]
    german = compare(compared.old, compared.new, ("Germany",))
    assert [one.trial.number[-1] for one in german.changes] == list("12345678")


def test_countries_are_compared_where_a_snapshot_lists_no_sites(tmp_path: Path) -> None:
    old = read_snapshot(folder(tmp_path / "old", OLD))
    new = read_snapshot(folder(tmp_path / "new", NEW, NEW_SITES))
    comparison = compare(old, new)
    assert not comparison.sites_compared
    [change] = [one for one in comparison.changes if one.kind is Kind.SITES]
    assert [(site.kind, site.country) for site in change.sites] == [
        (SiteKind.COUNTRY_ADDED, "Denmark")
    ]
    assert any("countries are compared" in line for line in in_words(comparison))


def test_the_worklist_names_what_to_do(compared: Comparison) -> None:
    text = "\n".join(in_words(compared))
    assert "not yet recruiting → recruiting" in text
    assert "new site: Denmark, Aarhus, Hospital (recruiting)" in text
    assert "site closed: Germany, Berlin, Klinik (recruiting → completed)" in text
    assert "Stays, as it is" not in text  # only counted
    data = as_data(compared)
    assert json.loads(json.dumps(data)) == data
    assert sum(data["totals"].values()) == 8
    assert len(data["changes"]) == 6


def study(number: str, status: str, *sites: tuple[str, str]) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": "A trial"},
            "statusModule": {"overallStatus": status},
            "contactsLocationsModule": {
                "locations": [
                    {"facility": "Hospital", "country": land, "status": state}
                    for land, state in sites
                ]
            },
        }
    }


def test_answers_of_the_api_are_compared_with_their_sites(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new"
    old.write_text(json.dumps(study("NCT00000001", "RECRUITING", ("Denmark", "RECRUITING"))))
    new.mkdir()
    again = study("NCT00000001", "RECRUITING", ("Denmark", "SUSPENDED"), ("Norway", "RECRUITING"))
    broken = {"protocolSection": {"identificationModule": ["NCT00000002"]}}
    (new / "page.json").write_text(json.dumps({"studies": [again, broken, 7]}))
    comparison = compare(read_snapshot(old), read_snapshot(new))
    [change] = comparison.changes
    assert [(site.kind, site.country) for site in change.sites] == [
        (SiteKind.CLOSED, "Denmark"),
        (SiteKind.ADDED, "Norway"),
    ]
    assert comparison.new.rows == 3
    assert comparison.new.skipped == {"a field has another form than the registry documents": 2}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("trials.csv", "NCTId,BriefTitle\n", "lacks the column OverallStatus"),
        ("trials.csv", "", "lacks the column NCTId"),
        ("trials.csv", TRIALS + '"' + "x" * 200_000, "cannot be read"),
        ("trials.json", "[", "no JSON"),
    ],
)
def test_a_file_that_is_no_snapshot_is_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ImportFault, match=said):
        read_snapshot(path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=r"no trials\.csv and no JSON"):
        read_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,A,RECRUITING,PHASE1,,\n", "the row has no NCT number"),
        ("NCT00000001,A,MAYBE,PHASE1,,\n", "the status is none the registry documents"),
        ("NCT00000001,A,RECRUITING,PHASE9,,\n", "the phase is none the registry documents"),
        ("NCT00000001,A\n", "the row has more or fewer cells than the header"),
    ],
)
def test_a_row_that_cannot_be_compared_is_counted(tmp_path: Path, row: str, reason: str) -> None:
    snapshot = read_snapshot(folder(tmp_path / "one", TRIALS + row))
    assert (snapshot.rows, dict(snapshot.trials), snapshot.skipped) == (1, {}, {reason: 1})


def test_the_real_snapshots_add_up() -> None:
    started = time.perf_counter()
    old = read_snapshot(shared("data/B_trials/cart/cart_trials_2026-05-31.csv.gz"))
    new = read_snapshot(shared("data/B_trials/cart/cart_trials_2026-08-22.csv.gz"))
    comparison = compare(old, new)
    took = time.perf_counter() - started
    assert (len(old.trials), len(new.trials)) == (2192, 2274)
    assert new.site_count + sum(new.skipped.values()) == 11_474
    add_up(comparison)
    assert Counter(change.kind for change in comparison.changes) == {
        Kind.NEW: 84,
        Kind.GONE: 2,
        Kind.OPENED: 36,
        Kind.CLOSED: 50,
        Kind.STATUS: 27,
        Kind.SITES: 6,
        Kind.RENEWED: 206,
        Kind.UNCHANGED: 1865,
    }
    assert took < 10  # half a second on an idle machine


def test_a_snapshot_with_all_its_sites_differs_from_itself_in_nothing() -> None:
    path = shared("data/B_trials/cart/cart_trials_2026-08-22.csv.gz")
    same = compare(read_snapshot(path), read_snapshot(path))
    assert same.sites_compared
    assert same.totals()[Kind.UNCHANGED] == 2274
    assert not any(same.site_totals().values())


def test_the_command_prints_the_worklist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = folder(tmp_path / "old", OLD, OLD_SITES)
    new = folder(tmp_path / "new", NEW, NEW_SITES)
    assert main(["kb", "trials", "diff", str(old), str(new)]) == 0
    assert "Opened: takes patients now (1)" in capsys.readouterr().out
    assert main(["kb", "trials", "diff", str(old), str(new), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["new"] == 1
    assert main(["kb", "trials", "diff", str(old), str(tmp_path / "none.csv")]) != 0
    assert "none.csv" in capsys.readouterr().err
