"""The window: cases at the left, one case in pages at the right. It lays out; the desk decides."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.board import Person, Role
from ui.language import say
from ui.window.board_page import BoardPage
from ui.window.case_page import CasePage
from ui.window.desk import CaseView, Desk
from ui.window.dialogs import SamplesDialog, SignDialog
from ui.window.disease_page import DiseasePage
from ui.window.evidence import EvidencePage
from ui.window.history_page import HistoryPage
from ui.window.knowledge_desk import KnowledgeDesk
from ui.window.knowledge_page import KnowledgePage
from ui.window.options_page import OptionsPage
from ui.window.style import STYLE
from ui.window.variants_page import VariantsPage
from ui.window.widgets import Banner, badge, text_label
from ui.window.work_bar import WorkBar

TOLD_FOR = 8000
"""Milliseconds a passing message stays in the status bar."""
VARIANT_FILES = "VCF / BCF (*.vcf *.vcf.gz *.vcf.bgz *.bcf);;*"


class MainWindow(QMainWindow):
    """Everything a board needs on one screen."""

    def __init__(self, desk: Desk, *, demo: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.knowledge_desk = KnowledgeDesk(desk)
        # No patient in the title: it shows in task bars and on shared screens.
        self.setWindowTitle("Tumorboard")
        self.setStyleSheet(STYLE)
        self.resize(1360, 860)
        self._build_pages()
        self._build_frame(demo)
        self._connect()
        self.desk.refresh_cases()

    # Building.

    def _build_pages(self) -> None:
        self.case_page = CasePage(self.desk.diseases, self.desk.assays, self.desk.pathways)
        self.variants_page = VariantsPage()
        self.disease_page = DiseasePage()
        self.evidence_page = EvidencePage()
        self.options_page = OptionsPage(
            self.desk.sites_of, self.desk.unlisted, self.desk.eligibility_of, self.desk.found_by
        )
        self.board_page = BoardPage()
        self.history_page = HistoryPage()
        self.knowledge_page = KnowledgePage(self.knowledge_desk)
        self.tabs = QTabWidget()
        for page, title in (
            (self.case_page, "Case"),
            (self.variants_page, "Variants"),
            (self.disease_page, "Disease"),
            (self.evidence_page, "Knowledge"),
            (self.options_page, "Options"),
            (self.board_page, "Board"),
            (self.history_page, "History"),
        ):
            self.tabs.addTab(page, say(title))

    def _build_frame(self, demo: bool) -> None:
        self.title = text_label(kind="title", wrap=False)
        self.subtitle = text_label(kind="quiet")
        self.state = badge("")
        self.notice = Banner("warning")
        self.notice.button.clicked.connect(lambda: self.notice.show_notice(""))
        self.demo = Banner("info")
        if demo:
            self.demo.show_notice(
                say("Demonstration: the patients are made up and the certificate is not real.")
            )
        self.work = WorkBar()
        self.work.busy.connect(self._lock)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        right = QWidget()
        right.setProperty("page", True)
        layout = QVBoxLayout(right)
        layout.setContentsMargins(16, 12, 16, 4)
        layout.setSpacing(6)
        layout.addWidget(self.demo)
        layout.addWidget(self.notice)
        layout.addWidget(self.work)
        case = QWidget()
        of_case = QVBoxLayout(case)
        of_case.setContentsMargins(0, 0, 0, 0)
        of_case.setSpacing(6)
        of_case.addLayout(head)
        of_case.addWidget(self.subtitle)
        of_case.addWidget(self.tabs, 1)
        self.views = QStackedWidget()
        self.views.addWidget(case)
        self.views.addWidget(self.knowledge_page)
        layout.addWidget(self.views, 1)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._sidebar())
        across.addWidget(right, 1)
        self.setCentralWidget(whole)
        # A permanent part: a passing message must not hide how much of the knowledge is a draft.
        self.standing = text_label(self.desk.standing, wrap=False)
        self.statusBar().addPermanentWidget(self.standing)

    def _sidebar(self) -> QWidget:
        side = QWidget()
        side.setObjectName("sidebar")
        side.setFixedWidth(250)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(14, 16, 14, 14)
        self.cases = QListWidget()
        self.cases.setObjectName("cases")
        self.cases.setAccessibleName(say("Cases"))
        self.cases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cases.setWordWrap(True)
        self.new_case = QPushButton(say("New case"))
        self.knowledge = QPushButton(say("Knowledge base"))
        self.knowledge.setCheckable(True)
        self.me = QLineEdit(self.desk.person.name if self.desk.person else "")
        self.me.setPlaceholderText(say("Your name"))
        self.me.setAccessibleName(say("Your name"))
        self.my_role = QComboBox()
        self.my_role.setAccessibleName(say("Your role"))
        for role in Role:
            self.my_role.addItem(say(str(role)), role)
        if self.desk.person:
            self.my_role.setCurrentIndex(self.my_role.findData(self.desk.person.role))
        name = QLabel("Tumorboard")
        name.setStyleSheet("font-size: 20px; font-weight: 700;")
        layout.addWidget(name)
        layout.addWidget(
            text_label(say("Supports the board, never decides. Not CE-marked."), kind="small")
        )
        layout.addSpacing(8)
        layout.addWidget(self.new_case)
        layout.addWidget(self.knowledge)
        layout.addWidget(self.cases, 1)
        layout.addWidget(text_label(say("You work as"), kind="small"))
        layout.addWidget(self.me)
        layout.addWidget(self.my_role)
        return side

    def _connect(self) -> None:
        desk = self.desk
        desk.cases_changed.connect(self._show_cases)
        self.knowledge_desk.changed.connect(lambda: self.standing.setText(desk.standing))
        desk.case_changed.connect(self._show_case)
        desk.refused.connect(self._show_refusal)
        desk.told.connect(lambda sentence: self.statusBar().showMessage(sentence, TOLD_FOR))
        desk.field_refused.connect(self.case_page.show_fault)
        desk.task_started.connect(self.work.follow)
        self.cases.currentItemChanged.connect(self._case_chosen)
        self.cases.itemActivated.connect(lambda *_: self.show_knowledge(shown=False))
        self.cases.itemClicked.connect(lambda *_: self.show_knowledge(shown=False))
        self.new_case.clicked.connect(self._new_case)
        self.knowledge.clicked.connect(lambda on: self.show_knowledge(shown=on))
        self.me.editingFinished.connect(self._person_changed)
        self.my_role.currentIndexChanged.connect(self._person_changed)
        self.case_page.saved.connect(desk.save_case)
        self.variants_page.file_wanted.connect(self._choose_variant_file)
        self.variants_page.samples_wanted.connect(self._choose_samples)
        self.variants_page.acknowledged.connect(desk.acknowledge_rejections)
        self.variants_page.detail.decided.connect(desk.decide_tier)
        self.options_page.taken.connect(lambda one, note: desk.choose_option(one, note, taken=True))
        self.board_page.recommended.connect(desk.recommend)
        self.board_page.taken_back.connect(lambda one: desk.choose_option(one, "", taken=False))
        self.board_page.ready.connect(desk.mark_ready)
        self.board_page.evaluation_wanted.connect(desk.evaluate)
        self.board_page.sign_wanted.connect(self._sign)
        self.board_page.preview_wanted.connect(self._preview)
        find = QAction(self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self._find)
        self.addAction(find)

    # Showing.

    def _show_cases(self, cases: object) -> None:
        chosen = self.desk.case_id
        self.cases.blockSignals(True)
        self.cases.clear()
        for summary in cases:  # type: ignore[attr-defined]
            item = QListWidgetItem(f"{summary.title}\n{summary.subtitle}")
            item.setData(Qt.ItemDataRole.UserRole, summary.id)
            self.cases.addItem(item)
            if summary.id == chosen:
                self.cases.setCurrentItem(item)
        self.cases.blockSignals(False)
        if chosen is None and self.cases.count():
            self.cases.setCurrentRow(0)
        elif not self.cases.count():
            self._new_case()

    def _show_case(self, view: CaseView) -> None:
        self.statusBar().clearMessage()
        self.title.setText(view.title)
        self.subtitle.setText(view.subtitle)
        self.state.setText(view.state)
        self.notice.show_notice("\n".join(view.notices))
        self.case_page.show_case(view.case, editable=view.editable)
        self.variants_page.show_findings(
            view.findings,
            view.variant_file,
            acknowledged=view.acknowledged,
            editable=view.editable,
        )
        self.disease_page.show_evaluation(view.evaluation)
        self.evidence_page.show_evaluation(view.evaluation)
        self.options_page.show_options(view.evaluation, view.choices, editable=view.editable)
        self.board_page.show_board(
            recommendation=view.recommendation,
            recommendation_current=view.recommendation_current,
            choices=view.choices,
            options=view.evaluation.options if view.evaluation else (),
            people=view.people,
            obstacles=view.obstacles,
            sign_off=view.sign_off,
            may_be_marked_ready=view.may_be_marked_ready,
            editable=view.editable,
        )
        self.history_page.show_entries(view.history)
        for page in self._pages_of_a_case():
            self.tabs.setTabEnabled(self.tabs.indexOf(page), True)

    def _pages_of_a_case(self) -> tuple[QWidget, ...]:
        """Give the pages that show something only once there is a case."""
        pages = (self.variants_page, self.disease_page, self.evidence_page, self.options_page)
        return (*pages, self.board_page, self.history_page)

    def _show_refusal(self, sentence: str) -> None:
        self.notice.show_notice(sentence, say("Close"))

    # What the user does.

    def choose(self, case_id: str) -> None:
        """Choose a case in the list, as a click does."""
        for at in range(self.cases.count()):
            if self.cases.item(at).data(Qt.ItemDataRole.UserRole) == case_id:
                self.cases.setCurrentRow(at)

    def show_knowledge(self, *, shown: bool = True) -> None:
        """Show the knowledge base in the place of the case, or the case again."""
        self.knowledge.setChecked(shown)
        self.views.setCurrentIndex(int(shown))
        if shown:
            self.knowledge_page.refresh()
            self.knowledge_page.search.setFocus()

    def _case_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        wanted = item.data(Qt.ItemDataRole.UserRole)
        if wanted != self.desk.case_id and not self._may_leave():
            self._show_cases(self.desk.cases)
            return
        self.show_knowledge(shown=False)
        self.board_page.discard()
        self.desk.open_case(wanted)

    def _may_leave(self) -> bool:
        if not (self.board_page.has_unsaved() or self.case_page.has_unsaved()):
            return True
        answer = QMessageBox.question(
            self,
            "Tumorboard",
            say("There are words that are not saved. Leave them behind?"),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard

    def _new_case(self) -> None:
        if self.desk.case_id is not None and not self._may_leave():
            return
        self.show_knowledge(shown=False)
        self.desk.close_case()
        self.cases.clearSelection()
        self.title.setText(say("New case"))
        self.subtitle.setText(say("Fill in what is known and save; unknown stays empty."))
        self.state.setText(say("not saved"))
        self.notice.show_notice("")
        self.case_page.show_case(None, editable=True)
        for page in self._pages_of_a_case():
            self.tabs.setTabEnabled(self.tabs.indexOf(page), False)
        self.tabs.setCurrentWidget(self.case_page)

    def _person_changed(self) -> None:
        name = self.me.text().strip()
        # Qt hands back a plain text where a word of an enum was put in.
        role = Role(self.my_role.currentData())
        self.desk.set_person(Person(name, role) if name else None)

    def _choose_variant_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, say("Load a variant file"), "", VARIANT_FILES)
        if path:
            self.desk.import_variants(Path(path))

    def _choose_samples(self) -> None:
        view = self.desk.view
        if view is None or view.variant_file is None:
            return
        dialog = SamplesDialog(view.variant_file, self)
        if not dialog.exec():
            return
        path: Path | None = None
        if dialog.changed():
            # The file itself is not kept, only what it held: it must be read again.
            chosen, _ = QFileDialog.getOpenFileName(
                self, say("Read the same file again"), "", VARIANT_FILES
            )
            if not chosen:
                return
            path = Path(chosen)
        self.desk.confirm_samples(path, dialog.roles(), dialog.assembly())

    def _preview(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, say("Save the preview"), "preview.pdf", "PDF (*.pdf)"
        )
        if path:
            self.desk.preview(Path(path))

    def _sign(self) -> None:
        dialog = SignDialog(self.desk.person, self)
        if dialog.exec():
            self.desk.sign(
                dialog.identity(), dialog.passphrase(), dialog.meaning(), dialog.output()
            )

    def _find(self) -> None:
        if self.views.currentWidget() is self.knowledge_page:
            self.knowledge_page.search.setFocus()
            return
        self.tabs.setCurrentWidget(self.variants_page)
        self.variants_page.search.setFocus()

    # Long work.

    def _lock(self, busy: bool) -> None:
        self.tabs.setDisabled(busy)
        self.cases.setDisabled(busy)
        self.new_case.setDisabled(busy)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before words are lost, stop what runs, and close."""
        if not self._may_leave():
            event.ignore()
            return
        self.work.cancel()
        self.desk.wait()
        event.accept()
