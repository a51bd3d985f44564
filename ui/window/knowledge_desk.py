"""What the Knowledge page asks for, done through the desk: records, their history, deeds."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal

from knowledgebase.records import Disease
from tumorboard.board.permissions import Step, require
from tumorboard.domain.approval import ApprovalAct, Deed, RecordVersion, Reservation
from tumorboard.domain.person import Person
from tumorboard.services.curation import Name, Outcome, RecordLine
from ui.language import say
from ui.window.desk import Desk


class KnowledgeDesk(QObject):
    """Does what a curator asks; refusals and passing words are told by the desk."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._curation = desk.workbench.curation

    @property
    def diseases(self) -> Mapping[str, Disease]:
        """Give the diseases of the release."""
        return self._desk.diseases

    @property
    def standing(self) -> str:
        """Say which release it is and how much of it is approved here."""
        return self._desk.standing

    @property
    def person(self) -> Person | None:
        """Give who works here."""
        return self._desk.person

    def records(self) -> tuple[RecordLine, ...]:
        """Give every record with where it stands here; none when the database refuses."""
        found: list[RecordLine] = []
        self._desk.guard(lambda: found.extend(self._curation.lines()))
        return tuple(found)

    def history(self, name: Name) -> tuple[tuple[ApprovalAct, RecordVersion], ...]:
        """Give every deed on a record, the last first."""
        found: list[tuple[ApprovalAct, RecordVersion]] = []
        self._desk.guard(lambda: found.extend(self._curation.history(name)))
        return tuple(found)

    def may_curate(self) -> bool:
        """Tell whether the person here may approve; why not is told."""
        by = self._desk.somebody()
        return by is not None and self._desk.guard(lambda: require(by, Step.APPROVE_KNOWLEDGE))

    def curate(
        self,
        deed: Deed,
        seen: Mapping[Name, str],
        reason: str,
        despite: Collection[Reservation] = (),
    ) -> None:
        """Approve or withdraw the records ``seen`` (by name, with their digest)."""
        by = self._desk.somebody()
        if by is not None:
            self._desk.guard(lambda: self._curate(deed, seen, reason, despite, by))

    def _curate(
        self,
        deed: Deed,
        seen: Mapping[Name, str],
        reason: str,
        despite: Collection[Reservation],
        by: Person,
    ) -> None:
        if deed is Deed.APPROVED:
            outcome = self._curation.approve(seen, by, reason, despite=despite, seen=seen)
            told = say("Records approved: {n}.", n=len(outcome.done))
        else:
            outcome = self._curation.withdraw(seen, by, reason)
            told = say("Approvals withdrawn: {n}.", n=len(outcome.done))
        # What stands in the way of signing the open case may be another thing now.
        self._desk.reopen()
        self.changed.emit()
        self._desk.told.emit(told)
        if outcome.left_out:
            self._desk.refused.emit(f"{told} {_left_out(outcome)}")


def _left_out(outcome: Outcome) -> str:
    """Name what was left out by its reason, the first few records of each."""
    by_reason: dict[str, list[str]] = {}
    for name, why in outcome.left_out:
        by_reason.setdefault(why, []).append(name[1])
    parts = [
        f"{say(why)}: {', '.join(names[:5])}" + (" ..." if len(names) > 5 else "")
        for why, names in by_reason.items()
    ]
    return say("Left out: {n}; {why}.", n=len(outcome.left_out), why="; ".join(parts))
