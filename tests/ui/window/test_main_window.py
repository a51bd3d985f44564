"""What a person does with the window, driven as a person drives it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from tests.ui.window.conftest import CHAIR, GENETICIST, HAEMATOLOGIST
from tumorboard.domain.board import Person, Role
from ui import language
from ui.window.main_window import MainWindow

TEN_GENES = (
    *("NPM1", "FLT3", "IDH2", "JAK2", "DNMT3A"),
    *("ASXL1", "KMT2A", "TP53", "SRSF2", "GATA1"),
)


def fill(window: MainWindow, **texts: str) -> None:
    for name, text in texts.items():
        field = window.case_page.fields[name]
        if name in ("sex", "setting", "disease"):
            field.setCurrentIndex(field.findData(text))
        elif hasattr(field, "setPlainText"):
            field.setPlainText(text)
        else:
            field.setText(text)


def click(qtbot, button) -> None:
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def new_case(qtbot, window: MainWindow, **changes: str) -> None:
    known = {
        "id": "2026-7",
        "pseudonym": "P-7",
        "age": "62",
        "sex": "female",
        "disease": "AML",
        "setting": "relapsed",
    }
    fill(window, **{**known, **changes})
    click(qtbot, window.case_page.save)


def load(qtbot, monkeypatch, window: MainWindow, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    click(qtbot, window.variants_page.load)
    qtbot.waitUntil(lambda: window.work._task is None and window.tabs.isEnabled(), timeout=20_000)


def rows(window: MainWindow) -> dict[str, str]:
    model = window.variants_page.model
    shown = [model.row(model.index(at, 0)) for at in range(model.rowCount())]
    return {row.gene: row.tier for row in shown}


def choose_gene(window: MainWindow, gene: str) -> None:
    model = window.variants_page.model
    for at in range(model.rowCount()):
        if model.row(model.index(at, 0)).gene == gene:
            window.variants_page.table.selectRow(at)
            return
    raise AssertionError(f"{gene} is not shown")


def at_work(window: MainWindow, person) -> None:
    window.desk.set_person(person)


def test_a_haematologist_makes_a_case_and_finds_it_again(qtbot, open_window):
    window = open_window()
    new_case(qtbot, window, question="Is <DEL> & co. an option?")
    assert "P-7" in window.title.text()
    window.close()
    again = open_window()
    assert again.cases.count() == 1
    assert "<DEL> & co." in again.subtitle.text()
    assert again.case_page.texts()["age"] == "62"


def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(qtbot, open_window):
    window = open_window()
    new_case(qtbot, window, age="140", question="kept")
    assert not window.case_page._faults["age"].isHidden()
    assert window.case_page.texts()["question"] == "kept"
    assert window.desk.workbench.list_cases() == ()


def test_a_variant_file_fills_the_table_with_findings_and_tiers(
    qtbot, monkeypatch, open_window, demo_file
):
    window = open_window()
    new_case(qtbot, window)
    load(qtbot, monkeypatch, window, demo_file("aml.vcf.gz"))
    shown = rows(window)
    assert set(shown) == set(TEN_GENES)
    assert shown["FLT3"] == "I-A ?"
    choose_gene(window, "FLT3")
    assert "FLT3-ITD" in window.variants_page.detail.title.text()
    assert "10 records: 10 accepted, 0 rejected" in window.variants_page.accounting.text()


def test_a_geneticist_accepts_and_overrides_with_a_reason(
    qtbot, monkeypatch, open_window, demo_file
):
    window = open_window()
    new_case(qtbot, window)
    load(qtbot, monkeypatch, window, demo_file("aml.vcf.gz"))
    at_work(window, GENETICIST)
    detail = window.variants_page.detail
    choose_gene(window, "NPM1")
    click(qtbot, detail.accept)
    assert rows(window)["NPM1"] == "I ✓"
    choose_gene(window, "TP53")
    detail.tier.setCurrentText("II")
    assert not detail.override.isEnabled(), "an override needs a reason"
    qtbot.keyClicks(detail.why, "below 10 %")
    click(qtbot, detail.override)
    assert rows(window)["TP53"] == "II ✎"
    window.close()
    assert rows(open_window())["TP53"] == "II ✎"


def test_a_haematologist_may_not_decide_a_tier(qtbot, monkeypatch, open_window, demo_file):
    window = open_window(HAEMATOLOGIST)
    new_case(qtbot, window)
    load(qtbot, monkeypatch, window, demo_file("aml.vcf.gz"))
    choose_gene(window, "NPM1")
    click(qtbot, window.variants_page.detail.accept)
    assert window.notice.isVisible()
    assert rows(window)["NPM1"].endswith("?")


def test_rejected_lines_are_a_warning_until_somebody_has_seen_them(
    qtbot, monkeypatch, open_window, demo_file
):
    window = open_window()
    new_case(qtbot, window, disease="MDS")
    load(qtbot, monkeypatch, window, demo_file("mds.vcf"))
    banner = window.variants_page.rejected
    window.tabs.setCurrentWidget(window.variants_page)
    assert "1 of 3 records" in banner.text()
    assert "POS" in banner.text()
    click(qtbot, banner.button)
    assert banner.isVisible(), "the warning stays"
    assert not banner.button.isVisible()


def test_a_damaged_file_is_one_sentence_and_leaves_the_case_as_it_was(
    qtbot, monkeypatch, open_window, demo_file
):
    window = open_window()
    new_case(qtbot, window)
    good = demo_file("aml.vcf.gz")
    load(qtbot, monkeypatch, window, good)
    good.write_bytes(good.read_bytes()[:4000])
    load(qtbot, monkeypatch, window, good)
    assert window.notice.isVisible()
    assert window.notice.text().count(".") >= 1
    assert "Traceback" not in window.notice.text()
    assert len(rows(window)) == 10


def test_words_of_the_board_are_kept_as_typed_and_found_again(qtbot, open_window):
    words = "Gilteritinib <b>now</b> & again.\n\nÆØÅ – 10 % → \U0001f9ec\ttab"
    window = open_window()
    new_case(qtbot, window)
    page = window.board_page
    window.tabs.setCurrentWidget(page)
    page.recommendation.setPlainText(words)
    assert page.unsaved.text()
    click(qtbot, page.save)
    assert not page.has_unsaved()
    window.close()
    assert open_window().board_page.recommendation.toPlainText() == words


def test_unsaved_words_are_not_left_behind_without_asking(qtbot, monkeypatch, open_window):
    window = open_window()
    new_case(qtbot, window)
    window.board_page.recommendation.setPlainText("half a sentence")
    asked = []

    def refuse(*_: object) -> QMessageBox.StandardButton:
        asked.append(True)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", refuse)
    window.close()
    assert asked
    assert window.isVisible()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    window.close()


def test_no_patient_stands_in_the_windows_title(qtbot, open_window):
    window = open_window()
    new_case(qtbot, window)
    assert window.windowTitle() == "Tumorboard"


def test_the_role_chosen_in_the_window_is_the_role_one_works_in(qtbot, open_window):
    window = open_window(HAEMATOLOGIST)
    window.me.setText("Somebody")
    window.my_role.setCurrentIndex(window.my_role.findData(CHAIR.role))
    assert window.desk.person == Person("Somebody", Role.CHAIR)
    assert isinstance(window.desk.person.role, Role)
    new_case(qtbot, window)
    assert "P-7" in window.title.text()


def test_nobody_works_without_a_name(qtbot, open_window):
    window = open_window()
    window.desk.set_person(None)
    new_case(qtbot, window)
    assert window.notice.isVisible()
    assert window.desk.workbench.list_cases() == ()


@pytest.mark.parametrize("person", [CHAIR, GENETICIST])
def test_what_stands_in_the_way_of_signing_is_said(qtbot, open_window, person):
    window = open_window()
    new_case(qtbot, window)
    at_work(window, person)
    assert not window.board_page.sign.isEnabled()
    assert "•" in window.board_page.obstacles.text()


def test_the_same_words_are_confirmed_when_the_conclusions_changed(qtbot, open_window):
    window = open_window()
    new_case(qtbot, window)
    page = window.board_page
    window.tabs.setCurrentWidget(page)
    assert page.save.text() == "Save the recommendation"
    page.recommendation.setPlainText("Wait for the karyotype.")
    click(qtbot, page.save)
    assert not page.save.isEnabled()
    fill(window, disease="MDS")
    click(qtbot, window.case_page.save)
    assert page.save.text() == "Confirm the recommendation"
    click(qtbot, page.save)
    assert not page.save.isEnabled()
    assert page.recommendation.toPlainText() == "Wait for the karyotype."


@pytest.mark.parametrize(
    ("code", "words"), [("en", "older than 2099.1.1"), ("da", "ældre end 2099.1.1")]
)
def test_the_status_bar_tells_of_newer_shipped_knowledge(open_window, monkeypatch, code, words):
    monkeypatch.setattr("ui.window.desk.newer_shipped", lambda _: "2099.1.1")
    language.use_language(code)
    try:
        assert words in open_window().standing.text()
    finally:
        language.use_language("en")
