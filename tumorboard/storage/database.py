"""Open the database: create it, migrate it after a backup, and refuse what cannot be trusted."""

from __future__ import annotations


class Database:
    """An open database; see :func:`open_database`."""


def open_database(url: str | None = None) -> Database:
    """Open a database by path or URL (default: the user's own data folder)."""
    raise NotImplementedError(url)
