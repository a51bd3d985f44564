"""A signature is never lost: the place is checked first, and what was signed is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, load_content
from reports.sign_off import sign_off
from reports.signing import make_demo_identity
from reports.verification import verify_pdf
from tests.reports.example import CASE, CHAIR, HAEMATOLOGIST, MEANING
from tumorboard.domain.open_case import OpenCase
from tumorboard.errors import BoardError, ReportError
from tumorboard.services.workbench import Workbench
from tumorboard.storage.database import open_database


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    with open_database(tmp_path / "cases.sqlite") as database:
        made = Workbench(database, Catalog(load_content()))
        made.create_case(replace(CASE, variant_file=None), HAEMATOLOGIST, demo=True)
        made.evaluate(CASE.id, HAEMATOLOGIST)
        made.recommend(CASE.id, "Words of the board.", HAEMATOLOGIST)
        made.mark_ready(CASE.id, HAEMATOLOGIST)
        yield made


def sign(workbench: Workbench, folder: Path, output: Path) -> OpenCase:
    identity = make_demo_identity(CHAIR.name, folder, passphrase="secret")
    return sign_off(
        workbench,
        CASE.id,
        CHAIR,
        identity=identity,
        passphrase="secret",
        meaning=MEANING,
        output=output,
    )


@pytest.mark.parametrize("name", ["a folder", "absent/a.pdf", "n" * 300 + ".pdf"])
def test_a_place_that_cannot_be_written_is_told_before_signing(
    workbench: Workbench, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(ReportError, match=r"choose|name the PDF"):
        sign(workbench, tmp_path, tmp_path / name)
    assert not workbench.get(CASE.id).signed


def test_the_only_signed_file_survives_a_failing_last_step(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def broken(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", broken)
        with pytest.raises(ReportError) as told:
            sign(workbench, tmp_path, out / "a.pdf")
    (kept,) = out.iterdir()
    assert str(kept) in str(told.value)
    assert verify_pdf(kept.read_bytes()).valid
    assert workbench.get(CASE.id).signed


def test_a_refused_record_leaves_no_file(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def refused(*_: object) -> None:
        raise BoardError("no")

    monkeypatch.setattr(workbench, "record_sign_off", refused)
    with pytest.raises(BoardError):
        sign(workbench, tmp_path, out / "a.pdf")
    assert list(out.iterdir()) == []
