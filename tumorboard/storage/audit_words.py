"""The words of the audit log that tell what became of a case; never changed, they are stored."""

from __future__ import annotations

CREATED, CHANGED = "case created", "facts of the case changed"
CONFIRMED = "roles of the samples confirmed"
READY = "ready for the board"
#: The SHA-256 follows.
IMPORTED = "variant file imported; SHA-256 "
SIGNED = "signed; SHA-256 of the report "
#: Ends the line of an evaluation that sent a ready case back.
WITHDRAWN = "; other conclusions than before, draft again"
#: Follow the id of an option.
TAKEN, TAKEN_BACK = " taken to the board", " taken back"
#: What the log's lines on knowledge records stand under, where a case's lines have its id.
KNOWLEDGE = "the knowledge base"
#: Of a case's facts only the last are kept; every other record stays for ever.
REPLACED = (CREATED, CHANGED)


def choice_in_words(option: str, *, taken: bool) -> str:
    """Tell that an option (its id) was taken to the board, or taken back."""
    return f"option {option}{TAKEN if taken else TAKEN_BACK}"
