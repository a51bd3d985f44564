"""Pictures of the real window on the demonstration cases, for a machine without a display."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize

from ui.demo.story import APPROVED, CHAIR, Demo
from ui.language import use_language
from ui.window.application import application
from ui.window.desk import Desk
from ui.window.main_window import MainWindow

PAGES = ("case", "variants", "disease", "knowledge", "options", "board", "history")
SIZES = {"": QSize(1366, 768), "-small": QSize(1100, 700)}
SPACE_ABOVE = 60
#: The cases pictured, each with its pages; the third shows a risk that is a range.
VISITED = {"DEMO-1": PAGES, "DEMO-2": PAGES, "DEMO-3": ("disease",)}


def take_pictures(made: Demo, output: Path, language: str = "") -> tuple[Path, ...]:
    """Open the window, visit the pages of its cases, and save a picture of each."""
    use_language(language)
    app = application()
    window = MainWindow(Desk(made.workbench, person=CHAIR), demo=True)
    window.show()
    taken = []
    for case_id, pages in VISITED.items():
        window.choose(case_id)
        for suffix, size in SIZES.items():
            window.resize(size)
            for name in pages:
                number = PAGES.index(name)
                window.tabs.setCurrentIndex(number)
                app.processEvents()
                path = output / f"window-{case_id}-{number + 1}-{name}{suffix}.png"
                if window.grab().save(str(path)):
                    taken.append(path)
    taken += _of_risk(window, output)
    taken += _of_knowledge(window, output)
    window.close()
    return tuple(taken)


def _of_risk(window: MainWindow, output: Path) -> list[Path]:
    """Picture the Disease page of the last case scrolled down to the scale of IPSS-M."""
    page = window.disease_page
    window.tabs.setCurrentWidget(page)
    taken = []
    for suffix, size in SIZES.items():
        window.resize(size)
        application().processEvents()
        card, inner = page.cards["risk.ipssm"], page.column.widget()
        assert inner is not None
        place = card.mapTo(inner, QPoint(0, 0))
        page.column.verticalScrollBar().setValue(place.y() - SPACE_ABOVE)
        application().processEvents()
        path = output / f"window-DEMO-3-3-disease-risk{suffix}.png"
        if window.grab().save(str(path)):
            taken.append(path)
    return taken


def _of_knowledge(window: MainWindow, output: Path) -> list[Path]:
    """Picture the knowledge base with one record written out, approved in the demonstration."""
    page = window.knowledge_page
    window.show_knowledge()
    page.show_kind(APPROVED[0])
    page.gene.setText("FLT3")
    page.apply_filters()
    page.choose(APPROVED)
    taken = []
    for suffix, size in SIZES.items():
        window.resize(size)
        for _ in range(3):  # the record just chosen is laid out when the events before it are done
            application().processEvents()
        path = output / f"window-knowledge-base{suffix}.png"
        if window.grab().save(str(path)):
            taken.append(path)
    return taken
