"""The frame of every page: case, draft and demonstration marks, page x of y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from reports.fonts import Face, runs, shown, width
from reports.style import (
    ACCENT,
    ALERT,
    ALERT_TINT,
    INK,
    LINE,
    MARGIN,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WIDTH,
)

_TOP = PAGE_HEIGHT - 12 * mm
_BOTTOM = 11 * mm


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The words around the page. ``banner`` is empty when there is nothing to proclaim."""

    title: str
    case: str
    banner: str
    footer: str
    number: Callable[[int, int], str]


def clipped(text: str, size: float, face: Face, room: float) -> str:
    """Shorten one line to the room it has; an ellipsis shows that something is missing."""
    text = shown(text).replace("\n", " ")
    if width(text, size, face) <= room:
        return text
    while text and width(text + "…", size, face) > room:
        text = text[:-1]
    return text + "…"


def draw(
    canvas: Canvas, x: float, y: float, text: str, size: float, face: Face = Face.REGULAR
) -> None:
    """Draw one line of text exactly, with the fonts that have its characters."""
    for font, run in runs(text, face):
        canvas.setFont(font, size)
        canvas.drawString(x, y, run)
        x += canvas.stringWidth(run, font, size)


def _draw_right(canvas: Canvas, y: float, text: str, size: float, face: Face) -> None:
    draw(canvas, PAGE_WIDTH - MARGIN - width(text, size, face), y, text, size, face)


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that waits with its pages until it knows how many there are."""

    def __init__(self, *args: Any, frame: PageFrame, made: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._frame = frame
        self._kept: list[dict[str, Any]] = []
        stamp = made.strftime("D:%Y%m%d%H%M%S") + _offset(made)
        self.setDateFormatter(lambda *_: stamp)

    def showPage(self) -> None:
        """Keep the page for later."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its frame."""
        total = len(self._kept)
        for state in self._kept:
            self.__dict__.update(state)
            _draw_frame(self, self._frame, total)
            super().showPage()
        super().save()


def _offset(at: datetime) -> str:
    text = at.strftime("%z")
    return f"{text[:3]}'{text[3:5]}'"


def _draw_frame(canvas: Canvas, frame: PageFrame, total: int) -> None:
    canvas.saveState()
    half = WIDTH / 2
    canvas.setFillColor(MUTED)
    draw(canvas, MARGIN, _TOP, clipped(frame.title, 8, Face.REGULAR, half), 8)
    canvas.setFillColor(INK)
    _draw_right(canvas, _TOP, clipped(frame.case, 8.5, Face.BOLD, half), 8.5, Face.BOLD)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(0.8)
    canvas.line(MARGIN, _TOP - 4, PAGE_WIDTH - MARGIN, _TOP - 4)
    if frame.banner:
        _draw_banner(canvas, frame.banner)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, _BOTTOM + 10, PAGE_WIDTH - MARGIN, _BOTTOM + 10)
    canvas.setFillColor(MUTED)
    draw(canvas, MARGIN, _BOTTOM, clipped(frame.footer, 7.5, Face.REGULAR, WIDTH - 30 * mm), 7.5)
    number = frame.number(canvas.getPageNumber(), total)
    _draw_right(canvas, _BOTTOM, number, 7.5, Face.REGULAR)
    canvas.restoreState()


def _draw_banner(canvas: Canvas, banner: str) -> None:
    canvas.setFillColor(ALERT_TINT)
    canvas.setStrokeColor(ALERT)
    canvas.setLineWidth(0.6)
    canvas.rect(MARGIN, _TOP - 23, WIDTH, 14, fill=1)
    canvas.setFillColor(ALERT)
    text = clipped(banner, 8, Face.BOLD, WIDTH - 12)
    x = MARGIN + (WIDTH - width(text, 8, Face.BOLD)) / 2
    draw(canvas, x, _TOP - 18.8, text, 8, Face.BOLD)


def document(
    target: Any, frame: PageFrame, *, title: str, lang: str, keywords: str = ""
) -> BaseDocTemplate:
    """Lay out an A4 document whose pages carry the frame; ``keywords`` go into its properties."""
    head = 30 if frame.banner else 12
    body = Frame(
        MARGIN,
        _BOTTOM + 16,
        WIDTH,
        _TOP - head - _BOTTOM - 16,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    made = BaseDocTemplate(
        target,
        pageTemplates=[PageTemplate("page", [body])],
        title=title,
        author="",
        creator="Tumorboard",
        producer="Tumorboard",
        keywords=keywords,
        lang=lang,
        invariant=1,
        pageCompression=1,
    )
    made.allowSplitting = 1
    return made
