"""A line whose text shows only where one asks to see it, for identity numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.language import say


class SecretLine(QLineEdit):
    """A line of dots with a button beside it that shows and hides the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_button = QPushButton()
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show)
        self._show(False)

    def hide_text(self) -> None:
        """Show dots again."""
        self.show_button.setChecked(False)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.show_button.setText(say("Hide") if shown else say("Show"))
