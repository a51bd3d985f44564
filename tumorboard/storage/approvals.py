"""The store of local approvals: each act is one transaction, one record, one line of the log."""

from __future__ import annotations

from sqlalchemy import select

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
        query = select(approvals.c.content).order_by(approvals.c.audit)
        with self._database.read() as connection:
            return tuple(thaw(ApprovalAct, row) for row in connection.scalars(query))

    def all(self) -> Approvals:
        """Give every act, looked up by record."""
        return Approvals(self.acts())

    def record(self, act: ApprovalAct) -> None:
        """Store one act; a bulk approval is one."""
        content = freeze(act)
        count = len(act.records)
        noun = "record" if count == 1 else "records"
        with self._database.write() as connection:
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
