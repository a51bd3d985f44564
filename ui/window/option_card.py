"""One option as a card that opens to its criteria, its sources and a trial's sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from knowledgebase.proposals import Eligibility
from knowledgebase.records.trial import Site
from tumorboard.domain.board import OptionChoice
from tumorboard.domain.option import Check, Option, OptionKind
from tumorboard.services.why_not import Unlisted
from ui.language import say
from ui.window import option_texts as texts
from ui.window.step_table import StepTable, next_step_row
from ui.window.widgets import Card, badge, row, text_label

INDENT = 22
SitesOf = Callable[[str], Sequence[Site]]
EligibilityOf = Callable[[str], Eligibility]
TEXT_HEIGHT = 260


class OptionCard(Card):
    """What could be offered, how it stands to the case, and why; the board takes it up or not."""

    wanted = Signal(str, str)
    """The option's id and the note with which it goes to the board."""

    def __init__(
        self,
        option: Option,
        sites_of: SitesOf,
        eligibility_of: EligibilityOf,
        choice: OptionChoice | None = None,
        *,
        editable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.option = option
        self._sites_of = sites_of
        self._eligibility_of = eligibility_of
        self.lines.addWidget(text_label(option.title, kind="heading"))
        self._add_badges()
        for line, kind in (
            (texts.failing_line(option), "fault"),
            (texts.missing_line(option), ""),
            (texts.region_line(option), "quiet"),
            (texts.dates_line(option), "quiet"),
        ):
            if line:
                self.lines.addWidget(text_label(line, kind=kind))
        for line in texts.against_lines(option):
            against = badge(say("against"), "against")
            self.lines.addWidget(row(against, text_label(line), stretch=False))
        if option.exposure:
            earlier = badge(say("earlier treatment"), "warning")
            said = text_label("; ".join(option.exposure))
            self.lines.addWidget(row(earlier, said, stretch=False))
        if option.steps and texts.dates_stated(option):
            following = next_step_row(option)
            if following is not None:
                self.lines.addWidget(following)
        self._add_buttons(choice, editable)
        if option.steps and texts.dates_stated(option):
            self.steps.setChecked(True)

    def _add_badges(self) -> None:
        marks = [badge(words, kind) for words, kind in texts.badges_of(self.option)]
        # Two rows: one long row would push the card out of a narrow window.
        self.lines.addWidget(row(*marks[:3]))
        if marks[3:]:
            self.lines.addWidget(row(*marks[3:]))

    def _add_buttons(self, choice: OptionChoice | None, editable: bool) -> None:
        self.criteria = self._opener(say("Criteria and sources"), self._criteria)
        buttons: list[QWidget] = [self.criteria]
        if self.option.kind is OptionKind.TRIAL:
            self.sites = self._opener(say("Sites"), self._site_list)
            self.eligibility = self._opener(say("Eligibility text"), self._eligibility_text)
            buttons += [self.sites, self.eligibility]
        if self.option.steps:
            self.steps = self._opener(say("Steps and dates"), lambda: StepTable(self.option))
            buttons.append(self.steps)
        if choice is not None:
            mark = badge(say("before the board"), "strong")
            self.lines.addWidget(row(mark, text_label(choice.note), stretch=False))
        elif editable:
            self.note = QLineEdit()
            self.note.setPlaceholderText(say("Note for the board (may be empty)"))
            self.note.setAccessibleName(say("Note for the board (may be empty)"))
            self.note.setMinimumWidth(150)
            self.take = QPushButton(say("Take to the board"))
            self.take.clicked.connect(self._take)
            self.lines.addWidget(row(*buttons, self.note, self.take, stretch=False))
            return
        self.lines.addWidget(row(*buttons))

    def _opener(self, words: str, make: Callable[[], QWidget]) -> QPushButton:
        """Make a button that shows a part below the card, made when it is first asked for."""
        button = QPushButton(words)
        button.setCheckable(True)
        made: list[QWidget] = []

        def toggled(shown: bool) -> None:
            if not made:
                made.append(make())
                self.lines.addWidget(made[0])
            made[0].setVisible(shown)

        button.toggled.connect(toggled)
        return button

    def _take(self) -> None:
        self.wanted.emit(self.option.id, self.note.text().strip())

    def _criteria(self) -> QWidget:
        option = self.option
        holder, lines = _column()
        hard, others = texts.parted(option.checks)
        lines.addWidget(text_label(say("Criteria"), kind="small"))
        _add_checks(lines, hard)
        if others:
            lines.addWidget(text_label(say("May recover, or the board decides"), kind="small"))
            _add_checks(lines, others)
        for cohort in option.cohorts:
            title = say("Cohort {name}: {status}", name=cohort.title, status=say(cohort.status))
            lines.addWidget(text_label(title, kind="small"))
            _add_checks(lines, cohort.checks)
        if option.beside:
            lines.addWidget(text_label(say("Beside it (decides nothing)"), kind="small"))
            _add_checks(lines, option.beside)
        lines.addWidget(text_label(say("Sources"), kind="small"))
        for source in option.sources:
            line = f"{source.kind.value} {source.id}: {source.title}"
            lines.addWidget(text_label(line, kind="small"))
        lines.addWidget(text_label(texts.record_line(option), kind="small"))
        return holder

    def _site_list(self) -> QWidget:
        holder, lines = _column()
        said = list(texts.site_lines(self._sites_of(self.option.record)))
        for line in said or [say("The record names no site.")]:
            lines.addWidget(text_label(line, kind="quiet"))
        return holder

    def _eligibility_text(self) -> QWidget:
        """Show the text whole and plain, and below it what is proposed and asked nowhere."""
        holder, lines = _column()
        found = self._eligibility_of(self.option.record)
        if not found.text:
            said = say("The record holds no eligibility text; read it in the registry.")
            lines.addWidget(text_label(said, kind="quiet"))
            return holder
        # A long text scrolls in a frame of its own, and can be searched and copied there.
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setPlainText(found.text)
        text.setAccessibleName(say("Eligibility text"))
        text.setFixedHeight(TEXT_HEIGHT)
        lines.addWidget(text)
        told = list(texts.proposal_lines(found.proposals))
        head = (
            say("Proposed from this text; decides nothing until a curator writes it as a rule:")
            if told
            else say("Nothing is proposed from this text; read it for what it asks.")
        )
        lines.addWidget(text_label(head, kind="small"))
        for line in told:
            lines.addWidget(row(badge(say("proposed"), "warning"), text_label(line), stretch=False))
        return holder


class UnlistedCard(Card):
    """A record that is no option of the case, with what fails or is not known."""

    def __init__(self, one: Unlisted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines.addWidget(text_label(one.title, kind="heading"))
        self.lines.addWidget(
            row(badge(say("not among the options"), "neutral"), badge(one.record, "neutral"))
        )
        reasons = one.reasons or (
            say("Every recorded criterion is met; the record is about another disease or finding."),
        )
        for reason in reasons:
            self.lines.addWidget(text_label(f"•  {reason}"))


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(0, 4, 0, 0)
    lines.setSpacing(4)
    return holder, lines


def _add_checks(lines: QVBoxLayout, checks: Sequence[Check]) -> None:
    if not checks:
        lines.addWidget(text_label(say("None beside those above."), kind="quiet"))
    for one in texts.check_lines(checks):
        mark = badge(*texts.badge_of_check(one))
        said = f"{one.words}  ({one.more})" if one.more else one.words
        line = row(mark, text_label(said), stretch=False)
        layout = line.layout()
        if layout is not None:
            layout.setContentsMargins(INDENT * one.depth, 0, 0, 0)
        lines.addWidget(line)
