"""Appendix A: one compact line for every allele and finding that section 1 does not hold.

Set by hand instead of as a table of paragraphs: thousands of lines must not take a minute.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports.fonts import Face, shown, width
from reports.languages import Language
from reports.model import Row
from reports.page import draw
from reports.sections.alleles import place, vaf_text
from reports.style import ACCENT, INK, LINE, MUTED, WIDTH

_SIZE, _LEADING = 6.6, 8.2
_SHARES = (0.05, 0.05, 0.10, 0.20, 0.30, 0.16, 0.14)
_HEADS = ("col.line", "col.tier", "col.gene", "col.position", "col.change", "col.vaf", "col.filter")


class CompactList(Flowable):  # type: ignore[misc]
    """Lines in columns; a cell that is too long wraps, the head repeats on every page."""

    def __init__(self, head: Sequence[str], lines: Sequence[Sequence[list[str]]]) -> None:
        super().__init__()
        self._head = list(head)
        self._lines = list(lines)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Tell how much room the lines need."""
        del available_height
        return available_width, _LEADING * (1 + sum(map(_height, self._lines))) + 4

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break between lines, or inside a line that is longer than a page."""
        del available_width
        room = int((available_height - 4) // _LEADING) - 1
        if room < 2:
            return []
        taken: list[Sequence[list[str]]] = []
        rest = list(self._lines)
        while rest and _height(rest[0]) <= room:
            room -= _height(rest[0])
            taken.append(rest.pop(0))
            if len(taken) > 200:
                break
        if not taken:
            taken.append([cell[:room] for cell in rest[0]])
            rest[0] = [cell[room:] for cell in rest[0]]
        first = CompactList(self._head, taken)
        return [first, CompactList(self._head, rest)] if rest else [first]

    def draw(self) -> None:
        """Draw the head and the lines."""
        canvas = self.canv
        y = _LEADING * sum(map(_height, self._lines)) + 4
        canvas.setFillColor(MUTED)
        self._draw_cells([[cell] for cell in self._head], y, Face.BOLD)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(0.6)
        canvas.line(0, y - 2.4, WIDTH, y - 2.4)
        canvas.setFillColor(INK)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.25)
        y -= 2
        for line in self._lines:
            self._draw_cells(line, y - _LEADING, Face.REGULAR)
            y -= _LEADING * _height(line)
            canvas.line(0, y - 2, WIDTH, y - 2)

    def _draw_cells(self, cells: Sequence[list[str]], y: float, face: Face) -> None:
        x = 0.0
        for cell, share in zip(cells, _SHARES, strict=True):
            for number, text in enumerate(cell):
                draw(self.canv, x, y - number * _LEADING, text, _SIZE, face)
            x += share * WIDTH


def _height(line: Sequence[list[str]]) -> int:
    return max(1, *map(len, line))


def _wrapped(text: str, room: float) -> list[str]:
    """Break text into lines of the room; breaks anywhere, since a change has no spaces."""
    text = shown(text).replace("\n", " ")
    if width(text, _SIZE) <= room:
        return [text]
    lines, start, used = [], 0, 0.0
    for place_, char in enumerate(text):
        step = width(char, _SIZE)
        if used + step > room and place_ > start:
            lines.append(text[start:place_])
            start, used = place_, 0.0
        used += step
    return [*lines, text[start:]]


def appendix(rows: Sequence[Row], words: Language) -> list[Flowable]:
    """Set one line a row: line of the file, tier, gene, position, change, reads, filter."""
    lines = [
        [
            _wrapped(text, share * WIDTH - 3)
            for text, share in zip(_cells(row, words), _SHARES, strict=True)
        ]
        for row in rows
    ]
    return [CompactList([words.say(key) for key in _HEADS], lines)]


def _cells(row: Row, words: Language) -> tuple[str, ...]:
    variant = row.variant
    tier = row.tier.value if row.tier else "–"
    if variant is None:
        gene = row.finding.gene if row.finding else ""
        source = row.finding.source if row.finding else ""
        return "–", tier, gene, source, row.label, vaf_text(row, words), "–"
    shown_ = variant.consequence
    change = " ".join(part for part in (shown_.hgvs_c, shown_.hgvs_p) if part) if shown_ else ""
    filters = ", ".join(variant.filters) or "."
    where = place(variant)
    return str(variant.line), tier, variant.gene, where, change, vaf_text(row, words), filters
