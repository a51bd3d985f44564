"""Bring a database to the present version: backup first, then one transaction, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from tumorboard.errors import StorageError

#: Inside the package, so that an installed program carries its migrations.
MIGRATIONS = Path(__file__).with_name("migrations")
#: Any number; PostgreSQL lets one program at a time hold it.
_LOCK = 7_241_991


def bring_up_to_date(engine: Engine, name: str, file: Path | None, migrations: Path) -> None:
    """Create or migrate the tables; ``file`` is the SQLite file to back up first, if it is one.

    Raises ``StorageError`` for a database of a newer program, for a file that holds something
    else, and when the migration fails; the database is then as it was.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        version = _version(connection)
        _check_version(connection, version, script, name)
    if version == script.get_current_head():
        return
    backup = _backup(file, version) if file and version else None
    try:
        _upgrade(engine, config)
    except StorageError:
        raise
    except Exception as fault:
        kept = f"; the backup {backup.name} lies beside it" if backup else ""
        raise StorageError(
            f"The database {name} could not be brought to this program's version "
            f"({type(fault).__name__}). It is unchanged{kept}."
        ) from fault


def _upgrade(engine: Engine, config: Config) -> None:
    options = {"tumorboard_writing": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_version(
    connection: Connection, version: str | None, script: ScriptDirectory, name: str
) -> None:
    known = {each.revision for each in script.walk_revisions()}
    if version is not None and version not in known:
        raise StorageError(
            f"The database {name} was written by a newer Tumorboard (version {version}); "
            "update this program, the database was left as it is."
        )
    if version is None and inspect(connection).get_table_names():
        raise StorageError(
            f"{name} holds tables of another program; choose another database for Tumorboard."
        )


def _backup(file: Path, version: str) -> Path:
    """Copy the database as it is, through SQLite itself: a file copy of an open one is corrupt."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = file.with_name(f"{file.name}.before-migration-{version}-{stamp}")
    try:
        with (
            closing(sqlite3.connect(file)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the copy is damaged")
        target.chmod(file.stat().st_mode & 0o777)
    except (sqlite3.Error, OSError):
        target.unlink(missing_ok=True)
        raise StorageError(
            f"No backup of the database {file} could be made, so it was not migrated; check the "
            "room and rights of its folder."
        ) from None
    return target
