"""A number on the scale of its groups, with its range: one drawing for window and report.

Matplotlib is imported when the first scale is drawn; nothing waits for it before.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from knowledgebase.records import Group

#: Inches, and dots per inch.
WIDTH, HEIGHT, DOTS = 6.4, 1.2, 160
_COLOURS = ("#cfe5e7", "#a9d0d4", "#f3e3bd", "#f0cf8f", "#eab0a4", "#d98378")
_OUTERMOST = 2.0
_EDGE = 0.03


def scale_png(
    groups: Sequence[Group],
    score: tuple[Decimal, Decimal],
    estimate: Decimal | None,
    *,
    decimal_mark: str = ".",
    dots: int = DOTS,
) -> bytes:
    """Draw the groups as bands of one width, the range as a bar, the number as a line.

    Gives a PNG. Within a band the number is to scale; the outermost bands show two
    points, and what lies beyond stands at their edge.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bounds = [float(group.at_most) for group in groups if group.at_most is not None]
    low, high = (_position(float(bound), bounds) for bound in score)
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=dots)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.01, 0.24, 0.98, 0.74))
    for at, group in enumerate(groups):
        colour = _COLOURS[at * (len(_COLOURS) - 1) // max(len(groups) - 1, 1)]
        axes.barh(0, 1, left=at, height=1.0, color=colour, edgecolor="white")
        name = group.name.replace(" ", "\n")
        axes.text(at + 0.5, 0.2, name, ha="center", va="center", fontsize=9, color="#17242b")
    if high > low:
        axes.barh(-0.32, high - low, left=low, height=0.2, color="#0d5c63")
    here = estimate if estimate is not None else (score[0] if score[0] == score[1] else None)
    if here is not None:
        place = _position(float(here), bounds)
        axes.plot([place, place], [-0.5, 0.5], color="#17242b", linewidth=2.4)
        axes.plot([place], [-0.32], marker="D", markersize=6, color="#17242b")
    axes.set_xlim(0, len(groups))
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([])
    ticks = [f"{bound:g}".replace(".", decimal_mark) for bound in bounds]
    axes.set_xticks(range(1, len(groups)), ticks)
    axes.tick_params(labelsize=9, length=2, colors="#51626b")
    for side in axes.spines.values():
        side.set_visible(False)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor="white")
    return out.getvalue()


def _position(value: float, bounds: Sequence[float]) -> float:
    """Give where a number stands on bands of width one, a little within the outermost edges."""
    if value <= bounds[0]:
        return max(1 - (bounds[0] - value) / _OUTERMOST, _EDGE)
    for at, (below, above) in enumerate(pairwise(bounds), 1):
        if value <= above:
            return at + (value - below) / (above - below)
    return min(len(bounds) + (value - bounds[-1]) / _OUTERMOST, len(bounds) + 1 - _EDGE)
