"""Opening: made, migrated, or refused with one sentence and left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from tests.reports.example import AT, CASE, EXAMPLE, HAEMATOLOGIST
from tumorboard.errors import StorageError
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.cases import CaseStore
from tumorboard.storage.database import Database, open_database
from tumorboard.storage.migrate import MIGRATIONS
from tumorboard.storage.tables import metadata

NEWEST = max(file.name[1:5] for file in (MIGRATIONS / "versions").glob("v[0-9]*.py"))
FIXTURES = Path(__file__).parents[2] / "fixtures" / "databases"


def test_the_migrations_give_the_tables_of_the_program(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_version_1_opens_and_reads(tmp_path: Path) -> None:
    for file in FIXTURES.glob("v1.sqlite*"):
        shutil.copy(file, tmp_path)
    with open_database(tmp_path / "v1.sqlite") as database:
        opened = CaseStore(database).get(CASE.id)
        assert replace(opened.case, question="") == replace(EXAMPLE.case, question="")
        assert opened.case.question.startswith("Targeted treatment at first relapse")
        assert AuditLog(database).verify().intact


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "cases.sqlite"
    open_database(place).close()
    key = place.with_name("cases.sqlite.audit-key")
    if sys.platform != "win32":
        assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    with pytest.raises(StorageError, match=r"audit key .* is missing"):
        open_database(place)


@pytest.mark.parametrize("spoil", ["noise", "newer", "foreign", "folder"])
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, spoil: str) -> None:
    place = tmp_path / "cases.sqlite"
    sentence = {"noise": "damaged", "newer": "newer", "foreign": "another program"}
    if spoil == "noise":
        place.write_bytes(b"no database" * 1000)
    elif spoil == "folder":
        (tmp_path / "file").write_text("")
        place = tmp_path / "file" / "cases.sqlite"
    else:
        if spoil == "newer":
            open_database(place).close()
        with closing(sqlite3.connect(place)) as raw:
            raw.execute(
                "UPDATE alembic_version SET version_num = '9999'"
                if spoil == "newer"
                else "CREATE TABLE other (a)"
            )
            raw.commit()
    with pytest.raises(StorageError, match=sentence.get(spoil, "cannot be made")):
        open_database(place)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are of another kind here")
def test_a_folder_without_rights_is_one_sentence(tmp_path: Path) -> None:
    root = os.geteuid() == 0
    tmp_path.chmod(0o500)
    if root:
        os.seteuid(65534)  # nobody: root may write anywhere
    try:
        with pytest.raises(StorageError, match=r"cannot be|rights"):
            open_database(tmp_path / "cases.sqlite")
    finally:
        if root:
            os.seteuid(0)
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("fails", [False, True])
def test_a_backup_precedes_a_migration(tmp_path: Path, fails: bool) -> None:
    later = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "v9999_test.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{NEWEST}'\n\n"
        "def upgrade():\n    op.execute('CREATE TABLE extra (a)')\n"
        + ("    raise RuntimeError('half way')\n" if fails else "")
    )
    place = tmp_path / "cases.sqlite"
    with open_database(place) as database:
        CaseStore(database).create(CASE, HAEMATOLOGIST, AT)
    if fails:
        with pytest.raises(StorageError, match=r"It is unchanged; the backup"):
            open_database(place, migrations=later)
        with open_database(place) as database:  # the former program still works
            assert CaseStore(database).get(CASE.id).case == CASE
    else:
        open_database(place, migrations=later).close()
    (backup,) = tmp_path.glob(f"cases.sqlite.before-migration-{NEWEST}-*")
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT id FROM cases").fetchall() == [(CASE.id,)]


def test_a_killed_import_leaves_what_was_stored(tmp_path: Path) -> None:
    place = tmp_path / "cases.sqlite"
    with open_database(place) as database:
        before = CaseStore(database).create(replace(CASE, variant_file=None), HAEMATOLOGIST, AT)
    child = f"""
        import os, signal
        from tests.reports.example import *
        from tumorboard.storage import cases
        from tumorboard.storage.database import open_database
        cases.case_reading.open_case = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        store = cases.CaseStore(open_database({str(place)!r}))
        write = cases.Write(CASE.id, 1, HAEMATOLOGIST, AT)
        store.add_variant_file(VARIANT_FILE, write, confirmed=True)
    """
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(child)], cwd=root, check=False)
    assert done.returncode == -9
    with open_database(place) as database:
        assert CaseStore(database).get(CASE.id) == before
        assert AuditLog(database).verify().intact


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_a_new_database_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        with open_database(tmp_path / "cases.sqlite") as database:
            CaseStore(database).create(CASE, HAEMATOLOGIST, AT)
            modes = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.iterdir()}
    finally:
        os.umask(former)
    assert set(modes.values()) == {0}, modes
