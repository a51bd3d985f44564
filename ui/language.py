"""The window's language: English text is the key, other languages are tables beside it.

Clinical text (assertions, reasons, what people wrote) is never translated here.
"""

from __future__ import annotations

import locale
from decimal import Decimal

from ui.translations.da import DANISH

LANGUAGES = {"en": "English", "da": "Dansk"}
_current = "en"


def use_language(code: str) -> None:
    """Choose the language by code; empty means the system's, English if we do not speak it."""
    global _current
    wanted = code or (locale.getlocale()[0] or "en")[:2]
    _current = wanted if wanted in LANGUAGES else "en"


def language() -> str:
    """Give the code of the language in use."""
    return _current


def say(text: str, /, **values: object) -> str:
    """Give a text in the language in use, with ``{name}`` places filled in."""
    shown = DANISH.get(text, text) if _current == "da" else text
    return shown.format(**values) if values else shown


def percent(fraction: Decimal | None, digits: int = 1) -> str:
    """Write a fraction 0..1 as percent in the language's own way; unknown is a dash."""
    if fraction is None:
        return "–"
    return local_number(f"{fraction * 100:.{digits}f}") + " %"


def frequency(fraction: Decimal | None) -> str:
    """Write a population frequency as percent with three significant digits."""
    if fraction is None:
        return "–"
    text = "0" if fraction == 0 else format(Decimal(f"{fraction * 100:.3g}"), "f")
    return local_number(text) + " %"


def local_number(text: str) -> str:
    """Put the decimal comma where the language has one; for display only, never for export."""
    return text.replace(".", ",") if _current == "da" else text
