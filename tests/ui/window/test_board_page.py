"""The board's page shows the options before the board, and they can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.tumorboard.option_example import CHOICE, OPTION
from tests.ui.window.conftest import CHAIR, GENETICIST, HAEMATOLOGIST
from tests.ui.window.test_main_window import click, new_case
from tumorboard.domain.board import Person, Role
from ui.window.board_page import BoardPage
from ui.window.chosen_options import ChosenOptions
from ui.window.main_window import MainWindow

STRANGE = replace(CHOICE, option="two", title="<b>Two</b>", note="")


def words(card: ChosenOptions) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in card.column.findChildren(QLabel) if one.isVisible()]


def ways_back(card: ChosenOptions) -> list[QPushButton]:
    QApplication.processEvents()
    return [one for one in card.column.findChildren(QPushButton) if one.isVisible()]


@pytest.fixture
def page(qtbot) -> BoardPage:
    shown = BoardPage()
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def card(page) -> ChosenOptions:
    return page.options


def test_the_card_is_hidden_while_no_option_is_before_the_board(card):
    assert card.isHidden()
    card.show_choices([CHOICE], editable=True)
    assert card.isVisible()
    card.show_choices([], editable=True)
    assert card.isHidden()


def test_an_option_whose_record_is_stale_or_unverified_now_says_so(card):
    now = replace(OPTION, expired=True, evidence="unverified")
    card.show_choices([CHOICE], [now], editable=True)
    assert f"out of date since {now.expires}" in words(card)
    assert "not compared with its source" in words(card)
    card.show_choices([CHOICE], [OPTION], editable=True)
    assert not [one for one in words(card) if "out of date" in one]


def test_each_option_shows_what_was_taken_by_whom_and_when(card):
    card.show_choices([CHOICE, STRANGE], editable=True)
    shown = words(card)
    assert shown[:3] == [CHOICE.title, "label match", "Note: before the transplant?"]
    assert shown[3].startswith(f"{CHOICE.by.name}, haematologist, 2026-")
    assert shown[4] == "<b>Two</b>", "text stays plain"
    assert len(shown) == 7, "an empty note takes no line"
    assert [one.accessibleDescription() for one in ways_back(card)] == [
        CHOICE.title,
        STRANGE.title,
    ]


def test_a_way_back_names_its_option(qtbot, card):
    card.show_choices([CHOICE, STRANGE], editable=True)
    with qtbot.waitSignal(card.taken_back) as told:
        click(qtbot, ways_back(card)[1])
    assert told.args == ["two"]


def test_what_is_signed_has_no_way_back(card):
    card.show_choices([CHOICE], editable=False)
    assert card.isVisible()
    assert ways_back(card) == []


@pytest.fixture
def window(qtbot, open_window) -> MainWindow:
    opened = open_window(HAEMATOLOGIST)
    new_case(qtbot, opened)
    opened.tabs.setCurrentWidget(opened.board_page)
    return opened


def offered(window: MainWindow) -> str:
    assert window.desk.view is not None
    return window.desk.view.evaluation.options[0].id


def test_an_option_is_taken_back_at_the_window_and_typed_words_stay(qtbot, window, open_window):
    window.board_page.recommendation.setPlainText("half a sentence")
    window.desk.choose_option(offered(window), "now?", True)
    card = window.board_page.options
    assert "Note: now?" in words(card)
    assert "Test haematologist" in window.board_page.people.text()
    assert window.board_page.recommendation.toPlainText() == "half a sentence"
    window.desk.set_person(GENETICIST)
    click(qtbot, ways_back(card)[0])
    assert card.isHidden()
    assert window.history_page.table.item(0, 2).text().endswith("taken back")
    window.close()
    again = open_window()
    assert again.desk.view.choices == ()


def test_a_refused_choice_is_one_sentence(window):
    option = offered(window)
    window.desk.set_person(Person("Test nurse", Role.TRIAL_UNIT))
    window.desk.choose_option(option, "", True)
    assert "may not take an option to the board" in window.notice.text()
    assert window.board_page.options.isHidden()


def test_a_signed_case_shows_its_options_and_keeps_them(window):
    bench, case_id = window.desk.workbench, window.desk.case_id
    window.desk.choose_option(offered(window), "", True)
    window.desk.recommend("words")
    window.desk.mark_ready()
    frozen = bench.freeze(case_id)
    bench.record_sign_off(frozen, CHAIR, frozen.prepared_at, "a" * 64, "signed")
    window.desk.reopen()
    card = window.board_page.options
    assert card.isVisible()
    assert ways_back(card) == []
