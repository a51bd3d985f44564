"""The page of variants: the table, a filter, the accounting, and the chosen finding beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.variant import VariantFile
from ui.language import say
from ui.window.finding_detail import FindingDetail
from ui.window.presentation import FindingView, accounting_in_words
from ui.window.variants_model import COLUMNS, VariantsModel
from ui.window.widgets import Banner, text_label


class VariantsPage(QWidget):
    """Shows what the file held; emits what the user wants done."""

    file_wanted = Signal()
    samples_wanted = Signal()
    acknowledged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self._findings: dict[str, FindingView] = {}
        self.model = VariantsModel(self)
        self.detail = FindingDetail(self)
        self.rejected = Banner("warning", self)
        self.rejected.button.clicked.connect(self.acknowledged)
        self.notes = Banner("info", self)
        self.notes.button.clicked.connect(self._toggle_notes)
        self._notes: tuple[str, ...] = ()
        self._notes_open = False
        self.accounting = text_label(kind="quiet")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(say("Filter: gene, change, consequence, tier ..."))
        self.search.setAccessibleName(say("Filter the variants"))
        self.search.textChanged.connect(self._filter)
        self.load = QPushButton(say("Load a variant file ..."))
        self.load.clicked.connect(self.file_wanted)
        self.samples = QPushButton(say("Samples ..."))
        self.samples.clicked.connect(self.samples_wanted)
        self.table = _table(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._selected)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.samples)
        top.addWidget(self.load)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([1000, 1000])
        split.setHandleWidth(14)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.rejected)
        layout.addWidget(self.notes)
        layout.addLayout(top)
        layout.addWidget(self.accounting)
        layout.addWidget(split, 1)

    def show_findings(
        self,
        findings: tuple[FindingView, ...],
        variant_file: VariantFile | None,
        *,
        acknowledged: bool,
        editable: bool,
    ) -> None:
        """Show a case's findings and where every line of its file went."""
        chosen = self.detail.finding
        self._findings = {view.row.finding: view for view in findings}
        self.model.show_rows([view.row for view in findings])
        self.load.setEnabled(editable)
        self.samples.setEnabled(editable and variant_file is not None)
        self.accounting.setText(accounting_in_words(variant_file))
        self.rejected.show_notice(*_rejected_notice(variant_file, acknowledged))
        self._notes = variant_file.warnings if variant_file else ()
        self._notes_open = False
        self._show_notes()
        self.detail.set_editable(editable)
        place = self.model.place_of(chosen) if chosen else None
        if place is None and findings:
            place = 0
        if place is None:
            self.detail.show_finding(None)
        else:
            self.table.selectRow(place)
            self._show_place(place)

    def _toggle_notes(self) -> None:
        self._notes_open = not self._notes_open
        self._show_notes()

    def _show_notes(self) -> None:
        if not self._notes:
            self.notes.show_notice("")
        elif self._notes_open:
            self.notes.show_notice("\n".join(self._notes), say("Show less"))
        else:
            count = say(
                "{n} remarks on how the file is written; none alters a variant.",
                n=len(self._notes),
            )
            self.notes.show_notice(count, say("Show"))

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        if self.model.rowCount():
            self.table.selectRow(0)

    def _selected(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._show_place(current.row())

    def _show_place(self, place: int) -> None:
        row = self.model.row(self.model.index(place, 0))
        self.detail.show_finding(self._findings[row.finding])


def _rejected_notice(variant_file: VariantFile | None, acknowledged: bool) -> tuple[str, str]:
    if variant_file is None or not variant_file.accounting.rejected:
        return "", ""
    accounting = variant_file.accounting
    first = "; ".join(f"{r.line}: {r.reason}" for r in accounting.rejections[:3])
    more = len(accounting.rejections) - 3
    words = say(
        "{n} of {read} records could not be read and are missing below. Line {first}",
        n=accounting.rejected,
        read=accounting.read,
        first=first,
    )
    if more > 0:
        words += say(" - and {more} more, all listed in the report.", more=more)
    return words, "" if acknowledged else say("I have seen this")


def _table(model: VariantsModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(say("Variants"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    # Measuring every cell takes seconds on a genome's rows: the widths are given.
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for section, (_, _, width) in enumerate(COLUMNS):
        header.resizeSection(section, width)
    header.setStretchLastSection(True)
    table.setSortingEnabled(True)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    return table
