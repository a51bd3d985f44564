"""The card of the options that are before the board: what was taken, by whom, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tumorboard.domain.board import OptionChoice
from tumorboard.domain.option import Option
from ui.language import say
from ui.window.option_texts import weakness_of
from ui.window.widgets import Card, Column, badge, row, text_label


class ChosenOptions(Card):
    """Each option with its words as they were when it was taken; hidden while there is none."""

    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines.addWidget(text_label(say("Options before the board"), kind="heading"))
        # It scrolls: many options must not push the signature out of the window.
        self.column = Column()
        self.column.setMinimumHeight(54)
        self.lines.addWidget(self.column)
        self.hide()

    def show_choices(
        self, choices: Sequence[OptionChoice], options: Sequence[Option] = (), *, editable: bool
    ) -> None:
        """Show the options taken, in the order given; without ``editable`` none can go back.

        ``options`` are those of the evaluation, whose records may be stale or unverified now.
        """
        known = {one.id: one for one in options}
        self.column.clear()
        for one in choices:
            self.column.add(self._choice(one, known.get(one.option), editable=editable))
        self.setVisible(bool(choices))

    def _choice(self, one: OptionChoice, option: Option | None, *, editable: bool) -> QWidget:
        card = Card()
        card.lines.addWidget(text_label(one.title, kind="option"))
        card.lines.addWidget(text_label(say(one.words)))
        marks = [badge(words, kind) for words, kind in weakness_of(option)] if option else []
        if marks:
            card.lines.addWidget(row(*marks))
        if one.note:
            card.lines.addWidget(text_label(say("Note: {words}", words=one.note)))
        card.lines.addWidget(text_label(_who_and_when(one), kind="small"))
        if editable:
            card.lines.addWidget(row(self._way_back(one)))
        return card

    def _way_back(self, one: OptionChoice) -> QPushButton:
        button = QPushButton(say("Take back"))
        button.setAccessibleDescription(one.title)
        button.clicked.connect(lambda: self.taken_back.emit(one.option))
        return button


def _who_and_when(one: OptionChoice) -> str:
    when = one.at.astimezone().strftime("%Y-%m-%d %H:%M %Z")
    return f"{one.by.name}, {say(str(one.by.role))}, {when}"
