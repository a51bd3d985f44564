"""Long work in the window: shown while it lasts, stopped by its button."""

from tests.ui.window.conftest import HAEMATOLOGIST
from tests.ui.window.test_main_window import click
from ui.window.task import Task


def test_work_is_shown_and_locks_the_case_until_it_ends(qtbot, open_window):
    window = open_window(HAEMATOLOGIST)
    task = Task(lambda _: None)
    assert not window.work.isVisible()
    window.desk.task_started.emit(task)
    assert window.work.isVisible()
    assert not window.tabs.isEnabled()
    assert not window.new_case.isEnabled()
    task.progressed.emit(3 * 2**31, 4 * 2**31, "Reading")
    assert window.work.progress.value() == 750
    click(qtbot, window.work.stop)
    assert task._stop.is_set()
    task.cancelled.emit()
    assert not window.work.isVisible()
    assert window.tabs.isEnabled()
    assert window.new_case.isEnabled()
