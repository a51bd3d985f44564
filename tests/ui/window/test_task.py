"""Long work beside the window: it tells how far it is, and stops when asked."""

import threading

from tumorboard.errors import StorageError
from ui.window.task import Task


def test_work_tells_its_result_and_its_way(qtbot):
    def work(progress):
        progress(1, 2, "reading")
        return 42

    task = Task(work)
    told = []
    task.progressed.connect(lambda *words: told.append(words))
    with qtbot.waitSignal(task.finished) as ended:
        task.start()
    assert ended.args == [42]
    assert told == [(1, 2, "reading")]


def test_many_reports_become_few_signals(qtbot):
    def work(progress):
        for number in range(20_000):
            progress(number, 20_000, "reading")

    task = Task(work)
    told = []
    task.progressed.connect(lambda *words: told.append(words))
    with qtbot.waitSignal(task.finished):
        task.start()
    assert len(told) < 100


def test_work_that_is_stopped_says_so_and_nothing_else(qtbot):
    running = threading.Event()

    def work(progress):
        while True:
            running.set()
            progress(0, 0, "reading")

    task = Task(work)
    others = []
    task.finished.connect(others.append)
    task.refused.connect(others.append)
    with qtbot.waitSignal(task.cancelled):
        task.start()
        assert running.wait(5)
        task.cancel()
    assert others == []


def test_a_refusal_is_its_sentence(qtbot):
    def work(_progress):
        raise StorageError("The database is busy; try again.")

    task = Task(work)
    with qtbot.waitSignal(task.refused) as ended:
        task.start()
    assert ended.args == ["The database is busy; try again."]


def test_an_unforeseen_fault_shows_its_kind_and_no_word_of_the_patient(qtbot):
    def work(_progress):
        raise ValueError("P-7 has AML")

    task = Task(work)
    with qtbot.waitSignal(task.refused) as ended:
        task.start()
    assert "ValueError" in ended.args[0]
    assert "P-7" not in ended.args[0]
