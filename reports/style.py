"""How a report looks: measures, colours, paragraph styles, and the small parts pages are made of.

Colour never carries meaning alone; whatever is coloured also says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from reports.fonts import Face, markup

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN

INK = HexColor("#17212b")
MUTED = HexColor("#52606d")
LINE = HexColor("#cbd2d9")
TINT = HexColor("#f3f5f7")
ACCENT = HexColor("#12506b")
ALERT = HexColor("#8a3b12")
ALERT_TINT = HexColor("#fdf4ec")


@cache
def style(name: str) -> ParagraphStyle:
    """Give a paragraph style by name."""
    size, leading, more = _STYLES[name]
    return ParagraphStyle(
        name, **{"fontName": Face.REGULAR, "fontSize": size, "leading": leading, "textColor": INK}
        | more
    )  # fmt: skip


_STYLES: dict[str, tuple[float, float, dict[str, object]]] = {
    "title": (15, 18, {"fontName": Face.BOLD, "spaceAfter": 1, "textColor": ACCENT}),
    "subtitle": (10.5, 13, {"textColor": MUTED, "spaceAfter": 4}),
    "section": (
        12.5,
        16,
        {"fontName": Face.BOLD, "spaceBefore": 15, "spaceAfter": 5, "textColor": ACCENT},
    ),
    "heading": (10, 13, {"fontName": Face.BOLD, "spaceBefore": 9, "spaceAfter": 3}),
    "body": (9, 12.5, {"spaceAfter": 3}),
    "lead": (11, 15.5, {}),
    "small": (8, 10.8, {}),
    "note": (7.5, 10, {"textColor": MUTED, "spaceAfter": 3}),
    "entry": (9, 11.6, {"spaceBefore": 1}),
    "sub": (8.5, 11, {"fontName": Face.BOLD, "textColor": MUTED, "spaceBefore": 2}),
    "brief": (7.5, 10, {"leftIndent": 8, "spaceAfter": 2.5}),
    "reference": (7, 9, {"textColor": MUTED, "leftIndent": 8, "firstLineIndent": -8}),
    "tight": (7.5, 9.4, {}),
    "model": (7.8, 10.2, {"leftIndent": 3, "spaceBefore": 1}),
    "tier_level": (7.5, 12.5, {}),
    "tight_bold": (9, 9.6, {"fontName": Face.BOLD}),
    "label": (7.5, 10, {"textColor": MUTED}),
    "cell": (8, 10.4, {}),
    "cell_head": (7.5, 9.6, {"fontName": Face.BOLD, "textColor": MUTED}),
    "tier": (12, 13, {"fontName": Face.BOLD, "textColor": ACCENT}),
    "alert": (8.2, 10.4, {}),
    "alert_head": (9, 11.5, {"fontName": Face.BOLD, "textColor": ALERT}),
    "box_head": (9, 12, {"fontName": Face.BOLD, "textColor": ACCENT, "spaceAfter": 2}),
    "bullet": (8.5, 11.2, {"leftIndent": 10, "bulletIndent": 1, "spaceAfter": 1.5}),
}


def bold(text: str) -> str:
    """Give bold markup that prints the text exactly."""
    return markup(text, Face.BOLD)


def italic(text: str) -> str:
    """Give italic markup that prints the text exactly."""
    return markup(text, Face.ITALIC)


def muted(text: str) -> str:
    """Give grey markup that prints the text exactly."""
    return f'<font color="#52606d">{markup(text)}</font>'


def alert(text: str) -> str:
    """Give bold, coloured markup; the words themselves must carry the warning."""
    return f'<font color="#8a3b12">{bold(text)}</font>'


def marked(text: str, name: str = "body") -> Paragraph:
    """Set markup made by :func:`bold`, :func:`markup` and their like."""
    return Paragraph(text, style(name))


def plain(text: str, name: str = "body") -> Paragraph:
    """Set plain text exactly as it is, in the face of the style."""
    face = Face(style(name).fontName)
    return Paragraph(markup(text, face), style(name))


def bullet(text: str) -> Paragraph:
    """Set markup as an item of a list."""
    return Paragraph(text, style("bullet"), bulletText="•")


def facts(rows: Sequence[tuple[str, str]], label_width: float = 38 * mm) -> Table:
    """Set labels and markup side by side, one fact a line."""
    data = [[plain(label, "label"), marked(value, "small")] for label, value in rows]
    return Table(
        data,
        colWidths=[label_width, WIDTH - label_width],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 1.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
            ]
        ),
        splitInRow=1,
        spaceAfter=3,
    )


def box(content: Sequence[Flowable], *, warning: bool = False) -> Table:
    """Frame flowables with a bar at the left; it continues on the next page when it is long."""
    return Table(
        [[part] for part in content],
        colWidths=[WIDTH],
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), ALERT_TINT if warning else TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, ALERT if warning else ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
            ]
        ),
        splitInRow=1,
    )


#: A row higher than this is broken where the page ends; any other one moves on whole.
_TALL = 0.7 * PAGE_HEIGHT


class Grid(Table):  # type: ignore[misc]
    """A table whose head repeats and whose rows stay whole unless one fits on no page.

    ReportLab by itself breaks the first row of the remaining table in the rest of a page.
    """

    @property
    def opening(self) -> float:
        """Tell how much room the head and the first row need, in points."""
        self.wrap(WIDTH, PAGE_HEIGHT)
        return float(sum(self._rowHeights[:2]))

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Break between rows; give nothing, and so move on, where not even one row fits."""
        opening = self.opening
        if available_height < opening < _TALL:
            return []
        return list(super().split(available_width, available_height))


def grid(
    head: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float], *, size: str
) -> Grid:
    """Set a table with a repeated head; a row longer than a page continues on the next."""
    data = [[plain(title, "cell_head") for title in head], *rows]
    pad = 3.2 if size == "roomy" else 1.8
    return Grid(
        data,
        colWidths=list(widths),
        repeatRows=1,
        splitInRow=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), pad),
                ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
                ("BACKGROUND", (0, 0), (-1, 0), TINT),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
            ]
        ),
    )


def gap(height: float = 4) -> Spacer:
    """Leave vertical space, in points."""
    return Spacer(1, height)
