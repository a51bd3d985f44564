"""Open the database: create it, migrate it after a backup, and refuse what cannot be trusted."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tumorboard.errors import StorageError
from tumorboard.storage import migrate
from tumorboard.storage.audit_key import fingerprint, make_key, read_key
from tumorboard.storage.faults import in_words
from tumorboard.storage.tables import meta

#: How long a write waits for another program, in milliseconds.
BUSY_TIMEOUT = 10_000
_PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
)
_WRITING = {"tumorboard_writing": True}


class Database:
    """An open database: transactions to read and write in, and the key of its audit log.

    ``place`` names it for the user, without a password.
    """

    def __init__(self, engine: Engine, place: str, key: bytes) -> None:
        self._engine = engine
        self.place = place
        self.key = key

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a transaction that sees one moment of the database and writes nothing."""
        with in_words(self.place), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a transaction that is stored whole, or not at all when anything is raised."""
        with writing(self._engine, self.place) as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def default_path() -> Path:
    """Give where a user's own database lies on this system."""
    from platformdirs import user_data_path

    return user_data_path("Tumorboard", appauthor=False) / "tumorboard.sqlite"


def open_database(
    place: str | Path | None = None,
    *,
    audit_key: Path | None = None,
    migrations: Path = migrate.MIGRATIONS,
    create: bool = True,
) -> Database:
    """Open a database, made and migrated as needed; without ``create`` its file must be there.

    ``place`` is a path (SQLite), a ``postgresql://`` or ``sqlite:///`` URL, or ``None`` for the
    user's own. The audit key lies beside an SQLite file (``NAME.audit-key``); for PostgreSQL in
    the user's data folder unless ``audit_key`` names it. Raises ``StorageError`` when the
    database is of a newer program, damaged, out of reach, or its audit key is missing.
    """
    url = _url(place)
    name = _name(url)
    if not create:
        _check_exists(url)
    engine = _engine(url, name)
    try:
        with in_words(name):
            if url.get_backend_name() == "sqlite":
                _check_file(engine, name)
            migrate.bring_up_to_date(engine, name, _file(url), migrations)
            return Database(engine, name, _key(engine, url, name, audit_key))
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def writing(engine: Engine, place: str) -> Iterator[Connection]:
    """Give a transaction that holds the write lock from its first word."""
    with (
        in_words(place),
        engine.connect().execution_options(**_WRITING) as connection,
        connection.begin(),
    ):
        yield connection


def _url(place: str | Path | None) -> URL:
    if place is None or isinstance(place, Path) or "://" not in place:
        path = Path(place) if place else default_path()
        return URL.create("sqlite", database=str(path.absolute()))
    try:
        url = make_url(place)
    except ArgumentError:
        raise StorageError(
            "The address of the database cannot be read; write postgresql://USER@HOST/NAME."
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql") or not url.database:
        raise StorageError(
            "Only SQLite files and PostgreSQL databases are supported; give a path or "
            "postgresql://USER@HOST/NAME."
        )
    return url


def _file(url: URL) -> Path | None:
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _name(url: URL) -> str:
    file = _file(url)
    return str(file) if file else f"{url.database} on {url.host or 'the local server'}"


def _engine(url: URL, name: str) -> Engine:
    if file := _file(url):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StorageError(
                f"The folder {file.parent} for the database cannot be made ({fault.strerror}); "
                "choose another."
            ) from None
        _make_private(file)
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 10})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StorageError(
            f"The database {name} needs the PostgreSQL driver; install tumorboard[postgresql]."
        ) from None


def _check_exists(url: URL) -> None:
    """Refuse a path where no database lies: a slip of the pen must not make another one."""
    file = _file(url)
    if file is not None and not file.is_file():
        raise StorageError(
            f"There is no database {file}; correct the path, or make one by opening the window "
            "with tumorboard window --database PATH."
        )


def _make_private(file: Path) -> None:
    """Make a new database's file for its owner alone; SQLite gives its side files the same mode."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return  # it is there already, or cannot be made: opening it says so in words


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin and commit on its own
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tumorboard_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StorageError(f"The database {name} is damaged; restore it from a backup.")


def _key(engine: Engine, url: URL, name: str, audit_key: Path | None) -> bytes:
    with writing(engine, name) as connection:
        known = {row.key: row.value for row in connection.execute(select(meta))}
        path = audit_key or _key_path(url, known.get("id", ""))
        if "id" not in known:
            ident = secrets.token_hex(8)
            path = audit_key or _key_path(url, ident)
            key = read_key(path) or make_key(path)
            values = {"id": ident, "audit_key": fingerprint(key)}
            connection.execute(meta.insert(), [{"key": k, "value": v} for k, v in values.items()])
            return key
        found = read_key(path)
    if found is None or fingerprint(found) != known["audit_key"]:
        raise StorageError(
            f"The audit key {path} is {'missing' if found is None else 'of another database'}; "
            "put back the one that belongs to this database, from its backup or another "
            "workstation."
        )
    return found


def _key_path(url: URL, ident: str) -> Path:
    file = _file(url)
    if file:
        return file.with_name(file.name + ".audit-key")
    return default_path().with_name(f"database-{ident}.audit-key")
