"""One record of the knowledge base, written out for a clinician."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from knowledgebase.records import Assertion, Disease, RegionalStatus, Source
from knowledgebase.rules.criteria import Rule
from tumorboard.domain.approval import ApprovalAct, RecordVersion
from tumorboard.services.curation import RecordLine
from ui.language import say
from ui.window.knowledge_view import (
    OutlineLine,
    address_of,
    criteria_of,
    disease_names,
    has_criteria,
    marks_of,
    plain_record,
    source_name,
)
from ui.window.presentation import approval_line, axis_text
from ui.window.widgets import Card, Column, badge, row, text_label

INDENT = 18
"""Pixels a line of a list stands in for each depth."""
History = Sequence[tuple[ApprovalAct, RecordVersion]]


class RecordDetail(Column):
    """Title, state, criteria, regions, sources, check and history of the chosen record."""

    def __init__(self, diseases: Mapping[str, Disease], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diseases = diseases
        self.links: list[QPushButton] = []
        self.show_record(None, ())

    def show_record(self, line: RecordLine | None, history: History) -> None:
        """Write out a record, or say how to choose one."""
        self.clear()
        self.links = []
        if line is None:
            self.add(text_label(say("Choose a record in the list."), kind="quiet"))
            return
        head = Card()
        head.lines.addWidget(text_label(line.mentions.title, kind="heading"))
        for text, kind in marks_of(line):
            head.lines.addWidget(row(badge(text, kind)))
        who = approval_line(line.approval)
        if who:
            head.lines.addWidget(text_label(who, kind="quiet"))
        if isinstance(line.record, Assertion):
            self._add_claim(head, line.record)
        self.add(head)
        if has_criteria(line.record):
            self._add_criteria(line.record)
            self._add_regions(line.record.regions)
        else:
            self.add(text_label(say("The record, field by field"), kind="heading"))
            self.add(_listed(plain_record(line.record)))
        self._add_sources(line.mentions.sources)
        self._add_check(line)
        self._add_history(history)
        self.verticalScrollBar().setValue(0)

    def _add_claim(self, card: Card, one: Assertion) -> None:
        level = say("Level {level}", level=str(one.level))
        card.lines.addWidget(row(badge(level, "strong"), badge(axis_text(one))))
        card.lines.addWidget(text_label(one.statement))
        names = disease_names(one.diseases, self._diseases)
        card.lines.addWidget(text_label(say("Diseases: {names}", names=names), kind="quiet"))
        if one.drugs:
            drugs = ", ".join(one.drugs)
            card.lines.addWidget(text_label(say("Drugs: {names}", names=drugs), kind="quiet"))

    def _add_criteria(self, one: Assertion) -> None:
        self.add(text_label(say("Biomarker"), kind="heading"))
        self.add(_criteria(one.biomarker))
        if one.context is not None:
            self.add(text_label(say("What else must hold"), kind="heading"))
            self.add(_criteria(one.context))

    def _add_regions(self, regions: Sequence[RegionalStatus]) -> None:
        if not regions:
            return
        self.add(text_label(say("By region"), kind="heading"))
        card = QWidget()
        grid = QGridLayout(card)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(3, 1)
        for at, one in enumerate(regions):
            cells = (one.region, say(str(one.status)), one.since)
            for column, text in enumerate(cells):
                grid.addWidget(text_label(text, wrap=False), at, column)
            grid.addWidget(text_label(one.note, kind="quiet"), at, 3)
        self.add(card)

    def _add_sources(self, sources: Sequence[Source]) -> None:
        if not sources:
            return
        self.add(text_label(say("Sources"), kind="heading"))
        for source in sources:
            address = address_of(source)
            if not address:
                self.add(text_label(f"{source_name(source)} – {source.title}"))
                continue
            link = QPushButton(f"{source_name(source)} ↗".replace("&", "&&"))
            link.setProperty("link", True)
            link.setAccessibleName(say("Open {address} in the browser", address=address))
            link.clicked.connect(lambda _=False, where=address: _open(where))
            self.links.append(link)
            self.add(row(link))
            self.add(text_label(source.title))

    def _add_check(self, line: RecordLine) -> None:
        self.add(text_label(say("Check"), kind="heading"))
        card = Card()
        checked = getattr(line.record, "checked", None)
        expires = line.mentions.expires
        if checked is not None:
            card.lines.addWidget(text_label(say("Checked {day}", day=checked)))
        if expires is not None:
            card.lines.addWidget(text_label(say("To be checked again by {day}", day=expires)))
        note = getattr(line.record, "evidence_note", "")
        if note:
            card.lines.addWidget(text_label(note))
        name = say("Record {id}, digest {digest}", id="/".join(line.name), digest=line.digest[:12])
        card.lines.addWidget(text_label(name, kind="small"))
        self.add(card)

    def _add_history(self, history: History) -> None:
        self.add(text_label(say("Approvals"), kind="heading"))
        card = Card()
        if not history:
            card.lines.addWidget(text_label(say("Nobody has approved this record here.")))
        for act, version in history:
            when = act.at.astimezone().strftime("%Y-%m-%d %H:%M")
            who = f"{act.by.name}, {say(str(act.by.role))}"
            what = deed_words(act, version)
            card.lines.addWidget(text_label(f"{when}  {who}: {what}"))
            card.lines.addWidget(text_label(act.reason))
            seen = say("digest {digest}", digest=version.digest[:12])
            card.lines.addWidget(text_label(seen, kind="small"))
        self.add(card)


def deed_words(act: ApprovalAct, version: RecordVersion) -> str:
    """Say what was done, and what the curator saw against the record."""
    if not version.despite:
        return say(str(act.deed))
    against = ", ".join(say(str(one)) for one in version.despite)
    return say("{deed} although {reservations}", deed=say(str(act.deed)), reservations=against)


def _criteria(rule: Rule) -> QWidget:
    return _listed(tuple(criteria_of(rule)))


def _listed(lines: Sequence[OutlineLine]) -> QWidget:
    card = Card()
    card.lines.setSpacing(3)
    for line in lines:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(INDENT * line.depth, 0, 0, 0)
        layout.addWidget(text_label(f"• {line.text}"))
        card.lines.addWidget(holder)
    return card


def _open(address: str) -> None:
    """Open a source's public address in the user's browser: only ever after a click."""
    QDesktopServices.openUrl(QUrl(address))
