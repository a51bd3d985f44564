"""Small read-only tables of text."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.language import say
from ui.window.widgets import plain_tool_tip


def list_table(columns: tuple[str, ...], width: int = 150) -> QTableWidget:
    """Make a small read-only table."""
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels([say(name) for name in columns])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.setShowGrid(False)
    table.setWordWrap(False)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for section, name in enumerate(columns):
        header.resizeSection(section, 30 if not name else width)
    header.setStretchLastSection(True)
    return table


def fill_table(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    """Put rows of text into a small table."""
    table.setRowCount(len(rows))
    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tool_tip(text) or "")
            table.setItem(at, column, item)
