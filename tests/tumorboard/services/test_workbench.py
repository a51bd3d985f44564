"""The whole way of a case through the workbench, on a real file and the shipped knowledge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, load_content
from tests.reports.example import AT, CASE, CHAIR, GENETICIST, HAEMATOLOGIST
from tests.shared_data import shared
from tumorboard.domain.board import CaseState
from tumorboard.domain.conclusion import Tier
from tumorboard.errors import BoardError, Cancelled, StorageError, VariantFileError
from tumorboard.services.workbench import Workbench
from tumorboard.storage.database import open_database

ID = CASE.id
MEANING = "I approve this report."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cases.sqlite"


@pytest.fixture
def workbench(place: Path) -> Iterator[Workbench]:
    with open_database(place) as database:
        made = Workbench(database, Catalog(load_content()))
        made.create_case(replace(CASE, variant_file=None), HAEMATOLOGIST, demo=True)
        yield made


def test_from_a_file_to_a_signature_and_back(workbench: Workbench, place: Path) -> None:
    path = shared("data/C_variants/scout/cancer_test.vcf.gz")
    workbench.import_variants(ID, path, GENETICIST)
    opened = workbench.evaluate(ID, HAEMATOLOGIST)
    assert opened.evaluation is not None
    suggested = opened.evaluation.tiers[0]
    workbench.decide_tier(ID, suggested.finding, Tier.IV, GENETICIST, reason="an example")
    assert len(workbench.check_can_sign(ID, CHAIR)) == 3
    workbench.confirm_samples(ID, GENETICIST)
    workbench.recommend(ID, "Words of the board.", HAEMATOLOGIST)
    workbench.mark_ready(ID, HAEMATOLOGIST)
    assert workbench.check_can_sign(ID, CHAIR) == ()
    frozen = workbench.freeze(ID)
    with pytest.raises(BoardError, match="64 hex"):
        workbench.record_sign_off(frozen, CHAIR, AT, "no digest", MEANING)
    workbench.record_sign_off(frozen, CHAIR, AT, "a" * 64, MEANING)
    with open_database(place) as again:
        later = Workbench(again, Catalog(load_content()))
        opened = later.get(ID)
        assert opened.state is CaseState.SIGNED
        assert opened.people[0] == CHAIR
        assert later.freeze(ID) == frozen
        assert later.verify_audit([frozen.audit_head]).intact
        assert [line.id for line in later.cases_with_gene("NPM1")] == [ID]
        with pytest.raises(BoardError, match="can no longer be changed"):
            later.import_variants(ID, path, GENETICIST)


def test_an_option_before_the_board_is_signed_with_the_case(workbench: Workbench) -> None:
    evaluation = workbench.evaluate(ID, HAEMATOLOGIST).evaluation
    assert evaluation is not None
    option = evaluation.options[0]
    workbench.recommend(ID, "Words of the board.", HAEMATOLOGIST)
    seen = workbench.mark_ready(ID, HAEMATOLOGIST).version
    outdated = workbench.freeze(ID)
    opened = workbench.choose_option(ID, option.id, GENETICIST, note="first?", seen=seen)
    assert (opened.state, opened.recommendation_current) == (CaseState.READY, True)
    with pytest.raises(StorageError, match="Somebody else changed"):
        workbench.choose_option(ID, option.id, GENETICIST, taken=False, seen=seen)
    with pytest.raises(BoardError, match="make the report again"):
        workbench.record_sign_off(outdated, CHAIR, AT, "a" * 64, MEANING)
    frozen = workbench.freeze(ID)
    assert [(one.option, one.note) for one in frozen.choices] == [(option.id, "first?")]
    assert GENETICIST in frozen.people
    workbench.record_sign_off(frozen, CHAIR, AT, "a" * 64, MEANING)
    assert workbench.freeze(ID) == frozen
    assert workbench.verify_audit().intact
    with pytest.raises(BoardError, match="can no longer be changed"):
        workbench.choose_option(ID, option.id, GENETICIST, taken=False)


def test_a_refused_or_stopped_import_changes_nothing(workbench: Workbench, tmp_path: Path) -> None:
    before = workbench.get(ID)
    bad = tmp_path / "bad.vcf"
    bad.write_text("no variants")
    with pytest.raises(VariantFileError):
        workbench.import_variants(ID, bad, GENETICIST)

    def stop(*_: object) -> None:
        raise Cancelled

    path = shared("data/C_variants/scout/cancer_test.vcf.gz")
    with pytest.raises(Cancelled):
        workbench.import_variants(ID, path, GENETICIST, progress=stop)
    assert workbench.get(ID) == before


def test_a_change_after_the_report_stops_the_signature(workbench: Workbench) -> None:
    workbench.evaluate(ID, HAEMATOLOGIST)
    workbench.recommend(ID, "first", HAEMATOLOGIST)
    workbench.mark_ready(ID, HAEMATOLOGIST)
    frozen = workbench.freeze(ID)
    workbench.recommend(ID, "second", HAEMATOLOGIST)
    with pytest.raises(BoardError, match="make the report again"):
        workbench.record_sign_off(frozen, CHAIR, AT, "a" * 64, MEANING)


def test_what_the_user_has_not_seen_is_not_overwritten(workbench: Workbench) -> None:
    seen = workbench.get(ID)
    workbench.evaluate(ID, GENETICIST)
    with pytest.raises(StorageError, match="Somebody else changed"):
        workbench.update_case(seen.case, HAEMATOLOGIST, seen=seen.version)


def test_an_unevaluated_case_has_no_report(workbench: Workbench) -> None:
    with pytest.raises(BoardError, match="not evaluated"):
        workbench.freeze(ID)
    with pytest.raises(BoardError, match="No line"):
        workbench.acknowledge_rejections(ID, GENETICIST)


def test_an_evaluation_by_another_release_is_not_signed(workbench: Workbench) -> None:
    workbench.evaluate(ID, HAEMATOLOGIST)
    workbench.recommend(ID, "Words of the board.", HAEMATOLOGIST)
    workbench.mark_ready(ID, HAEMATOLOGIST)
    newer = replace(workbench.catalog.content, digest="f" * 64)
    later = Workbench(workbench.database, Catalog(newer))
    assert ["evaluate the case again" in why for why in later.check_can_sign(ID, CHAIR)] == [True]
    with pytest.raises(BoardError, match="evaluate the case again"):
        later.record_sign_off(later.freeze(ID), CHAIR, AT, "a" * 64, MEANING)
    later.evaluate(ID, HAEMATOLOGIST)
    assert later.check_can_sign(ID, CHAIR) == ()


def test_no_report_is_made_of_an_outdated_evaluation(workbench: Workbench) -> None:
    opened = workbench.evaluate(ID, HAEMATOLOGIST)
    workbench.update_case(replace(opened.case, disease="CLL"), HAEMATOLOGIST, seen=opened.version)
    with pytest.raises(BoardError, match="older than its last change"):
        workbench.freeze(ID)


def test_a_removed_record_is_noticed(workbench: Workbench, place: Path) -> None:
    opened = workbench.evaluate(ID, HAEMATOLOGIST)
    workbench.update_case(replace(opened.case, question="Why?"), HAEMATOLOGIST, seen=opened.version)
    for words in ("The first.", "The second."):
        workbench.recommend(ID, words, HAEMATOLOGIST)
    assert workbench.verify_audit().intact
    with closing(sqlite3.connect(place)) as intruder, intruder:
        for (name,) in intruder.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            intruder.execute(f"DROP TRIGGER {name}")
        intruder.execute("DELETE FROM recommendations WHERE id = 2")
    (problem,) = workbench.verify_audit().problems
    assert "is gone" in problem
