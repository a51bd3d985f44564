"""What could be offered: therapies, trials, cell and antibody therapy, and what to test next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from knowledgebase.rules.criteria import Truth
from tumorboard.domain.board import OptionChoice
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option, OptionKind, Use
from tumorboard.interpretation.options.engine import grouped
from tumorboard.services.why_not import Unlisted
from ui.language import say
from ui.window import option_texts as texts
from ui.window.option_card import EligibilityOf, OptionCard, SitesOf, UnlistedCard
from ui.window.widgets import Card, Column, row, text_label

AT_ONCE = 15
"""So many cards a tab shows at first; the next ones follow on request."""
SEARCH_AFTER = 250
"""Milliseconds after the last letter typed."""
GROUPS = {"": "in order", "drug": "by drug", "gene": "by gene", "kind": "by kind", "use": "by use"}
MOST_TESTS = 3
Search = Callable[[str], Sequence[Unlisted]]
Found = Callable[[Option, str], bool]


class OptionsPage(QWidget):
    """Every option with its state, in words; the program never says that a patient is eligible."""

    taken = Signal(str, str)

    def __init__(
        self,
        sites_of: SitesOf,
        search: Search,
        eligibility: EligibilityOf,
        found_by: Found,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self._sites_of = sites_of
        self._eligibility_of = eligibility
        self._found_by = found_by
        self._find_unlisted = search
        self._evaluation: CaseEvaluation | None = None
        self._choices: dict[str, OptionChoice] = {}
        self._others: Sequence[Unlisted] = ()
        self._editable = False
        self._shown = dict.fromkeys(texts.TABS, AT_ONCE)
        self.tests = Card()
        self._which_shown = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Search any drug, trial or product: why not this?"))
        self.search.setAccessibleName(say("Search any drug, trial or product: why not this?"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(self._show)
        self.search.textChanged.connect(self._timer.start)
        self.group = QComboBox()
        self.group.setAccessibleName(say("Order"))
        for key, words in GROUPS.items():
            self.group.addItem(say(words), key)
        self.group.currentIndexChanged.connect(self._show)
        self.unmatched = QCheckBox(say("Also show what does not match"))
        self.unmatched.toggled.connect(self._show)
        self.tabs = QTabWidget()
        self.columns = {kind: Column() for kind in texts.TABS}
        for kind, column in self.columns.items():
            self.tabs.addTab(column, say(texts.TABS[kind]))
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(
            text_label(
                say("How recorded criteria stand to this case. The board and the trial decide."),
                kind="quiet",
            )
        )
        layout.addWidget(self.tests)
        layout.addWidget(row(self.search, self.group, self.unmatched, stretch=False))
        layout.addWidget(self.tabs, 1)

    def show_options(
        self,
        evaluation: CaseEvaluation | None,
        choices: Sequence[OptionChoice],
        *,
        editable: bool,
    ) -> None:
        """Show the options of an evaluation, and which are before the board."""
        if evaluation is None or self._evaluation is None:
            self._shown = dict.fromkeys(texts.TABS, AT_ONCE)
        elif evaluation.case_id != self._evaluation.case_id:
            self._shown = dict.fromkeys(texts.TABS, AT_ONCE)
            self.search.clear()
        self._evaluation = evaluation
        self._choices = {one.option: one for one in choices}
        self._editable = editable
        self._show()

    def _show(self) -> None:
        self._timer.stop()
        self._show_tests()
        self._others = self._unlisted()
        for at, (kind, column) in enumerate(self.columns.items()):
            count = self._fill(kind, column)
            self.tabs.setTabText(at, f"{say(texts.TABS[kind])} ({count})")

    def _of_kind(self, kind: OptionKind) -> list[Option]:
        if self._evaluation is None:
            return []
        text = self.search.text()
        hidden = not (self.unmatched.isChecked() or text.strip())
        return [
            one
            for one in self._evaluation.options
            if one.kind is kind
            and self._found_by(one, text)
            and not (hidden and one.state is Truth.NOT_MET and one.id not in self._choices)
        ]

    def _unlisted(self) -> Sequence[Unlisted]:
        text = self.search.text().strip()
        if self._evaluation is None or not text:
            return ()
        return self._find_unlisted(text)

    def _fill(self, kind: OptionKind, column: Column) -> int:
        """Fill a tab anew, and give how many records it tells of."""
        column.clear()
        if self._evaluation is None:
            column.add(text_label(say("The case has not been evaluated yet.")))
            return 0
        options = self._of_kind(kind)
        others = [one for one in self._others if one.kind is kind]
        if options:
            self._add_cards(kind, column, options)
        elif not others:
            column.add(text_label(self._nothing(kind)))
        for one in others:
            column.add(UnlistedCard(one))
        return len(options) + len(others)

    def _add_cards(self, kind: OptionKind, column: Column, options: Sequence[Option]) -> None:
        by = self.group.currentData()
        groups = grouped(options, by) if by else {"": tuple(options)}
        left = self._shown[kind]
        for name, those in groups.items():
            if left <= 0:
                break
            if by:
                column.add(text_label(self._group_name(by, name), kind="heading"))
            for option in those[:left]:
                column.add(self._card(option))
            left -= len(those)
        total = sum(map(len, groups.values()))
        if total > self._shown[kind]:
            column.add(self._more(kind, total - self._shown[kind]))

    def _group_name(self, by: str, name: str) -> str:
        """Name a group; a use by the word of its badge, a drug or a gene as it is."""
        if by == "use":
            return say(texts.USES[Use(name)][0])
        return name or say("none named")

    def _nothing(self, kind: OptionKind) -> str:
        evaluation = self._evaluation
        failing = sum(one.kind is kind for one in evaluation.options) if evaluation else 0
        if failing and not self.search.text().strip():
            return say("None may match; {n} do not match and are not shown.", n=failing)
        return say("The knowledge base holds none for this case.")

    def _card(self, option: Option) -> OptionCard:
        choice = self._choices.get(option.id)
        card = OptionCard(
            option, self._sites_of, self._eligibility_of, choice, editable=self._editable
        )
        card.wanted.connect(self.taken)
        return card

    def _more(self, kind: OptionKind, left: int) -> QWidget:
        button = QPushButton(say("Show {n} more", n=min(left, AT_ONCE)))
        button.clicked.connect(lambda: self._show_more(kind))
        return row(button)

    def _show_more(self, kind: OptionKind) -> None:
        self._shown[kind] += AT_ONCE
        column = self.columns[kind]
        place = column.verticalScrollBar().value()
        self._fill(kind, column)
        QTimer.singleShot(0, lambda: column.verticalScrollBar().setValue(place))

    def _show_tests(self) -> None:
        while self.tests.lines.count():
            item = self.tests.lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = self._evaluation.next_tests[:MOST_TESTS] if self._evaluation else ()
        self.tests.setVisible(bool(found))
        if self._evaluation is None or not found:
            return
        titles = {one.id: one.title for one in self._evaluation.options}
        how = say("What decides most for this disease comes first; other diseases count last.")
        self.which = QPushButton(say("Which options"))
        self.which.setCheckable(True)
        self.which.setChecked(self._which_shown)
        self.which.toggled.connect(self._remember_which)
        heading = text_label(say("Next best test"), kind="heading", wrap=False)
        self.tests.lines.addWidget(row(heading, self.which))
        for number, one in enumerate(found, 1):
            self._add_test(f"{number}.  {texts.next_test_line(one)}")
            self._add_detail(texts.next_test_options(one, titles))
        self._add_detail(how)

    def _add_test(self, words: str) -> None:
        self.tests.lines.addWidget(text_label(words))

    def _add_detail(self, words: str) -> None:
        """Add what is shown on request: the tests must not push the options out of the window."""
        label = text_label(words, kind="small")
        label.setVisible(self._which_shown)
        self.which.toggled.connect(label.setVisible)
        self.tests.lines.addWidget(label)

    def _remember_which(self, shown: bool) -> None:
        self._which_shown = shown
