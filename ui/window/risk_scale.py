"""A number on the scale of its groups, with its range: drawn by matplotlib, shown as a picture.

Matplotlib is imported when the first scale is drawn; the window starts without it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from knowledgebase.records import Group

WIDTH, HEIGHT, DOTS = 6.4, 1.25, 160
_COLOURS = ("#cfe5e7", "#a9d0d4", "#f3e3bd", "#f0cf8f", "#eab0a4", "#d98378")
_BEYOND = 1.0


class RiskScale(QLabel):
    """The picture of a scale; what it shows also stands in words beside it."""

    def __init__(
        self,
        groups: Sequence[Group],
        score: tuple[Decimal, Decimal],
        estimate: Decimal | None,
        words: str,
    ) -> None:
        super().__init__()
        picture = QPixmap()
        picture.loadFromData(scale_png(groups, score, estimate))
        picture.setDevicePixelRatio(DOTS / 96)
        self.setPixmap(picture)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


def scale_png(
    groups: Sequence[Group], score: tuple[Decimal, Decimal], estimate: Decimal | None
) -> bytes:
    """Draw the groups as a band, the range as a bar and the estimate as a line; gives a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bounds = [float(group.at_most) for group in groups if group.at_most is not None]
    low, high = (float(bound) for bound in score)
    left = min(bounds[0], low) - _BEYOND
    right = max(bounds[-1], high) + _BEYOND
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.01, 0.3, 0.98, 0.66))
    edges = [left, *bounds, right]
    for at, group in enumerate(groups):
        begin, end = edges[at], edges[at + 1]
        colour = _COLOURS[at * (len(_COLOURS) - 1) // max(len(groups) - 1, 1)]
        axes.barh(0, end - begin, left=begin, height=1.0, color=colour, edgecolor="white")
        axes.text((begin + end) / 2, 0.28, group.name.replace(" ", "\n"), ha="center", va="center",
                  fontsize=7.5, color="#17242b", linespacing=0.9)  # fmt: skip
    if high > low:
        axes.barh(-0.28, high - low, left=low, height=0.2, color="#0d5c63")
    here = float(estimate) if estimate is not None else (low if low == high else None)
    if here is not None:
        axes.plot([here, here], [-0.5, 0.5], color="#17242b", linewidth=2)
    axes.set_xlim(left, right)
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([])
    axes.set_xticks(bounds)
    axes.tick_params(labelsize=7.5, length=2, colors="#51626b")
    for side in axes.spines.values():
        side.set_visible(False)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor="white")
    return out.getvalue()
