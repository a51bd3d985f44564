"""Approvals stay as they were written, on both databases, and the chain covers them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.reports.example import AT, CASE, CHAIR, GENETICIST, HAEMATOLOGIST
from tumorboard.domain.approval import (
    ApprovalAct,
    ApprovalState,
    Deed,
    RecordVersion,
    Reservation,
)
from tumorboard.errors import StorageError
from tumorboard.storage.approvals import ApprovalStore
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.audit_words import KNOWLEDGE
from tumorboard.storage.cases import CaseStore
from tumorboard.storage.database import Database, open_database

ONE = RecordVersion("assertions", "one", "a" * 64)
TWO = RecordVersion("assertions", "two", "b" * 64, (Reservation.UNVERIFIED,))
APPROVAL = ApprovalAct(Deed.APPROVED, (ONE, TWO), GENETICIST, AT, "read with <DEL> & the label")
WITHDRAWAL = ApprovalAct(Deed.WITHDRAWN, (ONE,), CHAIR, AT, "the label changed")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "databases"


def test_what_was_approved_comes_back_equal_with_its_history(database: Database) -> None:
    store = ApprovalStore(database)
    store.record(APPROVAL)
    assert store.all().of("assertions", "one", ONE.digest).holds
    store.record(WITHDRAWAL)
    assert store.acts() == (APPROVAL, WITHDRAWAL)
    known = store.all()
    assert known.of("assertions", "one", ONE.digest).state is ApprovalState.NOT_APPROVED
    two = known.of("assertions", "two", TWO.digest)
    assert (two.state, two.by, two.reason) == (
        ApprovalState.APPROVED,
        GENETICIST,
        APPROVAL.reason,
    )
    assert [act.deed for act, _ in known.history("assertions", "one")] == list(Deed)
    found = AuditLog(database).verify()
    assert (found.lines, found.problems) == (2, ())


def test_a_changed_record_and_another_kind_are_not_approved(database: Database) -> None:
    ApprovalStore(database).record(APPROVAL)
    known = ApprovalStore(database).all()
    changed = known.of("assertions", "one", "c" * 64)
    assert (changed.state, changed.by) == (ApprovalState.CHANGED, GENETICIST)
    assert known.of("products", "one", ONE.digest).state is ApprovalState.NOT_APPROVED


@pytest.mark.parametrize("change", ["UPDATE approvals SET audit = 1", "DELETE FROM approvals"])
def test_approvals_are_append_only(database: Database, change: str) -> None:
    ApprovalStore(database).record(APPROVAL)
    with pytest.raises(StorageError, match="never changed"), database.write() as connection:
        connection.execute(text(change))
    assert ApprovalStore(database).acts() == (APPROVAL,)


@pytest.mark.parametrize(
    "change", ["UPDATE approvals SET content = x'00'", "DELETE FROM approvals"]
)
def test_tampering_past_the_program_shows(tmp_path: Path, change: str) -> None:
    place = tmp_path / "cases.sqlite"
    with open_database(place) as database:
        ApprovalStore(database).record(APPROVAL)
    with closing(sqlite3.connect(place)) as raw:
        for end in ("update", "delete"):
            raw.execute(f"DROP TRIGGER approvals_no_{end}")
        raw.execute(change)
        raw.commit()
    with open_database(place) as database:
        assert not AuditLog(database).verify().intact


def test_no_case_may_stand_in_the_log_as_the_knowledge_base(database: Database) -> None:
    bare = replace(CASE, id=KNOWLEDGE, variant_file=None)
    with pytest.raises(StorageError, match="choose another"):
        CaseStore(database).create(bare, HAEMATOLOGIST, AT)


def test_a_database_from_before_approvals_takes_them(tmp_path: Path) -> None:
    for file in FIXTURES.glob("v1.sqlite*"):
        shutil.copy(file, tmp_path)
    with open_database(tmp_path / "v1.sqlite") as database:
        before = AuditLog(database).verify().lines
        ApprovalStore(database).record(APPROVAL)
        found = AuditLog(database).verify()
        assert (found.lines, found.intact) == (before + 1, True)
        evaluation = CaseStore(database).get(CASE.id).evaluation
        assert evaluation is not None
        assert evaluation.matches
        assert not any(match.approval.holds for match in evaluation.matches)
