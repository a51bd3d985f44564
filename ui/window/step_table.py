"""The steps to a cell product as a small table, each with its state, days and remarks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from tumorboard.domain.option import Option
from ui.language import say
from ui.window import option_texts as texts
from ui.window.widgets import badge, row, text_label

_DAY_WIDTH = 86
_STEP, _STATE, _DAY, _MAY_LIE, _LOOK = range(5)


def next_step_row(option: Option) -> QWidget | None:
    """Say which step is next; ``None`` where no step is left or the option has none."""
    words = texts.next_step_line(option)
    if not words:
        return None
    return row(badge(say("next step"), "strong"), text_label(words), stretch=False)


class StepTable(QWidget):
    """Every step with its worded state, then the rules it was counted by."""

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(self._grid(option))
        self.rules = QPushButton(say("Rules and sources of the steps"))
        self.rules.setCheckable(True)
        told = _rules(option)
        told.hide()
        self.rules.toggled.connect(told.setVisible)
        lines.addWidget(row(self.rules))
        lines.addWidget(told)

    def _grid(self, option: Option) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(_STEP, 3)
        grid.setColumnStretch(_LOOK, 4)
        heads = (say("Step"), say("State"), say("Day"), say("May lie"), say("To look at"))
        for column, head in enumerate(heads):
            grid.addWidget(text_label(head, kind="small", wrap=False), 0, column)
        for at, one in enumerate(texts.step_lines(option), 1):
            cells = (
                text_label(one.title),
                badge(*one.state),
                text_label("\n".join(one.days), wrap=False),
                text_label("\n".join(one.bounds), wrap=False),
                self._notes(one),
            )
            for column, cell in enumerate(cells):
                if column in (_DAY, _MAY_LIE):
                    cell.setMinimumWidth(_DAY_WIDTH)
                grid.addWidget(cell, at, column, Qt.AlignmentFlag.AlignTop)
        return holder

    def _notes(self, one: texts.StepLine) -> QWidget:
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for remark in one.remarks:
            lines.addWidget(text_label(f"▲ {remark}", kind="fault"))
        if one.unsure:
            unsure = say("a day counted by a rule not compared with its source")
            lines.addWidget(text_label(unsure, kind="small"))
        if one.missing:
            lines.addWidget(text_label(one.missing, kind="quiet"))
        return holder


def _rules(option: Option) -> QWidget:
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(4)
    for words, unsure in texts.step_rule_lines(option):
        label = text_label(f"•  {words}", kind="small")
        lines.addWidget(row(badge(unsure, "warning"), label, stretch=False) if unsure else label)
    return holder
