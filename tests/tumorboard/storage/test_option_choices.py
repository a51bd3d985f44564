"""Choices of options stay as they were written, in their order, and the log tells them."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.reports.example import AT, CASE, CHAIR, GENETICIST, HAEMATOLOGIST
from tests.tumorboard.option_example import CHOICE
from tumorboard.domain.board import CaseState, Recommendation
from tumorboard.errors import StorageError
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.cases import CaseStore, Write
from tumorboard.storage.database import Database, open_database

BARE = replace(CASE, variant_file=None)
BACK = replace(CHOICE, taken=False, note="", by=GENETICIST)
FIXTURES = Path(__file__).parents[2] / "fixtures" / "databases"


def write(version: int) -> Write:
    return Write(CASE.id, version, HAEMATOLOGIST, AT)


def choose(database: Database) -> CaseStore:
    """Make a case and take an option to its board and back."""
    store = CaseStore(database)
    store.create(BARE, HAEMATOLOGIST, AT)
    store.record_option_choice(CHOICE, write(1))
    store.record_option_choice(BACK, write(2))
    return store


def test_choices_come_back_in_order_with_their_lines(database: Database) -> None:
    opened = choose(database).get(CASE.id)
    assert opened.choices == (CHOICE, BACK)
    assert [entry.what for entry in opened.history] == [
        "case created",
        f"option {CHOICE.option} taken to the board",
        f"option {CHOICE.option} taken back",
    ]
    assert AuditLog(database).verify().problems == ()


def test_a_choice_concludes_nothing(database: Database) -> None:
    store = CaseStore(database)
    store.create(BARE, HAEMATOLOGIST, AT)
    store.record_recommendation(Recommendation("words", CHAIR, AT), write(1))
    store.mark_ready(write(2))
    opened = store.record_option_choice(CHOICE, write(3))
    assert (opened.state, opened.recommendation_current) == (CaseState.READY, True)


@pytest.mark.parametrize(
    "change", ["UPDATE option_choices SET option = 'x'", "DELETE FROM option_choices"]
)
def test_choices_are_append_only(database: Database, change: str) -> None:
    store = choose(database)
    with pytest.raises(StorageError, match="never changed"), database.write() as connection:
        connection.execute(text(change))
    assert store.get(CASE.id).choices == (CHOICE, BACK)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE option_choices SET content = x'00' WHERE id = 1", "record in option_choices"),
        ("UPDATE option_choices SET option = 'x' WHERE id = 1", r"option of a choice .*line 2\b"),
        ("UPDATE option_choices SET case_id = 'B' WHERE id = 1", "choice for the case B"),
        ("DELETE FROM option_choices WHERE id = 2", "is gone"),
    ],
)
def test_tampering_past_the_program_shows(tmp_path: Path, change: str, words: str) -> None:
    place = tmp_path / "cases.sqlite"
    with open_database(place) as database:
        choose(database).create(replace(BARE, id="B"), HAEMATOLOGIST, AT)
    with closing(sqlite3.connect(place)) as raw:
        for end in ("update", "delete"):
            raw.execute(f"DROP TRIGGER option_choices_no_{end}")
        raw.execute(change)
        raw.commit()
    with open_database(place) as database:
        problems = AuditLog(database).verify().problems
    assert re.search(words, problems[0])


def test_a_database_from_before_choices_takes_them(tmp_path: Path) -> None:
    for file in FIXTURES.glob("v1.sqlite*"):
        shutil.copy(file, tmp_path)
    with open_database(tmp_path / "v1.sqlite") as database:
        store = CaseStore(database)
        (line,) = store.list()
        assert store.get(line.id).choices == ()
        store.create(replace(BARE, id="later"), HAEMATOLOGIST, AT)
        store.record_option_choice(CHOICE, Write("later", 1, HAEMATOLOGIST, AT))
        assert store.get("later").choices == (CHOICE,)
        assert AuditLog(database).verify().intact
