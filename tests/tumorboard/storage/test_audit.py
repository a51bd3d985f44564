"""The audit log says where it was tampered with, and cannot be tampered with by the program."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.reports.example import AT, CASE, HAEMATOLOGIST
from tumorboard.errors import StorageError
from tumorboard.storage.audit import START, AuditLog
from tumorboard.storage.cases import CaseStore
from tumorboard.storage.database import Database, open_database

BARE = replace(CASE, variant_file=None)


def fill(database: Database) -> AuditLog:
    for number in range(3):
        CaseStore(database).create(replace(BARE, id=f"C{number}"), HAEMATOLOGIST, AT)
    return AuditLog(database)


def test_the_chain_holds(database: Database) -> None:
    assert AuditLog(database).head() == START
    found = fill(database).verify()
    assert (found.lines, found.intact) == (3, True)
    assert found.head == AuditLog(database).head() != START


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET what = 'x'", "DELETE FROM audit WHERE seq = 3"]
)
def test_the_log_is_append_only(database: Database, change: str) -> None:
    log = fill(database)
    with pytest.raises(StorageError, match="never changed"), database.write() as connection:
        connection.execute(text(change))
    assert log.verify().intact


_TAMPERING = {
    "UPDATE audit SET what = 'x' WHERE seq = 2": "Line 2 was changed",
    "DELETE FROM audit WHERE seq = 2": "lacks line 2",
    "UPDATE cases SET content = x'00' WHERE id = 'C1'": "record in cases .* line 2",
    "UPDATE cases SET disease = 'x' WHERE id = 'C1'": "disease listed for the case C1",
    "UPDATE cases SET state = 'signed' WHERE id = 'C1'": "C1 stands as signed",
    "UPDATE cases SET facts_version = 7 WHERE id = 'C1'": "count of changes of the case C1",
    "DELETE FROM audit WHERE seq = 3": "head .* is not in the log",
}


@pytest.mark.parametrize("change", _TAMPERING)
def test_tampering_past_the_program_shows(tmp_path: Path, change: str) -> None:
    place = tmp_path / "cases.sqlite"
    with open_database(place) as database:
        head = fill(database).head()
    with closing(sqlite3.connect(place)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(change)
        if "DELETE" in change:  # a thorough forger takes the case with its line
            raw.execute("DELETE FROM cases WHERE audit NOT IN (SELECT seq FROM audit)")
        raw.commit()
    with open_database(place) as database:
        problems = AuditLog(database).verify([head]).problems
    assert any(re.search(_TAMPERING[change], problem) for problem in problems), problems
