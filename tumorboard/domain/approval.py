"""Local approval: a hospital's own curators stand for a record of the knowledge base.

An approval holds for the record as it was read, named by its digest. A record that a later
release changed is no longer approved, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tumorboard.domain.person import Person


class Reservation(StrEnum):
    """What speaks against relying on a record; approving it all the same is a word of its own."""

    UNVERIFIED = "unverified"
    EXPIRED = "expired"


class ApprovalState(StrEnum):
    """Where a record stands in this installation."""

    NOT_APPROVED = "not locally approved"
    APPROVED = "locally approved"
    CHANGED = "changed since its approval"


class Deed(StrEnum):
    """What a curator did."""

    APPROVED = "approved"
    WITHDRAWN = "approval withdrawn"


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A record as it was when somebody stood for it: kind (its folder), id, digest.

    ``despite`` are the reservations the curator saw and approved it with.
    """

    kind: str
    id: str
    digest: str
    despite: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalAct:
    """One deed on one or many records, for one reason. ``at`` is aware of its time zone."""

    deed: Deed
    records: tuple[RecordVersion, ...]
    by: Person
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LocalApproval:
    """The state of one record, and the approval it comes from (``None`` when there is none)."""

    state: ApprovalState
    by: Person | None = None
    at: datetime | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether the record is approved as it stands."""
        return self.state is ApprovalState.APPROVED


NOT_APPROVED = LocalApproval(ApprovalState.NOT_APPROVED)


class Approvals:
    """Every act of one installation, looked up by record."""

    def __init__(self, acts: Iterable[ApprovalAct]) -> None:
        """``acts`` are in order of time."""
        self._of: dict[tuple[str, str], list[tuple[ApprovalAct, RecordVersion]]] = {}
        for act in acts:
            for record in act.records:
                self._of.setdefault((record.kind, record.id), []).append((act, record))

    def of(self, kind: str, record: str, digest: str) -> LocalApproval:
        """Give the state of a record as it reads now (``digest``)."""
        deeds = self._of.get((kind, record))
        if not deeds or deeds[-1][0].deed is Deed.WITHDRAWN:
            return NOT_APPROVED
        act, seen = deeds[-1]
        same = seen.digest == digest
        state = ApprovalState.APPROVED if same else ApprovalState.CHANGED
        return LocalApproval(state, act.by, act.at, act.reason)

    def history(self, kind: str, record: str) -> tuple[tuple[ApprovalAct, RecordVersion], ...]:
        """Give every deed on a record with the version it was about, in order of time."""
        return tuple(self._of.get((kind, record), ()))

    def names(self) -> tuple[tuple[str, str], ...]:
        """Give kind and id of every record anybody ever acted on."""
        return tuple(self._of)
