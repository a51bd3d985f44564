"""The table of knowledge records: rows stay where they are, an index array sorts and filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor

from tumorboard.domain.approval import ApprovalState, Reservation
from tumorboard.services.curation import Name
from ui.language import say
from ui.window.knowledge_view import RecordRow
from ui.window.variants_model import ROOT, Index
from ui.window.widgets import plain_tool_tip

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("title", "Record", 270),
    ("state", "State", 250),
    ("diseases", "Diseases", 90),
    ("genes", "Genes", 90),
    ("drugs", "Drugs", 110),
    ("level", "Level", 56),
    ("kind", "Kind", 90),
    ("expires", "Check again by", 110),
)
WARNING, GOOD = QColor("#6a4300"), QColor("#14501f")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: every part narrows, an empty part does not.

    ``diseases`` are codes, any of which a record may be about; ``None`` means all.
    """

    text: str = ""
    kind: str = ""
    diseases: frozenset[str] | None = None
    gene: str = ""
    drug: str = ""
    state: ApprovalState | Reservation | None = None


class KnowledgeModel(QAbstractTableModel):
    """Rows of :class:`RecordRow` with sorting and filtering by an index array."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[RecordRow] = ()
        self._shown = np.empty(0, dtype=np.int32)
        self._keys: dict[str, np.ndarray] = {}
        self._filter = Filter()
        self._sort: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[RecordRow]) -> None:
        """Take all records; keeps sort order and filter."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._keys = {}
        self._arrange()
        self.endResetModel()

    def filter(self, wanted: Filter) -> None:
        """Show only what passes every part of the filter."""
        self.beginResetModel()
        self._filter = wanted
        self._arrange()
        self.endResetModel()

    def row(self, place: int) -> RecordRow:
        """Give the record at a visible place."""
        return self._rows[int(self._shown[place])]

    def place_of(self, name: Name) -> int | None:
        """Give the visible place of a record, ``None`` when it is filtered away."""
        for place, at in enumerate(self._shown):
            if self._rows[int(at)].name == name:
                return place
        return None

    def total(self) -> int:
        """Count all records, shown or not."""
        return len(self._rows)

    def _arrange(self) -> None:
        keep = np.fromiter(
            (_passes(row, self._filter) for row in self._rows), bool, len(self._rows)
        )
        column, order = self._sort
        ranks = self._key(COLUMNS[column][0])
        ordered = np.argsort(
            ranks if order is Qt.SortOrder.AscendingOrder else -ranks, kind="stable"
        )
        self._shown = ordered[keep[ordered]].astype(np.int32)

    def _key(self, name: str) -> np.ndarray:
        if name not in self._keys:
            texts = [getattr(row, name).casefold() for row in self._rows]
            ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
            self._keys[name] = np.array([ranks[text] for text in texts], dtype=np.int64)
        return self._keys[name]

    # What Qt asks of a model.

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count the visible rows."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say(COLUMNS[section][1])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give text, colour or the tool tip of a cell."""
        name = COLUMNS[index.column()][0]
        row = self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return say(row.kind) if name == "kind" else getattr(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Qt would take "<DEL>" for markup, and show nothing.
            return plain_tool_tip(getattr(row, name))
        if role == Qt.ItemDataRole.ForegroundRole and name == "state":
            if row.reservations or row.approval is ApprovalState.CHANGED:
                return WARNING
            return GOOD if row.approval is ApprovalState.APPROVED else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the visible rows by a column."""
        self.layoutAboutToBeChanged.emit()
        self._sort = (column, order)
        self._arrange()
        self.layoutChanged.emit()


def _passes(row: RecordRow, wanted: Filter) -> bool:
    if wanted.kind and row.kind != wanted.kind:
        return False
    if wanted.diseases is not None and not row.codes & wanted.diseases:
        return False
    if isinstance(wanted.state, Reservation) and wanted.state not in row.reservations:
        return False
    if isinstance(wanted.state, ApprovalState) and row.approval is not wanted.state:
        return False
    gene, drug = wanted.gene.strip().casefold(), wanted.drug.strip().casefold()
    if gene and not any(one.startswith(gene) for one in row.genes.casefold().split(", ")):
        return False
    if drug and drug not in row.drugs.casefold():
        return False
    return all(word in row.text for word in wanted.text.casefold().split())
