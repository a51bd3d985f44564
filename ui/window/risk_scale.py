"""A number on the scale of its groups as a picture in the window."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from knowledgebase.records import Group
from reports.figures.risk_scale import HEIGHT, WIDTH, scale_png

WIDEST = 620


class RiskScale(QLabel):
    """The picture of a scale, as wide as there is room; it also stands in words beside it."""

    def __init__(
        self,
        groups: Sequence[Group],
        score: tuple[Decimal, Decimal],
        estimate: Decimal | None,
        words: str,
    ) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._picture.loadFromData(scale_png(groups, score, estimate))
        self.setAccessibleName(words)
        self.setMinimumWidth(220)
        self.setMaximumWidth(WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit(WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the picture as wide as the label has become."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        ratio = self.devicePixelRatioF()
        fitted = self._picture.scaledToWidth(
            round(width * ratio), Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)
        self.setFixedHeight(round(width * HEIGHT / WIDTH))

    def minimumSizeHint(self) -> QSize:
        """Let the card be narrower than the picture as drawn."""
        return QSize(220, self.height())
