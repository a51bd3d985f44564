"""Names and words that enter the log: what is written is what is seen, and on its own line.

A control or format character can forge a line of a list, reverse the order of letters, or make
two names look alike; a name of invisible characters names nobody. What a board writes is read in
the log, the report and the window: no personal identity number may stand in it.
"""

from __future__ import annotations

import unicodedata

from tumorboard.domain.identifiers import NUMBER_FAULT, holds_personal_number
from tumorboard.errors import BoardError

#: Controls, formats, lone surrogates, private use, line and paragraph separators.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: Letters, marks and signs by category that nevertheless leave nothing to see.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: What words of several lines may hold.
_LAYOUT = frozenset("\n\t")


def check_name(name: str) -> None:
    """Raise ``BoardError`` when a person's name cannot stand in the log."""
    unseen = _first_unseen(name, frozenset())
    if unseen:
        raise BoardError(f"The name of the person holds {unseen}; write it without.")
    if not any(unicodedata.category(one).startswith("L") for one in name):
        raise BoardError("The name of the person holds no letter; write the person's name.")


def check_words(words: str, what: str) -> None:
    """Raise ``BoardError`` when ``what`` (as "reason") holds what may not stand in the log.

    That is characters nobody can see, and what looks like a personal identity number. Line breaks
    and tabs may stay: words are written in a box of several lines.
    """
    unseen = _first_unseen(words, _LAYOUT)
    if unseen:
        raise BoardError(f"The {what} holds {unseen}; write it without.")
    if holds_personal_number(words):
        raise BoardError(f"The {what} {NUMBER_FAULT}.")


def _first_unseen(text: str, allowed: frozenset[str]) -> str:
    for one in text:
        if one not in allowed and _is_unseen(one):
            return f"the control or invisible character U+{ord(one):04X}"
    return ""


def _is_unseen(one: str) -> bool:
    selector = "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"
    return unicodedata.category(one) in _UNSEEN_CATEGORIES or one in _BLANKS or selector
