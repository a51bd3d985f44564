"""The Knowledge page in the real window: find, read, approve, close, and find it approved."""

import shutil
import subprocess
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel

from knowledgebase.catalog import load_content
from knowledgebase.records import Source, SourceKind
from reports.render import render_pdf
from tests.ui.window.conftest import DEMO, GENETICIST, HAEMATOLOGIST
from tests.ui.window.test_main_window import click
from tumorboard.domain.approval import ApprovalState, Deed, Reservation
from tumorboard.services.case_file import read_case_file
from ui import language
from ui.window import knowledge_page
from ui.window.approval_dialog import ApprovalDialog
from ui.window.knowledge_model import Filter, KnowledgeModel
from ui.window.knowledge_view import address_of, criteria_of, plain_record, row_of

GILTERITINIB = ("assertions", "AML-FLT3-gilteritinib")


def texts(widget):
    """Give every text a page shows, in order."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what was shown before
    return [one.text() for one in widget.findChildren(QLabel)]


@pytest.fixture
def page(open_window):
    window = open_window(GENETICIST)
    click_knowledge(window)
    window.knowledge_page.show_kind("assertions")
    window.knowledge_page.apply_filters()
    return window.knowledge_page


def click_knowledge(window):
    window.knowledge.click()
    assert window.knowledge_page.isVisible()


def answer(monkeypatch, reason, ticks=()):
    """Fill the dialog in as a curator does, and accept it."""
    asked = []

    def filled(dialog):
        asked.append(dialog)
        assert not dialog.yes.isEnabled()
        dialog.words.setPlainText(reason)
        for one in ticks:
            dialog.ticks[one].setChecked(True)
        assert dialog.yes.isEnabled()
        return True

    monkeypatch.setattr(ApprovalDialog, "exec", filled)
    return asked


def test_find_and_filter(qtbot, page):
    everything = page.model.rowCount()
    page.search.setText("gilteritinib FLT3")
    qtbot.waitUntil(lambda: page.model.rowCount() < everything)
    assert page.choose(GILTERITINIB)
    page.search.clear()
    for line, word in ((page.gene, "flt3"), (page.drug, "gilteri"), (page.disease, "AML")):
        line.setText(word)
        page.apply_filters()
        assert 0 < page.model.rowCount() < everything, word
        assert page.choose(GILTERITINIB)
        line.clear()
    page.disease.setText("Multiple myeloma")
    page.apply_filters()
    assert not page.choose(GILTERITINIB)
    page.disease.setText("no such disease")
    page.apply_filters()
    assert page.model.rowCount() == 0
    assert "Choose a record" in " ".join(texts(page.detail))


def test_states_are_found(page):
    page.state.setCurrentIndex(page.state.findData(Reservation.UNVERIFIED))
    page.apply_filters()
    assert page.model.rowCount() > 10
    row = page.model.row(0)
    assert Reservation.UNVERIFIED in row.reservations
    assert "unverified" in row.state
    page.state.setCurrentIndex(page.state.findData(ApprovalState.APPROVED))
    page.apply_filters()
    assert page.model.rowCount() == 0


def test_a_record_is_written_out_for_a_clinician(page):
    page.choose(GILTERITINIB)
    shown = texts(page.detail)
    record = load_content().assertions[GILTERITINIB[1]]
    for words in (record.title, record.statement, "• FLT3-ITD", "• age at least 18 years"):
        assert words in shown, words
    assert "not locally approved" in shown
    assert "Nobody has approved this record here." in shown
    assert any(record.digest[:12] in text for text in shown)
    assert {one.region for one in record.regions} <= set(shown)


def test_every_kind_is_shown_in_full(page):
    page.show_kind("")
    page.apply_filters()
    kinds = {}
    for place in range(page.model.rowCount()):
        row = page.model.row(place)
        kinds.setdefault(row.kind, row.name)
    assert len(kinds) > 5
    for name in kinds.values():
        assert page.choose(name)
        assert len(texts(page.detail)) > 4, name


def test_links_open_only_by_a_click_and_only_what_the_number_says(qtbot, page, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    records = load_content().assertions.values()
    record, number = next(
        (one.id, source.id)
        for one in records
        for source in one.sources
        if source.kind is SourceKind.PMID
    )
    page.choose(("assertions", record))
    assert not opened
    click(qtbot, next(one for one in page.detail.links if f"PMID {number}" in one.text()))
    assert opened == [QUrl(f"https://pubmed.ncbi.nlm.nih.gov/{number}/")]


@pytest.mark.parametrize(
    ("kind", "name", "address"),
    [
        (SourceKind.PMID, "123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        (SourceKind.NCT, "NCT01234567", "https://clinicaltrials.gov/study/NCT01234567"),
        (SourceKind.DOI, "10.1000/a<b>?c#d", "https://doi.org/10.1000/a%3Cb%3E%3Fc%23d"),
        (SourceKind.PMID, "1/../../x", ""),
        (SourceKind.PMID, "١٢٣", ""),
        (SourceKind.NCT, "https://example.org", ""),
        (SourceKind.DOI, "javascript:alert(1)", ""),
        (SourceKind.LABEL, "https://example.org", ""),
    ],
)
def test_addresses_are_built_from_numbers_alone(kind, name, address):
    assert address_of(Source(kind, name, "a title")) == address


def test_approve_one_close_reopen_and_the_report_says_so(qtbot, page, open_window, monkeypatch):
    window = page.window()
    answer(monkeypatch, "Read against the label <DEL>")
    page.choose(GILTERITINIB)
    click(qtbot, page.approve)
    assert page.chosen_names() == [GILTERITINIB]
    assert "1 of" in window.standing.text()
    window.close()
    again = open_window(GENETICIST)
    click_knowledge(again)
    later = again.knowledge_page
    later.state.setCurrentIndex(later.state.findData(ApprovalState.APPROVED))
    later.apply_filters()
    assert later.chosen_names() == [GILTERITINIB]
    shown = texts(later.detail)
    assert "locally approved" in shown
    assert "Read against the label <DEL>" in shown
    assert any(text.startswith("Approved locally by Test geneticist") for text in shown)
    bench = again.desk.workbench
    case = read_case_file(DEMO / "aml.yaml", bench.catalog)
    bench.create_case(case, HAEMATOLOGIST)
    bench.evaluate(case.id, HAEMATOLOGIST)
    again.desk.refresh_cases()
    again.choose(case.id)
    assert not later.isVisible()
    assert any("Approved locally by Test geneticist" in one for one in texts(again.evidence_page))
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    pdf = render_pdf(bench.freeze(case.id))
    told = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    flat = " ".join(told.split())
    assert "approved locally by Test geneticist on" in flat
    assert "not locally approved" in flat


def test_approve_in_bulk_leaves_out_the_unverified_and_says_so(qtbot, page, monkeypatch):
    asked = answer(monkeypatch, "Read by the group")
    page.disease.setText("AML")
    page.apply_filters()
    page.table.selectAll()
    chosen = page._chosen()
    doubtful = [one for one in chosen if one.reservations]
    assert doubtful
    click(qtbot, page.approve)
    assert Reservation.UNVERIFIED in asked[0].ticks
    told = page.window().notice.text()
    assert f"Left out: {len(doubtful)}" in told
    states = [page.model.row(place) for place in range(page.model.rowCount())]
    approved = [one for one in states if one.approval is ApprovalState.APPROVED]
    assert len(approved) == len(chosen) - len(doubtful)
    assert page.window().desk.workbench.verify_audit().lines == 1


def test_the_unverified_by_a_tick_and_withdrawn_again(qtbot, page, monkeypatch):
    page.state.setCurrentIndex(page.state.findData(Reservation.UNVERIFIED))
    page.apply_filters()
    name = page.chosen_names()[0]
    assert not page.withdraw.isEnabled()
    answer(monkeypatch, "I read the source", [Reservation.UNVERIFIED])
    click(qtbot, page.approve)
    assert page.chosen_names() == [name]
    assert "locally approved" in texts(page.detail)
    assert any("approved although unverified" in one for one in texts(page.detail))
    assert page.withdraw.isEnabled()
    answer(monkeypatch, "the source was another")
    click(qtbot, page.withdraw)
    shown = texts(page.detail)
    assert "not locally approved" in shown
    assert "I read the source" in shown
    assert "the source was another" in shown


def test_who_may_not_approve_is_told_at_once(qtbot, open_window, monkeypatch):
    asked = answer(monkeypatch, "x")
    window = open_window(HAEMATOLOGIST)
    click_knowledge(window)
    click(qtbot, window.knowledge_page.approve)
    assert not asked
    assert "you may not approve" in window.notice.text()


def test_the_dialog_asks_for_a_reason(qtbot, page):
    dialog = ApprovalDialog(Deed.WITHDRAWN, page._chosen(), GENETICIST)
    qtbot.addWidget(dialog)
    dialog.words.setPlainText("   ")
    assert not dialog.yes.isEnabled()
    assert not dialog.ticks


def test_it_works_in_a_small_window(qtbot, page):
    window = page.window()
    window.resize(1024, 700)
    page.choose(GILTERITINIB)
    qtbot.wait(20)
    assert (window.width(), window.height()) == (1024, 700)
    inner = page.detail.widget()
    assert inner.width() <= page.detail.viewport().width()
    assert page.approve.geometry().right() <= page.width()


def test_rules_are_indented_lists_in_both_languages():
    rule = load_content().assertions[GILTERITINIB[1]].biomarker
    try:
        language.use_language("da")
        lines = list(criteria_of(rule))
    finally:
        language.use_language("en")
    assert [(one.depth, one.text) for one in lines] == [
        (0, "en af disse:"),
        (1, "FLT3-ITD"),
        (1, "FLT3-TKD"),
    ]
    assert all(plain_record(record) for record in load_content().genes.values())


def test_ten_thousand_records_are_fast(page):
    row = row_of(page._lines[GILTERITINIB])
    rows = [
        replace(row, name=("assertions", f"R{n}"), title=f"Title {n % 977}", text=f"text {n}")
        for n in range(10_000)
    ]
    model = KnowledgeModel()
    start = time.perf_counter()
    model.show_rows(rows)
    model.filter(Filter(text="text 9", gene="FLT3", drug="gil", diseases=frozenset({"AML"})))
    model.sort(0)
    spent = time.perf_counter() - start
    assert model.rowCount() > 1000
    assert spent < 1.0, spent


def test_keyboard_alone_reaches_list_and_buttons(page):
    from PySide6.QtCore import Qt

    for widget in (page.search, page.disease, page.gene, page.drug, page.table, page.approve):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget
    assert knowledge_page.TYPING < 500
