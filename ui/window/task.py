"""Run long work beside the window, with progress some twenty times a second and a way to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from knowledgebase.errors import UserError
from tumorboard.domain.progress import Progress
from tumorboard.errors import Cancelled

INTERVAL = 0.05
"""Seconds between two progress signals: one a record would freeze the window."""


class Task(QObject):
    """One piece of work in the thread pool; the window owns it and listens.

    Exactly one of ``finished``, ``refused`` and ``cancelled`` is emitted, in the window's thread.
    """

    progressed = Signal(object, object, str)  # a count of bytes may be larger than a C int
    finished = Signal(object)
    refused = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._last = 0.0

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begin; returns at once."""
        (pool or QThreadPool.globalInstance()).start(_Runner(self))

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next progress report."""
        self._stop.set()

    def _progress(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= INTERVAL:
            self._last = now
            self.progressed.emit(done, total, what)

    def run(self) -> None:
        """Do the work in the thread that calls; errors become signals."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.cancelled.emit()
        except UserError as refusal:
            self.refused.emit(refusal.sentence)
        except Exception as fault:
            # The text of an unforeseen error may hold patient data, so only its kind is shown.
            self.refused.emit(f"An internal fault ({type(fault).__name__}); nothing was stored.")
        else:
            self.finished.emit(result)


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()
