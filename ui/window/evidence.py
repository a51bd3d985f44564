"""What the knowledge base says: a card per assertion, and the page of all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from knowledgebase.records import Axis, Effect, Level
from knowledgebase.rules.criteria import Not, Reason, Truth
from tumorboard.domain.conclusion import CaseEvaluation, Match
from ui.language import say
from ui.window.presentation import (
    approval_line,
    axis_text,
    level_text,
    region_text,
    source_lines,
    state_badges,
    strongest,
)
from ui.window.widgets import Card, Column, badge, row, text_label

AGAINST = frozenset({Effect.RESISTANCE, Effect.TOXICITY, Effect.ADVERSE, Effect.EXCLUDING})
CONTEXT = {
    Truth.MET: ("The rest of the criteria is met", "good"),
    Truth.NOT_MET: ("Not all criteria are met", "against"),
    Truth.UNKNOWN: ("Some criteria are unknown", "warning"),
}


class MatchCard(Card):
    """One assertion as it stands in this case."""

    def __init__(self, match: Match, findings: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assertion = match.assertion
        strong = match.level_here in (Level.A, Level.B)
        marks: list[QLabel] = [
            badge(level_text(match), "strong" if strong else "possible"),
            badge(axis_text(assertion), "against" if assertion.effect in AGAINST else "neutral"),
        ]
        # Two short rows: one long row would push the card out of a narrow window.
        reservations = [badge(text, kind) for text, kind in state_badges(match)]
        self.lines.addWidget(text_label(assertion.title, kind="heading"))
        self.lines.addWidget(row(*marks))
        if reservations:
            self.lines.addWidget(row(*reservations))
        who = approval_line(match.approval)
        if who:
            self.lines.addWidget(text_label(who, kind="quiet"))
        if findings:
            self.lines.addWidget(text_label(say("Finding: {text}", text=findings)))
        self.lines.addWidget(text_label(assertion.statement))
        self._add_context(match)
        regions = region_text(assertion)
        if regions:
            self.lines.addWidget(text_label(regions, kind="quiet"))
        for line in source_lines(assertion):
            self.lines.addWidget(text_label(line, kind="small"))
        self.lines.addWidget(text_label(_checked(match), kind="small"))

    def _add_context(self, match: Match) -> None:
        if match.context is None:
            return
        words, kind = CONTEXT[match.context.value]
        self.lines.addWidget(row(badge(say(words), kind)))
        self.lines.addWidget(
            text_label("\n".join(_reason_lines(match.context.reason)), kind="quiet")
        )


MARKS = {Truth.MET: "✓", Truth.NOT_MET: "✗", Truth.UNKNOWN: "?"}


def _reason_lines(reason: Reason, depth: int = 0) -> list[str]:
    """Write the tree of reasons as indented lines, each with its worded value."""
    if not reason.parts or isinstance(reason.rule, Not):
        return [f"{'    ' * max(depth - 1, 0)}{MARKS[reason.value]} {reason.words}"]
    return [line for part in reason.parts for line in _reason_lines(part, depth + 1)]


def _checked(match: Match) -> str:
    one = match.assertion
    words = say(
        "{id}, checked {checked}, valid to {expires}",
        id=one.id,
        checked=one.checked,
        expires=one.expires,
    )
    return f"{words}. {one.evidence_note}" if one.evidence_note else words


class EvidencePage(QWidget):
    """All that the knowledge base says about the case, by axis, strongest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self.column = Column()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        self.release = text_label(kind="quiet")
        layout.addWidget(self.release)
        layout.addWidget(self.column, 1)

    def show_evaluation(self, evaluation: CaseEvaluation | None) -> None:
        """Show the matches of an evaluation, and what was not assessed."""
        self.column.clear()
        if evaluation is None:
            self.release.setText(say("The case has not been evaluated yet."))
            return
        self.release.setText(
            say(
                "Knowledge release {release} ({digest}), evaluated {day}",
                release=evaluation.release,
                digest=evaluation.release_digest[:12],
                day=evaluation.on,
            )
        )
        labels = {finding.id: finding.label for finding in evaluation.findings}
        for axis, title in (
            (Axis.THERAPEUTIC, "Treatment"),
            (Axis.DIAGNOSTIC, "Diagnosis"),
            (Axis.PROGNOSTIC, "Prognosis"),
        ):
            matches = [m for m in evaluation.matches if m.assertion.axis is axis]
            self.column.add(text_label(f"{say(title)} ({len(matches)})", kind="title"))
            here = [match for match in matches if match.same_disease]
            elsewhere = [match for match in matches if not match.same_disease]
            self._add_cards(here, labels)
            if elsewhere:
                self.column.add(text_label(say("From other diseases"), kind="heading"))
                self._add_cards(elsewhere, labels)
        self._add_not_assessed(evaluation)

    def _add_cards(self, matches: list[Match], labels: dict[str, str]) -> None:
        for match in strongest(matches):
            names = ", ".join(labels.get(finding, finding) for finding in match.findings)
            self.column.add(MatchCard(match, names))

    def _add_not_assessed(self, evaluation: CaseEvaluation) -> None:
        self.column.add(text_label(say("What was not assessed"), kind="title"))
        card = Card()
        for sentence in evaluation.not_assessed or (say("Nothing is on record."),):
            label = text_label(f"•  {sentence}")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            card.lines.addWidget(label)
        self.column.add(card)
