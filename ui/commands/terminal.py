"""Text from outside on its way to a terminal."""

from __future__ import annotations

import unicodedata


def harmless(text: str) -> str:
    """Write controls, direction marks and lone surrogates as escapes: a file must not steer
    a terminal, nor show another order than it holds.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        one if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs") else _escaped(one)
        for one in text
    )


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")
