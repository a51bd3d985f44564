"""The missing facts of a case, each with the conclusions that wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from tumorboard.interpretation.completeness import MissingFact
from ui.language import say
from ui.window.widgets import Card, plain_tool_tip, row, text_label

_NAMED = 4
_FIRST = 12


class MissingFacts(Card):
    """Two columns: the fact, and what waits for it; the first few until one asks for all."""

    def __init__(self, missing: Sequence[MissingFact], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines.addWidget(text_label(say("Missing facts"), kind="heading"))
        if not missing:
            words = say("Nothing that was concluded waits for a fact.")
            self.lines.addWidget(text_label(words, kind="quiet"))
            return
        words = say("Each fact with what waits for it; the strongest first.")
        self.lines.addWidget(text_label(words, kind="quiet"))
        self._rows(missing[:_FIRST])
        rest = missing[_FIRST:]
        self.more = QPushButton(say("Show {n} more", n=len(rest)))
        self.more.setVisible(bool(rest))
        self.more.clicked.connect(lambda: self._show_rest(rest))
        self.lines.addWidget(row(self.more))

    def _show_rest(self, rest: Sequence[MissingFact]) -> None:
        self.more.hide()
        self._rows(rest)

    def _rows(self, missing: Sequence[MissingFact]) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(2)
        for at, one in enumerate(missing):
            for column, text in enumerate((one.words, waits_text(one))):
                label = text_label(text, kind="quiet" if column else "")
                names = "; ".join(each.title for each in one.waits)
                label.setToolTip(plain_tool_tip(names) or "")
                grid.addWidget(label, at, column, Qt.AlignmentFlag.AlignTop)
        self.lines.addLayout(grid)


def waits_text(one: MissingFact) -> str:
    """Name the strongest conclusions that wait, and count the others."""
    named = "; ".join(
        f"{each.title} ({each.level})" if each.level else each.title for each in one.waits[:_NAMED]
    )
    more = len(one.waits) - _NAMED
    return f"{named}; {say('and {n} more', n=more)}" if more > 0 else named
