"""The typefaces of a report, embedded in it, and what becomes of a character none of them has.

The main face is Noto Sans; DejaVu Sans lends single glyphs it lacks (``≥``, ``→``). A character
that neither can show faithfully is printed as its code point, ``[U+4E2D]``, so that nothing on
the page silently differs from what was stored. That holds for controls and invisible format
characters, and for scripts that must be shaped or run from right to left, which ReportLab sets
wrongly.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FOLDER = Path(__file__).with_name("fonts")


class Face(StrEnum):
    """A face by the name it is registered under."""

    REGULAR = "NotoSans"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"


_FILES = {
    "NotoSans": "NotoSans-Regular.ttf",
    "NotoSans-Bold": "NotoSans-Bold.ttf",
    "NotoSans-Italic": "NotoSans-Italic.ttf",
    "DejaVuSans": "DejaVuSans.ttf",
    "DejaVuSans-Bold": "DejaVuSans-Bold.ttf",
}
_FALLBACK = {
    Face.REGULAR: "DejaVuSans",
    Face.BOLD: "DejaVuSans-Bold",
    Face.ITALIC: "DejaVuSans",
}

# Left-to-right scripts and symbols that need no shaping: Latin to Armenian, their extensions,
# punctuation, arrows, mathematics. Everything else is shown by code point.
_PLAIN_BLOCKS = (
    (0x0020, 0x058F),
    (0x1D00, 0x2BFF),
    (0x2C60, 0x2C7F),
    (0x2E00, 0x2E7F),
    (0xA640, 0xA69F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
    (0xFFFC, 0xFFFD),
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NO_BREAK_SPACE = "\u00a0"
_lock = threading.Lock()


def register() -> None:
    """Make the faces known to ReportLab, once per process."""
    with _lock:
        known = set(pdfmetrics.getRegisteredFontNames())
        for name, file in _FILES.items():
            if name not in known:
                pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))
        pdfmetrics.registerFontFamily(
            Face.REGULAR, normal=Face.REGULAR, bold=Face.BOLD, italic=Face.ITALIC
        )


@cache
def _glyphs(font: str) -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


@cache
def _font_for(char: str, face: Face) -> str:
    """Name the font that shows the character faithfully, empty when none does."""
    code = ord(char)
    plain = any(first <= code <= last for first, last in _PLAIN_BLOCKS)
    if not plain or unicodedata.category(char) in _INVISIBLE:
        return ""
    for font in (str(face), _FALLBACK[face]):
        if code in _glyphs(font):
            return font
    return ""


@cache
def _shown_char(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return _NO_BREAK_SPACE * 4
    # A character is spelled out for every face or for none, so that bold never hides one.
    if all(_font_for(char, face) for face in Face):
        return char
    return f"[U+{ord(char):04X}]"


_ASCII = re.compile(r"[ -~\n]*")


def shown(text: str) -> str:
    """Give the text as it is printed: every character visible, code points where no glyph is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ASCII.fullmatch(text):
        return text
    return "".join(map(_shown_char, text))


def runs(text: str, face: Face = Face.REGULAR) -> Iterator[tuple[str, str]]:
    """Split the text, as it is printed, into ``(font, text)`` runs."""
    printed = shown(text)
    if _ASCII.fullmatch(printed):
        yield str(face), printed
        return
    for font, group in groupby(printed, lambda c: _font_for(c, face) or str(face)):
        yield font, "".join(group)


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """Measure the text as printed on one line, in points."""
    register()
    return float(sum(pdfmetrics.stringWidth(run, font, size) for font, run in runs(text, face)))


_SPACES = re.compile(r"(?:(?<=\n)|^) +| {2,}")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br/>"})


def _keep_spaces(found: re.Match[str]) -> str:
    spaces = found.group()
    at_line_start = found.start() == 0 or found.string[found.start() - 1] == "\n"
    kept = len(spaces) if at_line_start else len(spaces) - 1
    return (" " if not at_line_start else "") + _NO_BREAK_SPACE * kept


def markup(text: str, face: Face = Face.REGULAR) -> str:
    """Give the text as ReportLab ``Paragraph`` markup that prints it exactly, nothing more.

    Mark-up characters are escaped, line ends and runs of spaces are kept.
    """
    pieces = []
    for font, run in runs(_SPACES.sub(_keep_spaces, shown(text)), face):
        escaped = run.translate(_ESCAPES)
        plain = font == Face.REGULAR
        pieces.append(escaped if plain else f'<font name="{font}">{escaped}</font>')
    return "".join(pieces)
