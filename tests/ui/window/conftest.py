"""A real window on a real database, with one person at work."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from knowledgebase.catalog import Catalog, load_content
from tumorboard.domain.board import Person, Role
from tumorboard.services.workbench import Workbench
from tumorboard.storage.database import open_database
from ui.window.desk import Desk
from ui.window.main_window import MainWindow

DEMO = Path(__file__).resolve().parents[3] / "ui" / "demo"
GENETICIST = Person("Test geneticist", Role.CLINICAL_GENETICIST)
HAEMATOLOGIST = Person("Test haematologist", Role.HAEMATOLOGIST)
CHAIR = Person("Test chair", Role.CHAIR)


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch):
    """A question waits for a person; a test that expects one answers it itself."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "cases.sqlite")


@pytest.fixture
def open_window(qtbot, database):
    """Open the window on the same database, as often as a test asks."""

    def opened(person: Person = HAEMATOLOGIST) -> MainWindow:
        workbench = Workbench(open_database(database), Catalog(load_content()))
        window = MainWindow(Desk(workbench, person=person))
        qtbot.addWidget(window)
        window.show()
        return window

    return opened


@pytest.fixture
def demo_file(tmp_path):
    """Give a copy of a demonstration file."""

    def copied(name: str) -> Path:
        return Path(shutil.copy(DEMO / name, tmp_path / name))

    return copied
