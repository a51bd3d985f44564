"""The demonstration without a display: signed PDFs, pictures, and no doubt that it is one."""

import shutil
import subprocess

import pytest
from PySide6.QtGui import QImage

from reports.verification import verify_pdf
from ui.cli import main


@pytest.fixture(scope="module")
def shown(tmp_path_factory, qapp):  # noqa: ARG001 - Qt must run
    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--offscreen", "--output", str(folder)]) == 0
    return folder


def test_two_cases_are_signed_and_valid(shown):
    for name in ("DEMO-1.pdf", "DEMO-3.pdf"):
        verdict = verify_pdf((shown / name).read_bytes())
        assert verdict.valid, verdict.reasons
        assert any("demonstration" in reason for reason in verdict.reasons)


def test_the_one_record_approved_is_printed_so_and_the_others_not(shown):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    told = subprocess.run(
        ["pdftotext", str(shown / "DEMO-1.pdf"), "-"], capture_output=True, text=True, check=True
    )
    flat = " ".join(told.stdout.split())
    assert "approved locally by Demo geneticist on" in flat
    assert "not locally approved" in flat


def test_every_page_says_that_it_is_a_demonstration(shown):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    told = subprocess.run(
        ["pdftotext", str(shown / "DEMO-1.pdf"), "-"], capture_output=True, text=True, check=True
    )
    pages = told.stdout.rstrip("\f").split("\f")
    assert len(pages) > 2
    for page in pages:
        assert "demonstration" in page.casefold()
        assert "DEMO-1" in page


def test_the_report_of_the_mds_shows_a_risk_that_is_open(shown):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    told = subprocess.run(
        ["pdftotext", "-l", "1", str(shown / "DEMO-3.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    flat = " ".join(told.stdout.split())
    assert "Classification and risk" in flat
    assert "IPSS-M: Possible: Low to Very high" in flat
    assert "number of TP53 mutations" in flat


def test_the_window_was_pictured_at_two_sizes_with_something_on_it(shown):
    pictures = sorted(shown.glob("window-*.png"))
    assert len(pictures) == 34
    for path in pictures:
        image = QImage(str(path))
        assert image.width() >= 1000
        middle = image.height() // 2
        colours = {image.pixel(x, middle) for x in range(0, image.width(), 3)}
        assert len(colours) > 3, path.name


def test_telling_it_again_begins_anew(shown):
    assert main(["demo", "--offscreen", "--output", str(shown)]) == 0
