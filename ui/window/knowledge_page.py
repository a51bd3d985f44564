"""The Knowledge page: find a record, read it, approve it or take the approval back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from knowledgebase.rules.hierarchy import is_a
from tumorboard.domain.approval import ApprovalState, Deed, Reservation
from tumorboard.services.curation import Name, RecordLine
from ui.language import say
from ui.window.approval_dialog import ApprovalDialog
from ui.window.knowledge_desk import KnowledgeDesk
from ui.window.knowledge_model import COLUMNS, Filter, KnowledgeModel
from ui.window.knowledge_view import RecordRow, disease_names, row_of
from ui.window.record_detail import RecordDetail
from ui.window.widgets import row, text_label

TYPING = 120
"""Milliseconds of silence after which a filter being typed is applied."""


class KnowledgePage(QWidget):
    """All records of the release with filters at the top and the chosen one at the right."""

    def __init__(self, desk: KnowledgeDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self._desk = desk
        self._lines: dict[Name, RecordLine] = {}
        self.model = KnowledgeModel(self)
        self.detail = RecordDetail(desk.diseases, self)
        self._build_filters()
        self.count = text_label(kind="quiet")
        self.standing = text_label(kind="quiet")
        desk.changed.connect(self.refresh)
        self.approve = QPushButton(say("Approve ..."))
        self.approve.setProperty("primary", True)
        self.approve.clicked.connect(lambda: self._act(Deed.APPROVED))
        self.withdraw = QPushButton(say("Withdraw ..."))
        self.withdraw.clicked.connect(lambda: self._act(Deed.WITHDRAWN))
        self.table = _table(self.model)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self.apply_filters)
        self._lay_out()

    def _build_filters(self) -> None:
        self.search = _line(say("Search: words of title, statement, id, source ..."))
        self.disease = _line(say("Disease"))
        self.gene = _line(say("Gene"))
        self.drug = _line(say("Drug"))
        self.state = QComboBox()
        self.state.setAccessibleName(say("State"))
        self.state.addItem(say("All states"), None)
        for word in (*ApprovalState, *Reservation):
            self.state.addItem(say(str(word)), word)
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("Kind"))
        for line in (self.search, self.disease, self.gene, self.drug):
            line.textChanged.connect(lambda *_: self._timer.start())
        for box in (self.state, self.kind):
            box.currentIndexChanged.connect(lambda *_: self._timer.start())

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        for widget, stretch in (
            (self.disease, 3),
            (self.gene, 2),
            (self.drug, 2),
            (self.state, 2),
            (self.kind, 2),
        ):
            widget.setMinimumWidth(90)
            filters.addWidget(widget, stretch)
        deeds = QHBoxLayout()
        deeds.addWidget(self.count, 1)
        deeds.addWidget(row(self.withdraw, self.approve, stretch=False))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setSizes([1000, 900])
        split.setHandleWidth(14)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.addWidget(text_label(say("Knowledge base"), kind="title"))
        layout.addWidget(self.standing)
        layout.addWidget(self.search)
        layout.addLayout(filters)
        layout.addLayout(deeds)
        layout.addWidget(split, 1)

    # Showing.

    def refresh(self) -> None:
        """Read every record's state again; keeps filters and selection."""
        chosen = self.chosen_names()
        self.standing.setText(self._desk.standing)
        self._lines = {line.name: line for line in self._desk.records()}
        self.model.show_rows([row_of(line) for line in self._lines.values()])
        if not self.kind.count():
            self._fill_choices()
        self._select(chosen)

    def _fill_choices(self) -> None:
        kinds = list(dict.fromkeys(line.kind for line in self._lines.values()))
        self.kind.blockSignals(True)
        self.kind.addItem(say("All kinds"), "")
        for kind in kinds:
            self.kind.addItem(say(kind), kind)
        self.kind.blockSignals(False)
        mentions = [line.mentions for line in self._lines.values()]
        known = self._desk.diseases
        _complete(self.disease, (disease_names((code,), known) for code in known))
        _complete(self.gene, {gene for one in mentions for gene in one.genes})
        _complete(self.drug, {drug for one in mentions for drug in one.drugs})

    def show_kind(self, kind: str) -> None:
        """Show the records of one kind only (its folder); empty shows all."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))

    def apply_filters(self) -> None:
        """Narrow the list to what the filters say; the chosen record stays if it is left."""
        chosen = self.chosen_names()
        word = self.state.currentData()
        self.model.filter(
            Filter(
                text=self.search.text(),
                kind=self.kind.currentData() or "",
                diseases=self._wanted_diseases(),
                gene=self.gene.text(),
                drug=self.drug.text(),
                # Qt hands back a plain text where a word of an enum was put in.
                state=_state(word) if word else None,
            )
        )
        self._select(chosen)

    def _wanted_diseases(self) -> frozenset[str] | None:
        """Give the codes the disease filter means: its subtypes, and the groups it belongs to."""
        text = self.disease.text().strip().casefold()
        if not text:
            return None
        known = self._desk.diseases
        exact = {code for code in known if text in (code.casefold(), _named(code, self._desk))}
        meant = exact or {
            code
            for code, one in known.items()
            if any(text in name.casefold() for name in (code, one.name, one.name_da, *one.synonyms))
        }
        return frozenset(
            code
            for code in known
            if any(is_a(code, one, known) or is_a(one, code, known) for one in meant)
        )

    def _select(self, names: Sequence[Name]) -> None:
        """Choose what was chosen before, else the first record."""
        selection = self.table.selectionModel()
        places = [place for name in names[:50] if (place := self.model.place_of(name)) is not None]
        if not places and self.model.rowCount():
            places = [0]
        flags = QItemSelectionModel.SelectionFlag
        selection.clear()
        for place in places:
            index = self.model.index(place, 0)
            selection.select(index, flags.Select | flags.Rows)
            selection.setCurrentIndex(index, flags.NoUpdate)
            self.table.scrollTo(index)
        self._selected()

    def chosen_names(self) -> list[Name]:
        """Give the chosen records, in the order of the list."""
        return [one.name for one in self._chosen()]

    def _chosen(self) -> list[RecordRow]:
        # By ranges: to ask each of ten thousand rows takes a second.
        selection = self.table.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        places = {place for one in ranges for place in range(one.top(), one.bottom() + 1)}
        return [self.model.row(place) for place in sorted(places)]

    def _selected(self, *_: object) -> None:
        chosen = self._chosen()
        told = say("{n} of {all} records", n=self.model.rowCount(), all=self.model.total())
        if len(chosen) > 1:
            told += say(", {n} chosen", n=len(chosen))
        self.count.setText(told)
        self.approve.setEnabled(bool(chosen))
        self.withdraw.setEnabled(any(one.approval is not _NONE for one in chosen))
        if not chosen:
            self.detail.show_record(None, ())
            return
        current = self.table.selectionModel().currentIndex()
        at = self.model.row(current.row()) if current.isValid() else chosen[0]
        line = self._lines[(at if at in chosen else chosen[0]).name]
        self.detail.show_record(line, self._desk.history(line.name))

    # What the user does.

    def choose(self, name: Name) -> bool:
        """Choose one record as a click does; tells whether the list shows it."""
        place = self.model.place_of(name)
        if place is not None:
            self.table.selectRow(place)
        return place is not None

    def _act(self, deed: Deed) -> None:
        rows = self._chosen()
        if not rows or not self._desk.may_curate():
            return
        dialog = ApprovalDialog(deed, rows, self._desk.person, self)
        if not dialog.exec():
            return
        seen = {one.name: self._lines[one.name].digest for one in rows}
        self._desk.curate(deed, seen, dialog.reason(), dialog.despite())


_NONE = ApprovalState.NOT_APPROVED


def _state(word: str) -> ApprovalState | Reservation:
    return ApprovalState(word) if word in set(ApprovalState) else Reservation(word)


def _named(code: str, desk: KnowledgeDesk) -> str:
    return disease_names((code,), desk.diseases).casefold()


def _line(placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setClearButtonEnabled(True)
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(placeholder)
    return line


def _complete(line: QLineEdit, words: Iterable[str]) -> None:
    completer = QCompleter(sorted(words), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(completer)


def _table(model: KnowledgeModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(say("Records"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    # Measuring every cell of ten thousand rows takes seconds: the widths are given.
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for section, (_, _, width) in enumerate(COLUMNS):
        header.resizeSection(section, width)
    header.setStretchLastSection(True)
    table.setSortingEnabled(True)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    return table
