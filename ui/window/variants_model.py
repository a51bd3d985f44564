"""The table of variants: rows stay where they are, an index array sorts and filters them.

Sorting and filtering touch numpy arrays only; a proxy model takes seconds on a genome's rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.language import frequency, percent, say
from ui.window.widgets import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One line of the table; ``finding`` is the finding's id. Empty text or ``None`` is unknown."""

    finding: str
    tier: str
    decided: bool
    gene: str
    name: str
    hgvs_c: str
    hgvs_p: str
    consequence: str
    vaf: Decimal | None
    depth: int | None
    population_af: Decimal | None
    filter: str
    locus: str
    reason: str


COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("tier", "Tier", 62),
    ("gene", "Gene", 72),
    ("name", "Recognised as", 112),
    ("hgvs_p", "Protein", 132),
    ("vaf", "VAF", 58),
    ("depth", "Depth", 60),
    ("filter", "Caller's filter", 110),
    ("population_af", "Population", 92),
    ("consequence", "Consequence", 150),
    ("hgvs_c", "Coding DNA", 150),
    ("locus", "Position", 190),
    ("reason", "Why this tier", 420),
)
BOLD = QFont()
BOLD.setBold(True)
NUMBERS = frozenset({"vaf", "depth", "population_af"})


class VariantsModel(QAbstractTableModel):
    """Rows of :class:`VariantRow` with in-place sorting and filtering by an index array."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[VariantRow] = ()
        self._shown = np.empty(0, dtype=np.int32)
        self._keys: dict[str, np.ndarray] = {}
        self._texts: list[str] = []
        self._needle = ""
        self._sort: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def show_rows(self, rows: Sequence[VariantRow]) -> None:
        """Take the rows of a case; keeps sort order and filter."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._keys = {}
        self._texts = [
            " ".join(
                (r.gene, r.name, r.hgvs_c, r.hgvs_p, r.consequence, r.filter, r.tier, r.locus)
            ).casefold()
            for r in self._rows
        ]
        self._arrange()
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show only rows in which every word of ``text`` stands somewhere."""
        self.beginResetModel()
        self._needle = text.casefold()
        self._arrange()
        self.endResetModel()

    def row(self, index: Index) -> VariantRow:
        """Give the row behind an index of the view."""
        return self._rows[int(self._shown[index.row()])]

    def place_of(self, finding: str) -> int | None:
        """Give the visible row of a finding, ``None`` when it is filtered away."""
        for place, at in enumerate(self._shown):
            if self._rows[int(at)].finding == finding:
                return place
        return None

    def total(self) -> int:
        """Count all rows, shown or not."""
        return len(self._rows)

    def _arrange(self) -> None:
        words = self._needle.split()
        keep = np.fromiter(
            (all(word in text for word in words) for text in self._texts), bool, len(self._texts)
        )
        column, order = self._sort
        ranks = self._key(COLUMNS[column][0])
        ordered = np.argsort(
            ranks if order is Qt.SortOrder.AscendingOrder else -ranks, kind="stable"
        )
        self._shown = ordered[keep[ordered]].astype(np.int32)

    def _key(self, name: str) -> np.ndarray:
        """Give sortable ranks of a column; unknown numbers come last when ascending."""
        if name not in self._keys:
            values = [getattr(row, name) for row in self._rows]
            if name in NUMBERS:
                key = np.array([np.inf if v is None else float(v) for v in values], dtype=float)
            else:
                texts = [str(v).casefold() for v in values]
                ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
                key = np.array([ranks[text] for text in texts], dtype=float)
            self._keys[name] = key
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
        """Give text, alignment or the tool tip of a cell."""
        name = COLUMNS[index.column()][0]
        row = self.row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(getattr(row, name), name)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Qt would take "<DEL>" for markup, and show nothing.
            return plain_tool_tip(_text(getattr(row, name), name))
        if role == Qt.ItemDataRole.TextAlignmentRole and name in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and name in ("tier", "gene"):
            return BOLD
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the visible rows by a column."""
        self.layoutAboutToBeChanged.emit()
        self._sort = (column, order)
        self._arrange()
        self.layoutChanged.emit()


def _text(value: Any, name: str) -> str:
    if name == "vaf":
        return percent(value)
    if name == "population_af":
        return frequency(value)
    if name == "tier":
        return value
    return "–" if value is None else str(value)
