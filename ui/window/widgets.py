"""Small widgets that every page uses; text is always plain, so that `<DEL>` stays readable."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)


def plain_tool_tip(text: str) -> str | None:
    """Escape text for a tool tip, where Qt guesses markup; ``None`` for none."""
    return f"<p>{html.escape(text)}</p>" if text else None


def text_label(text: str = "", *, kind: str = "", wrap: bool = True) -> QLabel:
    """Make a label that shows exactly the text; ``kind`` picks the look in the style sheet."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setMinimumWidth(80)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if kind:
        label.setProperty("kind", kind)
    return label


def badge(text: str, kind: str = "neutral") -> QLabel:
    """Make a small worded mark; its colour is never the only sign."""
    label = text_label(text, wrap=False)
    label.setProperty("badge", kind)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return label


def row(*widgets: QWidget, stretch: bool = True) -> QWidget:
    """Lay widgets side by side."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return holder


class Card(QFrame):
    """A framed block of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(14, 12, 14, 12)
        self.lines.setSpacing(6)


class Column(QScrollArea):
    """A scrolling column of widgets that can be emptied and filled again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        # Text wraps; a line that runs out of sight would be a line not read.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._inner = QWidget()
        self._inner.setProperty("page", True)
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(10)
        self._layout.addStretch(1)
        self.setWidget(self._inner)

    def clear(self) -> None:
        """Remove all widgets."""
        while self._layout.count() > 1:
            item = self._layout.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self._layout.insertWidget(self._layout.count() - 1, widget)


class Banner(QFrame):
    """A notice across the page, with at most one thing to do about it."""

    def __init__(self, kind: str = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        self._text = text_label()
        self.button = QPushButton()
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_notice(self, text: str, action: str = "") -> None:
        """Show a sentence, and a button when there is something to do; empty text hides it."""
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setVisible(bool(text))

    def text(self) -> str:
        """Give the sentence shown."""
        return self._text.text()
