"""The list a trial unit keeps (CSV) → draft trials. The columns: docs/knowledge-files.md.

A trial may take several rows, each with a further site, cohort or contact; what the rows say of
the trial itself has to agree. A value is text as written: ``NA`` and ``-7`` are no codes for
"missing". Free text is stored and never made into criteria.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.files.trial import PHASES, TRIAL_NUMBER
from knowledgebase.importers.conditions import ConditionNames
from knowledgebase.importers.draft import (
    Draft,
    Import,
    ImportFault,
    Row,
    Skip,
    clean,
    one_line,
    shown,
    standing,
)
from knowledgebase.importers.tables import decoded, read_bytes
from knowledgebase.records import CohortStatus, Content, Recruitment, TrialSex

REQUIRED = ("number", "title", "status", "conditions")
_OF_TRIAL = (
    *REQUIRED,
    *("phase", "sponsor", "interventions", "minimum_age", "maximum_age", "sex", "starts"),
    *("completes", "eligibility", "last_verified", "verified_by"),
)
_PARTS: Mapping[str, Mapping[str, str]] = {
    "sites": {"site": "facility", "city": "city", "country": "country", "site_status": "status"},
    "cohorts": {"cohort": "title", "cohort_status": "status"},
    "contacts": {"contact": "name", "role": "role", "phone": "phone", "email": "email"},
}
COLUMNS = (*_OF_TRIAL, *(column for part in _PARTS.values() for column in part))
"""All columns the import knows; any other is told with every row that fills it."""

_WHOLE_YEARS = re.compile(r"[0-9]{1,3}")
_SOMETIME = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(slots=True)
class _Trial:
    """What the rows of one trial have said so far."""

    stated: dict[str, str]
    data: dict[str, Any]
    parts: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def import_trials_csv(path: Path, content: Content, on: date) -> Import:
    """Turn a trial unit's list into draft trials; every row ends taken or skipped.

    Commas or semicolons, columns in any order, UTF-8. Raises :class:`ImportFault` for a file that
    is no such list.
    """
    name = shown(path.name)
    header, lines = _table(decoded(read_bytes(path), str(path)), str(path))
    names = ConditionNames.of(content)
    trials: dict[str, _Trial] = {}
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=1):
        label = f"row {number}"
        try:
            row = _row(header, cells)
            label = shown(row.get("number", "")) or label
            notes = _take(row, trials, names, name, on)
        except Skip as skip:
            rows.append(Row(number, label, reason=skip.reason, detail=skip.detail))
        else:
            rows.append(Row(number, label, record=f"trials/{row['number']}.yaml", notes=notes))
    drafts = tuple(Draft("trials", key, _whole(trial)) for key, trial in trials.items())
    return Import(f"trial list {name}", drafts, tuple(rows))


def _table(text: str, path: str) -> tuple[list[str], Iterable[list[str]]]:
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise ImportFault(
            f"{path}:{reader.line_num}: the table cannot be read ({error}); check the quotation "
            "marks of this row"
        ) from None
    header = [cell.strip().lower().replace(" ", "_") for cell in (lines or [[]])[0]]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise ImportFault(
            f"{path}:1: the list lacks the column {missing[0]}; it needs {', '.join(REQUIRED)}, "
            "separated by commas or semicolons"
        )
    twice = [column for column in header if column and header.count(column) > 1]
    if twice:
        raise ImportFault(f'{path}:1: the column "{shown(twice[0], 40)}" stands twice')
    return header, lines[1:]


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise Skip("the row has more or fewer cells than the header", f"{len(cells)} cells")
    row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    for column in REQUIRED:
        if not row[column] and column == "number":
            raise Skip("the row has no trial number")
    if not TRIAL_NUMBER.fullmatch(row["number"]):
        raise Skip("the number is none of NCT, EU CT, EudraCT or LOCAL-...", row["number"])
    return row


def _take(
    row: Mapping[str, str], trials: dict[str, _Trial], names: ConditionNames, file: str, on: date
) -> tuple[str, ...]:
    stated = {column: row[column] for column in _OF_TRIAL if row.get(column)}
    trial = trials.get(row["number"])
    if trial is None:
        trial = _Trial(stated, _data(row, names, file, on))
    for column, text in stated.items():
        if trial.stated.get(column) != text:
            raise Skip("an earlier row of this trial says otherwise", f"{column}: {text}")
    parts = {kind: _part(row, kind) for kind in _PARTS}
    for kind, part in parts.items():
        if part and part not in trial.parts.setdefault(kind, []):
            trial.parts[kind].append(part)
    trials[row["number"]] = trial
    return tuple(
        f"column {shown(column, 40)} is not taken: {shown(text)}"
        for column, text in row.items()
        if text and column not in COLUMNS
    )


def _data(row: Mapping[str, str], names: ConditionNames, file: str, on: date) -> dict[str, Any]:
    for column in REQUIRED:
        if not row[column]:
            raise Skip("a required cell is empty", column)
    conditions = _several(row["conditions"])
    found = names.sorted(conditions)
    if found is None:
        raise Skip("no condition is a cancer of the blood", row["conditions"])
    number, title = row["number"], one_line(row["title"])
    phases = [phase.strip() for phase in re.split(r"[/|]", row.get("phase", "")) if phase.strip()]
    return {
        "id": number,
        "title": title,
        "phases": [_word("phase", phase, PHASES) for phase in phases],
        "recruitment": _word("status", row["status"], Recruitment),
        "sponsor": one_line(row.get("sponsor", "")) or None,
        "conditions": conditions,
        "conditions_open": list(found.open) or None,
        "diseases": list(found.codes),
        "interventions": [{"name": one} for one in _several(row.get("interventions", ""))],
        "age": _age(row),
        "sex": _word("sex", row.get("sex") or "all", TrialSex),
        "structured": "none",
        "starts": _sometime(row, "starts"),
        "completes": _sometime(row, "completes"),
        "eligibility": clean(row.get("eligibility", "")) or None,
        "sources": [{"kind": "nct", "id": number, "title": title}] if number[:3] == "NCT" else [],
        **standing(on, _note(row, file)),
    }


def _note(row: Mapping[str, str], file: str) -> str:
    verified = _sometime(row, "last_verified") or "a date not stated"
    who = one_line(row.get("verified_by", "")) or "a person not stated"
    return (
        f"Imported from the trial unit's list {file}; last verified there on {verified} by {who}. "
        "Nobody compared it with the registry or the protocol."
    )


def _part(row: Mapping[str, str], kind: str) -> dict[str, str]:
    part = {key: one_line(row[column]) for column, key in _PARTS[kind].items() if row.get(column)}
    if not part:
        return {}
    if kind == "sites":
        part["status"] = _word("site_status", part.get("status", "unknown"), Recruitment)
    if kind == "cohorts":
        part["status"] = _word("cohort_status", part.get("status", "unknown"), CohortStatus)
        if "title" not in part:
            raise Skip("a cohort's status stands without the cohort", part["status"])
    return part


def _whole(trial: _Trial) -> dict[str, Any]:
    parts: dict[str, Any] = {kind: found for kind, found in trial.parts.items() if found}
    if "cohorts" in parts:
        parts["cohorts"] = [
            {"id": f"cohort-{at}", **cohort} for at, cohort in enumerate(parts["cohorts"], start=1)
        ]
    return {**trial.data, **parts}


def _several(cell: str) -> list[str]:
    return list(dict.fromkeys(one_line(one) for one in cell.split("|") if one.strip()))


def _word(column: str, text: str, words: Iterable[str]) -> str:
    word = " ".join(text.lower().split())
    choice = [str(one) for one in words]
    if word not in choice:
        raise Skip(f"the {column} is none of the words allowed", f"{text}; {', '.join(choice)}")
    return word


def _age(row: Mapping[str, str]) -> dict[str, str] | None:
    """Give the bounds; an upper age in years lasts until the next birthday."""
    age: dict[str, str] = {}
    for column, key, more in (("minimum_age", "at_least", 0), ("maximum_age", "below", 1)):
        text = row.get(column, "")
        if text and not _WHOLE_YEARS.fullmatch(text):
            raise Skip("an age is no whole number of years", f"{column}: {text}")
        if text:
            age[key] = str(int(text) + more)
    return age | {"unit": "a"} if age else None


def _sometime(row: Mapping[str, str], column: str) -> str | None:
    text = row.get(column, "")
    if text and not _SOMETIME.fullmatch(text):
        raise Skip("a date is no year, month or day such as 2026-10-24", f"{column}: {text}")
    return text or None
