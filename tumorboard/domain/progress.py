"""How long work tells how far it is, and learns that it should stop. No Qt here."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far a task is; may refuse to go on."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take note of ``done`` of ``total`` (bytes or items; 0 = unknown) while doing ``what``.

        Raises :class:`tumorboard.errors.Cancelled` when the user asked to stop.
        """


def silent(done: int, total: int, what: str) -> None:
    """Tell nobody."""
