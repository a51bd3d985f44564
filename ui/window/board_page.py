"""The board's page: recommendation, options, who took part, what stands in the way, signature."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.board import OptionChoice, Person, SignOff
from tumorboard.domain.option import Option
from ui.language import say
from ui.window.chosen_options import ChosenOptions
from ui.window.widgets import Banner, Card, row, text_label

SAVE = "Save the recommendation"


class BoardPage(QWidget):
    """Where the board writes and the chair signs."""

    recommended = Signal(str)
    taken_back = Signal(str)
    ready = Signal()
    evaluation_wanted = Signal()
    sign_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self._stored = ""
        self._confirmed = True
        self._editable = True
        self.signed = Banner("good", self)
        self.recommendation = QPlainTextEdit()
        self.recommendation.setMinimumHeight(54)  # with all cards the page fits a small screen
        self.recommendation.setAccessibleName(say("The board's recommendation"))
        self.recommendation.setPlaceholderText(
            say("In the board's own words: what is recommended, why, and what happens next.")
        )
        self.recommendation.textChanged.connect(self._enable)
        self.save = QPushButton(say(SAVE))
        self.save.setProperty("primary", True)
        self.save.clicked.connect(self._save)
        self.unsaved = text_label(kind="quiet")
        self.options = ChosenOptions()
        self.options.taken_back.connect(self.taken_back)
        self.people = text_label()
        self.obstacles = text_label()
        self.mark_ready = QPushButton(say("Ready for the board"))
        self.mark_ready.clicked.connect(self.ready)
        self.evaluate = QPushButton(say("Evaluate again"))
        self.evaluate.clicked.connect(self.evaluation_wanted)
        self.preview = QPushButton(say("Preview the PDF ..."))
        self.preview.clicked.connect(self.preview_wanted)
        self.sign = QPushButton(say("Sign ..."))
        self.sign.setProperty("primary", True)
        self.sign.clicked.connect(self.sign_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        words = Card()
        words.lines.addWidget(text_label(say("The board's recommendation"), kind="heading"))
        words.lines.addWidget(self.recommendation, 1)
        words.lines.addWidget(row(self.save, self.unsaved))
        members = Card()
        members.lines.addWidget(text_label(say("Whose word this rests on"), kind="heading"))
        members.lines.addWidget(self.people)
        signature = Card()
        signature.lines.addWidget(text_label(say("Signature"), kind="heading"))
        signature.lines.addWidget(self.obstacles)
        signature.lines.addWidget(row(self.mark_ready, self.evaluate, self.preview, self.sign))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.signed)
        layout.addWidget(words, 3)
        layout.addWidget(self.options, 2)
        layout.addWidget(members)
        layout.addWidget(signature)

    def show_board(
        self,
        *,
        recommendation: str,
        recommendation_current: bool,
        choices: Sequence[OptionChoice],
        options: Sequence[Option] = (),
        people: Sequence[Person],
        obstacles: Sequence[str],
        sign_off: SignOff | None,
        may_be_marked_ready: bool,
        editable: bool,
    ) -> None:
        """Show the stored words; words being typed are kept until saved or discarded."""
        if self.recommendation.toPlainText() in ("", self._stored) or not editable:
            self.recommendation.setPlainText(recommendation)
        self._stored = recommendation
        self._confirmed = recommendation_current
        self._editable = editable
        self.options.show_choices(choices, options, editable=editable)
        self.people.setText(
            "; ".join(f"{one.name}, {say(str(one.role))}" for one in people) or say("nobody yet")
        )
        self.obstacles.setText(
            "\n".join(f"•  {one}" for one in obstacles)
            or (say("Nothing stands in the way of signing.") if sign_off is None else "")
        )
        self.obstacles.setVisible(bool(self.obstacles.text()))
        self.sign.setEnabled(not obstacles and sign_off is None)
        self.signed.show_notice(_signed_text(sign_off))
        self.recommendation.setReadOnly(not editable)
        self.evaluate.setEnabled(editable)
        self.mark_ready.setEnabled(may_be_marked_ready)
        self._enable()

    def has_unsaved(self) -> bool:
        """Tell whether words stand here that are not stored yet."""
        return self._editable and self.recommendation.toPlainText() != self._stored

    def discard(self) -> None:
        """Forget what was typed, for another case."""
        self._stored = ""
        self.recommendation.clear()

    def _enable(self) -> None:
        changed = self.has_unsaved()
        written = bool(self.recommendation.toPlainText().strip())
        again = self._editable and written and not changed and not self._confirmed
        self.save.setText(say("Confirm the recommendation") if again else say(SAVE))
        self.save.setEnabled(written and (changed or again))
        self.unsaved.setText(say("Not saved yet") if changed else "")

    def _save(self) -> None:
        self.recommended.emit(self.recommendation.toPlainText())


def _signed_text(sign_off: SignOff | None) -> str:
    if sign_off is None:
        return ""
    return say(
        "Signed by {name}, {role}, {time}: {meaning}",
        name=sign_off.by.name,
        role=say(str(sign_off.by.role)),
        time=sign_off.at.strftime("%Y-%m-%d %H:%M %Z"),
        meaning=sign_off.meaning,
    )
