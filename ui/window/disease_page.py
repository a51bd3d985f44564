"""What this disease is and how it will go, by every current standard, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tumorboard.domain.assessment import Assessment, AssessmentStatus
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.interpretation.completeness import completeness
from ui.language import say
from ui.window.assessment_card import AssessmentCard, result_text
from ui.window.missing_facts import MissingFacts
from ui.window.risk_scale import RiskScale
from ui.window.widgets import Card, Column, text_label

SIDES = (
    ("classification.who5", "WHO-HAEM5"),
    ("classification.icc2022", "ICC 2022"),
)
_ORDER = {
    AssessmentStatus.SINGLE: 0,
    AssessmentStatus.RANGE: 1,
    AssessmentStatus.SET: 2,
    AssessmentStatus.INSUFFICIENT: 3,
    AssessmentStatus.NOT_APPLICABLE: 4,
}
_DRAWN = "risk.ipssm"


class DiseasePage(QWidget):
    """WHO and ICC in two columns, never merged; risk models as cards below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self.column = Column()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(
            text_label(
                say("Classes and groups by rules; morphology and the board decide."), kind="quiet"
            )
        )
        layout.addWidget(self.column, 1)
        self.cards: dict[str, QWidget] = {}
        self.missing: MissingFacts | None = None

    def show_evaluation(self, evaluation: CaseEvaluation | None) -> None:
        """Show the assessments of an evaluation."""
        self.column.clear()
        self.cards = {}
        self.missing = None
        if evaluation is None:
            self.column.add(text_label(say("The case has not been evaluated yet.")))
            return
        found = evaluation.assessments
        self.missing = MissingFacts(completeness(evaluation))
        self.column.add(self._side_by_side(found))
        of_risk = (one for one in found if one.key.startswith("risk."))
        risk = sorted(of_risk, key=lambda one: _ORDER[one.status])
        if not risk:
            words = say("No risk model of this release is meant for this case.")
            self.column.add(text_label(words))
            self.column.add(self.missing)
            return
        self.column.add(text_label(say("Risk"), kind="heading"))
        self.column.add(self._grid(risk))
        self.column.add(self.missing)

    def _side_by_side(self, found: Sequence[Assessment]) -> QWidget:
        holder, grid = _grid_of_two()
        for column, (key, name) in enumerate(SIDES):
            of_side = [one for one in found if one.key == key]
            card: QWidget = AssessmentCard(of_side[0]) if of_side else _nothing(name)
            self.cards[key] = card
            grid.addWidget(card, 0, column, Qt.AlignmentFlag.AlignTop)
        return holder

    def _grid(self, risk: Sequence[Assessment]) -> QWidget:
        holder, grid = _grid_of_two()
        for at, one in enumerate(risk):
            picture = None
            if one.key == _DRAWN and one.score is not None:
                picture = RiskScale(one.groups, one.score, one.estimate, result_text(one))
            card = AssessmentCard(one, picture)
            self.cards[one.key] = card
            grid.addWidget(card, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        return holder


def _grid_of_two() -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(10)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return holder, grid


def _nothing(standard: str) -> Card:
    card = Card()
    card.lines.addWidget(text_label(standard, kind="heading"))
    card.lines.addWidget(
        text_label(say("This release has no classification of this disease by this standard."))
    )
    return card
