"""The bar of long work: how far it is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui.language import say
from ui.window.task import Task


class WorkBar(QWidget):
    """Follows one task at a time, hidden between them; ``busy`` tells when one begins and ends."""

    busy = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self.progress = QProgressBar()
        self.stop = QPushButton(say("Stop"))
        self.stop.clicked.connect(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.progress, 1)
        layout.addWidget(self.stop)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show how a task goes until it ends."""
        self._task = task
        self.progress.setRange(0, 0)
        self.show()
        self.busy.emit(True)
        task.progressed.connect(self._show_progress)
        for ending in (task.finished, task.refused, task.cancelled):
            ending.connect(self._ended)

    def cancel(self) -> None:
        """Ask the task to stop, if one runs."""
        if self._task is not None:
            self._task.cancel()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        # A QProgressBar counts in 32 bits; files are larger.
        self.progress.setRange(0, 1000 if total else 0)
        self.progress.setValue(done * 1000 // total if total else 0)
        self.progress.setFormat(f"{say(what)}  %p %")

    def _ended(self, *_: object) -> None:
        self._task = None
        self.hide()
        self.busy.emit(False)
