"""Snapshots from files: answers of ClinicalTrials.gov's API version 2, or two tables.

Rows and studies are read one by one and only what is compared is kept of each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledgebase.importers.clinicaltrials_gov import read_answer
from knowledgebase.importers.draft import ImportFault, Skip, shown
from knowledgebase.importers.tables import decoded, read_bytes
from knowledgebase.records.trial import Recruitment
from knowledgebase.snapshots.api_study import NUMBER, phases_of, status_of, study_listed
from knowledgebase.snapshots.snapshot import Listed, Place, Snapshot, reasons

_TRIAL_COLUMNS = ("NCTId", "BriefTitle", "OverallStatus", "Phase", "LastUpdatePostDate")
_SITE_COLUMNS = ("NCTId", "Facility", "City", "Country", "SiteStatus")
_NOT_LISTED = "a site of a trial that the table of trials does not list"


def read_snapshot(path: Path, sites: Path | None = None) -> Snapshot:
    """Read a snapshot: a JSON answer, a table of trials, or a folder of either.

    A folder holds ``trials.csv`` (and ``sites.csv``), or JSON files. ``sites`` is the table of
    sites; without it, one that lies beside ``...trials...`` as ``...sites...`` is used. Files may
    be gzip. Raises :class:`ImportFault` with one sentence.
    """
    if path.is_dir():
        table = next(
            (p for p in (path / "trials.csv", path / "trials.csv.gz") if p.is_file()), None
        )
        if table is None:
            return _of_answers(path, sorted(path.glob("*.json")) + sorted(path.glob("*.json.gz")))
        return _of_tables(table, sites or _beside(table))
    if ".csv" in path.suffixes:
        return _of_tables(path, sites or _beside(path))
    return _of_answers(path, [path])


def _beside(trials: Path) -> Path | None:
    name = trials.name.replace("trials", "sites")
    beside = trials.with_name(name)
    return beside if name != trials.name and beside.is_file() else None


def _of_answers(path: Path, files: list[Path]) -> Snapshot:
    if not files:
        raise ImportFault(f"{path}: the folder holds no trials.csv and no JSON file")
    studies = (study for file in files for study in read_answer(file))
    return _collected(path.name, studies, study_listed)


def _of_tables(trials: Path, sites: Path | None) -> Snapshot:
    listed = _collected(trials.name, _rows(trials, _TRIAL_COLUMNS), _row_listed)
    if sites is None:
        return listed
    places, left = _places(_rows(sites, _SITE_COLUMNS), listed.trials)
    joined = {
        number: replace(
            trial,
            sites=places.get(number, {}),
            countries=trial.countries | {place[0] for place in places.get(number, ())},
        )
        for number, trial in listed.trials.items()
    }
    return replace(listed, trials=joined, skipped={**listed.skipped, **left})


def _collected(name: str, items: Iterable[Any], read: Any) -> Snapshot:
    trials: dict[str, Listed] = {}
    skipped: list[str] = []
    rows = 0
    for item in items:
        rows += 1
        try:
            trial = read(item)
            if trial.number in trials:
                raise Skip("the trial stands twice in the snapshot; the first is used")
            trials[trial.number] = trial
        except Skip as skip:
            skipped.append(skip.reason)
    return Snapshot(shown(name), trials, rows, reasons(skipped))


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    reader = csv.DictReader(io.StringIO(decoded(read_bytes(path), str(path)), newline=""))
    try:
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise ImportFault(
                f"{path}:1: the table lacks the column {missing[0]}; it needs {', '.join(needed)}"
            )
        yield from reader
    except csv.Error as error:
        raise ImportFault(f"{path}:{reader.line_num}: the table cannot be read ({error})") from None


def _row_listed(row: Mapping[str, str]) -> Listed:
    if None in row or None in row.values():
        raise Skip("the row has more or fewer cells than the header")
    number = row["NCTId"].strip()
    if not NUMBER.fullmatch(number):
        raise Skip("the row has no NCT number")
    countries = row.get("Countries", "").split("|")
    return Listed(
        number,
        shown(row["BriefTitle"], 300),
        phases_of([] if row["Phase"] in ("Unknown", "") else row["Phase"].split("|")),
        status_of(row["OverallStatus"].strip()),
        shown(row["LastUpdatePostDate"], 10),
        frozenset(shown(one) for one in countries if one.strip()),
    )


def _places(
    rows: Iterable[Mapping[str, str]], trials: Mapping[str, Listed]
) -> tuple[dict[str, dict[Place, tuple[Recruitment, ...]]], Mapping[str, int]]:
    places: dict[str, dict[Place, tuple[Recruitment, ...]]] = {}
    left: list[str] = []
    for row in rows:
        try:
            if None in row or None in row.values():
                raise Skip("the row of a site has more or fewer cells than the header")
            if row["NCTId"].strip() not in trials:
                raise Skip(_NOT_LISTED)
            status = status_of(row["SiteStatus"].strip() or "UNKNOWN")
        except Skip as skip:
            left.append(skip.reason)
            continue
        place = (shown(row["Country"]), shown(row["City"]), shown(row["Facility"], 300))
        of_trial = places.setdefault(row["NCTId"].strip(), {})
        of_trial[place] = (*of_trial.get(place, ()), status)
    return places, reasons(left)
