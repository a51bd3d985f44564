"""Start the window: the application, the database, the knowledge, the desk."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox

from knowledgebase.errors import UserError
from tumorboard.domain.board import Person
from tumorboard.services.workbench import Workbench
from ui.language import use_language
from ui.window.desk import Desk
from ui.window.main_window import MainWindow

FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "DejaVuSans.ttf")


def application() -> QApplication:
    """Give the one application object, made if need be."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Tumorboard")
    made.setStyle("Fusion")
    # The report's own typeface: the same look everywhere, also where no font is installed.
    with as_file(files("reports") / "fonts") as folder:
        for name in FONTS:
            QFontDatabase.addApplicationFont(str(folder / name))
    made.setFont(QFont("Noto Sans", 10))
    return made


def open_workbench(database: str | None) -> Workbench:
    """Open the database (the user's own by default) with the shipped knowledge."""
    from knowledgebase.catalog import Catalog, load_content
    from tumorboard.storage.database import open_database

    return Workbench(open_database(database), Catalog(load_content()))


def run(*, database: str | None = None, language: str = "") -> int:
    """Open the window on a database and stay until it closes; gives the exit code."""
    use_language(language)
    app = application()
    try:
        workbench = open_workbench(database)
    except UserError as refusal:
        QMessageBox.critical(None, "Tumorboard", refusal.sentence)
        return 2
    return show(app, workbench)


def show(
    app: QApplication, workbench: Workbench, *, person: Person | None = None, demo: bool = False
) -> int:
    """Show the window on an open workbench and stay until it closes."""
    window = MainWindow(Desk(workbench, person=person), demo=demo)
    window.show()
    return app.exec()
