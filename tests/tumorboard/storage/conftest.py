"""Databases to test on: a fresh SQLite file, and a private PostgreSQL cluster on a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tumorboard.storage.database import Database, open_database


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_owner(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root: use its own user then."""
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the URL of a private cluster's server, without a database."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has little room
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(_as_owner(*command), check=True, cwd=folder, stdout=subprocess.DEVNULL)

    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(binaries / "initdb", "-D", data, "-U", "board", "-A", "trust", "-E", "UTF8", "--no-sync")
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://board@/{{}}?host={folder}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the place of a database that does not exist yet (SQLite) or is empty."""
    if request.param == "sqlite":
        return str(tmp_path / "cases.sqlite")
    return empty_postgresql(request.getfixturevalue("postgresql"), tmp_path)


def empty_postgresql(server: str, tmp_path: Path) -> str:
    """Make an empty database and give its URL."""
    import psycopg

    name = f"t{abs(hash(str(tmp_path)))}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name)


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    """Give where the test's audit key lies."""
    return tmp_path / "audit-key"


@pytest.fixture
def database(place: str, key_path: Path) -> Iterator[Database]:
    """Give an open, empty database of each kind."""
    with open_database(place, audit_key=key_path) as opened:
        yield opened
