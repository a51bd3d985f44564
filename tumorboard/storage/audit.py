"""The audit log: who did what to which case and when, as a chain of keyed digests.

Each line's code (HMAC-SHA256) covers the line and the code before it, so a changed, removed or
exchanged line shows. A cut tail does not show in the chain itself; therefore every signed report
prints the head of the chain, and :meth:`AuditLog.verify` looks for the heads it is given. Whoever
can write both the database and its key can forge both (see docs/decisions/0007-storage.md).

No patient data stand here: ids, words of the program, and keyed digests of what was stored.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, text

from tumorboard.domain.board import Person, Role
from tumorboard.domain.open_case import HistoryEntry
from tumorboard.errors import StorageError
from tumorboard.storage.audit_columns import strange_columns
from tumorboard.storage.audit_words import REPLACED
from tumorboard.storage.database import Database
from tumorboard.storage.tables import AUDITED, audit, sign_offs

#: The code before the first line.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a check of the chain found; ``problems`` are sentences, in order of the log."""

    lines: int
    head: str
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Tell whether nothing was found."""
        return not self.problems


class AuditLog:
    """The audit log of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        connection: Connection,
        *,
        by: Person,
        at: datetime,
        what: str,
        entity: str,
        before: bytes | None,
        after: bytes | None,
    ) -> int:
        """Add one line within the caller's transaction; gives its number."""
        if at.utcoffset() is None:
            raise StorageError("A time without a time zone cannot stand in the audit log.")
        if connection.dialect.name == "postgresql":
            # one line after the other: the next must know the code of the last
            connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
        last = _last(connection)
        line: dict[str, Any] = {
            "seq": last.seq + 1 if last else 1,
            "at": at.isoformat(),
            "by_name": by.name,
            "by_role": by.role.value,
            "what": what,
            "entity": entity,
            "before": self._digest(before),
            "after": self._digest(after),
            "previous": last.mac if last else START,
        }
        connection.execute(audit.insert().values(**line, mac=self._code(line)))
        return int(line["seq"])

    def head(self) -> str:
        """Give the code of the last line, hexadecimal; 64 zeros while the log is empty."""
        with self._database.read() as connection:
            return head_of(connection)

    def verify(self, heads: Iterable[str] = ()) -> ChainCheck:
        """Check every line, every record with its columns, and every head given.

        ``heads`` are those printed in signed reports at hand; those of stored sign-offs are
        always looked for.
        """
        with self._database.read() as connection:
            rows = connection.execute(select(audit).order_by(audit.c.seq)).all()
            problems = self._broken_links(rows)
            problems += self._changed_records(connection, {row.seq: row.after for row in rows})
            problems += self._lost_records(connection, rows)
            problems += strange_columns(connection, rows)
            wanted = [*heads, *connection.scalars(select(sign_offs.c.audit_head))]
        codes = {START, *(row.mac for row in rows)}
        problems += [
            f"The head {head[:16]}... of a signed report is not in the log: its end was cut off "
            "or it was replaced."
            for head in dict.fromkeys(wanted)
            if head not in codes
        ]
        return ChainCheck(len(rows), rows[-1].mac if rows else START, tuple(problems))

    def _broken_links(self, rows: Iterable[Row[Any]]) -> list[str]:
        problems = []
        previous, expected = START, 1
        for row in rows:
            line = {k: v for k, v in row._mapping.items() if k != "mac"}
            if row.seq != expected:
                problems.append(f"The log lacks line {expected} (next is {row.seq}).")
            elif row.previous != previous:
                problems.append(f"Line {row.seq} does not follow the line before it.")
            if not hmac.compare_digest(row.mac, self._code(line)):
                problems.append(f"Line {row.seq} was changed after it was written.")
            previous, expected = row.mac, row.seq + 1
        return problems

    def _changed_records(self, connection: Connection, after: dict[int, str]) -> list[str]:
        return [
            f"A record in {table.name} is not what line {row.audit} of the log says was stored."
            for table in AUDITED
            for row in connection.execute(select(table.c.audit, table.c.content))
            if after.get(row.audit) != self._digest(row.content)
        ]

    def _lost_records(self, connection: Connection, rows: Iterable[Row[Any]]) -> list[str]:
        stored = {
            self._digest(content)
            for table in AUDITED
            for content in connection.scalars(select(table.c.content))
        }
        return [
            f"The record that line {row.seq} of the log says was stored is gone."
            for row in rows
            if row.after and row.after not in stored and row.what not in REPLACED
        ]

    def _digest(self, content: bytes | None) -> str:
        """Digest with the key: a plain hash of few facts could be guessed back."""
        if content is None:
            return ""
        return hmac.new(self._database.key, b"record:" + content, hashlib.sha256).hexdigest()

    def _code(self, line: dict[str, Any]) -> str:
        content = json.dumps(line, sort_keys=True, ensure_ascii=True).encode()
        return hmac.new(self._database.key, b"line:" + content, hashlib.sha256).hexdigest()


def head_of(connection: Connection) -> str:
    """Give the head of the chain as a transaction sees it."""
    last = _last(connection)
    return str(last.mac) if last else START


def history_of(connection: Connection, entity: str) -> tuple[HistoryEntry, ...]:
    """Give the log's lines about one case, in order."""
    rows = connection.execute(select(audit).where(audit.c.entity == entity).order_by(audit.c.seq))
    return tuple(
        HistoryEntry(
            datetime.fromisoformat(row.at), Person(row.by_name, Role(row.by_role)), row.what
        )
        for row in rows
    )


def _last(connection: Connection) -> Row[int, str] | None:
    newest = select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)
    return connection.execute(newest).one_or_none()
