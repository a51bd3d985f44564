"""Read the text of a PDF back with poppler, an independent reader."""

import re
import shutil
import subprocess
import unicodedata

import pytest


def text_of(pdf: bytes, *, pages: tuple[int, int] | None = None) -> str:
    """Give the text in the order it was drawn."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("poppler's pdftotext is not installed; install poppler-utils")
    span = ["-f", str(pages[0]), "-l", str(pages[1])] if pages else []
    done = subprocess.run(
        [tool, "-raw", "-enc", "UTF-8", *span, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def solid(text: str) -> str:
    """Drop white space and line-end hyphenation differences, so that wrapping does not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))
