"""One classification or risk model as a card: result, path, what is missing, sources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtWidgets import QWidget

from knowledgebase.records import Evidence
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from ui.language import say
from ui.window.widgets import Card, badge, row, text_label

MARKS = {Truth.MET.value: "✓", Truth.NOT_MET.value: "✗", Truth.UNKNOWN.value: "?"}
STATUS = {
    AssessmentStatus.SINGLE: ("one result", "good"),
    AssessmentStatus.RANGE: ("a range within one group", "possible"),
    AssessmentStatus.SET: ("several results are possible", "warning"),
    AssessmentStatus.INSUFFICIENT: ("too little is known", "warning"),
    AssessmentStatus.NOT_APPLICABLE: ("not meant for this case", "neutral"),
}
_MOST_MISSING = 8


class AssessmentCard(Card):
    """A card that shows the answer first, then how it came about and what could change it."""

    def __init__(
        self, one: Assessment, picture: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        words, kind = STATUS[one.status]
        self.lines.addWidget(text_label(one.standard, kind="heading"))
        self.lines.addWidget(text_label(one.title, kind="quiet"))
        self.lines.addWidget(text_label(result_text(one), kind="finding"))
        marks = [badge(say(words), kind)]
        if one.evidence is Evidence.UNVERIFIED:
            marks.append(badge(say("not compared with its source"), "warning"))
        self.lines.addWidget(row(*marks))
        if picture is not None:
            self.lines.addWidget(picture)
        for flag in one.flags:
            self.lines.addWidget(
                row(badge(say("note"), "warning"), text_label(flag), stretch=False)
            )
        self._block(say("How it came about"), "\n".join(path_lines(one)))
        self._block(say("What would change this"), missing_text(one))
        if one.note:
            self.lines.addWidget(text_label(one.note, kind="small"))
        for source in one.sources:
            line = f"{source.kind.value} {source.id}: {source.title}"
            self.lines.addWidget(text_label(line, kind="small"))

    def _block(self, heading: str, text: str) -> None:
        if text:
            self.lines.addWidget(text_label(heading, kind="small"))
            self.lines.addWidget(text_label(text))


def result_text(one: Assessment) -> str:
    """Say the result in one line; never one number where several are possible."""
    number = score_text(one)
    if one.result:
        return f"{one.result}  ({number})" if number else one.result
    if one.possible:
        names = " / ".join(one.possible)
        listed = say("Possible: {names}", names=names)
        return f"{listed}  ({number})" if number else listed
    return say("Not enough is known")


def score_text(one: Assessment) -> str:
    """Write the number, or from where to where it may lie."""
    if one.score is None:
        return ""
    low, high = (f"{bound.normalize():f}" for bound in one.score)
    if low == high:
        return low
    between = say("{low} to {high}", low=low, high=high)
    if one.estimate is None:
        return between
    return say("{mean}, range {between}", mean=one.estimate, between=between)


def path_lines(one: Assessment) -> Iterator[str]:
    """Give the path as a chain: steps with their marks, the deciding one with its words.

    Classes ruled out one after the other share a line.
    """
    for refused, steps in groupby(one.path[1:], _is_refused):
        if refused:
            names = dict.fromkeys(step.name for step in steps)
            yield f"{MARKS[Truth.NOT_MET.value]} {'; '.join(names)}"
        else:
            yield from map(_step_line, steps)


def _is_refused(step: Step) -> bool:
    return step.points is None and step.value == Truth.NOT_MET.value


def _step_line(step: Step) -> str:
    if step.points is not None:
        low, high = step.points
        points = f"{low}" if low == high else f"{low}-{high}"
        no = "✗ " if step.evaluation and step.evaluation.value is Truth.NOT_MET else ""
        words = f"  ({no}{step.evaluation.reason.words})" if step.evaluation else ""
        return f"{points}  {step.name}{words}"
    mark = MARKS.get(step.value)
    if mark is None:
        return f"{step.name}: {step.value}"
    if step.evaluation is None:
        return f"{mark} {step.name}"
    reason = step.evaluation.reason
    why = reason.words if step.value == Truth.MET.value else reason.missing
    return f"{mark} {step.name}: {why}" if why else f"{mark} {step.name}"


def missing_text(one: Assessment) -> str:
    """Name the open facts, the first ones only where there are many."""
    names = [each.words for each in one.missing]
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_MISSING])
    more = len(names) - _MOST_MISSING
    return say("{names} and {more} more", names=shown, more=more) if more > 0 else shown
