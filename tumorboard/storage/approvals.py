"""The store of local approvals: each act is one transaction, one record, one line of the log."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select, text

from tumorboard.domain.approval import ApprovalAct, Approvals
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.audit_words import KNOWLEDGE
from tumorboard.storage.database import Database
from tumorboard.storage.freezing import freeze, thaw
from tumorboard.storage.tables import approvals


class ApprovalStore:
    """What curators did, at rest; knows nothing of who may. Nothing is ever changed or removed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._audit = AuditLog(database)

    def acts(self) -> tuple[ApprovalAct, ...]:
        """Give every act in order of time."""
        with self._database.read() as connection:
            return _acts(connection)

    def all(self) -> Approvals:
        """Give every act, looked up by record."""
        return Approvals(self.acts())

    def record(self, act: ApprovalAct) -> None:
        """Store one act; a bulk approval is one."""
        with self._database.write() as connection:
            self._append(connection, act)

    def decide(self, made: Callable[[Approvals], ApprovalAct | None]) -> None:
        """Store the act that ``made`` makes of every act so far, or nothing where it makes none.

        Nobody else's act comes between what ``made`` sees and what is stored.
        """
        with self._database.write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
            act = made(Approvals(_acts(connection)))
            if act is not None:
                self._append(connection, act)

    def _append(self, connection: Connection, act: ApprovalAct) -> None:
        content = freeze(act)
        count = len(act.records)
        noun = "record" if count == 1 else "records"
        line = self._audit.append(
            connection,
            by=act.by,
            at=act.at,
            what=f"{count} {noun} of the knowledge base: {act.deed.value}",
            entity=KNOWLEDGE,
            before=None,
            after=content,
        )
        connection.execute(approvals.insert().values(content=content, audit=line))


def _acts(connection: Connection) -> tuple[ApprovalAct, ...]:
    query = select(approvals.c.content).order_by(approvals.c.audit)
    return tuple(thaw(ApprovalAct, row) for row in connection.scalars(query))
