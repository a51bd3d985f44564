"""The page of what was done to the case, by whom and when, from the audit chain."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.language import say
from ui.window.small_table import fill_table, list_table
from ui.window.widgets import text_label

COLUMNS = ("When", "Who", "What")


class HistoryPage(QWidget):
    """A read-only table, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self.table = list_table(COLUMNS, width=260)
        self.table.setAccessibleName(say("History"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(
            text_label(
                say("Every change is an entry in a chain; its head is printed in the signed PDF."),
                kind="quiet",
            )
        )
        layout.addWidget(self.table, 1)

    def show_entries(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """Show rows of time, person and deed."""
        fill_table(self.table, list(entries))
