"""Pictures of the real window on the demonstration cases, for a machine without a display."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize

from ui.demo.story import APPROVED, CHAIR, Demo
from ui.language import use_language
from ui.window.application import application
from ui.window.desk import Desk
from ui.window.main_window import MainWindow

PAGES = ("case", "variants", "knowledge", "board", "history")
SIZES = {"": QSize(1360, 860), "-small": QSize(1100, 700)}


def take_pictures(made: Demo, output: Path, language: str = "") -> tuple[Path, ...]:
    """Open the window, visit the pages of two cases, and save a picture of each."""
    use_language(language)
    app = application()
    window = MainWindow(Desk(made.workbench, person=CHAIR), demo=True)
    window.show()
    taken = []
    for case_id in ("DEMO-1", "DEMO-2"):
        window.choose(case_id)
        for suffix, size in SIZES.items():
            window.resize(size)
            for page in range(len(PAGES)):
                window.tabs.setCurrentIndex(page)
                app.processEvents()
                name = PAGES[page]
                path = output / f"window-{case_id}-{page + 1}-{name}{suffix}.png"
                if not window.grab().save(str(path)):
                    continue
                taken.append(path)
    taken += _of_knowledge(window, output)
    window.close()
    return tuple(taken)


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
        application().processEvents()
        path = output / f"window-knowledge-base{suffix}.png"
        if window.grab().save(str(path)):
            taken.append(path)
    return taken
