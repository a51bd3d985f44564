"""The chosen finding: its tier and why, accept or override, its transcripts, samples, evidence."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.conclusion import Tier
from tumorboard.domain.variant import Consequence, Variant
from ui.language import say
from ui.window.evidence import MatchCard
from ui.window.presentation import FindingView, call_lines, change_text, frequency_text, strongest
from ui.window.small_table import fill_table, list_table
from ui.window.widgets import Card, Column, text_label

TRANSCRIPTS = ("", "Gene", "Transcript", "Coding DNA", "Protein", "Consequence", "Exon", "Mark")
SAMPLES = (
    *("Sample", "Role", "VAF", "Reads with it", "Depth"),
    *("Caller's VAF", "From"),
)


class FindingDetail(QWidget):
    """Shows one finding; emits the geneticist's decision."""

    decided = Signal(str, str, str)
    """Finding id, tier, reason (empty when the suggestion is accepted)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = ""
        self._suggested = ""
        self._editable = True
        self.title = text_label(kind="finding")
        self.decision = text_label(kind="quiet")
        self.accept = QPushButton(say("Accept"))
        self.accept.setProperty("primary", True)
        self.accept.clicked.connect(self._accept)
        self.tier = QComboBox()
        self.tier.addItems([str(tier) for tier in Tier])
        self.tier.setAccessibleName(say("Tier instead"))
        self.why = QLineEdit()
        self.why.setPlaceholderText(say("Reason for another tier (required)"))
        self.why.setAccessibleName(say("Reason for another tier (required)"))
        self.why.setMinimumWidth(120)
        self.why.textChanged.connect(self._enable)
        self.tier.currentTextChanged.connect(self._enable)
        self.override = QPushButton(say("Override"))
        self.override.clicked.connect(self._override)
        self.evidence = Column()
        self.setMinimumWidth(430)
        self.transcripts = list_table(TRANSCRIPTS)
        self.samples = list_table(SAMPLES)
        self._lay_out()

    def _lay_out(self) -> None:
        tabs = QTabWidget()
        tabs.addTab(self.evidence, say("Evidence"))
        tabs.addTab(self.transcripts, say("Transcripts"))
        tabs.addTab(self.samples, say("Samples"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.accept)
        buttons.addSpacing(16)
        buttons.addWidget(self.tier)
        buttons.addWidget(self.why, 1)
        buttons.addWidget(self.override)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.decision)
        layout.addLayout(buttons)
        layout.addWidget(tabs, 1)

    def set_editable(self, editable: bool) -> None:
        """Allow or forbid decisions (a signed case allows none)."""
        self._editable = editable
        self._enable()

    def show_finding(self, view: FindingView | None) -> None:
        """Show a finding, or nothing."""
        another = view is None or view.finding.id != self.finding
        self.finding = view.finding.id if view else ""
        self._suggested = str(view.suggestion.tier) if view and view.suggestion else ""
        self.title.setText(view.finding.label if view else say("No finding is chosen."))
        self.decision.setText(_decision_text(view))
        self.decision.setVisible(bool(self.decision.text()))
        if another:
            # What somebody is typing about this finding survives a refresh.
            self.why.clear()
            self.tier.setCurrentText(self._suggested)
        self.evidence.clear()
        if view:
            self.evidence.add(_why(view))
        for match in strongest(view.matches if view else ()):
            self.evidence.add(MatchCard(match))
        if view and not view.matches:
            self.evidence.add(
                text_label(say("The knowledge base says nothing about it."), kind="quiet")
            )
        variant = view.variant if view else None
        fill_table(self.transcripts, _transcript_rows(variant))
        fill_table(self.samples, list(call_lines(variant)) if variant else [])
        self._enable()

    def _enable(self) -> None:
        possible = self._editable and bool(self._suggested)
        self.accept.setEnabled(possible)
        self.tier.setEnabled(possible)
        self.why.setEnabled(possible)
        changed = self.tier.currentText() != self._suggested
        self.override.setEnabled(possible and changed and bool(self.why.text().strip()))

    def _accept(self) -> None:
        self.decided.emit(self.finding, self._suggested, "")

    def _override(self) -> None:
        self.decided.emit(self.finding, self.tier.currentText(), self.why.text().strip())


def _why(view: FindingView) -> Card:
    """Say why this tier, and where the finding stands; it scrolls, so that no word is cut off."""
    card = Card()
    card.lines.addWidget(text_label(_suggestion_text(view)))
    facts = _facts_text(view)
    if facts:
        card.lines.addWidget(text_label(facts, kind="quiet"))
    return card


def _suggestion_text(view: FindingView) -> str:
    if view.suggestion is None:
        return say("No tier is suggested for this finding.")
    return say("Suggested: {reason}", reason=view.suggestion.reason)


def _decision_text(view: FindingView | None) -> str:
    if view is None or view.decision is None:
        return ""
    one = view.decision
    return say(
        "Decided: Tier {tier} by {name}, {role}, {time}{why}",
        tier=one.tier,
        name=one.by.name,
        role=say(str(one.by.role)),
        time=one.at.strftime("%Y-%m-%d %H:%M %Z"),
        why=f". {one.reason}" if one.reason else "",
    )


def _facts_text(view: FindingView) -> str:
    if view.variant is None:
        return view.finding.source
    variant = view.variant
    parts = [change_text(variant)]
    if variant.ids not in ("", "."):
        parts.append(variant.ids)
    parts.append(say("population frequency {text}", text=frequency_text(variant)))
    parts.append(say("caller's filter: {text}", text=", ".join(variant.filters) or "."))
    if variant.choice_reason:
        parts.append(say("transcript chosen: {why}", why=variant.choice_reason))
    return "  ·  ".join(parts)


def _transcript_rows(variant: Variant | None) -> list[tuple[str, ...]]:
    if variant is None:
        return []
    order = sorted(range(len(variant.consequences)), key=lambda i: i != variant.chosen)
    return [_transcript_row(variant.consequences[i], i == variant.chosen) for i in order]


def _transcript_row(one: Consequence, chosen: bool) -> tuple[str, ...]:
    marks = [
        mark
        for mark, present in (
            ("MANE Select", one.mane_select),
            ("MANE Plus Clinical", one.mane_plus_clinical),
            ("canonical", one.canonical),
        )
        if present
    ]
    return (
        "●" if chosen else "",
        one.gene,
        one.transcript,
        one.hgvs_c,
        one.hgvs_p,
        ", ".join(one.terms),
        one.exon,
        ", ".join(marks),
    )
