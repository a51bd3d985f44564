"""The dialog of a curator: which records, who, why, and what to do with doubtful ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.approval import Deed, Reservation
from tumorboard.domain.person import Person
from ui.language import say
from ui.window.knowledge_view import RecordRow
from ui.window.widgets import text_label

NAMED = 6
"""How many of the chosen records are named one by one."""


class ApprovalDialog(QDialog):
    """Ask for the reason; a record that is unverified or expired needs a tick of its own."""

    def __init__(
        self,
        deed: Deed,
        rows: Sequence[RecordRow],
        person: Person | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        approving = deed is Deed.APPROVED
        self.setWindowTitle(say("Approve records") if approving else say("Withdraw approvals"))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(say("Reason"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(84)
        self.words.textChanged.connect(self._check)
        who = f"{person.name}, {say(str(person.role))}" if person else say("nobody yet")
        form = QFormLayout()
        form.addRow(say("Records"), text_label(_listed(rows)))
        form.addRow(say("Curator"), text_label(who, wrap=False))
        form.addRow(say("Reason"), self.words)
        self.ticks: dict[Reservation, QCheckBox] = {}
        if approving:
            for reservation, text in (
                (Reservation.UNVERIFIED, say("Also those marked unverified: {n}")),
                (Reservation.EXPIRED, say("Also those whose check expired: {n}")),
            ):
                count = sum(reservation in row.reservations for row in rows)
                if count:
                    tick = QCheckBox(text.format(n=count))
                    self.ticks[reservation] = tick
                    form.addRow("", tick)
        if self.ticks:
            form.addRow(
                "", text_label(say("Without the tick they are left out."), kind="small", wrap=False)
            )
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        if approving:
            promise = say("You stand for each record as it reads now; a later change ends it.")
            layout.addWidget(text_label(promise, kind="quiet"))
        box = QDialogButtonBox()
        self.yes = box.addButton(
            say("Approve") if approving else say("Withdraw"),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.yes.setProperty("primary", True)
        box.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
        self.resize(560, self.sizeHint().height())
        self._check()
        self.words.setFocus()

    def reason(self) -> str:
        """Give the reason as written."""
        return self.words.toPlainText().strip()

    def despite(self) -> tuple[Reservation, ...]:
        """Give the reservations the curator ticked."""
        return tuple(one for one, tick in self.ticks.items() if tick.isChecked())

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.reason()))


def _listed(rows: Sequence[RecordRow]) -> str:
    names = [row.title for row in rows[:NAMED]]
    if len(rows) > NAMED:
        names.append(say("... and {n} more", n=len(rows) - NAMED))
    return "\n".join(names)
