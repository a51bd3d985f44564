"""The main job in the real window: from an annotated VCF to a signed PDF, and back again."""

import shutil
import subprocess

import pytest

from reports.verification import verify_pdf
from tests.identity import PASSPHRASE, make_identity
from tests.ui.window.conftest import CHAIR, GENETICIST, HAEMATOLOGIST
from tests.ui.window.test_main_window import choose_gene, click, load, new_case, rows
from ui.window import main_window


class AnswersOfTheChair:
    """Stands where the dialog stands; the dialog itself is tested beside it."""

    meaning_text = "I chaired the board <and> confirm it."

    def __init__(self, folder):
        self.folder = folder
        self.file = make_identity(folder)

    def __call__(self, *_args, **_more):
        return self

    def exec(self):
        return True

    def identity(self):
        return self.file

    def passphrase(self):
        return PASSPHRASE

    def meaning(self):
        return self.meaning_text

    def output(self):
        return self.folder / "summary.pdf"


@pytest.fixture
def signed(qtbot, monkeypatch, tmp_path, open_window, demo_file):
    """Go the whole way and give the window and the signed file."""
    window = open_window(HAEMATOLOGIST)
    new_case(qtbot, window)
    load(qtbot, monkeypatch, window, demo_file("aml.vcf.gz"))
    window.desk.set_person(GENETICIST)
    choose_gene(window, "FLT3")
    click(qtbot, window.variants_page.detail.accept)
    window.desk.confirm_samples(None, {}, None)
    window.desk.set_person(HAEMATOLOGIST)
    page = window.board_page
    window.tabs.setCurrentWidget(page)
    page.recommendation.setPlainText("Discuss gilteritinib.")
    click(qtbot, page.save)
    click(qtbot, page.mark_ready)
    window.desk.set_person(CHAIR)
    assert page.obstacles.text() == "Nothing stands in the way of signing."
    answers = AnswersOfTheChair(tmp_path)
    monkeypatch.setattr(main_window, "SignDialog", answers)
    click(qtbot, page.sign)
    qtbot.waitUntil(lambda: window.work._task is None and window.tabs.isEnabled(), timeout=20_000)
    assert not window.notice.isVisible(), window.notice.text()
    return window, answers.output()


def test_the_signed_file_is_valid_for_us_and_for_others(signed):
    _, pdf = signed
    verdict = verify_pdf(pdf.read_bytes())
    assert verdict.valid, verdict.reasons
    assert verdict.signer == "Test chair"
    if shutil.which("pdfsig"):
        told = subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False)
        assert "Signature is Valid" in told.stdout
        assert "Total document signed" in told.stdout


def test_what_was_signed_stands_in_the_page_text(signed):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    _, pdf = signed
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in ("Test chair", "<and> confirm it", "FLT3-ITD", "Discuss gilteritinib", "P-7"):
        assert words in text


def test_a_signed_case_can_no_longer_change_and_is_found_again(signed, open_window):
    window, _ = signed
    assert not window.case_page.save.isEnabled()
    assert not window.variants_page.load.isEnabled()
    assert window.board_page.recommendation.isReadOnly()
    window.close()
    again = open_window(CHAIR)
    assert again.board_page.recommendation.toPlainText() == "Discuss gilteritinib."
    assert again.board_page.recommendation.isReadOnly()
    again.tabs.setCurrentWidget(again.board_page)
    assert "Test chair" in again.board_page.signed.text()
    assert rows(again)["FLT3"] == "I ✓"
    assert again.history_page.table.rowCount() >= 7
