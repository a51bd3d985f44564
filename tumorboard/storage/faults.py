"""What a database complains of, in one sentence for the user and without stored data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from tumorboard.errors import StorageError

_SENTENCES = (
    ("locked", "The database {0} is busy in another program; try again. Nothing was changed."),
    ("not a database", "{0} is not a Tumorboard database, or it is damaged; restore a backup."),
    ("malformed", "The database {0} is damaged; restore it from a backup."),
    ("disk is full", "There is no room left where the database {0} lies; nothing was changed."),
    ("readonly", "There are no rights to write the database {0}; ask for them."),
    ("permission", "There are no rights for the database {0}; ask whoever runs it."),
    ("unable to open", "The database {0} cannot be opened; check that the folder may be written."),
    ("disk i/o", "The disk refused to read or write the database {0}; check the disk."),
    ("does not change", "The case is signed and can no longer be changed."),
    ("append-only", "What was written to the record is never changed; nothing was done."),
)


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Turn what the database raises into a ``StorageError``; ``place`` names the database."""
    try:
        yield
    except DBAPIError as fault:
        raise StorageError(_sentence(fault, place)) from None
    except (SQLAlchemyError, UnicodeError) as fault:
        raise StorageError(
            f"The database {place} refused the change ({type(fault).__name__}); nothing was "
            "changed."
        ) from None


def _sentence(fault: DBAPIError, place: str) -> str:
    complaint = str(fault.orig).lower()
    for sign, sentence in _SENTENCES:
        if sign in complaint:
            return sentence.format(place)
    if isinstance(fault, IntegrityError):
        return "Somebody else wrote the same record a moment ago; open the case again."
    if "connection" in complaint or "server" in complaint:
        return f"The database server {place} cannot be reached; check its address and your rights."
    return f"The database {place} refused; nothing was changed. Check it with your administrator."
